using System.Globalization;
using System.Text.RegularExpressions;
using Attention.Display.Model;

namespace Attention.Display.Tests;

/// <summary>
/// Pictures on a telephone of 390 pixels. The course's page leaves them 366, where letters of 12 pixels may shrink to
/// 10: what is at most 439 pixels wide is seen at once.
/// </summary>
public sealed partial class TelephoneTests(Browser browser) : IClassFixture<Browser>
{
    private const double Widest = 439;

    private static readonly string[] s_sentence = ["I", "like", "eat", "apple", "because", "apple", "very", "sweet"];

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(24)]
    public void Bars_with_turned_names_are_seen_at_once(int count)
    {
        Labels names = Labels.Create([.. Enumerable.Range(0, count).Select(i => new Label($"a rather long name {i}"))]);
        Panel panel = Bars.Of(Values(count), names).Chart.Panels[0];
        Assert.Equal(-45, panel.X.Turn);
        Assert.InRange(panel.Area.Width, 100, Widest);
    }

    [Theory]
    [InlineData(11, 1, false)]
    [InlineData(12, 1, false)]
    [InlineData(16, 1, true)]
    [InlineData(25, 2, false)]
    [InlineData(32, 1, false)]
    [InlineData(36, 2, false)]
    public void Maps_of_many_columns_are_seen_at_once_and_their_numbers_stay(int columns, int decimals, bool isPositive)
    {
        Figure figure = Heatmap.Of(
            Sample.Matrix(columns, columns, isPositive ? 0 : -1), decimals: decimals, rowAxis: "place of q",
            columnAxis: "place of k");
        Assert.InRange(figure.Chart.Panels[0].Area.Width, 300, Widest);
        Assert.Equal(columns <= 16, figure.Chart.Panels[0].Cells!.FontSize == 12);
        Assert.InRange(Least(figure), 200, 366);
    }

    [Fact]
    public void Numbers_that_only_wider_cells_can_hold_are_written_in_wider_cells()
    {
        Cells cells = Heatmap.Of(Sample.Matrix(14, 14, -1), decimals: 2).Chart.Panels[0].Cells!;
        Assert.InRange(cells.FontSize, 10, 12);
    }

    [Theory]
    [InlineData(-0.16, 0.307)]
    [InlineData(0, 0.62)]
    public void The_colours_at_the_ends_of_a_colour_bar_are_those_of_the_cells_with_the_numbers_written_there(
        double low, double high)
    {
        Figure figure = Heatmap.Of(new[,] { { low, high, high / 2 } }, decimals: 2);
        Panel panel = figure.Chart.Panels[0];
        Cells cells = panel.Cells!;
        Box bar = CellLayout.ColorBar(panel.Box);
        string top = Number.Pixel(bar.Top);
        MatchCollection shades = Regex.Matches(
            figure.ToSvg(),
            $"<path d=\"M(?<x>[0-9.]+) {top}h(?<w>[0-9.]+)[^>]*fill=\"(?<fill>[^\"]+)\"(?<rest>[^>]*)>");
        IReadOnlyList<Tick> ticks = CellLayout.ColorTicks(cells, bar.Width);
        foreach ((Match shade, Tick tick) in new[] { (shades[0], ticks[0]), (shades[^1], ticks[^1]) })
        {
            double written = double.Parse(tick.Label.Text.Replace('−', '-'), CultureInfo.InvariantCulture);
            (string color, double opacity) = cells.Fill(written);
            Assert.Equal(color, shade.Groups["fill"].Value);
            Match paint = Regex.Match(shade.Groups["rest"].Value, "fill-opacity=\"([0-9.]+)\"");
            double shown = paint.Success ? double.Parse(paint.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
            Assert.Equal(opacity, shown, 0.001);
        }

        Match last = shades[^1];
        Assert.Equal(bar.Left, double.Parse(shades[0].Groups["x"].Value, CultureInfo.InvariantCulture), 0.1);
        Assert.Equal(
            bar.Right, double.Parse(last.Groups["x"].Value, CultureInfo.InvariantCulture)
                + double.Parse(last.Groups["w"].Value, CultureInfo.InvariantCulture), 0.1);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Panels_that_belong_together_stand_in_one_row_on_a_wide_page_and_below_each_other_on_a_telephone(
        int panels)
    {
        MatrixValues zeros = new float[8, 8];
        Labels words = panels == 3 ? s_sentence : Labels.Numbers(8);
        Figure figure = Heatmap.Row(
            [.. Enumerable.Range(0, panels).Select(p =>
                ((Label)$"panel {p}", panels == 4 ? zeros : Sample.Matrix(8, 8, p == 2 ? -1 : 0)))],
            words, words, rowAxis: "query", columnAxis: "key");

        // Of a window of 1280 pixels, the course's page leaves 972 to pictures.
        await using Gallery wide = await browser.Open([In(972, figure)], plotly: null, 1280);
        Assert.Single((await Tops(wide)).Distinct());
        double[] scales = await wide.Eval<double[]>(
            "[...document.images].map(i => i.getBoundingClientRect().width / i.getAttribute('width'))");
        Assert.All(scales, scale => Assert.InRange(scale * 12, 10, 12));
        Assert.InRange(scales.Max() - scales.Min(), 0, 0.01);
        await using Gallery narrow = await Open(figure);
        Assert.Equal(panels, (await Tops(narrow)).Distinct().Count());
    }

    [Fact]
    public async Task The_names_of_rows_stay_where_a_wide_map_is_scrolled()
    {
        await using Gallery page = await Open(Heatmap.Of(
            Sample.Matrix(8, 24, -1), s_sentence, decimals: 2, title: "wide", rowAxis: "query"));
        const string Panel = "document.querySelector('.attention-panel')";
        await page.Until($"{Panel}.firstChild.ariaHidden == 'true'");
        await page.Eval<object?>($"void({Panel}.scrollLeft = 9999)");
        double[] box = await page.Eval<double[]>(
            "JSON.parse(document.querySelector('script').textContent).pieces[0].hot[0].box");
        double[] view = await page.Eval<double[]>(
            $"(([v, p, s]) => [v.left - p.left, v.width, v.height, p.width, s])"
                + $"([{Panel}.firstChild.getBoundingClientRect(), {Panel}.getBoundingClientRect(), {Panel}.scrollLeft])");
        Assert.Equal(0, view[0], 1);
        double scale = view[1] / box[0];
        Assert.InRange(scale, 0.8, 1);
        Assert.True(view[2] > box[3] * scale, "not all rows have their names");
        Assert.True(view[4] > 50, "the map did not scroll");
        Assert.Equal(366, await page.Eval<int>($"{Panel}.clientWidth"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_map_that_is_seen_at_once_has_no_second_view_of_its_names()
    {
        await using Gallery page = await Open(Heatmap.Of(Sample.Matrix(8, 8), s_sentence, s_sentence));
        Assert.Equal(1, await page.Count("img"));
    }

    [Fact]
    public async Task A_slider_takes_the_whole_width_and_controls_are_high_enough_for_a_finger()
    {
        await using Gallery page = await Open(
            Sample.TemperatureSlider(), Sample.Figures()["heatmap with chooser"]);
        double[] slider = await Size(page, "input[type=range]");
        Assert.InRange(slider[0], 330, 366);
        double[] heights = await page.Eval<double[]>(
            "[...document.querySelectorAll('input, select')].map(e => e.getBoundingClientRect().height)");
        Assert.Equal(2, heights.Length);
        Assert.All(heights, height => Assert.True(height >= 44, $"{height} pixels"));
    }

    [Fact]
    public async Task A_press_on_a_small_head_chooses_it_and_puts_the_border_around_it()
    {
        await using Gallery page = await Open(Sample.Figures()["heads"]);
        double[] box = await page.Eval<double[]>(
            "(([large, small]) => small.hot[5].box.map((v, i) => "
                + "(v - (small.area[i] ?? 0) * (i < 2)) / small.area[2 + i % 2]))"
                + "(JSON.parse(document.querySelector('script').textContent).pieces)");
        await page.Click(".attention-panel:nth-child(2) > div", box[0] + box[2] / 2, box[1] + box[3] / 2);
        Assert.Equal("5", await page.Eval<string>("document.querySelector('select').value"));
        Assert.Contains("head 5", await page.Eval<string>(
            "document.querySelector('.attention-panel > div').shadowRoot.textContent"), StringComparison.Ordinal);
        const string Maps = "document.querySelector('.attention-panel:nth-child(2) > div')";
        string border = $"{Maps}.shadowRoot.querySelector('[stroke=\"{Palette.Chosen}\"]')";
        double[] around = await page.Eval<double[]>(
            $"(b => [b.x + 3, b.y + 3, b.width - 6, b.height - 6])({border}.getBBox())");
        double[] chosen = await page.Eval<double[]>(
            "JSON.parse(document.querySelector('script').textContent).pieces[1].hot[5].box");
        Assert.All(chosen, (place, i) => Assert.Equal(place, around[i], 0.2));
        Assert.Equal("all small, in a border the chosen head: 5", await page.Eval<string>($"{Maps}.ariaLabel"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_grid_of_eight_words_to_paint_is_seen_at_once()
    {
        MatrixValues scores = Sample.Matrix(8, 8, -1);
        string html = PaintMask.Of(scores, (Labels)s_sentence, "mask").ToHtml();
        await using Gallery page = await browser.Open([In(366, html)], plotly: null, 390, hasTouch: true);
        Assert.True(await page.Eval<bool>(
            "(box => box.scrollWidth <= box.clientWidth)(document.querySelector('[role=grid]').parentElement)"));
    }

    [Fact]
    public async Task Controls_of_pictures_to_explore_are_high_enough_for_a_finger()
    {
        string[] kinds = ["scores to drag", "mask to paint", "sentence to walk"];
        await using Gallery page = await browser.Open(
            kinds.Select(kind => In(366, Sample.Explorables()[kind].ToHtml())), plotly: null, 390, hasTouch: true);
        double[] heights = await page.Eval<double[]>(
            "[...document.querySelectorAll('input, select, button')].map(e => e.getBoundingClientRect().height)");
        Assert.True(heights.Length > 5);
        Assert.All(heights, height => Assert.True(height >= 44, $"{height} pixels"));
    }

    private static string In(int width, Figure figure) => In(width, figure.ToHtml());

    private static string In(int width, string html) => $"<div style='width:{width}px'>{html}</div>";

    private static VectorValues Values(int count) => Enumerable.Range(1, count).Select(i => i / 8.0).ToArray();

    private static double Least(Figure figure) =>
        double.Parse(MinWidth().Match(figure.ToHtml()).Groups[1].Value, CultureInfo.InvariantCulture);

    private static Task<double[]> Tops(Gallery page) =>
        page.Eval<double[]>("[...document.images].map(i => Math.round(i.getBoundingClientRect().top))");

    private static Task<double[]> Size(Gallery page, string selector) => page.Eval<double[]>(
        $"(b => [b.width, b.height])(document.querySelector('{selector}').getBoundingClientRect())");

    private Task<Gallery> Open(params Figure[] figures) =>
        browser.Open(figures.Select(figure => In(366, figure)), plotly: null, 390, hasTouch: true);

    [GeneratedRegex(@"min-width:(\d+)px")]
    private static partial Regex MinWidth();
}
