using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Attention.Display.Model;
using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Display.Tests;

public class HeatmapTests
{
    [Fact]
    public void A_diverging_scale_is_transparent_at_zero_and_equally_deep_on_both_sides()
    {
        JsonElement trace = Data(
            Heatmap.Of(
                new float[,]
                {
                    { -1, 2 },
                }
            )
        )[0];
        Assert.Equal(-2, trace.GetProperty("zmin").GetDouble());
        Assert.Equal(2, trace.GetProperty("zmax").GetDouble());
        Cells cells = Heatmap.Of(new float[,] { { -1, 2 } }).Chart.Panels[0].Cells!;
        Assert.Equal(0, cells.Fill(0).Opacity);
        Assert.Equal((Palette.Orange, 0.5), cells.Fill(-1));
        Assert.Equal((Palette.Blue, 0.5), cells.Fill(1));
    }

    [Fact]
    public void A_sequential_scale_starts_at_zero()
    {
        JsonElement trace = Data(
            Heatmap.Of(
                new float[,]
                {
                    { 0.5f, 0.7f },
                }
            )
        )[0];
        Assert.Equal(0, trace.GetProperty("zmin").GetDouble());
        Assert.Equal(0.7, trace.GetProperty("zmax").GetDouble());
    }

    [Fact]
    public void What_is_not_finite_becomes_null_in_the_live_chart_and_keeps_its_sign_as_text()
    {
        JsonElement trace = Data(
            Heatmap.Of(
                new[,]
                {
                    { float.NegativeInfinity, float.NaN, 1 },
                }
            )
        )[0];
        Assert.Equal("[null,null,1]", trace.GetProperty("z")[0].GetRawText());
        Assert.Equal(
            [Ink("−∞"), Ink("NaN"), Ink("1", deep: true)], trace.GetProperty("text")[0].EnumerateArray()
            .Select(e => e.GetString()!));
    }

    [Fact]
    public void An_annotated_16_by_16_heatmap_takes_at_most_60_kB_in_all_three_forms_together()
    {
        (string, string)[] tokens = [.. Sample.Words, .. Sample.Words];
        int bytes = Kernel
            .Show(Heatmap.Of(Sample.Matrix(16, 16, -1), tokens, tokens, "scores"))
            .Values.Sum(Encoding.UTF8.GetByteCount);
        Assert.True(bytes is > 10_000 and <= 60_000, $"{bytes} bytes");
    }

    [Fact]
    public void The_same_values_give_the_same_bytes_in_every_culture()
    {
        Dictionary<string, string> expected = Kernel.Show(Sample.Heatmap());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            strange.NumberFormat = new NumberFormatInfo
            {
                NumberDecimalSeparator = ",",
                NegativeSign = "minus",
                NumberGroupSeparator = ".",
            };
            CultureInfo.CurrentCulture = strange;
            Assert.Equal(expected, Kernel.Show(Sample.Heatmap()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_alternative_text_is_one_sentence_with_title_size_and_largest_value() => Assert.Equal(
        "weights. Heatmap, 2 rows × 2 columns; the largest value is 0.9 (苹果 (apple) → 甜).",
        Heatmap.Of(new float[,] { { 0.1f, 0.9f }, { 0.6f, 0.4f } }, [("苹果", "apple"), "吃"], ["我", "甜"], "weights")
            .AltText);

    [Fact]
    public void A_cell_of_0_that_the_mask_hides_is_hatched_and_another_value_stays_readable()
    {
        Figure figure = Heatmap.Of(new float[,] { { 0.6f, 0, 0.4f }, { 0, 1, 0 } }, mask: AttentionMask.Causal());
        Cells cells = figure.Chart.Panels[0].Cells!;
        Assert.Equal([false, true, false, false, false, true], cells.Hidden);
        Assert.Equal(
            ["0.6", "", "0.4", "0.0", "1.0", ""], Enumerable.Range(0, 6).Select(at => cells.Text(at / 3, at % 3)));
        Assert.Contains(Palette.Hatch, figure.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("2 of 6 cells are hidden", figure.AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_matrix_of_0_and_minus_infinity_is_a_mask_with_two_names_instead_of_a_colour_bar()
    {
        string svg = Heatmap.Of(AttentionMask.Causal().Materialize(3, 3)).ToSvg();
        Assert.Contains(">visible<", svg, StringComparison.Ordinal);
        Assert.Contains(">hidden<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_numbers_that_are_not_a_few_integers_have_a_colour_bar()
    {
        Assert.False(Heatmap.Of(new float[,] { { 0, 1, 2, 5 } }).Chart.Panels[0].ColorBar);
        Assert.True(Heatmap.Of(new float[,] { { 0, 1, 2, 5, 6 } }).Chart.Panels[0].ColorBar);
        Assert.True(Heatmap.Of(new float[,] { { 0, 0.5f } }).Chart.Panels[0].ColorBar);
        Assert.False(Heatmap.Of(new float[,] { { 0, 0.5f } }, colorBar: false).Chart.Panels[0].ColorBar);
    }

    [Fact]
    public void A_colour_bar_has_only_shades_that_cells_have_and_the_numbers_of_its_ends()
    {
        float[,] values = { { -0.16f, 0.05f, 0.307f } };
        Panel panel = Heatmap.Of(values, decimals: 2).Chart.Panels[0];
        IReadOnlyList<Tick> ticks = CellLayout.ColorTicks(panel.Cells!, 200);
        Assert.Equal(("−0.31", "0.31"), (ticks[0].Label.Text, ticks[^1].Label.Text));
        string top = Number.Pixel(CellLayout.ColorBar(panel.Box).Top);
        double[] shades = [.. Regex
            .Matches(
                Heatmap.Of(values, decimals: 2).ToSvg(),
                $"<path d=\"M[0-9.]+ {top}h[^>]*fill-opacity=\"([0-9.]+)\"")
            .Select(bar => Cells.Shades * double.Parse(bar.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(10, shades.Length);
        Assert.All(shades, shade => Assert.Equal(0, Math.IEEERemainder(shade, 4), 0.02));
    }

    [Fact]
    public void A_maximum_just_below_1_is_named_at_the_end_of_the_bar()
    {
        Cells cells = Heatmap.Of(new float[,] { { 0, 0.4f, 0.9999f } }, decimals: 2).Chart.Panels[0].Cells!;
        Assert.Equal("1", CellLayout.ColorTicks(cells, 200)[^1].Label.Text);
        Assert.Equal(1, Ticks.Round(new Axis(0, 0.9999999))[^1].At);
    }

    [Fact]
    public void Equal_written_numbers_have_equal_colours()
    {
        Cells cells = Heatmap.Of(new float[,] { { 0.54f, 0.46f, 1 } }, decimals: 1).Chart.Panels[0].Cells!;
        Assert.Equal((cells.Text(0, 0), "0.5"), (cells.Text(0, 1), cells.Text(0, 1)));
        Assert.NotEqual(cells.Fill(0.54), cells.Fill(0.46));
        Assert.Equal(cells.FillOf(0, 0), cells.FillOf(0, 1));
    }

    /// <summary>A page leaves 366 of 390 pixels. Letters may shrink to 10 pixels; what is wider then scrolls.</summary>
    [Fact]
    public void Scores_of_eight_words_fit_a_telephone_of_390_pixels_without_scrolling()
    {
        Labels words =
        [
            ("I", "我"), ("like", "喜欢"), ("eat", "吃"), ("apple", "苹果"), ("because", "因为"), ("apple", "苹果"),
            ("very", "很"), ("sweet", "甜"),
        ];
        Figure figure = Heatmap.Of(
            Matrix<double>.Build.Dense(8, 8, (i, j) => i == 0 ? -0.07 : 0.1 * i + 0.01 * j), words, words, "scores",
            rowAxis: "query", columnAxis: "key", decimals: 2);
        Match least = Regex.Match(figure.ToHtml(), @"min-width:(\d+)px");
        Assert.InRange(int.Parse(least.Groups[1].Value, CultureInfo.InvariantCulture), 300, 366);
    }

    [Fact]
    public void Every_matrix_type_of_the_course_draws_the_same_picture()
    {
        float[,] values =
        {
            { 1, 2, 3 },
            { 4, 5, 6 },
        };
        string expected = Heatmap.Of(values).ToHtml();
        Assert.Equal(expected, Heatmap.Of(Matrix<float>.Build.DenseOfArray(values)).ToHtml());
        Assert.Equal(expected, Heatmap.Of(new MatrixView([1, 2, 3, 4, 5, 6], 2, 3)).ToHtml());
        Assert.Equal(
            expected,
            Heatmap
                .Of(
                    new double[,]
                    {
                        { 1, 2, 3 },
                        { 4, 5, 6 },
                    }
                )
                .ToHtml()
        );
    }

    [Fact]
    public void Labels_that_do_not_match_the_tokens_are_refused_naming_both_numbers()
    {
        var error = Assert.Throws<ArgumentException>(() => Heatmap.Of(new float[2, 3], ["a", "b", "c"]));
        Assert.Contains("3", error.Message, StringComparison.Ordinal);
        Assert.Contains("2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_names_are_numbered_so_that_two_rows_of_one_word_are_told_apart()
    {
        Labels words = ["I", ("apple", "苹果"), ("apple", "苹果"), ("apple", "fruit"), "", ""];
        Panel panel = Heatmap.Of(Sample.Matrix(6, 6), words, words).Chart.Panels[0];
        string[] expected = ["I", "apple₁ (苹果)", "apple₂ (苹果)", "apple (fruit)", "", ""];
        Assert.Equal(expected, panel.Y.Names!.Select(tick => tick.Label.ToString()));
        Assert.Equal(expected, panel.X.Names!.Select(tick => tick.Label.ToString()));
        Assert.Equal("apple", words[1].Text);
        Labels many = [.. Enumerable.Repeat(new Label("pad"), 12)];
        Assert.Equal("pad₁₂", Bars.Of(new double[12], many).Chart.Panels[0].X.Names![11].Label.Text);
    }

    [Fact]
    public void An_empty_matrix_is_refused() => Assert.Throws<ArgumentException>(() => Heatmap.Of(new float[0, 3]));

    [Fact]
    public void The_hover_spells_dot_product_scale_mask_and_share()
    {
        float[,] q =
            {
                { 1, 2 },
            },
            k =
            {
                { 3, -1 },
                { 0, 1 },
                { 9, 9 },
            };
        Func<int, int, string> hover = Hover.Weight(q, k, scale: 1, mask: AttentionMask.Padding(2));
        Assert.Equal(
            "q·k = 1×0 + 2×1 = 2\n2 × 1 = 2\nmask: visible\ne^(2 − 2) = 1\n1 ÷ 1.37 = 0.731 = 73.1 %",
            hover(0, 1)
        );
        Assert.EndsWith("mask: hidden → −∞\ne^(−∞) = 0: weight 0", hover(0, 2), StringComparison.Ordinal);
        Assert.Equal("q·k = 1×3 + 2×(−1) = 1\n1 ÷ √2 = 0.707", Hover.Score(q, k)(0, 0));
        Assert.Equal(
            "q·k = 1×0 + 2×1 = 2\n2 ÷ √2 = 1.41\nmask: 1.41 + (−0.5) = 0.914",
            Hover.Score(q, k, mask: AttentionMask.Bias(new MatrixView([0, -0.5f, 0], 1, 3)))(0, 1)
        );
    }

    private static JsonElement[] Data(Figure figure) =>
        [.. JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data").EnumerateArray()];

    private static string Ink(string text, bool deep = false) => Rendering.PlotlyText.OnCell(text, deep);
}
