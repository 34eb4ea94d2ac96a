using System.Runtime.Intrinsics;
using Attention.Lib.Internal;
using static Attention.Lib.Internal.RequireInputs;
using static Attention.Lib.Internal.RequireShape;

namespace Attention.Lib;

public static partial class ScaledDotProductAttention
{
    /// <summary>Computes the scores of every head of every batch entry and stops at the given stage.</summary>
    /// <param name="queries">Q: batch × query heads × L × D, or a matrix L × D for one head.</param>
    /// <param name="keys">K: batch × key heads × S × D, or S × D.</param>
    /// <param name="mask">Which keys each query may see; matters from <see cref="ScoreStage.AfterMask"/> on.</param>
    /// <param name="stage">Where to stop.</param>
    /// <param name="destination">
    /// Receives the scores: batch × query heads × L × S, or L × S. Must not share memory with the inputs.
    /// </param>
    /// <param name="options">Scale, softcap, degree of parallelism, cancellation.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), the query heads are no multiple of the key heads,
    /// the destination shares memory with an input, or D is 0 and <paramref name="options"/> gives no scale.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stage"/> is none of the four.</exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="AttentionOptions.Cancellation"/> was requested.
    /// </exception>
    /// <remarks>O(L·S·D) time; allocates nothing.</remarks>
    public static void Scores(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, AttentionMask mask, ScoreStage stage,
        HeadTensor destination, AttentionOptions options = default)
    {
        QueriesAndKeys(queries, keys, mask, options);
        PerQuery(destination, queries);
        Equal(destination, Size.Features, keys, Size.Tokens);
        Apart([new(destination)], [new(queries), new(keys)]);
        if (!Enum.IsDefined(stage))
        {
            throw new ArgumentOutOfRangeException(nameof(stage), stage, "stage must be one of the four stages.");
        }

        if (Vector512.IsHardwareAccelerated)
        {
            Scores<Simd512>(queries, keys, mask, stage, destination, options);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Scores<Simd256>(queries, keys, mask, stage, destination, options);
        }
        else
        {
            Scores<Simd128>(queries, keys, mask, stage, destination, options);
        }
    }

    internal static void Scores<TSimd>(
        in ReadOnlyHeadTensor queries, in ReadOnlyHeadTensor keys, in AttentionMask mask, ScoreStage stage,
        in HeadTensor destination, in AttentionOptions options)
        where TSimd : struct, ISimd<TSimd>
    {
        var work = new ScoreRows<TSimd>(queries, keys, mask, stage, destination, options);
        Run(work, queries, (long)keys.Tokens * queries.Features, options);
    }

    private readonly struct ScoreRows<TSimd>(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, AttentionMask mask, ScoreStage stage,
        HeadTensor destination, AttentionOptions options) : IParallelWork
        where TSimd : struct, ISimd<TSimd>
    {
        public void RunItem(int item)
        {
            (int batch, int head, int first, int end) = Locate(queries, item);
            HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
            ReadOnlyMatrixView headQueries = queries.Head(batch, head);
            ReadOnlyMatrixView headKeys = keys.Head(batch, head / (queries.Heads / keys.Heads));
            MatrixView scores = destination.Head(batch, head);
            for (int i = first; i < end; i++)
            {
                RowScores<TSimd>(headQueries.Row(i), headKeys, headMask, i, stage, scores.Row(i), options);
            }
        }
    }

    /// <summary>The scores of query i at the given stage: one row of S numbers.</summary>
    private static void RowScores<TSimd>(
        ReadOnlySpan<float> query, in ReadOnlyMatrixView keys, in HeadMask mask, int i, ScoreStage stage,
        Span<float> row, in AttentionOptions options)
        where TSimd : struct, ISimd<TSimd>
    {
        float scale = options.ScaleFor(query.Length);
        (int first, int end) = stage >= ScoreStage.AfterMask ? mask.KeyRange(i) : (0, keys.Rows);
        Span<float> visible = row[first..end];
        for (int j = 0; j < visible.Length; j++)
        {
            visible[j] = Score.Of<TSimd>(scale, query, keys.Row(first + j));
        }

        if (stage >= ScoreStage.AfterSoftcap && options.Softcap > 0)
        {
            SoftCap.Apply<TSimd>(options.Softcap, visible);
        }

        if (stage >= ScoreStage.AfterMask)
        {
            mask.Apply<TSimd>(i, first, visible);
        }

        if (stage == ScoreStage.Weights)
        {
            if (mask.SeesAny(i))
            {
                SoftmaxRow.Kernel<TSimd>(visible, visible);
            }
            else
            {
                visible.Clear();
            }
        }

        float hidden = stage == ScoreStage.Weights ? 0 : float.NegativeInfinity;
        row[..first].Fill(hidden);
        row[end..].Fill(hidden);
    }
}
