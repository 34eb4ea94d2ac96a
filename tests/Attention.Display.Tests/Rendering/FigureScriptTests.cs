using System.Text.RegularExpressions;
using Attention.Display.Model;

namespace Attention.Display.Tests;

/// <summary>Figures on a web page in a real browser: the images, and what our own script adds to them.</summary>
public sealed class FigureScriptTests(Browser browser) : IClassFixture<Browser>
{
    private const string Tip = "[...document.querySelectorAll('.attention-figure > div')].at(-1)";

    [Fact]
    public async Task Every_picture_shows_and_every_figure_becomes_live_without_an_error_and_without_a_network()
    {
        Dictionary<string, Figure> figures = Sample.Figures();
        await using Gallery page = await Open([.. figures.Values]);
        await page.Until("[...document.images].every(i => i.complete)");
        Assert.True(
            await page.Eval<bool>("[...document.images].every(i => i.naturalWidth > 50)"), "A picture did not load.");
        Assert.Equal(figures.Count, await page.Count(".attention-figure[data-live]"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_slider_changes_the_bars_and_hides_the_steps_that_stood_beside()
    {
        await using Gallery page = await Open(Sample.TemperatureSlider());
        Assert.Equal(0, await page.Count(".attention-twin:visible"));
        Assert.Contains("0.73", await Drawn(page), StringComparison.Ordinal);
        await page.Press("input[type=range]", "End");
        Assert.Contains("0.52", await Drawn(page), StringComparison.Ordinal);
        Assert.DoesNotContain("0.73", await Drawn(page), StringComparison.Ordinal);
        Assert.Equal("temperature: 10", await page.Eval<string>("document.querySelector('label span').textContent"));
        await page.Press("input[type=range]", "Home");
        Assert.Contains("0.88", await Drawn(page), StringComparison.Ordinal);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Every_step_of_a_slider_draws_what_the_static_picture_of_that_step_draws()
    {
        Figure slider = Slider.Of("step", [0, 1, 2], Step, start: 1);
        await using Gallery page = await Open(slider);
        string[] keys = ["Home", "ArrowRight", "End"];
        foreach ((int i, string key) in keys.Index())
        {
            await page.Press("input[type=range]", key);
            string hidden = i == 0 ? "1" : "0";
            Assert.Equal(hidden, await page.Eval<string>(
                "String(document.querySelector('.attention-panel:not(.attention-twin) > div:last-child').shadowRoot.querySelectorAll('path[fill=\"#e4e7eb\"]').length)"));
        }

        static Figure Step(double step) => Heatmap.Of(
            new float[,] { { (float)step, 1 }, { step == 0 ? float.NegativeInfinity : 2, 3 } });
    }

    [Fact]
    public async Task The_chooser_changes_the_large_head_and_of_the_small_ones_only_where_the_border_stands()
    {
        await using Gallery page = await Open(Sample.Figures()["heads"]);
        const string Parts =
            "[...document.querySelectorAll('.attention-panel > div')].map(h => h.shadowRoot.innerHTML)";
        string[] before = await page.Eval<string[]>(Parts);
        await page.Eval<object?>(
            "(s => { s.value = 4; s.dispatchEvent(new Event('input')); })(document.querySelector('select'))");
        string[] after = await page.Eval<string[]>(Parts);
        Assert.NotEqual(before[0], after[0]);
        Assert.Contains("head 4", after[0], StringComparison.Ordinal);
        static string WithoutBorder(string svg) =>
            Regex.Replace(svg, $"<path[^>]*stroke=\"{Palette.Chosen}\"[^>]*>", "");
        Assert.NotEqual(before[1], after[1]);
        Assert.Equal(WithoutBorder(before[1]), WithoutBorder(after[1]));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_pointer_over_a_cell_shows_its_names_and_its_arithmetic()
    {
        float[,] q = { { 1, 2 }, { 3, 4 } };
        await using Gallery page = await Open(
            Heatmap.Of(q, Sample.Words[..2], Sample.Words[2..4], rowAxis: "query", hover: Hover.Dot(q, q)));
        double[] area = await page.Eval<double[]>(
            "JSON.parse(document.querySelector('script').textContent).pieces[0].hot[0].box");
        await page.Point("img", area[0] + 0.75 * area[2], area[1] + 0.75 * area[3]);
        Assert.Equal(
            "query 喜欢 (like) → 苹果 (apple)\nq·k = 3×3 + 4×4 = 25", await page.Eval<string>($"{Tip}.textContent"));
        await page.Point("img", 2, 2);
        Assert.Equal("none", await page.Eval<string>($"{Tip}.style.display"));
    }

    [Theory]
    [InlineData("#ffffff", "#16181c", "light")]
    [InlineData("#101214", "#ffffff", "dark")]
    public async Task A_figure_is_dark_where_the_page_behind_it_is_dark(string ground, string other, string scheme)
    {
        await using Gallery page =
            await Open($"<div style='background:{other}'><div style='background:{ground}'>", Sample.Heatmap());
        Assert.Equal(
            scheme, await page.Eval<string>(
            "getComputedStyle(document.querySelector('.attention-figure')).colorScheme"));
    }

    [Fact]
    public async Task On_a_narrow_screen_panels_stand_below_each_other_and_the_page_does_not_scroll_sideways()
    {
        await using Gallery page = await Open(390, [.. Sample.Figures().Values]);
        Assert.Equal(390, await page.Eval<int>("document.documentElement.scrollWidth"));
        await using Gallery row = await Open(390, Sample.Figures()["row"]);
        double[] tops = await row.Eval<double[]>("[...document.images].map(i => i.getBoundingClientRect().top)");
        Assert.True(tops[1] > tops[0] + 100);
        await using Gallery wide = await Open(1000, Sample.Figures()["row"]);
        tops = await wide.Eval<double[]>("[...document.images].map(i => i.getBoundingClientRect().top)");
        Assert.Equal(tops[0], tops[1]);
    }

    [Fact]
    public async Task A_page_that_removes_scripts_styles_and_classes_still_shows_title_images_and_numbers()
    {
        string html = Regex.Replace(
            Sample.TemperatureSlider()
                .ToHtml(), "<script.*?</script>| (style|class)=\"[^\"]*\"", "", RegexOptions.Singleline);
        await using Gallery page = await browser.Open([html], plotly: null);
        Assert.Equal(3, await page.Count("img:visible"));
        Assert.Equal(3, await page.Eval<int>("document.querySelectorAll('details table').length"));
        Assert.Contains("shares", await page.Eval<string>("document.body.innerText"), StringComparison.Ordinal);
        Assert.Contains(
            "temperature: 0.5", await page.Eval<string>("document.body.innerText"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_labels_run_nothing()
    {
        string[] hostile = [.. EscapeTests.HostileTexts.Select(text => text.Data)];
        await using Gallery page = await Open([.. hostile.SelectMany(EscapeTests.FiguresOf)]);
        Assert.Empty(page.Errors);
        Assert.Empty(page.Dialogs);
        Assert.Equal(0, await page.Count("img[src=x], svg a, [onerror], [onload]"));
    }

    private static Task<string> Drawn(Gallery page) =>
        page.Eval<string>(
            "document.querySelector('.attention-panel:not(.attention-twin) > div:last-child').shadowRoot.textContent");

    private Task<Gallery> Open(params Figure[] figures) => Open(1000, figures);

    private async Task<Gallery> Open(int width, params Figure[] figures) =>
        await browser.Open(figures.Select(figure => figure.ToHtml()), plotly: null, width);

    private async Task<Gallery> Open(string before, Figure figure) =>
        await browser.Open([before, figure.ToHtml()], plotly: null);
}
