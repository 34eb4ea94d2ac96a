using System.Net;

namespace Attention.Display.Tests;

/// <summary>
/// The live charts in a real browser: the one this machine has, with plotly.js from the file that ATTENTION_PLOTLY_JS
/// names.
/// </summary>
public sealed class PlotlyTests(Browser browser) : IClassFixture<Browser>
{
    private const string Draw = "document.querySelectorAll('.chart').forEach(chart => {"
        + " const { data, layout, frames, config } = JSON.parse(chart.dataset.json);"
        + " Plotly.newPlot(chart, { data, layout, frames, config }); });";

    [Fact]
    public async Task Every_kind_of_figure_is_drawn_without_an_error_and_none_is_empty()
    {
        Dictionary<string, Figure> figures = Sample.Figures();
        await using Gallery page = await Open([.. figures.Values]);
        Assert.Empty(page.Errors);
        foreach ((int i, string name) in figures.Keys.Index())
        {
            string marks = $"document.querySelectorAll('.chart')[{i}].querySelectorAll('.trace,.hm,.points').length";
            Assert.True(await page.Eval<int>(marks) > 0, $"The chart of {name} is empty.");
        }
    }

    [Fact]
    public async Task The_slider_changes_the_bars()
    {
        await using Gallery page = await Open(Sample.TemperatureSlider());
        const string Heights = "JSON.stringify(document.querySelector('.chart')._fullData[0].y)";
        Assert.Equal("[0.73106,0.26894]", await page.Eval<string>(Heights));
        await page.Click(".slider-rail-touch-rect", 0.99, 0.5);
        await page.Until("document.querySelector('.chart')._fullData[0].y[0] < 0.6");
        Assert.Equal("[0.52498,0.47502]", await page.Eval<string>(Heights));
        Assert.Contains("temperature: 10", await page.Text(".slider-label"), StringComparison.Ordinal);
        Assert.Contains("0.52", await page.Text(".bartext"), StringComparison.Ordinal);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_chooser_changes_the_large_head_and_leaves_the_small_ones()
    {
        await using Gallery page = await Open(Sample.Figures()["heads"]);
        const string First = "document.querySelector('.chart')._fullData.map(t => t.z ? t.z[0][0] : 0).join()";
        const string Borders = "document.querySelector('.chart').layout.shapes.filter(s => s.type == 'rect')";
        string[] before = (await page.Eval<string>(First)).Split(',');
        string border = await page.Eval<string>($"JSON.stringify({Borders})");
        await page.Click(".updatemenu-header", 0.5, 0.5);
        await page.ClickNth(".updatemenu-dropdown-button", 4);
        await page.Until($"{First} != '{string.Join(',', before)}'");
        string[] after = (await page.Eval<string>(First)).Split(',');
        Assert.Equal(before[5], after[0]);
        await page.Until($"JSON.stringify({Borders}) != '{border}'");
        Assert.Equal(1, await page.Eval<int>($"{Borders}.length"));
        Assert.Equal(before[1..], after[1..]);
        Assert.Contains("head: 4", await page.Text(".updatemenu-header"), StringComparison.Ordinal);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_open_list_of_choices_lies_inside_the_chart()
    {
        await using Gallery page = await Open(Sample.Figures()["heads"]);
        await page.Click(".updatemenu-header", 0.5, 0.5);
        await page.Until("document.querySelectorAll('.updatemenu-dropdown-button').length == 8");
        Assert.True(await page.Eval<bool>(
            "[...document.querySelectorAll('.updatemenu-dropdown-button')].every(b => b.getBoundingClientRect().bottom"
            + " <= document.querySelector('.chart').getBoundingClientRect().bottom)"));
    }

    [Fact]
    public async Task The_pointer_over_a_cell_shows_its_names_and_its_arithmetic()
    {
        float[,] q = { { 1, 2 }, { 3, 4 } };
        await using Gallery page = await Open(
            Heatmap.Of(q, Sample.Words[..2], Sample.Words[2..4], hover: Hover.Dot(q, q)),
            Heatmap.Of(q, Sample.Words[..2], Sample.Words[2..4], rowAxis: "query"));
        await page.HoverCell(figure: 0, row: 1, column: 1);
        Assert.Equal(
            "喜欢 (like) → 苹果 (apple)q·k = 3×3 + 4×4 = 25", await page.Text(".chart >> nth=0 >> .hoverlayer"));
        await page.HoverCell(figure: 1, row: 0, column: 1);
        Assert.Equal("query 我 (I) → 苹果 (apple)2", await page.Text(".chart >> nth=1 >> .hoverlayer"));
    }

    [Fact]
    public async Task On_a_dark_page_the_chart_has_no_light_ground_and_its_texts_take_the_pages_colour()
    {
        await using Gallery page = await Open(Sample.Heatmap());
        await page.Eval<object?>("document.body.style.setProperty('--vscode-foreground', '#cccccc')");
        Assert.Equal(
            "rgba(0, 0, 0, 0)",
            await page.Eval<string>("getComputedStyle(document.querySelector('.main-svg')).background.slice(0, 16)"));
        foreach (string text in new[] { ".gtitle", ".ytick", ".heatmap-label" })
        {
            string colors = $"[...document.querySelectorAll('{text} tspan')].map(e => getComputedStyle(e).fill).join()";
            Assert.Contains("rgb(204, 204, 204)", await page.Eval<string>(colors), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Hostile_labels_run_nothing_and_stay_readable()
    {
        string[] hostile = [.. EscapeTests.HostileTexts.Select(text => text.Data)];
        await using Gallery page = await Open([.. hostile.SelectMany(EscapeTests.FiguresOf)]);
        Assert.Empty(page.Errors);
        Assert.Empty(page.Dialogs);
        Assert.Equal(0, await page.Count("img[src=x], svg a, .chart script, [onerror], [onload]"));
        string title = await page.Text(".chart >> nth=0 >> .gtitle");
        Assert.Contains("<img src=x onerror=alert(1)>", title, StringComparison.Ordinal);
    }

    private async Task<Gallery> Open(params Figure[] figures)
    {
        IEnumerable<string> charts = figures.Select(figure =>
            $"<div class=\"chart\" data-json=\"{WebUtility.HtmlEncode(figure.ToPlotlyJson())}\"></div>");
        Gallery page = await browser.Open(charts, Browser.RequirePlotly() + ";" + Draw);
        await page.AllDrawn();
        return page;
    }
}
