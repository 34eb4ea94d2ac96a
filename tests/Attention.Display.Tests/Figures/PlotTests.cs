using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Attention.Display.Model;

namespace Attention.Display.Tests;

public partial class PlotTests
{
    [Fact]
    public void A_gap_in_a_curve_is_a_dash_in_its_numbers_and_texts()
    {
        Figure figure = Lines.Of([1, 2], [("times", (double[])[double.NaN, 2.5])]);
        Assert.Contains("<td>–</td>", figure.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", figure.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_logarithm_leaves_a_gap_in_the_line()
    {
        Figure figure = Lines.Of([1, 10, 100], [("y", [1, 0, 3])], logX: true, logY: true);
        Assert.Equal(
            "[1,null,3]",
            JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data")[0].GetProperty("y").GetRawText()
        );
        Assert.Equal(
            2,
            MoveTo()
                .Count(
                    XDocument
                        .Parse(figure.ToSvg())
                        .Descendants()
                        .Last(e =>
                            (string?)e.Attribute("stroke") == Palette.Series[0]
                            && e.Attribute("d")!.Value.Contains('M')
                            && !e.Attribute("d")!.Value.Contains('h')
                        )
                        .Attribute("d")!
                        .Value
                )
        );
    }

    [Fact]
    public void A_place_on_the_axis_is_not_rounded_and_a_value_is()
    {
        Figure figure = Lines.Of([1024, 16384], [("y", [1024, 16384])]);
        Assert.All(["1024", "16384", "1020", "16400"], number =>
            Assert.Contains(number, figure.ToPlainText(), StringComparison.Ordinal)
        );
        Assert.Contains("x from 1024 to 16384: y from 1020 to 16400", figure.AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_dots_that_lie_together_stand_apart_also_in_the_live_chart()
    {
        Figure figure = Roofline.Of(100, 20, [("flash", 128, 60), ("all cores", 128, 80), ("causal", 64, 75)]);
        NamesAtPoints.AssertApart(figure.NamesAtItsPoints());
        string[] live =
        [
            .. JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data").EnumerateArray()
                .Where(trace => trace.TryGetProperty("textposition", out _))
                .Select(trace => trace.GetProperty("textposition").GetString()!),
        ];
        Assert.Equal(
            figure.Chart.Panels[0].Marks.OfType<Words>().Select(words => words.Side).TakeLast(3),
            live.TakeLast(3).Select(side => side.Replace(" center", "").Replace("middle ", "")));
    }

    [Fact]
    public void A_speed_up_is_the_first_time_divided_by_the_others() =>
        Assert.Equal(
            "Speed-up against naive: naive ×1  (12 ms), SIMD ×8  (1.5 ms).",
            SpeedUp.Of([("naive", 12), ("SIMD", 1.5)]).AltText
        );

    [Fact]
    public void The_roof_is_memory_until_the_ridge_and_arithmetic_beyond()
    {
        Figure figure = Roofline.Of(100, 20, [("half", 1, 10), ("third", 50, 33.3)]);
        Assert.Contains("ridge at 5 flops per byte", figure.AltText, StringComparison.Ordinal);
        string text = figure.ToPlainText();
        Assert.Matches(@"half +1 +10 +50\n", text);
        Assert.Matches(@"third +50 +33\.3 +33\.3\n", text);
    }

    [Fact]
    public void Amounts_begin_at_0_on_the_vertical_axis_and_signed_values_do_not()
    {
        Assert.Equal(0, Lines.Of([1, 2], [("y", [1.9, 2.1])]).Chart.Panels[0].Y.Start);
        Assert.True(Lines.Of([1, 2], [("y", [-1, 1])]).Chart.Panels[0].Y.Start < -1);
    }

    [Fact]
    public void Speed_ups_of_very_different_size_stand_on_an_axis_whose_steps_multiply()
    {
        Assert.False(SpeedUp.Of([("a", 10), ("b", 1)]).Chart.Panels[0].X.Log);
        Panel panel = SpeedUp.Of([("a", 1000), ("b", 1)]).Chart.Panels[0];
        Assert.True(panel.X.Log);
        Assert.Contains("logarithmic axis", panel.X.Title, StringComparison.Ordinal);
    }

    /// <summary>A bar's length would be read as a ratio.</summary>
    [Fact]
    public void On_an_axis_whose_steps_multiply_speed_ups_are_dots_and_not_bars()
    {
        Panel panel = SpeedUp.Of([("a", 1000), ("b", 100), ("c", 1)]).Chart.Panels[0];
        Assert.Empty(panel.Marks.OfType<BarSet>());
        Line dots = Assert.Single(panel.Marks.OfType<Line>());
        Assert.Equal([1, 10, 1000], dots.Xs);
        Assert.Equal((0, true), (dots.Width, dots.Dots > 0));
        Assert.Contains("×1000  (1 ms)", panel.Marks.OfType<Words>().Single().Texts);
        BarSet bars = Assert.Single(SpeedUp.Of([("a", 10), ("b", 1)]).Chart.Panels[0].Marks.OfType<BarSet>());
        Assert.Equal([1, 10], bars.Values);
        Assert.Equal(0, SpeedUp.Of([("a", 10), ("b", 1)]).Chart.Panels[0].X.Start);
    }

    [Fact]
    public void Several_slopes_of_a_roofline_and_groups_of_its_dots_are_named_in_a_legend()
    {
        RooflineDot[] dots = [new("flash", 60, 80, 100), new("8 key heads", 0.5, 5, 10, Group: 1)];
        Panel panel = Roofline.Of(100, [("L1", 200), ("memory", 20)], dots, groups: ["attention", "decoding"])
            .Chart.Panels[0];
        Assert.Equal(
            ["L1: 200 GB/s", "memory: 20 GB/s", "attention", "decoding"], panel.Legends.Select(legend => legend.Name));
        Line[] lines = [.. panel.Marks.OfType<Line>()];
        Assert.Equal(lines.Take(2).Select(line => line.Dash), panel.Legends.Take(2).Select(legend => legend.Dash));
        Assert.NotEqual(lines[0].Dash, lines[1].Dash);
        Assert.Equal(
            lines.TakeLast(2).Select(line => line.Color), panel.Legends.Skip(2).Select(legend => legend.Color));
        Assert.Empty(Roofline.Of(100, 20, [("flash", 60, 80)]).Chart.Panels[0].Legends);
        Assert.Throws<ArgumentException>(() => Roofline.Of(100, [("L1", 200)], dots, groups: ["attention"]));
    }

    [Fact]
    public void Steps_of_a_logarithmic_axis_with_many_zeros_are_powers_of_ten()
    {
        Axis up = Lines.Of([1, 2, 3], [("bytes", [20, 3e5, 2e9])], logY: true).Chart.Panels[0].Y;
        string[] names = [.. up.Ticks.Select(tick => tick.Label.Text)];
        Assert.Contains("10000", names);
        Assert.Contains("10⁵", names);
        Assert.Contains("10⁹", names);
        Axis small = Lines.Of([1, 2], [("s", [2e-6, 2e-5])], logY: true).Chart.Panels[0].Y;
        Assert.Contains("5·10⁻⁶", small.Ticks.Select(tick => tick.Label.Text));
    }

    /// <summary>Chapter 7 compares six.</summary>
    [Fact]
    public void Six_curves_differ_in_their_dashes_and_visibly_in_their_colours_on_light_and_dark_pages()
    {
        Assert.Equal(6, Series.Dashes.Take(6).Distinct().Count());
        string[] light = [.. Enumerable.Range(0, 6).Select(Series.Color)];
        string[] dark = [.. light.Select(color => Palette.Dark.GetValueOrDefault(color, color))];
        Assert.All(new[] { light, dark }, colors => Assert.All(Pairs(colors), pair =>
            Assert.True(
                Enumerable.Range(0, 3).Sum(c =>
                    Math.Abs(Palette.Channel(pair.One, c) - Palette.Channel(pair.Other, c))) > 60,
                $"{pair.One} and {pair.Other} look alike")));

        static IEnumerable<(string One, string Other)> Pairs(string[] all) =>
            from i in Enumerable.Range(0, all.Length) from j in Enumerable.Range(0, i) select (all[i], all[j]);
    }

    [Fact]
    public void A_single_curve_with_the_name_of_its_axis_has_no_legend()
    {
        Assert.Empty(Lines.Of([1, 2], [("loss", [2, 1])], yAxis: "loss").Chart.Panels[0].Legends);
        Assert.Single(Lines.Of([1, 2], [("loss", [2, 1])], yAxis: "nats").Chart.Panels[0].Legends);
        Assert.Equal(
            2, Lines.Of([1, 2], [("loss", [2, 1]), ("floor", [1, 1])], yAxis: "loss").Chart.Panels[0].Legends.Count);
    }

    [Fact]
    public void The_name_of_a_dot_below_the_slope_of_the_roof_does_not_stand_on_the_line()
    {
        Panel panel = Roofline.Of(235, 27.2, [("2 key heads", 2, 20), ("8 key heads", 0.5, 13)]).Chart.Panels[0];
        Words name = panel.Marks.OfType<Words>().Single(words => words.Texts[0] == "2 key heads");
        Assert.DoesNotMatch("^(top|left|top left)$", name.Side);
    }

    [Fact]
    public void A_bar_of_minus_infinity_is_hidden_and_has_no_number()
    {
        Figure figure = Bars.Of([("a", [1, 2]), ("b", [3, double.NegativeInfinity])], ["x", "y"]);
        BarSet bars = figure.Chart.Panels[0].Marks.OfType<BarSet>().Last();
        Assert.Equal(["3", "hidden"], bars.Texts);
        Assert.Contains($"fill=\"{Palette.Muted}\" text-anchor=\"start\">hidden<", figure.ToSvg());
        Assert.Contains("hidden", figure.ToPlainText());
    }

    [Fact]
    public void Dots_of_a_roofline_that_lie_on_each_other_share_one_label_and_its_lines_have_one_width()
    {
        Panel panel = Roofline
            .Of(100, 20, [("one sum", 1, 10), ("four sums", 1, 10.05), ("tile", 20, 60)]).Chart.Panels[0];
        string[] names = [.. panel.Marks.OfType<Words>().SelectMany(words => words.Texts)];
        Assert.Contains("one sum, four sums", names);
        Assert.Contains("tile", names);
        Assert.DoesNotContain("four sums", names);
        Assert.Equal([2], panel.Marks.OfType<Line>().Select(line => line.Width).Where(width => width > 0).Distinct());
        Assert.All(panel.Marks.OfType<Words>(), words => Assert.True(words.Halo));
    }

    [Fact]
    public void Moves_have_one_colour_and_the_dashed_outline_is_named()
    {
        Figure figure = Arrows.Moves(new float[,] { { 0, 0 }, { 2, 0 }, { 0, 2 } }, new float[3, 2]);
        Panel panel = figure.Chart.Panels[0];
        Assert.Single(panel.Marks.OfType<Line>().Where(line => line.Arrow).Select(line => line.Color).Distinct());
        Legend outline = panel.Legends[^1];
        Assert.Equal(("outline of the points before", Palette.Axis), (outline.Name, outline.Color));
    }

    [Fact]
    public void A_band_around_moving_points_is_their_convex_hull() => Assert.Equal(
        [(0, 0), (4, 0), (4, 3), (0, 3), (0, 0)],
        ConvexHull.Of([(0, 3), (1, 1), (4, 0), (2, 2), (0, 0), (4, 3), (2, 0)]));

    [GeneratedRegex("M")]
    private static partial Regex MoveTo();
}
