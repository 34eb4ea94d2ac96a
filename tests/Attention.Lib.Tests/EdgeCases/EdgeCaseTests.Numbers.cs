namespace Attention.Lib.Tests;

/// <summary>Scores, values and scales: N5 to N8, N15 to N18, N21.</summary>
public partial class EdgeCaseTests
{
    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e30f)]
    [InlineData(float.MaxValue)]
    public void N5_Huge_scores_stay_finite(float huge)
    {
        MatrixView q = new([1, -1], 2, 1),
            k = new([huge, huge / 2, -huge], 3, 1),
            v = new([1, 2, 3], 3, 1);
        Assert.All(Variants.All.Keys, variant =>
            Assert.Equal([1, 3], Sample.ToArray(Variants.Run(variant, q, k, v, options: ScaleOne)))
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1e4f)]
    [InlineData(float.MaxValue)]
    [InlineData(float.MinValue)]
    public void N6_Equal_scores_weigh_all_values_alike(float score)
    {
        float[] keys = [.. Enumerable.Repeat(score, 100)];
        float[] values = [.. Enumerable.Range(0, 100).Select(j => (float)j)];
        Assert.All(Variants.All.Keys, variant =>
            Assert.Equal(
                [49.5f],
                Sample.ToArray(
                    Variants.Run(variant, new([1], 1, 1), new(keys, 100, 1), new(values, 100, 1), options: ScaleOne)),
                Near
            )
        );
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N7_A_score_of_infinity_makes_its_own_row_NaN_and_no_other(string variant)
    {
        MatrixView q = Sample.Matrix(70, 3, 1),
            k = Sample.Matrix(150, 3, 2),
            v = Sample.Matrix(150, 5, 3);
        Oracle.AssertWithinBound(Oracle.Attention(q, k, v), Variants.Run(variant, q, k, v));
        q[33, 1] = float.PositiveInfinity;
        for (int j = 0; j < 150; j++)
        {
            k[j, 1] = Math.Abs(k[j, 1]);
        }

        MatrixView output = Variants.Run(variant, q, k, v);
        for (int i = 0; i < 70; i++)
        {
            Assert.All(output.Row(i).ToArray(), value => Assert.Equal(i == 33, float.IsNaN(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N7_Scores_of_minus_infinity_from_the_data_weigh_nothing_but_are_not_hidden(string variant)
    {
        MatrixView q = new([1], 1, 1),
            v = new([.. Enumerable.Range(0, 200).Select(j => (float)j)], 200, 1);
        MatrixView k = new(200, 1);
        k.Fill(float.NegativeInfinity);
        Assert.True(
            float.IsNaN(Variants.Run(variant, q, k, v, options: ScaleOne)[0, 0]),
            "a row that sees keys is never zero by numbers");
        k[150, 0] = 7;
        Assert.Equal(150, Variants.Run(variant, q, k, v, options: ScaleOne)[0, 0]);
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N8_A_visible_NaN_reaches_exactly_what_depends_on_it(string variant)
    {
        const int n = 80;
        MatrixView q = Sample.Matrix(n, 4, 1),
            k = Sample.Matrix(n, 4, 2),
            v = Sample.Matrix(n, 5, 3);
        AttentionMask causal = AttentionMask.Causal();

        AssertNaN(Variants.Run(variant, WithNaN(q, 41, 2), k, v, causal), (i, _) => i == 41);
        AssertNaN(Variants.Run(variant, q, WithNaN(k, 41, 2), v, causal), (i, _) => i >= 41);
        AssertNaN(Variants.Run(variant, q, k, WithNaN(v, 41, 2), causal), (i, c) => i >= 41 && c == 2);
        AssertNaN(Variants.Run(variant, q, k, WithNaN(v, 0, 4)), (_, c) => c == 4);
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N8_A_visible_NaN_reaches_even_through_a_weight_that_is_next_to_nothing(string variant)
    {
        MatrixView q = new([1], 1, 1),
            k = new([0, -1000], 2, 1),
            v = new([1, float.NaN], 2, 1);
        Assert.True(float.IsNaN(Variants.Run(variant, q, k, v, options: ScaleOne)[0, 0]));
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N15_Signed_zeros_and_subnormals_are_numbers_like_any_other(string variant)
    {
        MatrixView k = Sample.Matrix(20, 3, 2),
            v = Sample.Matrix(20, 4, 3),
            positive = new(2, 3),
            negative = new(2, 3),
            tiny = new(2, 3);
        negative.Fill(-0f);
        tiny.Fill(float.Epsilon);
        float[] expected = Sample.ToArray(Variants.Run(variant, positive, k, v));

        Assert.Equal(expected, Sample.ToArray(Variants.Run(variant, negative, k, v)));
        Assert.Equal(expected, Sample.ToArray(Variants.Run(variant, tiny, k, v)));
        Assert.Equal(
            [float.Epsilon], Sample.ToArray(Variants.Run(variant, new(1, 3), new(1, 3), new([float.Epsilon], 1, 1))));
    }

    [Theory]
    [InlineData(-0.7f)]
    [InlineData(0)]
    [InlineData(3)]
    public void N16_Any_finite_scale_works_and_zero_gives_the_mean(float scale)
    {
        MatrixView q = Sample.Matrix(5, 3, 1),
            k = Sample.Matrix(40, 3, 2),
            v = Sample.Matrix(40, 4, 3);
        AttentionOptions options = new() { Scale = scale };
        Reference expected = Oracle.Attention(q, k, v, options: options);
        Assert.All(Variants.All.Keys, variant =>
            Oracle.AssertWithinBound(expected, Variants.Run(variant, q, k, v, options: options), variant)
        );
        if (scale == 0)
        {
            Assert.Equal(Enumerable.Range(0, 40).Average(j => v[j, 0]), expected.Output[0, 0], 1e-6);
        }
    }

    [Theory]
    [InlineData(0, 5, 40)]
    [InlineData(0.5f, 5, 40)]
    [InlineData(30, 5, 40)]
    [InlineData(0, 9, 48)]
    [InlineData(0.5f, 9, 48)]
    [InlineData(30, 9, 48)]
    public void N17_A_softcap_bounds_the_scores_before_the_mask(float softcap, int queryCount, int keyCount)
    {
        MatrixView q = Sample.Matrix(queryCount, 3, 1),
            k = Sample.Matrix(keyCount, 3, 2),
            v = Sample.Matrix(keyCount, 4, 3);
        AttentionOptions options = new() { Scale = 9, Softcap = softcap };
        MatrixView bias = Sample.Matrix(queryCount, keyCount, 4);
        bias[2, 7] = float.NegativeInfinity;
        Reference open = Oracle.Attention(q, k, v, options: options),
            masked = Oracle.Attention(q, k, v, (i, j) => bias[i, j], options);

        foreach (string variant in Variants.All.Keys)
        {
            Oracle.AssertWithinBound(open, Variants.Run(variant, q, k, v, options: options), variant);
            Oracle.AssertWithinBound(
                masked, Variants.Run(variant, q, k, v, AttentionMask.Bias(bias), options), variant);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(1500)]
    [InlineData(4096)]
    public void N18_Long_rows_err_at_most_twice_as_much_as_plain_float_arithmetic(int keyCount)
    {
        const int n = 40;
        MatrixView q = Sample.Matrix(n, 64, 1),
            k = Sample.Matrix(keyCount, 64, 2),
            v = Sample.Matrix(keyCount, 32, 3);
        AttentionMask mask = AttentionMask.Causal(QueryOffset.BottomRight);
        double[,] exact = Oracle.Attention(q, k, v, (i, j) => j <= i + keyCount - n ? 0 : Oracle.Hidden).Output;
        double naive = Oracle.MaxError(exact, Variants.Run("naive", q, k, v, mask));

        Assert.All(Variants.All.Keys, variant =>
        {
            double error = Oracle.MaxError(exact, Variants.Run(variant, q, k, v, mask));
            Assert.True(error <= 2 * naive, $"{variant}: error {error:E2}, of plain float {naive:E2}");
        });
    }

    [Theory]
    [InlineData("flash")]
    [InlineData("flash, 128 bit")]
    [InlineData("flash, 256 bit")]
    [InlineData("flash, 512 bit")]
    public void N18_The_mean_of_equal_values_survives_a_long_row(string variant)
    {
        // One sum over all 65,536 would lose digits at the same place again and again, and be wrong by 5e-5.
        const int keyCount = 1 << 16;
        MatrixView q = new(6, 1),
            k = new(keyCount, 1),
            v = new(keyCount, 17);
        v.Fill(0.3f);
        Assert.All(Sample.ToArray(Variants.Run(variant, q, k, v)), mean => Assert.Equal(0.3f, mean, 2e-6f));
    }

    /// <summary>By less than a running maximum need follow, by more, and by more than e^x can hold.</summary>
    public static MatrixTheoryData<string, float> Maxima =>
        new(["ascending", "descending", "alternating"], [0.001f, 0.04f, 0.5f]);

    [Theory]
    [MemberData(nameof(Maxima))]
    public void N21_Maxima_may_move_over_the_tiles_in_any_way(string order, float step)
    {
        const int n = 1100;
        float[] keys =
        [
            .. Enumerable
                .Range(0, n)
                .Select(j =>
                    order switch
                    {
                        "ascending" => j,
                        "descending" => -j,
                        _ => j % 2 == 0 ? j : -j,
                    } * step
                ),
        ];
        MatrixView q = Sample.Matrix(7, 1, 1),
            k = new(keys, n, 1),
            v = Sample.Matrix(n, 3, 2);
        Reference expected = Oracle.Attention(q, k, v);

        Assert.All(Variants.All.Keys, variant =>
            Oracle.AssertWithinBound(expected, Variants.Run(variant, q, k, v), variant));
    }

    /// <summary>The first keys, a register or a tile of them, say nothing of how large the other scores are.</summary>
    public static MatrixTheoryData<int, float> Rises => new([1, 16, 520], [0.1f, 4.9f, 7, 20, 87, 100, 200]);

    [Theory]
    [MemberData(nameof(Rises))]
    public void N21_However_scores_rise_values_up_to_the_documented_size_do_not_overflow(int low, float rise)
    {
        const int n = 1100;
        const float large = 1e36f / n;
        float[] keys = [.. Enumerable.Range(0, n).Select(j => j < low ? 0 : rise)];
        MatrixView q = new([1, 1, 1, 1, 1, 1, 1], 7, 1),
            v = new([.. Enumerable.Repeat(large, n)], n, 1);

        Assert.All(Variants.All.Keys, variant =>
            Assert.All(Sample.ToArray(Variants.Run(variant, q, new(keys, n, 1), v, options: ScaleOne)), value =>
                Assert.InRange(value, large * 0.9999f, large * 1.0001f)
            )
        );
    }
}
