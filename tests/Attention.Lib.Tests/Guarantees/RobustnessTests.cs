using System.Runtime.InteropServices;
using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>
/// Inputs and circumstances under which results were once wrong, or exceptions not the documented ones.
/// </summary>
public class RobustnessTests
{
    [Fact]
    public void A_pending_interrupt_does_not_end_a_call_while_helpers_are_at_work()
    {
        int[] atWork = new int[1];
        int atWorkAfterwards = 0;
        var caller = new Thread(() =>
        {
            Thread.CurrentThread.Interrupt();
            try
            {
                ParallelWork.Run(2, 2, new LongerThanTheCaller(atWork, Environment.CurrentManagedThreadId));
                Thread.Sleep(1); // the interrupt is still pending
            }
            catch (ThreadInterruptedException)
            {
            }

            atWorkAfterwards = Volatile.Read(ref atWork[0]);
        });
        caller.Start();
        caller.Join();
        Assert.Equal(0, atWorkAfterwards);
    }

    [Fact]
    public void A_cache_for_more_sequences_than_an_array_holds_is_refused() =>
        Assert.Throws<ArgumentException>("batch", () => new KeyValueCache(int.MaxValue, 0, 0, 0));

    [Fact]
    public void Rotary_positions_blame_their_own_offset() =>
        Assert.Throws<ArgumentException>("offset", () => RotaryPositions.Apply(
            new HeadTensor(1, 2, 3, 4), RotaryPairing.Halves, QueryOffset.PerBatchEntry(1, 2)));

    [Fact]
    public void Shapes_that_are_too_large_are_blamed_on_the_parameter_that_has_them()
    {
        // The memory is never read: any address will do.
        using var nowhere = new NativeFloats(4096, 900_000_000);
        MatrixView column = new(nowhere.Memory, 900_000_000, 1), w = new(1, 4), small = new(3, 1);
        Assert.Throws<ArgumentException>("matrix", () => new PackedMatrix(column));
        MultiHeadAttention layer = new(w, w, w, new MatrixView(4, 1), 4);
        Assert.Throws<ArgumentException>("tokens", () => layer.Compute(column, AttentionMask.None, column));
        Assert.Throws<ArgumentException>("context", () => layer.Compute(small, column, AttentionMask.None, small));
        Assert.Throws<ArgumentException>("tokens", () => layer.Decode(column, new KeyValueCache(1, 4, 1, 1), column));
    }

    [Fact]
    public void A_sink_is_refused_where_the_output_lies_on_what_is_read()
    {
        float[] memory = Sample.Vector(40, 1), before = [.. memory];
        HeadTensor output = HeadTensor.HeadMajor(memory.AsMemory(0, 32), 1, 2, 4, 4),
            sums = HeadTensor.HeadMajor(memory.AsMemory(28, 8), 1, 2, 4, 1),
            apart = HeadTensor.HeadMajor(memory.AsMemory(32, 8), 1, 2, 4, 1);
        Assert.Throws<ArgumentException>("output", () => AttentionSink.Apply(output, sums, 1f));
        Assert.Throws<ArgumentException>("output", () => AttentionSink.Apply(output, apart, memory.AsSpan(31, 2)));
        Assert.Equal(before, memory);
        AttentionSink.Apply(output, apart, memory.AsSpan(32, 2));
        Assert.NotEqual(before, memory);
    }

    [Fact]
    public void Backward_writes_nothing_when_it_refuses_the_call()
    {
        float[] memory = Sample.Vector(40, 1), before = [.. memory];
        MatrixView x = new(memory.AsMemory(0, 12), 3, 4), biasGradient = new(memory.AsMemory(8, 9), 3, 3);
        MatrixView apart = new(memory.AsMemory(20, 9), 3, 3);
        Assert.Throws<ArgumentException>("biasGradient", () => ScaledDotProductAttention.Backward(
            x, x, x, default, x, New(), New(), New(), default, biasGradient));
        Assert.Throws<ArgumentException>("logSumExp", () => ScaledDotProductAttention.Backward(
            x, x, x, default, x, New(), New(), New(), default, apart, output: x));
        Assert.Equal(before, memory);

        static MatrixView New() => new(3, 4);
    }

    [Theory]
    [InlineData(float.Epsilon)]
    [InlineData(1e-40f)]
    [InlineData(float.MaxValue)]
    public void Any_softcap_leaves_scores_of_zero_alone(float softcap)
    {
        MatrixView zeros = new(9, 4), values = new([1, 2, 3, 4, 5, 6, 7, 8, 9], 9, 1), output = new(9, 1);
        FlashAttention.Compute(zeros, zeros, values, AttentionMask.None, output, new() { Softcap = softcap });
        Assert.All(Sample.ToArray(output), mean => Assert.Equal(5, mean, 1e-5f));
        ScaledDotProductAttention.Backward(
            zeros, zeros, values, AttentionMask.None, output, new MatrixView(9, 4), new MatrixView(9, 4),
            output = new(9, 1), new() { Softcap = softcap });
        Assert.All(Sample.ToArray(output), gradient => Assert.Equal(5, gradient, 1e-5f));
    }

    [Fact]
    public void Copying_a_caches_keys_and_values_to_the_same_memory_is_refused()
    {
        var cache = new KeyValueCache(1, 1, 2, 3);
        HeadTensor both = new(1, 1, 2, 3);
        cache.Append(new HeadTensor(1, 1, 2, 3), new HeadTensor(1, 1, 2, 3));
        Assert.Throws<ArgumentException>(() => cache.CopyTo(both, both));
    }

    [Fact]
    public void Converting_numbers_onto_their_own_memory_is_refused()
    {
        float[] memory = new float[40];
        Assert.Throws<ArgumentException>(() => Storage.Widen(MemoryMarshal.Cast<float, Half>(memory)[..40], memory));
        Assert.Throws<ArgumentException>(() =>
            Storage.Widen(MemoryMarshal.Cast<float, BFloat16>(memory)[..40], memory)
        );
        Assert.Throws<ArgumentException>(() =>
            Storage.Narrow(memory, MemoryMarshal.Cast<float, Half>(memory.AsSpan()))
        );
        Assert.Throws<ArgumentException>(() =>
            Storage.Narrow(memory, MemoryMarshal.Cast<float, BFloat16>(memory.AsSpan()))
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_causal_mask_in_a_cache_counts_from_the_last_append(int tokens)
    {
        HeadTensor all = Sample.Tensor(1, 1, 5 + tokens, 4, 1),
            expected = new(1, 1, tokens, 4),
            actual = new(1, 1, tokens, 4);
        var cache = new KeyValueCache(1, 1, 5 + tokens, 4);
        cache.Append(all.SliceTokens(0, 5), all.SliceTokens(0, 5));
        cache.Append(all.SliceTokens(5, tokens), all.SliceTokens(5, tokens));

        cache.Attend(all.SliceTokens(5, tokens), expected);
        cache.Attend(all.SliceTokens(5, tokens), AttentionMask.Causal(), actual);

        Assert.Equal(Sample.ToArray(expected.Head(0, 0)), Sample.ToArray(actual.Head(0, 0)));
    }

    [Theory]
    [InlineData(1e30f, 1e-30f, 1e10f)]
    [InlineData(1e20f, 1e20f, 1e-30f)]
    [InlineData(-1e30f, 1e-30f, -1e10f)]
    public void Scores_that_fit_a_float_are_right_although_a_factor_times_the_scale_or_the_product_is_not(
        float query, float key, float scale)
    {
        foreach (int queryCount in (int[])[1, 7])
        {
            MatrixView q = new(queryCount, 1),
                k = new([key, -key, key], 3, 1),
                v = new([1, 2, 3], 3, 1),
                output = new(queryCount, 1);
            q.Fill(query);
            FlashAttention.Compute(q, k, v, AttentionMask.None, output, new() { Scale = scale });
            Assert.Equal(Enumerable.Repeat(2f, queryCount), Sample.ToArray(output));
            output.Fill(0);
            ScaledDotProductAttention.Compute(q, k, v, AttentionMask.None, output, new() { Scale = scale });
            Assert.Equal(Enumerable.Repeat(2f, queryCount), Sample.ToArray(output));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void The_mean_of_values_near_the_largest_float_is_finite_although_their_sum_is_not(int queryCount)
    {
        MatrixView q = Sample.Matrix(queryCount, 3, 1),
            k = Sample.Matrix(40, 3, 2),
            v = new(40, 2),
            output = new(queryCount, 2);
        v.Fill(1e38f);
        FlashAttention.Compute(q, k, v, AttentionMask.None, output);
        Assert.All(Sample.ToArray(output), value => Assert.InRange(value, 0.99999e38f, 1.00001e38f));
    }

    [Fact]
    public void A_share_of_softmax_does_not_depend_on_where_its_logit_stands()
    {
        for (int length = 2; length < 70; length++)
        {
            float[] shares =
            [
                .. Enumerable
                    .Range(0, length)
                    .Select(place =>
                    {
                        float[] row = new float[length];
                        row[place] = -88;
                        Softmax.Compute(row, row);
                        return row[place];
                    }),
            ];
            Assert.All(shares, share => Assert.Equal(shares[0], share));
        }
    }

    /// <summary>The caller's item ends as soon as a helper has begun with its own, which takes longer.</summary>
    private readonly struct LongerThanTheCaller(int[] atWork, int caller) : IParallelWork
    {
        public void RunItem(int item)
        {
            long start = Environment.TickCount64;
            if (Environment.CurrentManagedThreadId == caller)
            {
                while (Volatile.Read(ref atWork[0]) == 0 && Environment.TickCount64 - start < 10_000)
                {
                }

                return;
            }

            Interlocked.Increment(ref atWork[0]);
            while (Environment.TickCount64 - start < 300)
            {
            }

            Interlocked.Decrement(ref atWork[0]);
        }
    }
}
