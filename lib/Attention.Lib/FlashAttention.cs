using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>Attention without the queries × keys weight matrix: softmax is accumulated while the keys stream by.</summary>
/// <remarks>Same parameters and same result, up to rounding, as <see cref="ScaledDotProductAttention"/>.</remarks>
public static class FlashAttention
{
    /// <summary>Keys per tile: its scores fill four 512-bit registers.</summary>
    private const int TileKeys = 64;

    /// <summary>Computes <c>softmax(scale · Q Kᵀ + mask) V</c> of one head, tile by tile.</summary>
    /// <param name="queries">Q, one query per row: L × D.</param>
    /// <param name="keys">K, one key per row: S × D.</param>
    /// <param name="values">V, one value per row: S × Dv.</param>
    /// <param name="mask">Which keys each query may see; <see cref="AttentionMask.None"/> for all.</param>
    /// <param name="destination">Receives the output: L × Dv. Must not share memory with the inputs.</param>
    /// <param name="options">Scale, softcap, degree of parallelism.</param>
    /// <param name="logSumExp">If given, receives <c>log Σ e^score</c> of each query: L × 1.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), the destination shares memory with an input,
    /// or D is 0 and <paramref name="options"/> gives no scale.
    /// </exception>
    /// <remarks>
    /// <para>
    /// A query that may see no key gets a row of zeros and a log-sum-exp of −∞. A score of +∞ or NaN makes the row of its query NaN.
    /// Without queries there is nothing to do; without keys every row is zero.
    /// </para>
    /// <para>
    /// O(L·S·(D + Dv)) time, counting only the keys that the mask's rules leave visible, and no memory that grows with L × S.
    /// The result does not depend on the number of threads; its last bits depend on the register width of the machine.
    /// Source: Dao et al., FlashAttention (2022), algorithm 1; Milakov and Gimelshein, Online normalizer calculation for softmax (2018).
    /// </para>
    /// </remarks>
    public static void Compute(
        MatrixView queries, MatrixView keys, MatrixView values, AttentionMask mask, MatrixView destination,
        AttentionOptions options = default, MatrixView? logSumExp = null)
    {
        Require.QueriesAndKeys(queries, keys, mask, options);
        Require.Values(keys, values);
        Require.PerQuery(destination, queries, values.Columns);
        if (logSumExp is { } column)
        {
            Require.PerQuery(column, queries, 1, nameof(logSumExp), "its only possible size");
        }

        Compute(queries.SplitHeads(1), keys.SplitHeads(1), values.SplitHeads(1), mask, destination.SplitHeads(1), options, logSumExp?.SplitHeads(1));
    }

    /// <summary>The same for every head of every batch entry; query heads may share key and value heads (grouped-query attention).</summary>
    /// <param name="queries">Q: batch × query heads × L × D.</param>
    /// <param name="keys">K: batch × key heads × S × D. Query head h uses key head <c>h / (query heads / key heads)</c>.</param>
    /// <param name="values">V: batch × key heads × S × Dv.</param>
    /// <param name="mask">Which keys each query may see; <see cref="AttentionMask.None"/> for all.</param>
    /// <param name="destination">Receives the output: batch × query heads × L × Dv. Must not share memory with the inputs.</param>
    /// <param name="options">Scale, softcap, degree of parallelism.</param>
    /// <param name="logSumExp">If given, receives <c>log Σ e^score</c> of each query: batch × query heads × L × 1.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), the query heads are no multiple of the key heads,
    /// the destination shares memory with an input, or D is 0 and <paramref name="options"/> gives no scale.
    /// </exception>
    /// <remarks>All that is said of one head holds for each: heads and batch entries do not influence each other, bit for bit.</remarks>
    public static void Compute(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options = default, HeadTensor? logSumExp = null)
    {
        Require.QueriesAndKeys(queries, keys, mask, options);
        Require.Values(keys, values);
        Require.PerQuery(destination, queries, values.Features);
        if (logSumExp is { } numbers)
        {
            Require.PerQuery(numbers, queries, 1, nameof(logSumExp), "its only possible size");
        }

        Require.Apart([new(destination), new(logSumExp ?? default, nameof(logSumExp))], [new(queries), new(keys), new(values)]);

        if (Vector512.IsHardwareAccelerated)
        {
            Kernel<Simd512>(queries, keys, values, mask, destination, options, logSumExp);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Kernel<Simd256>(queries, keys, values, mask, destination, options, logSumExp);
        }
        else
        {
            Kernel<Simd128>(queries, keys, values, mask, destination, options, logSumExp);
        }
    }

    internal static void Kernel<TSimd>(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options, HeadTensor? logSumExp)
        where TSimd : struct, ISimd<TSimd>
    {
        long heads = queries.Tokens == 0 ? 0 : (long)queries.Batch * queries.Heads;
        if (options.Threads == 1)
        {
            for (long i = 0; i < heads; i++)
            {
                Head<TSimd>(queries, keys, values, mask, destination, options, logSumExp, (int)(i / queries.Heads), (int)(i % queries.Heads));
            }
        }
        else
        {
            Parallel<TSimd>(queries, keys, values, mask, destination, options, logSumExp, heads);
        }
    }

    // A method of its own, so that the closure is allocated only where threads are used.
    private static void Parallel<TSimd>(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options, HeadTensor? logSumExp, long heads)
        where TSimd : struct, ISimd<TSimd>
        => System.Threading.Tasks.Parallel.For(
            0, heads, new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            i => Head<TSimd>(queries, keys, values, mask, destination, options, logSumExp, (int)(i / queries.Heads), (int)(i % queries.Heads)));

    private static void Head<TSimd>(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options, HeadTensor? logSumExp, int batch, int head)
        where TSimd : struct, ISimd<TSimd>
    {
        int keyHead = head / (queries.Heads / keys.Heads);
        MatrixView q = queries.Head(batch, head), k = keys.Head(batch, keyHead), v = values.Head(batch, keyHead);
        MatrixView output = destination.Head(batch, head);
        HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
        for (int query = 0; query < queries.Tokens; query++)
        {
            float lse = Row<TSimd>(q.Row(query), k, v, headMask, query, options, output.Row(query));
            if (logSumExp is { } numbers)
            {
                numbers[batch, head, query, 0] = lse;
            }
        }
    }

    private static float Row<TSimd>(
        ReadOnlySpan<float> query, MatrixView keys, MatrixView values, HeadMask mask, int queryIndex, AttentionOptions options, Span<float> output)
        where TSimd : struct, ISimd<TSimd>
    {
        Span<float> tileScores = stackalloc float[TileKeys];
        (int first, int end) = mask.VisibleKeys(queryIndex);
        float scale = options.ScaleFor(query.Length);
        float max = float.NegativeInfinity; // m, the largest score so far
        float sum = 0;                      // l, the sum of e^(s - m) so far
        output.Clear();                     // O, the sum of e^(s - m) v so far

        for (int tile = first; tile < end; tile += TileKeys)
        {
            // S = scale · q Kᵀ, softly capped, masked
            Span<float> scores = tileScores[..Math.Min(TileKeys, end - tile)];
            float newMax = max;
            for (int j = 0; j < scores.Length; j++)
            {
                float score = scale * Dot.Kernel<TSimd>(query, keys.Row(tile + j));
                scores[j] = options.Softcap > 0 ? options.Softcap * MathF.Tanh(score / options.Softcap) : score;
            }

            mask.Apply(queryIndex, tile, scores);

            // m' = max(m, max S); rescale what was summed so far by e^(m - m')
            foreach (float score in scores)
            {
                newMax = MathF.Max(newMax, score);
            }

            // As long as every score is −∞ there is nothing to measure from; −∞ − −∞ would be NaN.
            float shift = float.IsNegativeInfinity(newMax) ? 0 : newMax;
            float correction = MathF.Exp(max - shift);
            max = newMax;
            sum *= correction;
            Scale(correction, output);

            // P = e^(S - m');  l = e^(m - m') l + Σ P;  O = e^(m - m') O + P V
            for (int j = 0; j < scores.Length; j++)
            {
                float weight = MathF.Exp(scores[j] - shift);
                sum += weight;
                if (weight != 0 || mask.Sees(queryIndex, tile + j))
                {
                    AddScaled.Kernel<TSimd>(weight, values.Row(tile + j), output);
                }
            }
        }

        if (sum == 0)
        {
            // Every score is −∞: zeros if the mask says so, 0 / 0 if the data did.
            output.Fill(mask.SeesAny(queryIndex) ? float.NaN : 0);
            return float.NegativeInfinity;
        }

        Scale(1 / sum, output);
        return max + MathF.Log(sum);
    }

    private static void Scale(float factor, Span<float> destination)
    {
        foreach (ref float value in destination)
        {
            value *= factor;
        }
    }
}
