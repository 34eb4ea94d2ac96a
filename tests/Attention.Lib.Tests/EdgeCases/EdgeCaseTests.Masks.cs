namespace Attention.Lib.Tests;

/// <summary>What is hidden: N9 to N14.</summary>
public partial class EdgeCaseTests
{
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
        foreach (string variant in Variants.All.Keys)
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
                    Sample.ToArray(Variants.Run(variant, q, k, v, mask)),
                    Sample.ToArray(Variants.Run(variant, q, poisonedKeys, poisonedValues, mask)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N9_A_row_is_not_disturbed_by_what_only_other_rows_see(string variant)
    {
        const int n = 90;
        MatrixView q = Sample.Matrix(n, 4, 1),
            k = Sample.Matrix(n, 4, 2),
            v = Sample.Matrix(n, 5, 3);
        float[] clean = Sample.ToArray(Variants.Run(variant, q, k, v, AttentionMask.Causal()).SliceRows(0, 50));
        k.Row(50).Fill(float.NaN);
        v.Row(50).Fill(float.PositiveInfinity);
        k.Row(51).Fill(float.NegativeInfinity);
        v.Row(51).Fill(float.NaN);

        Assert.Equal(clean, Sample.ToArray(Variants.Run(variant, q, k, v, AttentionMask.Causal()).SliceRows(0, 50)));
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N9_A_NaN_bias_on_a_key_that_another_part_hides_has_no_effect(string variant)
    {
        MatrixView q = Sample.Matrix(3, 2, 1),
            k = Sample.Matrix(4, 2, 2),
            v = Sample.Matrix(4, 2, 3);
        AttentionMask nan = AttentionMask.Bias(new MatrixView([0, 0, float.NaN, 0], 1, 4));
        AttentionMask hide = AttentionMask.Boolean([true, true, false, true], 1, 4);
        float[] expected = Sample.ToArray(Variants.Run(variant, q, k, v, hide));

        Assert.Equal(expected, Sample.ToArray(Variants.Run(variant, q, k, v, nan & hide)));
        Assert.Equal(expected, Sample.ToArray(Variants.Run(variant, q, k, v, hide & nan)));
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N10_A_row_that_sees_no_key_is_exactly_zero(string variant)
    {
        const int n = 70;
        MatrixView q = Sample.Matrix(n, 4, 1),
            k = Sample.Matrix(n, 4, 2),
            v = Sample.Matrix(n, 5, 3);
        bool[] mayAttend = [.. Enumerable.Range(0, n * n).Select(at => at / n != 17)];
        float[] bias = [.. Enumerable.Range(0, n * n).Select(at => at / n != 17 ? 0.25f : float.NegativeInfinity)];

        AssertZeroRows(Variants.Run(variant, q, k, v, AttentionMask.Boolean(mayAttend, n, n)), i => i == 17);
        AssertZeroRows(Variants.Run(variant, q, k, v, AttentionMask.Bias(new MatrixView(bias, n, n))), i => i == 17);
        AssertZeroRows(Variants.Run(variant, q, k, v, AttentionMask.Causal(-5)), i => i < 5);
        AssertZeroRows(Variants.Run(variant, q, k, v, AttentionMask.SlidingWindow(2, 3, 60)), i => i > 11);
        AssertZeroRows(Variants.Run(variant, q, k, v, AttentionMask.Padding(0)), _ => true);
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N11_A_very_negative_finite_bias_on_all_keys_does_not_hide_them(string variant)
    {
        MatrixView v = new([1, 2, 3, 6], 4, 1),
            bias = new(1, 4);
        bias.Fill(-1e9f);
        Assert.Equal([3, 3], Sample.ToArray(Variants.Run(variant, new(2, 3), new(4, 3), v, AttentionMask.Bias(bias))));
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N12_A_bias_of_minus_infinity_and_a_causal_mask_intersect(string variant)
    {
        MatrixView v = new([1, 2, 4, 8], 4, 1),
            bias = new([float.NegativeInfinity, 0, 0, 0], 1, 4);
        Assert.Equal(
            [0, 2, 3, 14f / 3],
            Sample.ToArray(
                Variants.Run(variant, new(4, 2), new(4, 2), v, AttentionMask.Bias(bias) & AttentionMask.Causal())),
            Near);
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N13_Causal_rows_average_what_their_alignment_leaves_them(string variant)
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
            Sample.ToArray(
                Variants.Run(
                    variant, new(queries, 2), new(values.Rows, 2), values, AttentionMask.Causal(offset)));
        float[] AverageOfValid(int queries, MatrixView values, int valid) =>
            Sample.ToArray(
                Variants.Run(
                    variant, new(queries, 2), new(values.Rows, 2), values,
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
            foreach (string variant in Variants.All.Keys)
            {
                Oracle.AssertWithinBound(
                    fromDiagonal, Variants.Run(variant, q, k, v, AttentionMask.SlidingWindow(0, -1, shift)), variant);
                Oracle.AssertWithinBound(
                    toDiagonal, Variants.Run(variant, q, k, v, AttentionMask.SlidingWindow(-1, 0, shift)), variant);
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
        foreach (string variant in Variants.All.Keys)
        {
            Oracle.AssertWithinBound(
                expected, Variants.Run(variant, q, k, v, Masks.HideBoolean(n, 0, hiddenKeys)), variant);
            Oracle.AssertWithinBound(
                expected, Variants.Run(variant, q, k, v, Masks.HideBias(n, 0, hiddenKeys)), variant);
        }
    }
}
