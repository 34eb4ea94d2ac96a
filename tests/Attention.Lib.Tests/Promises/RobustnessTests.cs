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
                ParallelTiles.Run(2, 2, new LongerThanTheCaller(atWork, Environment.CurrentManagedThreadId));
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
        Assert.Throws<ArgumentException>(() => new KeyValueCache(int.MaxValue, 0, 0, 0));

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

    /// <summary>The caller's tile ends as soon as a helper has begun with its own, which takes longer.</summary>
    private readonly struct LongerThanTheCaller(int[] atWork, int caller) : ITiledWork
    {
        public void ComputeTile(int tile)
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
