using System.Globalization;
using System.Text;
using System.Text.Json;
using Attention.Display.Model;
using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Display.Tests;

public class HeatmapTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_numbers_can_be_read_on_every_colour_of_both_scales(bool diverging)
    {
        for (int i = 0; i <= 1000; i++)
        {
            double contrast = (Luminance(Palette.At(diverging, i / 1000.0)) + 0.05) / (Luminance(Palette.Ink) + 0.05);
            Assert.True(contrast >= 4.5, $"{Palette.At(diverging, i / 1000.0)}: {contrast:F2}");
        }

        Assert.True((Luminance(Palette.Hidden) + 0.05) / 0.05 >= 4.5);
    }

    [Fact]
    public void A_diverging_scale_is_white_at_zero_and_equally_deep_on_both_sides()
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
        Assert.Equal("#ffffff", Palette.At(diverging: true, 0.5));
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
        Assert.Equal(["−∞", "NaN", "1"], trace.GetProperty("text")[0].EnumerateArray().Select(e => e.GetString()!));
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
    public void The_alternative_text_says_what_the_picture_says() =>
        Assert.Equal(
            "Heatmap “weights”, 2 rows × 2 columns. Largest: 苹果 (apple) → 甜 (0.9); smallest: 苹果 (apple) → 我 (0.1). Largest in each row: 苹果 (apple) → 甜 (0.9); 吃 → 我 (0.6).",
            Heatmap
                .Of(
                    new float[,]
                    {
                        { 0.1f, 0.9f },
                        { 0.6f, 0.4f },
                    },
                    [("苹果", "apple"), "吃"],
                    ["我", "甜"],
                    "weights"
                )
                .AltText
        );

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

    /// <summary>Relative luminance as WCAG 2 defines it.</summary>
    private static double Luminance(string color)
    {
        double Linear(int index)
        {
            double c = Convert.ToInt32(color.Substring(1 + 2 * index, 2), 16) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Linear(0) + 0.7152 * Linear(1) + 0.0722 * Linear(2);
    }
}
