using System.Globalization;
using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>What holds for every call, whatever its numbers.</summary>
[Collection(nameof(NotParallel))]
public class GuaranteeTests
{
    [Fact]
    public void The_runtime_settings_that_narrow_the_registers_still_do_so()
    {
        // Otherwise a run under such a setting tests the same width as a run without.
        Assert.False(
            Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0" && Vector512.IsHardwareAccelerated);
        Assert.False(Environment.GetEnvironmentVariable("DOTNET_EnableAVX2") == "0" && Vector256.IsHardwareAccelerated);
        Assert.False(
            Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") == "0" && Vector128.IsHardwareAccelerated);
    }

    [Theory]
    [InlineData(1, 1, 300, 500, 64, false)]
    [InlineData(2, 4, 130, 330, 40, true)]
    [InlineData(1, 8, 1, 4000, 128, true)]
    [InlineData(1, 1, 3, 20_000, 64, false)]
    [InlineData(1, 2, 1500, 1700, 16, true)]
    [InlineData(1, 7, 250, 250, 64, true)] // two threads: four whole heads, three in two runs each
    public void One_two_and_eight_threads_give_the_same_bits(
        int batch, int heads, int tokens, int keyCount, int features, bool causal)
    {
        HeadTensor q = Sample.Tensor(batch, heads, tokens, features, 1),
            k = Sample.Tensor(batch, heads, keyCount, features, 2);
        HeadTensor v = Sample.Tensor(batch, heads, keyCount, features, 3);
        AttentionMask mask = causal
            ? AttentionMask.Causal(QueryOffset.BottomRight)
            : AttentionMask.Bias(Sample.Matrix(1, keyCount, 4));
        (float[] Output, float[] Lse) expected = Run(1);
        foreach (int threads in (int[])[2, 8])
        {
            for (int repetition = 0; repetition < 3; repetition++)
            {
                (float[] output, float[] lse) = Run(threads);
                Assert.Equal(expected.Output, output);
                Assert.Equal(expected.Lse, lse);
            }
        }

        (float[] Output, float[] Lse) Run(int threads)
        {
            float[] output = new float[batch * heads * tokens * features],
                lse = new float[batch * heads * tokens];
            FlashAttention.Compute(
                q, k, v, mask, HeadTensor.HeadMajor(output, batch, heads, tokens, features),
                new() { DegreeOfParallelism = threads }, HeadTensor.HeadMajor(lse, batch, heads, tokens, 1));
            return (output, lse);
        }
    }

    [Fact]
    public void A_warm_call_allocates_nothing()
    {
        const int n = 150;
        MatrixView q = Sample.Matrix(n, 24, 1),
            k = Sample.Matrix(n, 24, 2),
            v = Sample.Matrix(n, 20, 3),
            output = new(n, 20),
            weights = new(n, n);
        MatrixView dQ = new(n, 24),
            dK = new(n, 24),
            dV = new(n, 20),
            lse = new(n, 1),
            wide = new(n, 24);
        float[] logits = Sample.Vector(n, 4);
        AttentionMask mask =
            AttentionMask.Causal() & AttentionMask.Bias(Sample.Matrix(n, n, 5)) & AttentionMask.Padding(n - 9);
        AttentionOptions one = new() { DegreeOfParallelism = 1, Softcap = 5 };
        MultiHeadAttention layer = new(
            Sample.Matrix(24, 24, 1), Sample.Matrix(24, 24, 2), Sample.Matrix(24, 24, 3), Sample.Matrix(24, 24, 4), 3);
        var cache = new KeyValueCache(1, 1, 2 * n, 24, 20);
        var narrow = new KeyValueCache(1, 1, 2 * n, 24, 20, StorageFormat.BFloat16);
        HeadTensor q4 = q.SplitHeads(1),
            k4 = k.SplitHeads(1),
            v4 = v.SplitHeads(1),
            output4 = output.SplitHeads(1);

        AssertAllocatesNothing(() => FlashAttention.Compute(q, k, v, mask, output, one, lse));
        AssertAllocatesNothing(() => FlashAttention.Compute(q, k, v, AttentionMask.Causal(3), output, one));
        AssertAllocatesNothing(() =>
            FlashAttention.Compute(q.SliceRows(0, 1), k, v, AttentionMask.None, output.SliceRows(0, 1), one)
        );
        AssertAllocatesNothing(() => ScaledDotProductAttention.Compute(q, k, v, mask, output, one, weights));
        AssertAllocatesNothing(() =>
            ScaledDotProductAttention.Compute(q, k, v, AttentionMask.SlidingWindow(3, 4), output, one)
        );
        AssertAllocatesNothing(() => ScaledDotProductAttention.Scores(q, k, mask, ScoreStage.AfterMask, weights, one));
        AssertAllocatesNothing(() =>
            ScaledDotProductAttention.Backward(q, k, v, mask, output, dQ, dK, dV, one, weights)
        );
        AssertAllocatesNothing(() => Softmax.Compute(weights, weights));
        AssertAllocatesNothing(() => Softmax.Compute(logits, logits));
        AssertAllocatesNothing(() => Dot.Compute(logits, logits));
        AssertAllocatesNothing(() => layer.Compute(q, mask, wide, one));
        AssertAllocatesNothing(() => Decode(cache));
        AssertAllocatesNothing(() => Decode(narrow));

        void Decode(KeyValueCache cache)
        {
            cache.Clear();
            cache.Append(k4, v4);
            cache.Attend(q4, output4, one);
        }
    }

    [Fact]
    public void Several_threads_allocate_nothing_either()
    {
        // The least of many calls: the queue of the thread pool may grow now and then.
        Assert.Equal(0, Allocated(512));
        Assert.Equal(0, Allocated(1024));

        static long Allocated(int n)
        {
            MatrixView q = Sample.Matrix(n, 16, 1),
                output = new(n, 16);
            AttentionOptions two = new() { DegreeOfParallelism = 2 };
            long least = long.MaxValue;
            for (int attempt = 0; attempt < 20; attempt++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                FlashAttention.Compute(q, q, q, AttentionMask.None, output, two);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }
    }

    [Fact]
    public void Inputs_are_never_written()
    {
        foreach ((string name, Variants.Variant variant) in Variants.All)
        {
            MatrixView q = Sample.Matrix(37, 18, 1),
                k = Sample.Matrix(70, 18, 2),
                v = Sample.Matrix(70, 11, 3),
                bias = Sample.Matrix(37, 70, 4),
                output = new(37, 11);
            int[] valid = [66];
            bool[] seen = [.. Enumerable.Range(0, 70).Select(j => j % 5 != 0)];
            AttentionMask mask =
                AttentionMask.Bias(bias)
                & AttentionMask.Padding(valid)
                & AttentionMask.Boolean(seen, 1, 70)
                & AttentionMask.Causal(30);
            variant(
                q.SplitHeads(1), k.SplitHeads(1), v.SplitHeads(1), mask, output.SplitHeads(1), new() { Softcap = 4 });

            Assert.Equal(Sample.Vector(37 * 18, 1), Sample.ToArray(q));
            Assert.Equal(Sample.Vector(70 * 18, 2), Sample.ToArray(k));
            Assert.Equal(Sample.Vector(70 * 11, 3), Sample.ToArray(v));
            Assert.Equal(Sample.Vector(37 * 70, 4), Sample.ToArray(bias));
            Assert.Equal([66], valid);
            Assert.True(
                seen.Where((_, j) => j % 5 == 0).All(x => !x) && seen.Where((_, j) => j % 5 != 0).All(x => x), name);
        }
    }

    [Fact]
    public void Messages_and_pictures_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberDecimalSeparator = ",";
        odd.NumberFormat.NegativeSign = "minus ";
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.Equal("-0.5", ((BFloat16)(-0.5f)).ToString());
            Assert.Equal("3 x 4", new MatrixView(3, 4).ToString());
            string message = ArgumentErrors.Message(() => AttentionMask.Padding(-1).Materialize(1, 2));
            Assert.StartsWith("mask has a valid length of -1 but", message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Nothing_is_read_or_written_beyond_the_page_on_which_the_data_ends()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "guard pages are made with mprotect");
        foreach (int length in Enumerable.Range(0, 140))
        {
            using GuardedPage x = new(length),
                y = new(length);
            Sample.Vector(length, 1).CopyTo(x.Span);
            Sample.Vector(length, 2).CopyTo(y.Span);
            DotProduct.Kernel<Simd128>(x.Span, y.Span);
            DotProduct.Kernel<Simd256>(x.Span, y.Span);
            DotProduct.Kernel<Simd512>(x.Span, y.Span);
            SoftmaxRow.Kernel<Simd128>(x.Span, y.Span);
            SoftmaxRow.Kernel<Simd256>(x.Span, y.Span);
            SoftmaxRow.Kernel<Simd512>(x.Span, y.Span);
            AddScaled.Kernel<Simd128>(2, x.Span, y.Span);
            AddScaled.Kernel<Simd256>(2, x.Span, y.Span);
            AddScaled.Kernel<Simd512>(2, x.Span, y.Span);
        }
    }

    private static void AssertAllocatesNothing(Action call)
    {
        // The runtime allocates for itself on this thread while a path is new, in up to three calls one after the other
        // without vector instructions. A call that allocates never comes to three calls in a row that do not.
        var allocated = new List<long>();
        while (allocated.Count < 3 || allocated.TakeLast(3).Any(bytes => bytes > 0))
        {
            Assert.True(allocated.Count < 20, $"Twenty calls allocated {string.Join(", ", allocated)} bytes.");
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
