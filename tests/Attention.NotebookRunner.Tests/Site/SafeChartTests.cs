using System.Text.Json.Nodes;
using AngleSharp.Dom;
using static Attention.NotebookRunner.Tests.SafePage;

namespace Attention.NotebookRunner.Tests;

/// <summary>A chart of plotly.js is data in the page, and no script of the notebook.</summary>
public sealed class SafeChartTests : IDisposable
{
    private readonly SafePage _page = new();

    [Fact]
    public void A_chart_is_data_with_its_still_picture_and_asks_for_plotly()
    {
        JsonObject output = SiteTests.Display(
            "application/vnd.plotly.v1+json",
            new JsonObject { ["data"] = new JsonArray(), ["layout"] = new JsonObject { ["width"] = 300 } });
        output["data"]!["text/html"] =
            $"<div><img alt=\"still\" src=\"data:image/png;base64,{Pixel}\"><script>alert(1)</script></div>";
        string page = _page.Of(Cell(output));
        Assert.Contains("<div class=\"plotly-chart\" style=\"max-width:300px\"><img alt=\"still\"", page);
        Assert.Contains("<script type=\"application/json\">{\"data\":[],\"layout\":{\"width\":300}}</script>", page);
        Assert.Contains("<script async src=\"https://cdn.plot.ly/", page);
        AssertHarmless(page);
        Assert.DoesNotContain("plot.ly", _page.Of(Cell(SiteTests.Display("text/plain", "1"))));
    }

    [Theory]
    [InlineData("{\"data\":[],\"layout\":[1]}")]
    [InlineData("{\"data\":\"x\"}")]
    [InlineData("{\"data\":[1]}")]
    [InlineData("{\"data\":[null]}")]
    [InlineData("{\"data\":[],\"config\":7}")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    public void A_chart_that_is_not_in_the_form_of_plotly_is_told_in_one_line(string figure)
    {
        string page = _page.Of(Cell(SiteTests.Display("application/vnd.plotly.v1+json", JsonNode.Parse(figure)!)));
        Assert.Contains("not in the form of plotly.js", Parse(page).QuerySelector("main .note")!.TextContent);
        Assert.Null(Parse(page).QuerySelector(".plotly-chart"));
        AssertHarmless(page);
    }

    [Fact]
    public void A_chart_of_Plotly_NET_is_taken_out_of_its_script_as_data()
    {
        const string Script = """
            <div id="c"></div><script type="text/javascript">var renderPlotly_c = function() {
            var data = [{"type":"heatmap","z":[[1,2]],"text":"a;\n</scr\u0069pt>"}];
            var layout = {"width":600};
            var config = {"responsive":true};
            Plotly.newPlot('c', data, layout, config); }; renderPlotly_c();</script>
            """;
        string page = _page.Of(Cell(SiteTests.Display("text/html", Script)));
        AssertHarmless(page);
        IElement figure = Parse(page).QuerySelector(".plotly-chart")!;
        Assert.Contains("An interactive chart. It appears here when plotly.js can be loaded.", figure.TextContent);
        Assert.Equal(600, (int)JsonNode.Parse(figure.QuerySelector("script")!.TextContent)!["layout"]!["width"]!);
    }

    [Fact]
    public void A_script_of_Plotly_NET_with_a_layout_that_is_a_list_is_told_in_one_line()
    {
        const string Script =
            "<script>var data = []; var layout = [1]; var config = {}; Plotly.newPlot('c', data, layout)</script>";
        string page = _page.Of(Cell(SiteTests.Display("text/html", Script)));
        Assert.Contains("not in the form of plotly.js", Parse(page).QuerySelector("main .note")!.TextContent);
        AssertHarmless(page);
    }

    [Fact]
    public void A_script_that_only_looks_like_Plotly_NET_runs_in_a_frame_and_not_in_the_page()
    {
        const string Forged = "<script>var data = alert(1); Plotly.newPlot('c', data, layout, config)</script>";
        string page = _page.Of(Cell(SiteTests.Display("text/html", Forged)));
        AssertHarmless(page);
        Assert.NotNull(Parse(page).QuerySelector("iframe[sandbox=allow-scripts]"));
    }

    public void Dispose() => _page.Dispose();
}
