using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Attention.Shared;

namespace Attention.Display.Tests;

/// <summary>What holds for figures of every kind, and for each kind by itself.</summary>
public partial class FigureTests
{
    public static TheoryData<string> Kinds => [.. Sample.Figures().Keys];

    [Fact]
    public void Every_kind_is_among_the_samples_of_these_tests_and_in_the_gallery()
    {
        string root = RepositoryFolder.Above(AppContext.BaseDirectory)!;
        string samples =
            File.ReadAllText(Path.Combine(root, "tests", "Attention.Display.Tests", "Support", "Sample.cs"));
        string gallery = File.ReadAllText(Path.Combine(root, "notebooks", "extras", "gallery.ipynb"));
        var makers = typeof(Figure)
            .Assembly.ExportedTypes.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.ReturnType.IsAssignableTo(typeof(IDisplay)))
            .ToLookup(method => $"{method.DeclaringType!.Name}.{method.Name}(", method => method.ReturnType);
        Assert.NotEmpty(makers);
        Assert.All(makers, maker => Assert.Contains(maker.Key, gallery, StringComparison.Ordinal));
        Assert.All(makers.Where(maker => maker.Contains(typeof(Figure))), maker =>
            Assert.Contains(maker.Key, samples, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_figure_that_says_its_point_begins_its_alternative_text_with_it_and_looks_the_same()
    {
        Figure plain = Sample.Figures()["heatmap"], told = plain.Says("Sweet wins.");
        Assert.Equal("Sweet wins. " + plain.AltText, told.AltText);
        Assert.Contains("alt=\"Sweet wins. ", told.ToHtml());
        Assert.Equal(plain.ToPlainText(), told.ToPlainText());
        Assert.Throws<ArgumentException>(() => plain.Says(" "));
    }

    [Fact]
    public void A_title_that_is_a_question_gets_no_full_stop_in_the_alternative_text()
    {
        Assert.StartsWith("Who is it? Bar chart", Bars.Of([1f], ["a"], "Who is it?").AltText);
        Assert.StartsWith("Sure! Who? Bar chart", Bars.Of([1f], ["a"], "Who?").Says("Sure!").AltText);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_static_picture_has_only_plain_elements_and_one_style_sheet(string kind)
    {
        var svg = XDocument.Parse(Sample.Figures()[kind].ToSvg());
        Assert.Single(svg.Root!.Elements(), e => e.Name.LocalName == "style");
        foreach (XElement element in svg.Root.Elements().Where(e => e.Name.LocalName != "style"))
        {
            Assert.Matches("^(rect|path|text)$", element.Name.LocalName);
            Assert.DoesNotMatch("NaN|∞|Infinity|E[+-]", string.Concat(element.Attributes().Select(a => a.Value)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_live_chart_uses_only_what_every_plotly_understands(string kind)
    {
        string json = Sample.Figures()[kind].ToPlotlyJson();
        JsonElement figure = JsonDocument.Parse(json).RootElement;
        Assert.DoesNotContain("titlefont", json, StringComparison.Ordinal);
        Assert.DoesNotContain("heatmapgl", json, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN\":", json, StringComparison.Ordinal);
        Assert.Equal(
            JsonValueKind.String,
            figure.GetProperty("layout").GetProperty("title").GetProperty("text").ValueKind
        );
        Assert.True(figure.GetProperty("layout").GetProperty("width").GetDouble() > 50);
        Assert.True(figure.GetProperty("layout").GetProperty("height").GetDouble() > 50);
        Assert.All(Colors().Matches(json), color => Assert.Matches("^\"#[0-9a-f]{6}\"$", color.Value));
        Assert.All(figure.GetProperty("data").EnumerateArray(), trace =>
            Assert.Matches("^(heatmap|scatter|bar)$", trace.GetProperty("type").GetString())
        );
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_picture_says_in_words_and_as_text_what_it_shows(string kind)
    {
        Figure figure = Sample.Figures()[kind];
        Assert.Matches("[0-9]", figure.AltText);
        Assert.Matches("[0-9]", figure.ToPlainText());
        Assert.DoesNotMatch(@"[0-9]\.[0-9]{5}", figure.AltText + figure.ToPlainText());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_equal_figures_have_equal_bytes_and_share_no_element_id(string kind)
    {
        string html = Sample.Figures()[kind].ToHtml();
        Assert.Equal(html, Sample.Figures()[kind].ToHtml());
        Assert.DoesNotMatch(@"\sid=", html);
    }

    [Fact]
    public void Series_of_different_length_are_refused_naming_both() =>
        Assert.Contains(
            "b has 1 values but a has 2",
            Assert.Throws<ArgumentException>(() => Bars.Of([("a", [1, 2]), ("b", [1])])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_shape_strip_is_drawn_to_scale()
    {
        ShapeStrip strip = ShapeStrip.Of(
            "heads",
            new Shape("X", 2, 4),
            new Shape("Z", 2, 3, Times: 8, Via: "8 heads"),
            new Shape("concat", 2, 24),
            new Shape("Y", 2, 4, Via: "· W")
        );
        XElement[] cells =
        [
            .. XDocument.Parse(strip.ToSvg()).Root!.Elements().Where(e => e.Name.LocalName == "rect").Skip(1),
        ];
        Assert.Equal(8 + 48 + 48 + 8, cells.Length);
        Assert.Single(
            cells.Select(cell => ((string)cell.Attribute("width")!, (string)cell.Attribute("height")!)).Distinct()
        );
        Assert.Equal(8, cells[8..56].Select(cell => (string)cell.Attribute("fill")!).Distinct().Count());
        Assert.Equal(
            cells[8..56].Select(cell => (string)cell.Attribute("fill")!).Order(),
            cells[56..104].Select(cell => (string)cell.Attribute("fill")!).Order()
        );
        Assert.Equal(
            "heads. Shapes: X 2 × 4 → (8 heads) Z 8 × (2 × 3) → concat 2 × 24 → (· W) Y 2 × 4.",
            strip.AltText
        );
        Assert.Equal(["text/html", "text/plain"], Kernel.Show(strip).Keys);
    }

    [GeneratedRegex("\"#[^\"]*\"")]
    private static partial Regex Colors();
}
