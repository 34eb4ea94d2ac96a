using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

public static partial class ScaledDotProductAttention
{
    /// <summary>Computes the scores of one head and stops at the given stage.</summary>
    /// <param name="queries">Q: L × D.</param>
    /// <param name="keys">K: S × D.</param>
    /// <param name="mask">Which keys each query may see; matters from <see cref="ScoreStage.AfterMask"/> on.</param>
    /// <param name="stage">Where to stop.</param>
    /// <param name="destination">Receives the scores: L × S. Must not share memory with the inputs.</param>
    /// <param name="options">Scale and softcap.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), the destination shares memory with an input,
    /// or D is 0 and <paramref name="options"/> gives no scale.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stage"/> is none of the four.</exception>
    /// <remarks>O(L·S·D) time; allocates nothing.</remarks>
    public static void Scores(
        MatrixView queries, MatrixView keys, AttentionMask mask, ScoreStage stage, MatrixView destination, AttentionOptions options = default)
    {
        Require.QueriesAndKeys(queries, keys, mask, options);
        Require.PerQuery(destination, queries, keys.Rows);
        Scores(queries.SplitHeads(1), keys.SplitHeads(1), mask, stage, destination.SplitHeads(1), options);
    }

    /// <summary>Computes the scores of every head of every batch entry and stops at the given stage.</summary>
    /// <param name="queries">Q: batch × query heads × L × D.</param>
    /// <param name="keys">K: batch × key heads × S × D.</param>
    /// <param name="mask">Which keys each query may see; matters from <see cref="ScoreStage.AfterMask"/> on.</param>
    /// <param name="stage">Where to stop.</param>
    /// <param name="destination">Receives the scores: batch × query heads × L × S. Must not share memory with the inputs.</param>
    /// <param name="options">Scale and softcap.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together (the message names both sides), or as for one head.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stage"/> is none of the four.</exception>
    public static void Scores(
        HeadTensor queries, HeadTensor keys, AttentionMask mask, ScoreStage stage, HeadTensor destination, AttentionOptions options = default)
    {
        Require.QueriesAndKeys(queries, keys, mask, options);
        Require.PerQuery(destination, queries, keys.Tokens);
        Require.Apart([new(destination)], [new(queries), new(keys)], mask);
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
        HeadTensor queries, HeadTensor keys, AttentionMask mask, ScoreStage stage, HeadTensor destination, AttentionOptions options)
        where TSimd : struct, ISimd<TSimd>
    {
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                int keyHead = head / (queries.Heads / keys.Heads);
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                HeadScores<TSimd>(queries.Head(batch, head), keys.Head(batch, keyHead), headMask, stage, destination.Head(batch, head), options);
            }
        }
    }

    private static void HeadScores<TSimd>(
        MatrixView queries, MatrixView keys, HeadMask mask, ScoreStage stage, MatrixView destination, AttentionOptions options)
        where TSimd : struct, ISimd<TSimd>
    {
        for (int i = 0; i < queries.Rows; i++)
        {
            RowScores<TSimd>(queries.Row(i), keys, mask, i, stage, destination.Row(i), options);
        }
    }

    /// <summary>The scores of query i at the given stage: one row of S numbers.</summary>
    private static void RowScores<TSimd>(
        ReadOnlySpan<float> query, MatrixView keys, HeadMask mask, int i, ScoreStage stage, Span<float> row, AttentionOptions options)
        where TSimd : struct, ISimd<TSimd>
    {
        float scale = options.ScaleFor(query.Length);
        (int first, int end) = stage >= ScoreStage.AfterMask ? mask.VisibleKeys(i) : (0, keys.Rows);
        Span<float> visible = row[first..end];
        for (int j = 0; j < visible.Length; j++)
        {
            visible[j] = scale * Dot.Kernel<TSimd>(query, keys.Row(first + j));
        }

        if (stage >= ScoreStage.AfterSoftcap && options.Softcap > 0)
        {
            foreach (ref float score in visible)
            {
                score = options.Softcap * MathF.Tanh(score / options.Softcap);
            }
        }

        if (stage >= ScoreStage.AfterMask)
        {
            mask.Apply(i, first, visible);
        }

        if (stage == ScoreStage.Weights)
        {
            if (mask.SeesAny(i))
            {
                Softmax.Kernel<TSimd>(visible, visible);
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
