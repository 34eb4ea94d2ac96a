using System.Numerics;
using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>Attention as the paper writes it, <c>softmax(scale · Q Kᵀ + mask) V</c>, with the matrix of weights in the open.</summary>
/// <remarks>
/// <list type="number">
/// <item><description><see cref="Naive(MatrixView, MatrixView, MatrixView, AttentionMask, MatrixView, AttentionOptions)"/> is the definition, loop by loop.</description></item>
/// <item><description><see cref="Compute(MatrixView, MatrixView, MatrixView, AttentionMask, MatrixView, AttentionOptions, MatrixView?)"/> takes whole rows through vector registers and hands out the weights.</description></item>
/// <item><description><see cref="Scores(MatrixView, MatrixView, AttentionMask, ScoreStage, MatrixView, AttentionOptions)"/> stops on the way there.</description></item>
/// <item><description><see cref="Backward(MatrixView, MatrixView, MatrixView, AttentionMask, MatrixView, MatrixView, MatrixView, MatrixView, AttentionOptions, MatrixView?)"/> goes back from the output's gradient to those of the inputs.</description></item>
/// <item><description><see cref="FlashAttention"/> gives the same output without ever storing the weights.</description></item>
/// </list>
/// <para>Source: Vaswani et al., Attention Is All You Need (2017), equation 1.</para>
/// </remarks>
public static partial class ScaledDotProductAttention
{
    /// <summary>Computes attention of one head straight from the definition.</summary>
    /// <param name="queries">Q, one query per row: L × D.</param>
    /// <param name="keys">K, one key per row: S × D.</param>
    /// <param name="values">V, one value per row: S × Dv.</param>
    /// <param name="mask">Which keys each query may see; <see cref="AttentionMask.None"/> for all.</param>
    /// <param name="destination">Receives the output: L × Dv. Must not share memory with the inputs.</param>
    /// <param name="options">Scale and softcap.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), the destination shares memory with an input,
    /// or D is 0 and <paramref name="options"/> gives no scale.
    /// </exception>
    /// <remarks>A query that may see no key gets a row of zeros. O(L·S·(D + Dv)) time, O(L·S) memory.</remarks>
    public static void Naive(
        MatrixView queries, MatrixView keys, MatrixView values, AttentionMask mask, MatrixView destination, AttentionOptions options = default)
    {
        Require.QueriesAndKeys(queries, keys, mask, options);
        Require.Values(keys, values);
        Require.PerQuery(destination, queries, values.Columns);
        Naive(queries.SplitHeads(1), keys.SplitHeads(1), values.SplitHeads(1), mask, destination.SplitHeads(1), options);
    }

    /// <summary>Computes attention of every head of every batch entry straight from the definition.</summary>
    /// <param name="queries">Q: batch × query heads × L × D.</param>
    /// <param name="keys">K: batch × key heads × S × D. Query head h uses key head <c>h / (query heads / key heads)</c>.</param>
    /// <param name="values">V: batch × key heads × S × Dv.</param>
    /// <param name="mask">Which keys each query may see; <see cref="AttentionMask.None"/> for all.</param>
    /// <param name="destination">Receives the output: batch × query heads × L × Dv. Must not share memory with the inputs.</param>
    /// <param name="options">Scale and softcap.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together (the message names both sides), or as for one head.</exception>
    public static void Naive(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination, AttentionOptions options = default)
    {
        Require.QueriesAndKeys(queries, keys, mask, options);
        Require.Values(keys, values);
        Require.PerQuery(destination, queries, values.Features);
        Require.Apart([new(destination)], [new(queries), new(keys), new(values)], mask);
        Naive<float>(queries, keys, values, mask, destination, options);
    }

    /// <summary>The definition with all arithmetic in <typeparamref name="T"/>: double makes it the reference of tests.</summary>
    internal static void Naive<T>(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination, AttentionOptions options)
        where T : IFloatingPointIeee754<T>
    {
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                int keyHead = head / (queries.Heads / keys.Heads);
                MatrixView bias = mask.ForHead(batch, head, queries.Tokens, keys.Tokens).Materialize(queries.Tokens, keys.Tokens);
                NaiveHead<T>(
                    queries.Head(batch, head), keys.Head(batch, keyHead), values.Head(batch, keyHead), bias, destination.Head(batch, head), options);
            }
        }
    }

    private static void NaiveHead<T>(
        MatrixView queries, MatrixView keys, MatrixView values, MatrixView bias, MatrixView destination, AttentionOptions options)
        where T : IFloatingPointIeee754<T>
    {
        T scale = options.Scale is { } given ? T.CreateChecked(given) : T.One / T.Sqrt(T.CreateChecked(queries.Columns));
        T softcap = T.CreateChecked(options.Softcap);
        T[] weights = new T[keys.Rows];

        for (int i = 0; i < queries.Rows; i++)
        {
            bool seesAny = false;
            for (int j = 0; j < keys.Rows; j++)
            {
                // sᵢⱼ = scale · qᵢ · kⱼ
                T score = T.Zero;
                for (int c = 0; c < queries.Columns; c++)
                {
                    score += T.CreateChecked(queries[i, c]) * T.CreateChecked(keys[j, c]);
                }

                score *= scale;
                if (softcap > T.Zero)
                {
                    score = softcap * T.Tanh(score / softcap);
                }

                // A hidden key is selected away, not added up: NaN − ∞ would still be NaN.
                bool hidden = float.IsNegativeInfinity(bias[i, j]);
                weights[j] = hidden ? T.NegativeInfinity : score + T.CreateChecked(bias[i, j]);
                seesAny |= !hidden;
            }

            if (!seesAny)
            {
                destination.Row(i).Clear();
                continue;
            }

            Softmax.Naive<T>(weights, weights);

            // oᵢ = Σⱼ wᵢⱼ vⱼ
            for (int c = 0; c < values.Columns; c++)
            {
                T sum = T.Zero;
                for (int j = 0; j < keys.Rows; j++)
                {
                    if (!float.IsNegativeInfinity(bias[i, j]))
                    {
                        sum += weights[j] * T.CreateChecked(values[j, c]);
                    }
                }

                destination[i, c] = float.CreateChecked(sum);
            }
        }
    }

    /// <summary>Computes attention of one head row by row and, if asked, hands out the weights.</summary>
    /// <param name="queries">Q, one query per row: L × D.</param>
    /// <param name="keys">K, one key per row: S × D.</param>
    /// <param name="values">V, one value per row: S × Dv.</param>
    /// <param name="mask">Which keys each query may see; <see cref="AttentionMask.None"/> for all.</param>
    /// <param name="destination">Receives the output: L × Dv. Must not share memory with the inputs.</param>
    /// <param name="options">Scale and softcap. This form always runs on the calling thread.</param>
    /// <param name="weights">If given, receives the weights: L × S, each row summing to 1, or 0 for a query that sees no key.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), the destination shares memory with an input,
    /// or D is 0 and <paramref name="options"/> gives no scale.
    /// </exception>
    /// <remarks>A query that may see no key gets a row of zeros. O(L·S·(D + Dv)) time; L × S pooled memory if no weights are given.</remarks>
    public static void Compute(
        MatrixView queries, MatrixView keys, MatrixView values, AttentionMask mask, MatrixView destination,
        AttentionOptions options = default, MatrixView? weights = null)
    {
        Require.QueriesAndKeys(queries, keys, mask, options);
        Require.Values(keys, values);
        Require.PerQuery(destination, queries, values.Columns);
        if (weights is { } matrix)
        {
            Require.PerQuery(matrix, queries, keys.Rows, nameof(weights));
        }

        Compute(queries.SplitHeads(1), keys.SplitHeads(1), values.SplitHeads(1), mask, destination.SplitHeads(1), options, weights?.SplitHeads(1));
    }

    /// <summary>Computes attention of every head of every batch entry row by row and, if asked, hands out the weights.</summary>
    /// <param name="queries">Q: batch × query heads × L × D.</param>
    /// <param name="keys">K: batch × key heads × S × D. Query head h uses key head <c>h / (query heads / key heads)</c>.</param>
    /// <param name="values">V: batch × key heads × S × Dv.</param>
    /// <param name="mask">Which keys each query may see; <see cref="AttentionMask.None"/> for all.</param>
    /// <param name="destination">Receives the output: batch × query heads × L × Dv. Must not share memory with the inputs.</param>
    /// <param name="options">Scale and softcap. This form always runs on the calling thread.</param>
    /// <param name="weights">If given, receives the weights: batch × query heads × L × S.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together (the message names both sides), or as for one head.</exception>
    public static void Compute(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options = default, HeadTensor? weights = null)
    {
        Require.QueriesAndKeys(queries, keys, mask, options);
        Require.Values(keys, values);
        Require.PerQuery(destination, queries, values.Features);
        if (weights is { } given)
        {
            Require.PerQuery(given, queries, keys.Tokens, nameof(weights));
        }

        Require.Apart([new(destination), new(weights ?? default, nameof(weights))], [new(queries), new(keys), new(values)], mask);
        if (Vector512.IsHardwareAccelerated)
        {
            Kernel<Simd512>(queries, keys, values, mask, destination, options, weights);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Kernel<Simd256>(queries, keys, values, mask, destination, options, weights);
        }
        else
        {
            Kernel<Simd128>(queries, keys, values, mask, destination, options, weights);
        }
    }

    internal static void Kernel<TSimd>(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options, HeadTensor? weights)
        where TSimd : struct, ISimd<TSimd>
    {
        int queryCount = queries.Tokens, keyCount = keys.Tokens;
        using var scratch = new PooledMatrix(weights is null ? queryCount : 0, keyCount);
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                int keyHead = head / (queries.Heads / keys.Heads);
                HeadMask headMask = mask.ForHead(batch, head, queryCount, keyCount);
                MatrixView headWeights = weights is { } given ? given.Head(batch, head) : scratch.View;
                HeadScores<TSimd>(queries.Head(batch, head), keys.Head(batch, keyHead), headMask, ScoreStage.Weights, headWeights, options);
                WeightedSum<TSimd>(headWeights, values.Head(batch, keyHead), headMask, destination.Head(batch, head));
            }
        }
    }

    /// <summary>O = W V, but a hidden value is left out, not multiplied by 0: it may be NaN.</summary>
    private static void WeightedSum<TSimd>(MatrixView weights, MatrixView values, HeadMask mask, MatrixView destination)
        where TSimd : struct, ISimd<TSimd>
    {
        for (int i = 0; i < weights.Rows; i++)
        {
            Span<float> output = destination.Row(i);
            output.Clear();
            (int first, int end) = mask.VisibleKeys(i);
            for (int j = first; j < end; j++)
            {
                if (weights[i, j] != 0 || mask.Sees(i, j))
                {
                    AddScaled.Kernel<TSimd>(weights[i, j], values.Row(j), output);
                }
            }
        }
    }
}
