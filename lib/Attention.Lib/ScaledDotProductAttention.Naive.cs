using System.Numerics;
using static Attention.Lib.Internal.RequireInputs;
using static Attention.Lib.Internal.RequireShape;

namespace Attention.Lib;

public static partial class ScaledDotProductAttention
{
    /// <summary>Computes attention of every head of every batch entry straight from the definition.</summary>
    /// <param name="queries">Q: batch × query heads × L × D, or a matrix L × D for one head.</param>
    /// <param name="keys">
    /// K: batch × key heads × S × D, or S × D. Query head h uses key head <c>h / (query heads / key heads)</c>.
    /// </param>
    /// <param name="values">V: batch × key heads × S × Dv, or S × Dv.</param>
    /// <param name="mask">Which keys each query may see; <see cref="AttentionMask.None"/> for all.</param>
    /// <param name="destination">
    /// Receives the output: batch × query heads × L × Dv, or L × Dv. Must not share memory with the inputs.
    /// </param>
    /// <param name="options">Scale, softcap, cancellation. Always runs on the calling thread.</param>
    /// <exception cref="ArgumentException">As for <see cref="Compute"/>.</exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="AttentionOptions.Cancellation"/> was requested.
    /// </exception>
    /// <remarks>
    /// A query that may see no key gets a row of zeros. O(L·S·(D + Dv)) time, O(L·S) memory. Computed as written: q · k
    /// itself must fit a float, also where the scale makes the score small.
    /// </remarks>
    public static void Naive(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask,
        HeadTensor destination, AttentionOptions options = default)
    {
        QueriesAndKeys(queries, keys, mask, options);
        Values(keys, values);
        PerQuery(destination, queries);
        Equal(destination, Size.Features, values, Size.Features);
        Apart([new(destination)], [new(queries), new(keys), new(values)]);
        Naive<float>(queries, keys, values, mask, destination, options);
    }

    /// <summary>
    /// The definition with all arithmetic in <typeparamref name="T"/>: double makes it the reference of tests.
    /// </summary>
    internal static void Naive<T>(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask,
        HeadTensor destination, AttentionOptions options)
        where T : IFloatingPointIeee754<T>
    {
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                int keyHead = head / (queries.Heads / keys.Heads);
                MatrixView bias = mask.ForHead(batch, head, queries.Tokens, keys.Tokens)
                    .Materialize(queries.Tokens, keys.Tokens);
                NaiveHead<T>(
                    queries.Head(batch, head), keys.Head(batch, keyHead), values.Head(batch, keyHead), bias,
                    destination.Head(batch, head), options);
            }
        }
    }

    private static void NaiveHead<T>(
        ReadOnlyMatrixView queries, ReadOnlyMatrixView keys, ReadOnlyMatrixView values, ReadOnlyMatrixView bias,
        MatrixView destination, AttentionOptions options)
        where T : IFloatingPointIeee754<T>
    {
        T scale = options.Scale is { } given
            ? T.CreateChecked(given)
            : T.One / T.Sqrt(T.CreateChecked(queries.Columns));
        T softcap = T.CreateChecked(options.Softcap);
        T[] weights = new T[keys.Rows];

        for (int i = 0; i < queries.Rows; i++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            bool seesAny = false;
            for (int j = 0; j < keys.Rows; j++)
            {
                T score = NaiveScore(queries.Row(i), keys.Row(j), scale, softcap);

                // A hidden key gets the weight of −∞ by selection, not by addition: NaN − ∞ would still be NaN.
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
            NaiveWeightedSum<T>(weights, values, bias.Row(i), destination.Row(i));
        }
    }

    /// <summary>sᵢⱼ = scale · qᵢ · kⱼ, capped if softcap is above 0.</summary>
    private static T NaiveScore<T>(ReadOnlySpan<float> query, ReadOnlySpan<float> key, T scale, T softcap)
        where T : IFloatingPointIeee754<T>
    {
        T score = T.Zero;
        for (int c = 0; c < query.Length; c++)
        {
            score += T.CreateChecked(query[c]) * T.CreateChecked(key[c]);
        }

        score *= scale;
        return softcap > T.Zero ? softcap * T.Tanh(score / softcap) : score;
    }

    /// <summary>oᵢ = Σⱼ wᵢⱼ vⱼ over the visible keys.</summary>
    private static void NaiveWeightedSum<T>(
        ReadOnlySpan<T> weights, ReadOnlyMatrixView values, ReadOnlySpan<float> bias, Span<float> output)
        where T : IFloatingPointIeee754<T>
    {
        for (int c = 0; c < output.Length; c++)
        {
            T sum = T.Zero;
            for (int j = 0; j < weights.Length; j++)
            {
                if (!float.IsNegativeInfinity(bias[j]))
                {
                    sum += weights[j] * T.CreateChecked(values[j, c]);
                }
            }

            output[c] = float.CreateChecked(sum);
        }
    }
}
