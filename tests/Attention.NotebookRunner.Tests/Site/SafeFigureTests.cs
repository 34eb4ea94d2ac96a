using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using static Attention.NotebookRunner.Tests.SafePage;

namespace Attention.NotebookRunner.Tests;

/// <summary>A figure of Attention.Display gets the page's own script; one that only looks like it does not.</summary>
public sealed class SafeFigureTests : IDisposable
{
    private const string Picture =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><style>text{fill:red}</style><rect width=\"1\"/></svg>";

    private readonly SafePage _page = new();

    [Fact]
    public void A_figure_stands_in_the_page_with_all_panels_and_the_pages_own_script()
    {
        const string Data = """{"pieces":[{"hot":["a < b"],"changes":[[0,"width"]],"values":[["1"],["2"]]}]}""";
        string page = _page.Of(Cell(SiteTests.Display("text/html", FigureOf(Picture, Data))));
        AssertHarmless(page);
        IElement figure = Parse(page).QuerySelector("main .attention-figure")!;
        Assert.Equal(
            ["one", "two"], figure.QuerySelectorAll(".attention-panel img").Select(i => i.GetAttribute("alt")));
        Assert.StartsWith("Title", figure.TextContent);
        Assert.Equal("7", figure.QuerySelector("td")!.TextContent);
        JsonNode data = JsonNode.Parse(figure.QuerySelector("script")!.TextContent)!;
        Assert.Equal("a < b", (string)data["pieces"]![0]!["hot"]![0]!);
        Assert.Contains("flex-wrap: wrap", page);
        Assert.Contains("<script src=\"figure.js\">", page);
        Assert.DoesNotContain("<iframe", page);
        Assert.DoesNotContain("plot.ly", page);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "{\"pieces\":[]}")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "{\"pieces\":[]}")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><foreignObject/></svg>", "{\"pieces\":[]}")]
    [InlineData(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text href=\"javascript:alert(1)\"/></svg>", "{\"pieces\":[]}")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "{\"pieces\":[]}")]
    [InlineData("no picture", "{\"pieces\":[]}")]
    [InlineData(Picture, "{\"pieces\":[{\"markup\":[\"\\u003cscript>alert(1)\\u003c/script>\"]}]}")]
    [InlineData(Picture, "{\"pieces\":[{\"changes\":[[0,\"onclick\"]],\"values\":[[\"alert(1)\"]]}]}")]
    [InlineData(Picture, "{\"pieces\":[{\"changes\":[[0,\"\"]],\"values\":[[\"\\u003ca href='x'/>\"]]}]}")]
    [InlineData(Picture, "{\"pieces\":7}")]
    [InlineData(Picture, "{}")]
    [InlineData(Picture, "{\"pieces\":[null]}")]
    [InlineData(Picture, "[")]
    public void A_forged_figure_gets_no_script_of_the_page(string picture, string data)
    {
        string page = _page.Of(Cell(SiteTests.Display("text/html", FigureOf(picture, data))));
        AssertHarmless(page);
        Assert.Null(Parse(page).QuerySelector(".attention-figure"));
        Assert.NotNull(Parse(page).QuerySelector("iframe[sandbox=allow-scripts]"));
    }

    public void Dispose() => _page.Dispose();

    /// <summary>
    /// The form in which Attention.Display writes a figure: title, panels, numbers, data, its script.
    /// </summary>
    private static string FigureOf(string picture, string data) =>
        "<div class=\"attention-figure\" style=\"position:relative;margin:8px 0\"><div><b>Title</b></div>"
        + "<div class=\"attention-panels\" style=\"display:flex;flex-wrap:wrap;gap:4px\">"
        + Panel("one", picture) + Panel("two", picture)
        + "</div><details><summary>Numbers</summary><table><tr><td>7</td></tr></table></details>"
        + $"<script type=\"application/json\">{data}</script><script>alert(1)</script></div>";

    private static string Panel(string alt, string picture) =>
        $"<div class=\"attention-panel\" style=\"flex:0 1 300px;min-width:0;overflow-x:auto\"><img alt=\"{alt}\""
        + $" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(picture))}\"></div>";
}
