using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>
/// What attention gives in every corner: one test, or a few, for each row N1 … N22 of its specification.
/// </summary>
public class EdgeCaseTests
{
    private static readonly AttentionOptions ScaleOne = new() { Scale = 1 };

    /// <summary>L, S, D, Dv around every register width and the tiles made of them.</summary>
    public static TheoryData<string, int, int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<string, int, int, int, int>();
            foreach (string form in Forms.All.Keys)
            {
                foreach (
                    int n in (int[])
                        [
                            1,
                            2,
                            3,
                            5,
                            6,
                            7,
                            8,
                            9,
                            11,
                            12,
                            13,
                            15,
                            16,
                            17,
                            31,
                            32,
                            33,
                            63,
                            64,
                            65,
                            127,
                            128,
                            129,
                            255,
                            256,
                            257,
                        ]
                )
                {
                    sizes.Add(form, n, 5, 4, 3);
                    sizes.Add(form, 3, n, 4, 5);
                    sizes.Add(form, 3, 5, n, 2);
                    sizes.Add(form, 2, 5, 3, n);
                }

                foreach (int n in (int[])[8, 16, 17, 33, 64, 65])
                {
                    sizes.Add(form, n, n, n, n);
                }

                foreach (int n in (int[])[383, 384, 385, 511, 512, 513, 1023, 1024, 1025])
                {
                    sizes.Add(form, 2, n, 3, 2);
                    sizes.Add(form, n, 2, 2, 3);
                }

                sizes.Add(form, 40, 600, 80, 20);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void N1_Every_size_agrees_with_the_double_reference(
        string form, int queryCount, int keyCount, int features, int valueFeatures)
    {
        MatrixView q = Fenced.Random(queryCount, features, 1),
            k = Fenced.Random(keyCount, features, 2),
            v = Fenced.Random(keyCount, valueFeatures, 3);

        (AttentionMask Mask, Func<int, int, double> Bias)[] rules =
        [
            (AttentionMask.None, (i, j) => 0),
            (AttentionMask.Causal(QueryOffset.BottomRight), (i, j) =>
                j <= i + keyCount - queryCount ? 0 : Oracle.Hidden
            ),
            (AttentionMask.SlidingWindow(5, 9), (i, j) => i - 5 <= j && j <= i + 9 ? 0 : Oracle.Hidden),
        ];
        foreach ((AttentionMask mask, Func<int, int, double> bias) in rules)
        {
            Oracle.AssertWithinBound(Oracle.Attention(q, k, v, bias), Forms.Run(form, q, k, v, mask));
        }
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N2_No_queries_give_an_empty_result(string form)
    {
        Assert.Equal(0, Forms.Run(form, new(0, 4), Sample.Matrix(3, 4, 1), Sample.Matrix(3, 2, 2)).Rows);
        Assert.Equal(0, Forms.Run(form, default, default, default, default, ScaleOne).Rows);
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N3_No_keys_give_rows_of_zero(string form)
    {
        Assert.Equal(new float[6], Sample.ToArray(Forms.Run(form, Sample.Matrix(3, 4, 1), new(0, 4), new(0, 2))));
        Assert.Equal(
            new float[6],
            Sample.ToArray(Forms.Run(form, Sample.Matrix(3, 4, 1), new(0, 4), new(0, 2), AttentionMask.Causal())));
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N4_Without_features_a_given_scale_leads_to_the_mean_of_the_values(string form) =>
        Assert.Equal(
            [2, 3],
            Sample.ToArray(Forms.Run(form, new(1, 0), new(3, 0), new([0, 1, 2, 3, 4, 5], 3, 2), options: ScaleOne)),
            Near);

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e30f)]
    [InlineData(float.MaxValue)]
    public void N5_Huge_scores_stay_finite(float huge)
    {
        MatrixView q = new([1, -1], 2, 1),
            k = new([huge, huge / 2, -huge], 3, 1),
            v = new([1, 2, 3], 3, 1);
        Assert.All(Forms.All.Keys, form =>
            Assert.Equal([1, 3], Sample.ToArray(Forms.Run(form, q, k, v, options: ScaleOne)))
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
        Assert.All(Forms.All.Keys, form =>
            Assert.Equal(
                [49.5f],
                Sample.ToArray(
                    Forms.Run(form, new([1], 1, 1), new(keys, 100, 1), new(values, 100, 1), options: ScaleOne)),
                Near
            )
        );
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N7_A_score_of_infinity_makes_its_own_row_NaN_and_no_other(string form)
    {
        MatrixView q = Sample.Matrix(70, 3, 1),
            k = Sample.Matrix(150, 3, 2),
            v = Sample.Matrix(150, 5, 3);
        Oracle.AssertWithinBound(Oracle.Attention(q, k, v), Forms.Run(form, q, k, v));
        q[33, 1] = float.PositiveInfinity;
        for (int j = 0; j < 150; j++)
        {
            k[j, 1] = Math.Abs(k[j, 1]);
        }

        MatrixView output = Forms.Run(form, q, k, v);
        for (int i = 0; i < 70; i++)
        {
            Assert.All(output.Row(i).ToArray(), value => Assert.Equal(i == 33, float.IsNaN(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N7_Scores_of_minus_infinity_from_the_data_weigh_nothing_but_are_not_hidden(string form)
    {
        MatrixView q = new([1], 1, 1),
            v = new([.. Enumerable.Range(0, 200).Select(j => (float)j)], 200, 1);
        MatrixView k = new(200, 1);
        k.Fill(float.NegativeInfinity);
        Assert.True(
            float.IsNaN(Forms.Run(form, q, k, v, options: ScaleOne)[0, 0]),
            "a row that sees keys is never zero by numbers");
        k[150, 0] = 7;
        Assert.Equal(150, Forms.Run(form, q, k, v, options: ScaleOne)[0, 0]);
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N8_A_visible_NaN_reaches_exactly_what_depends_on_it(string form)
    {
        const int n = 80;
        MatrixView q = Sample.Matrix(n, 4, 1),
            k = Sample.Matrix(n, 4, 2),
            v = Sample.Matrix(n, 5, 3);
        AttentionMask causal = AttentionMask.Causal();

        AssertNaN(Forms.Run(form, WithNaN(q, 41, 2), k, v, causal), (i, _) => i == 41);
        AssertNaN(Forms.Run(form, q, WithNaN(k, 41, 2), v, causal), (i, _) => i >= 41);
        AssertNaN(Forms.Run(form, q, k, WithNaN(v, 41, 2), causal), (i, c) => i >= 41 && c == 2);
        AssertNaN(Forms.Run(form, q, k, WithNaN(v, 0, 4)), (_, c) => c == 4);
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N8_A_visible_NaN_reaches_even_through_a_weight_that_is_next_to_nothing(string form)
    {
        MatrixView q = new([1], 1, 1),
            k = new([0, -1000], 2, 1),
            v = new([1, float.NaN], 2, 1);
        Assert.True(float.IsNaN(Forms.Run(form, q, k, v, options: ScaleOne)[0, 0]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void N9_What_is_hidden_has_no_effect_whatever_it_holds(float poison)
    {
        const int n = 70;
        MatrixView q = Sample.Matrix(n, 4, 1),
            k = Sample.Matrix(n, 4, 2),
            v = Sample.Matrix(n, 5, 3);
        foreach (string form in Forms.All.Keys)
        {
            foreach (
                AttentionMask mask in (AttentionMask[])
                    [
                        Masks.HideBoolean(n, 20, 45),
                        Masks.HideBias(n, 20, 45),
                        AttentionMask.Padding(20),
                        AttentionMask.Causal(20 - n),
                    ]
            )
            {
                MatrixView poisonedKeys = new(n, 4),
                    poisonedValues = new(n, 5);
                k.CopyTo(poisonedKeys);
                v.CopyTo(poisonedValues);
                MatrixView visible = mask.Materialize(n, n);
                for (int j = 0; j < n; j++)
                {
                    if (Enumerable.Range(0, n).All(i => float.IsNegativeInfinity(visible[i, j])))
                    {
                        poisonedKeys.Row(j).Fill(poison);
                        poisonedValues.Row(j).Fill(poison);
                    }
                }

                Assert.Equal(
                    Sample.ToArray(Forms.Run(form, q, k, v, mask)),
                    Sample.ToArray(Forms.Run(form, q, poisonedKeys, poisonedValues, mask)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N9_A_row_is_not_disturbed_by_what_only_other_rows_see(string form)
    {
        const int n = 90;
        MatrixView q = Sample.Matrix(n, 4, 1),
            k = Sample.Matrix(n, 4, 2),
            v = Sample.Matrix(n, 5, 3);
        float[] clean = Sample.ToArray(Forms.Run(form, q, k, v, AttentionMask.Causal()).SliceRows(0, 50));
        k.Row(50).Fill(float.NaN);
        v.Row(50).Fill(float.PositiveInfinity);
        k.Row(51).Fill(float.NegativeInfinity);
        v.Row(51).Fill(float.NaN);

        Assert.Equal(clean, Sample.ToArray(Forms.Run(form, q, k, v, AttentionMask.Causal()).SliceRows(0, 50)));
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N9_A_NaN_bias_on_a_key_that_another_part_hides_has_no_effect(string form)
    {
        MatrixView q = Sample.Matrix(3, 2, 1),
            k = Sample.Matrix(4, 2, 2),
            v = Sample.Matrix(4, 2, 3);
        AttentionMask nan = AttentionMask.Bias(new MatrixView([0, 0, float.NaN, 0], 1, 4));
        AttentionMask hide = AttentionMask.Boolean([true, true, false, true], 1, 4);
        float[] expected = Sample.ToArray(Forms.Run(form, q, k, v, hide));

        Assert.Equal(expected, Sample.ToArray(Forms.Run(form, q, k, v, nan & hide)));
        Assert.Equal(expected, Sample.ToArray(Forms.Run(form, q, k, v, hide & nan)));
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N10_A_row_that_sees_no_key_is_exactly_zero(string form)
    {
        const int n = 70;
        MatrixView q = Sample.Matrix(n, 4, 1),
            k = Sample.Matrix(n, 4, 2),
            v = Sample.Matrix(n, 5, 3);
        bool[] mayAttend = [.. Enumerable.Range(0, n * n).Select(at => at / n != 17)];
        float[] bias = [.. Enumerable.Range(0, n * n).Select(at => at / n != 17 ? 0.25f : float.NegativeInfinity)];

        AssertZeroRows(Forms.Run(form, q, k, v, AttentionMask.Boolean(mayAttend, n, n)), i => i == 17);
        AssertZeroRows(Forms.Run(form, q, k, v, AttentionMask.Bias(new MatrixView(bias, n, n))), i => i == 17);
        AssertZeroRows(Forms.Run(form, q, k, v, AttentionMask.Causal(-5)), i => i < 5);
        AssertZeroRows(Forms.Run(form, q, k, v, AttentionMask.SlidingWindow(2, 3, 60)), i => i > 11);
        AssertZeroRows(Forms.Run(form, q, k, v, AttentionMask.Padding(0)), _ => true);
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N11_A_very_negative_finite_bias_on_all_keys_does_not_hide_them(string form)
    {
        MatrixView v = new([1, 2, 3, 6], 4, 1),
            bias = new(1, 4);
        bias.Fill(-1e9f);
        Assert.Equal([3, 3], Sample.ToArray(Forms.Run(form, new(2, 3), new(4, 3), v, AttentionMask.Bias(bias))));
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N12_A_bias_of_minus_infinity_and_a_causal_mask_intersect(string form)
    {
        MatrixView v = new([1, 2, 4, 8], 4, 1),
            bias = new([float.NegativeInfinity, 0, 0, 0], 1, 4);
        Assert.Equal(
            [0, 2, 3, 14f / 3],
            Sample.ToArray(Forms.Run(form, new(4, 2), new(4, 2), v, AttentionMask.Bias(bias) & AttentionMask.Causal())),
            Near);
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N13_Causal_rows_average_what_their_alignment_leaves_them(string form)
    {
        MatrixView few = new([1, 3], 2, 1),
            many = new([1, 3, 8, 16], 4, 1);

        // Fewer queries than keys.
        Assert.Equal([1, 2], Average(2, many, QueryOffset.TopLeft));
        Assert.Equal([4, 7], Average(2, many, QueryOffset.BottomRight));
        Assert.Equal([2, 4], Average(2, many, QueryOffset.AfterPast(1)));

        // More queries than keys.
        Assert.Equal([1, 2, 2, 2], Average(4, few, QueryOffset.TopLeft));
        Assert.Equal([0, 0, 1, 2], Average(4, few, QueryOffset.BottomRight));

        // Only the first keys of a preallocated cache are valid.
        Assert.Equal([2, 4], AverageOfValid(2, many, 3));
        Assert.Equal([0, 1], AverageOfValid(2, many, 1));

        float[] Average(int queries, MatrixView values, QueryOffset offset) =>
            Sample.ToArray(Forms.Run(form, new(queries, 2), new(values.Rows, 2), values, AttentionMask.Causal(offset)));
        float[] AverageOfValid(int queries, MatrixView values, int valid) =>
            Sample.ToArray(
                Forms.Run(
                    form, new(queries, 2), new(values.Rows, 2), values,
                    AttentionMask.Padding(valid) & AttentionMask.Causal(QueryOffset.LastValidKey))
            );
    }

    [Theory]
    [InlineData(7, 32)]
    [InlineData(96, 96)]
    public void N14_A_window_may_begin_and_end_at_any_key(int queryCount, int keyCount)
    {
        MatrixView q = Sample.Matrix(queryCount, 4, 1),
            k = Sample.Matrix(keyCount, 4, 2),
            v = Sample.Matrix(keyCount, 5, 3);
        for (int shift = -3; shift <= 3; shift++)
        {
            Reference fromDiagonal = Oracle.Attention(q, k, v, (i, j) => j < i + shift ? Oracle.Hidden : 0);
            Reference toDiagonal = Oracle.Attention(q, k, v, (i, j) => j > i + shift ? Oracle.Hidden : 0);
            foreach (string form in Forms.All.Keys)
            {
                Oracle.AssertWithinBound(
                    fromDiagonal, Forms.Run(form, q, k, v, AttentionMask.SlidingWindow(0, -1, shift)), form);
                Oracle.AssertWithinBound(
                    toDiagonal, Forms.Run(form, q, k, v, AttentionMask.SlidingWindow(-1, 0, shift)), form);
            }
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(600)]
    public void N14_A_row_whose_first_tiles_are_hidden_is_like_any_other(int hiddenKeys)
    {
        const int n = 640;
        MatrixView q = Sample.Matrix(9, 4, 1),
            k = Sample.Matrix(n, 4, 2),
            v = Sample.Matrix(n, 5, 3);
        Reference expected = Oracle.Attention(q, k, v, (i, j) => j < hiddenKeys ? Oracle.Hidden : 0);
        foreach (string form in Forms.All.Keys)
        {
            Oracle.AssertWithinBound(expected, Forms.Run(form, q, k, v, Masks.HideBoolean(n, 0, hiddenKeys)), form);
            Oracle.AssertWithinBound(expected, Forms.Run(form, q, k, v, Masks.HideBias(n, 0, hiddenKeys)), form);
        }
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N15_Signed_zeros_and_subnormals_are_numbers_like_any_other(string form)
    {
        MatrixView k = Sample.Matrix(20, 3, 2),
            v = Sample.Matrix(20, 4, 3),
            positive = new(2, 3),
            negative = new(2, 3),
            tiny = new(2, 3);
        negative.Fill(-0f);
        tiny.Fill(float.Epsilon);
        float[] expected = Sample.ToArray(Forms.Run(form, positive, k, v));

        Assert.Equal(expected, Sample.ToArray(Forms.Run(form, negative, k, v)));
        Assert.Equal(expected, Sample.ToArray(Forms.Run(form, tiny, k, v)));
        Assert.Equal(
            [float.Epsilon], Sample.ToArray(Forms.Run(form, new(1, 3), new(1, 3), new([float.Epsilon], 1, 1))));
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
        Assert.All(Forms.All.Keys, form =>
            Oracle.AssertWithinBound(expected, Forms.Run(form, q, k, v, options: options), form)
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

        foreach (string form in Forms.All.Keys)
        {
            Oracle.AssertWithinBound(open, Forms.Run(form, q, k, v, options: options), form);
            Oracle.AssertWithinBound(masked, Forms.Run(form, q, k, v, AttentionMask.Bias(bias), options), form);
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
        double naive = Oracle.MaxError(exact, Forms.Run("naive", q, k, v, mask));

        Assert.All(Forms.All.Keys, form =>
        {
            double error = Oracle.MaxError(exact, Forms.Run(form, q, k, v, mask));
            Assert.True(error <= 2 * naive, $"{form}: error {error:E2}, of plain float {naive:E2}");
        });
    }

    [Theory]
    [InlineData("flash")]
    [InlineData("flash, 128 bit")]
    [InlineData("flash, 256 bit")]
    [InlineData("flash, 512 bit")]
    public void N18_The_mean_of_equal_values_survives_a_long_row(string form)
    {
        // One sum over all 65,536 would lose digits at the same place again and again, and be wrong by 5e-5.
        const int keyCount = 1 << 16;
        MatrixView q = new(6, 1),
            k = new(keyCount, 1),
            v = new(keyCount, 17);
        v.Fill(0.3f);
        Assert.All(Sample.ToArray(Forms.Run(form, q, k, v)), mean => Assert.Equal(0.3f, mean, 2e-6f));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void N19_The_last_of_the_most_keys_there_can_be_are_reached(int queryCount)
    {
        MatrixView keys = new([], 0, int.MaxValue, 0, 0),
            output = new(queryCount, 0),
            lse = new(queryCount, 1);
        FlashAttention.Compute(
            new MatrixView(queryCount, 0), keys, keys, AttentionMask.SlidingWindow(9, 0, int.MaxValue - queryCount),
            output, new() { Scale = 1 }, lse);
        Assert.All(Sample.ToArray(lse), number => Assert.Equal(MathF.Log(10), number, 1e-6f));
    }

    [Fact]
    public void N19_More_elements_than_an_array_holds_are_refused_before_anything_is_allocated()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(
            "65536 x 65536", Refused.Message(() => _ = new MatrixView(65536, 65536)), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new HeadTensor(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentException>(() => new HeadTensor(1 << 16, 1 << 16, 1 << 16, 1 << 16));
        Assert.Throws<ArgumentException>(() => new MatrixView(new float[10], 0, int.MaxValue, 2, int.MaxValue));
        Assert.Throws<ArgumentException>(() => new KeyValueCache(1 << 10, 1 << 10, 1 << 10, 1 << 10));
        Assert.Throws<ArgumentException>(() => AttentionMask.Boolean([], 1 << 20, 1 << 20));
        Assert.Throws<ArgumentException>(() => AttentionMask.Causal().Materialize(1 << 20, 1 << 20));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(0, new HeadTensor(int.MaxValue, 0, int.MaxValue, int.MaxValue).Heads);
    }

    [Fact]
    public void N19_A_mask_too_large_to_materialise_is_refused_although_queries_and_keys_fit()
    {
        MatrixView many = new(1 << 16, 1);
        Assert.Throws<ArgumentException>(() =>
            ScaledDotProductAttention.Naive(many, many, many, AttentionMask.None, new MatrixView(1 << 16, 1))
        );
    }

    [Fact]
    public void N19_Scratch_memory_too_large_for_an_array_is_refused()
    {
        // A single value feature takes a whole panel of two registers when it is packed.
        HeadTensor many = new(1, 1, 70_000_000, 1),
            few = new(1, 1, RegisterTile.Rows, 1),
            output = new(1, 1, RegisterTile.Rows, 1);
        string message = Refused.Message(() =>
            FlashAttention.Kernel<Simd512>(few, many, many, AttentionMask.None, output, default, null)
        );
        Assert.StartsWith("These shapes need 2240000016 floats of scratch memory", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 4)]
    [InlineData(1, 0)]
    public void N20_Query_heads_that_are_no_multiple_of_the_key_heads_are_refused(int queryHeads, int keyHeads)
    {
        HeadTensor q = new(1, queryHeads, 2, 4),
            k = new(1, keyHeads, 2, 4);
        string message = Refused.Message(() =>
            FlashAttention.Compute(q, k, k, AttentionMask.None, new(1, queryHeads, 2, 4))
        );
        Assert.Equal(
            $"queries.Heads is {queryHeads} but keys.Heads is {keyHeads}; the first must be a multiple of the second.",
            message);
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

        Assert.All(Forms.All.Keys, form => Oracle.AssertWithinBound(expected, Forms.Run(form, q, k, v), form));
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

        Assert.All(Forms.All.Keys, form =>
            Assert.All(Sample.ToArray(Forms.Run(form, q, new(keys, n, 1), v, options: ScaleOne)), value =>
                Assert.InRange(value, large * 0.9999f, large * 1.0001f)
            )
        );
    }

    [Theory]
    [MemberData(nameof(Forms.Names), MemberType = typeof(Forms))]
    public void N22_Every_entry_of_a_ragged_batch_sees_its_own_keys_only(string form)
    {
        const int n = 70;
        HeadTensor q = Sample.Tensor(3, 2, 5, 4, 1),
            k = Sample.Tensor(3, 2, n, 4, 2),
            v = Sample.Tensor(3, 2, n, 3, 3),
            output = new(3, 2, 5, 3);
        int[] lengths = [0, 1, n];
        Forms.All[form](q, k, v, AttentionMask.Padding(lengths), output, default);

        for (int head = 0; head < 2; head++)
        {
            Assert.Equal(new float[15], Sample.ToArray(output.Head(0, head)));
            Assert.Equal(
                Enumerable.Range(0, 5).SelectMany(_ => v.Head(1, head).Row(0).ToArray()),
                Sample.ToArray(output.Head(1, head)));
            Oracle.AssertWithinBound(
                Oracle.Attention(q.Head(2, head), k.Head(2, head), v.Head(2, head)), output.Head(2, head));
        }
    }

    private static bool Near(float x, float y) => Math.Abs(x - y) <= 1e-6f * Math.Max(1, Math.Abs(x));

    private static MatrixView WithNaN(MatrixView matrix, int row, int column)
    {
        MatrixView copy = new(matrix.Rows, matrix.Columns);
        matrix.CopyTo(copy);
        copy[row, column] = float.NaN;
        return copy;
    }

    private static void AssertNaN(MatrixView output, Func<int, int, bool> expected)
    {
        for (int i = 0; i < output.Rows; i++)
        {
            for (int c = 0; c < output.Columns; c++)
            {
                Assert.True(expected(i, c) == float.IsNaN(output[i, c]), $"[{i}, {c}] is {output[i, c]}");
            }
        }
    }

    private static void AssertZeroRows(MatrixView output, Func<int, bool> expected)
    {
        for (int i = 0; i < output.Rows; i++)
        {
            Assert.Equal(expected(i), output.Row(i).ToArray().All(value => value == 0));
            Assert.DoesNotContain(float.NaN, output.Row(i).ToArray());
        }
    }
}

/// <summary>Masks that several tests use.</summary>
internal static class Masks
{
    /// <summary>
    /// Hides the keys from <paramref name="first"/> up to <paramref name="end"/> of n from every query.
    /// </summary>
    public static AttentionMask HideBoolean(int n, int first, int end) =>
        AttentionMask.Boolean([.. Enumerable.Range(0, n).Select(j => j < first || j >= end)], 1, n);

    /// <summary>The same by an additive mask.</summary>
    public static AttentionMask HideBias(int n, int first, int end) =>
        AttentionMask.Bias(
            new MatrixView(
                [.. Enumerable.Range(0, n).Select(j => j < first || j >= end ? 0 : float.NegativeInfinity)], 1, n)
        );
}
