using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>A long call ends before its next tile when its token asks for it, on any number of threads.</summary>
public class CancellationTests
{
    private static readonly AttentionOptions s_cancelled = new() { Cancellation = new CancellationToken(true) };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void No_item_begins_after_the_token_was_cancelled_and_the_next_call_is_whole(int threads)
    {
        using var source = new CancellationTokenSource();
        int[] computed = [0];
        Assert.Throws<OperationCanceledException>(
            () => ParallelWork.Run(10_000, threads, new Cancelling(source, computed, 10), source.Token));
        Assert.InRange(computed[0], 10, 10 + threads - 1);

        computed[0] = 0;
        ParallelWork.Run(100, threads, new Cancelling(source, computed, -1));
        Assert.Equal(100, computed[0]);
    }

    [Fact]
    public void Every_variant_of_attention_takes_a_token()
    {
        HeadTensor q = Sample.Tensor(1, 2, 70, 8, 1), k = Sample.Tensor(1, 2, 70, 8, 2);
        HeadTensor v = Sample.Tensor(1, 2, 70, 8, 3), output = Sample.Tensor(1, 2, 70, 8, 4);
        HeadTensor token = Sample.Tensor(1, 2, 1, 8, 5), next = Sample.Tensor(1, 2, 1, 8, 6);
        Assert.Throws<OperationCanceledException>(
            () => FlashAttention.Compute(q, k, v, AttentionMask.None, output, s_cancelled));
        Assert.Throws<OperationCanceledException>(
            () => FlashAttention.Compute(token, k, v, AttentionMask.None, next, s_cancelled));
        Assert.Throws<OperationCanceledException>(
            () => ScaledDotProductAttention.Compute(q, k, v, AttentionMask.None, output, s_cancelled));
        Assert.Throws<OperationCanceledException>(() => ScaledDotProductAttention.Scores(
            q, k, AttentionMask.None, ScoreStage.Weights, Sample.Tensor(1, 2, 70, 70, 7), s_cancelled));
        Assert.Throws<OperationCanceledException>(
            () => ScaledDotProductAttention.Naive(q, k, v, AttentionMask.None, output, s_cancelled));
        Assert.Throws<OperationCanceledException>(() => ScaledDotProductAttention.Backward(
            q, k, v, AttentionMask.None, output, new HeadTensor(1, 2, 70, 8), new HeadTensor(1, 2, 70, 8),
            new HeadTensor(1, 2, 70, 8), s_cancelled));
        KeyValueCache cache = new(1, 2, 70, 8);
        cache.Append(k, v);
        Assert.Throws<OperationCanceledException>(() => cache.Attend(token, AttentionMask.None, next, s_cancelled));
        MatrixView w = Sample.Matrix(8, 8, 8), x = Sample.Matrix(70, 8, 9), y = new(70, 8);
        MultiHeadAttention layer = new(w, w, w, w, 2);
        Assert.Throws<OperationCanceledException>(() => layer.Compute(x, AttentionMask.None, y, s_cancelled));
        Assert.Throws<OperationCanceledException>(() => layer.Naive(x, AttentionMask.None, y, s_cancelled));
    }

    private readonly struct Cancelling(CancellationTokenSource source, int[] computed, int last) : IParallelWork
    {
        public void RunItem(int item)
        {
            int count = Interlocked.Increment(ref computed[0]);
            if (count == last)
            {
                source.Cancel();
            }

            // Another thread may be interrupted just before it cancels, for as long as thousands of such items take.
            while (last > 0 && count > last && !source.IsCancellationRequested)
            {
                Thread.Yield();
            }
        }
    }
}
