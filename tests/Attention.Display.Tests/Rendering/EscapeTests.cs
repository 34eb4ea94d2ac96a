using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Attention.Display.Tests;

public partial class EscapeTests
{
    public static TheoryData<string> HostileTexts =>
        [
            "<img src=x onerror=alert(1)>",
            "</script><script>alert(1)</script>",
            "$\\href{javascript:alert(1)}{x}$",
            "<!--",
            "]]>",
            "\" onload=\"alert(1)",
            "' x='",
            "&lt;b&gt;",
            "&#36;x&#36;",
            "%{z}",
            "<a href=\"javascript:alert(1)\">x</a>",
            "\u2028\u2029",
            "\0\u0001\u001B[31m\uFFFF",
            "\uD800",
            "a\nb",
            "\u202Eabc",
            "javascript:alert(1)",
        ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void A_hostile_text_stays_text_in_every_form_of_every_figure(string hostile)
    {
        foreach (Figure figure in FiguresOf(hostile))
        {
            var svg = XDocument.Parse(figure.ToSvg());
            Assert.All(svg.Descendants(), e => Assert.Matches("^(svg|style|rect|path|text|tspan)$", e.Name.LocalName));
            Assert.All(svg.Descendants().Attributes(), a =>
                Assert.DoesNotMatch("^(on|style|class|href)", a.Name.LocalName)
            );

            string json = figure.ToPlotlyJson();
            Assert.DoesNotMatch("[<>&\u2028\u2029]", json);
            foreach (string text in Strings(JsonDocument.Parse(json).RootElement))
            {
                const string Ours = "b>|/b>|br>|sub>|/sub>|/span>"
                    + @"|span style=""color:(var\(--vscode-foreground,#[0-9a-f]{6}\)|#ffffff)"">";
                Assert.DoesNotMatch($"<(?!{Ours})", text);
                Assert.DoesNotContain("$", text, StringComparison.Ordinal);
            }

            AssertOnlyOurElements(figure.ToHtml());
        }

        AssertOnlyOurElements(
            Table
                .Of(
                    new float[,]
                    {
                        { 1 },
                    },
                    [(hostile, hostile)],
                    [(hostile, hostile)],
                    hostile
                )
                .ToHtml()
        );
    }

    [Fact]
    public void A_harmless_text_arrives_unchanged() =>
        Assert.Contains(
            "苹果 a&amp;b",
            Heatmap
                .Of(
                    new float[,]
                    {
                        { 1 },
                    },
                    ["苹果 a&b"]
                )
                .ToSvg(),
            StringComparison.Ordinal
        );

    internal static Figure[] FiguresOf(string text) =>
        [
            Heatmap.Of(
                new float[,]
                {
                    { 1, float.NaN },
                },
                [(text, text)],
                [(text, text), text],
                text,
                rowAxis: text,
                columnAxis: text,
                hover: (_, _) => text
            ),
            Bars.Of([(text, [1, 2])], [(text, text), text], text),
            Lines.Of([1, 2], [(text, [1, 2])], text, text, text),
            Arrows.Of([(text, [1, 2]), ((text, text), [2, 1])], text, project: true, text, text),
            Arrows.Moves(
                new float[,]
                {
                    { 1, 2 },
                },
                new float[,]
                {
                    { 2, 1 },
                },
                [text],
                text
            ),
        ];

    /// <summary>The HTML holds the elements we write and no others, and no attribute we do not write.</summary>
    private static void AssertOnlyOurElements(string html)
    {
        string outside = ScriptBody().Replace(html, "<script/>");
        foreach (Match tag in Tag().Matches(outside))
        {
            Assert.Matches(
                "^</?(div|img|script|table|caption|thead|tbody|tr|th|td|br|span|b|p|sub|details|summary)[ />]",
                tag.Value);
            Assert.DoesNotMatch("\\son\\w+=", Regex.Replace(tag.Value, "\"[^\"]*\"", "\"\""));
        }
    }

    private static IEnumerable<string> Strings(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => [element.GetString()!],
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Strings(p.Value)),
            _ => [],
        };

    [GeneratedRegex("<script[^>]*>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex ScriptBody();

    [GeneratedRegex("<[^>]*>?")]
    private static partial Regex Tag();
}
