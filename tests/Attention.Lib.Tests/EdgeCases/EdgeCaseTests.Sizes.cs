using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>Sizes, heads and batches: N1 to N4, N19, N20, N22.</summary>
public partial class EdgeCaseTests
{
    /// <summary>L, S, D, Dv around every register width and the tiles made of them.</summary>
    public static TheoryData<string, int, int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<string, int, int, int, int>();
            foreach (string variant in Variants.All.Keys)
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
                    sizes.Add(variant, n, 5, 4, 3);
                    sizes.Add(variant, 3, n, 4, 5);
                    sizes.Add(variant, 3, 5, n, 2);
                    sizes.Add(variant, 2, 5, 3, n);
                }

                foreach (int n in (int[])[8, 16, 17, 33, 64, 65])
                {
                    sizes.Add(variant, n, n, n, n);
                }

                foreach (int n in (int[])[383, 384, 385, 511, 512, 513, 1023, 1024, 1025])
                {
                    sizes.Add(variant, 2, n, 3, 2);
                    sizes.Add(variant, n, 2, 2, 3);
                }

                // Values whose last features fill a register, half of it, or one more than that.
                foreach (int n in (int[])[7, 8, 9, 16, 17, 40, 41, 48, 49])
                {
                    sizes.Add(variant, 9, 5, 3, n);
                }

                sizes.Add(variant, 40, 600, 80, 20);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void N1_Every_size_agrees_with_the_double_reference(
        string variant, int queryCount, int keyCount, int features, int valueFeatures)
    {
        MatrixView q = GuardedMatrix.Random(queryCount, features, 1),
            k = GuardedMatrix.Random(keyCount, features, 2),
            v = GuardedMatrix.Random(keyCount, valueFeatures, 3);

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
            Oracle.AssertWithinBound(Oracle.Attention(q, k, v, bias), Variants.Run(variant, q, k, v, mask));
        }
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N2_No_queries_give_an_empty_result(string variant)
    {
        Assert.Equal(0, Variants.Run(variant, new(0, 4), Sample.Matrix(3, 4, 1), Sample.Matrix(3, 2, 2)).Rows);
        Assert.Equal(0, Variants.Run(variant, default, default, default, default, ScaleOne).Rows);
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N3_No_keys_give_rows_of_zero(string variant)
    {
        Assert.Equal(new float[6], Sample.ToArray(Variants.Run(variant, Sample.Matrix(3, 4, 1), new(0, 4), new(0, 2))));
        Assert.Equal(
            new float[6],
            Sample.ToArray(
                Variants.Run(variant, Sample.Matrix(3, 4, 1), new(0, 4), new(0, 2), AttentionMask.Causal())));
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N4_Without_features_a_given_scale_leads_to_the_mean_of_the_values(string variant) =>
        Assert.Equal(
            [2, 3],
            Sample.ToArray(
                Variants.Run(variant, new(1, 0), new(3, 0), new([0, 1, 2, 3, 4, 5], 3, 2), options: ScaleOne)),
            Near);

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
            "65536 x 65536", ArgumentErrors.Message(() => _ = new MatrixView(65536, 65536)), StringComparison.Ordinal);
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
            few = new(1, 1, RegisterTile.LeastRows, 1),
            output = new(1, 1, RegisterTile.LeastRows, 1);
        string message = ArgumentErrors.Message(() =>
            FlashForward.Compute<Simd512>(few, many, many, AttentionMask.None, output, default, null)
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
        string message = ArgumentErrors.Message(() =>
            FlashAttention.Compute(q, k, k, AttentionMask.None, new(1, queryHeads, 2, 4))
        );
        Assert.Equal(
            $"queries.Heads is {queryHeads} but keys.Heads is {keyHeads}; the first must be a multiple of the second.",
            message);
    }

    [Theory]
    [MemberData(nameof(Variants.Names), MemberType = typeof(Variants))]
    public void N22_Every_entry_of_a_ragged_batch_sees_its_own_keys_only(string variant)
    {
        const int n = 70;
        HeadTensor q = Sample.Tensor(3, 2, 5, 4, 1),
            k = Sample.Tensor(3, 2, n, 4, 2),
            v = Sample.Tensor(3, 2, n, 3, 3),
            output = new(3, 2, 5, 3);
        int[] lengths = [0, 1, n];
        Variants.All[variant](q, k, v, AttentionMask.Padding(lengths), output, default);

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
}
