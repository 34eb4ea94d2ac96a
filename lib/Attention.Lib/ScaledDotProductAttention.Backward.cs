using Attention.Lib.Internal;
using static Attention.Lib.Internal.RequireShape;

namespace Attention.Lib;

public static partial class ScaledDotProductAttention
{
    /// <summary>The same for every head of every batch entry; a shared key and value head gathers the gradients of all its query heads.</summary>
    /// <param name="queries">Q of the forward pass: batch × query heads × L × D.</param>
    /// <param name="keys">K of the forward pass: batch × key heads × S × D.</param>
    /// <param name="values">V of the forward pass: batch × key heads × S × Dv.</param>
    /// <param name="mask">The mask of the forward pass.</param>
    /// <param name="outputGradient">The gradient by the output: batch × query heads × L × Dv.</param>
    /// <param name="queryGradient">Receives the gradient by Q, of the shape of Q.</param>
    /// <param name="keyGradient">Receives the gradient by K, of the shape of K.</param>
    /// <param name="valueGradient">Receives the gradient by V, of the shape of V.</param>
    /// <param name="options">Scale and softcap of the forward pass. This form always runs on the calling thread.</param>
    /// <param name="biasGradient">
    /// If given, receives the gradient by what is added to the scores: batch × query heads × L × S, of which the first three may be 1 for a bias that serves all.
    /// </param>
    /// <exception cref="ArgumentException">As for one head; the message names both sides.</exception>
    public static void Backward(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask, ReadOnlyHeadTensor outputGradient,
        HeadTensor queryGradient, HeadTensor keyGradient, HeadTensor valueGradient,
        AttentionOptions options = default, HeadTensor? biasGradient = null)
    {
        QueriesAndKeys(queries, keys, mask, options);
        Values(keys, values);
        PerQuery(outputGradient, queries);
        Equal(outputGradient, Size.Features, values, Size.Features);
        Same(queryGradient, queries);
        Same(keyGradient, keys);
        Same(valueGradient, values);
        if (biasGradient is { } given)
        {
            Broadcasts(given.Batch, queries.Batch, "batch entries", nameof(biasGradient));
            Broadcasts(given.Heads, queries.Heads, "heads", nameof(biasGradient));
            Broadcasts(given.Tokens, queries.Tokens, "queries", nameof(biasGradient));
            Equal(given, Size.Features, keys, Size.Tokens, nameof(biasGradient));
        }

        Apart(
            [new(queryGradient), new(keyGradient), new(valueGradient), new(biasGradient ?? default, nameof(biasGradient))],
            [new(queries), new(keys), new(values), new(outputGradient)]);
        queryGradient.Fill(0);
        keyGradient.Fill(0);
        valueGradient.Fill(0);
        biasGradient?.Fill(0);

        using var scratch = new Scratch(3L * keys.Tokens);
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                int keyHead = head / (queries.Heads / keys.Heads);
                HeadBackward(
                    queries.Head(batch, head), keys.Head(batch, keyHead), values.Head(batch, keyHead),
                    mask.ForHead(batch, head, queries.Tokens, keys.Tokens), outputGradient.Head(batch, head),
                    queryGradient.Head(batch, head), keyGradient.Head(batch, keyHead), valueGradient.Head(batch, keyHead),
                    biasGradient is { } bias ? bias.Head(bias.Batch == 1 ? 0 : batch, bias.Heads == 1 ? 0 : head) : null, options, scratch.View(3, keys.Tokens));
            }
        }
    }

    /// <summary>Adds the gradients of one head, query by query.</summary>
    private static void HeadBackward(
        ReadOnlyMatrixView queries, ReadOnlyMatrixView keys, ReadOnlyMatrixView values, HeadMask mask, ReadOnlyMatrixView outputGradient,
        MatrixView queryGradient, MatrixView keyGradient, MatrixView valueGradient, MatrixView? biasGradient,
        AttentionOptions options, MatrixView scratch)
    {
        float scale = options.ScaleFor(queries.Columns);
        Span<float> weights = scratch.Row(0), capped = scratch.Row(1), weightGradients = scratch.Row(2);
        for (int i = 0; i < queries.Rows; i++)
        {
            ReadOnlySpan<float> query = queries.Row(i), gradient = outputGradient.Row(i);
            RowScores<Simd128>(query, keys, mask, i, ScoreStage.Weights, weights, options);
            RowScores<Simd128>(query, keys, mask, i, ScoreStage.AfterSoftcap, capped, options);
            (int first, int end) = mask.VisibleKeys(i);

            // dV = Pᵀ dO,  dP = dO Vᵀ
            double mean = 0; // rowsum(P ∘ dP)
            for (int j = first; j < end; j++)
            {
                if (mask.Sees(i, j))
                {
                    AddScaled.Kernel<Simd128>(weights[j], gradient, valueGradient.Row(j));
                    weightGradients[j] = Dot.Compute(gradient, values.Row(j));
                    mean += (double)weights[j] * weightGradients[j];
                }
            }

            // dS = P ∘ (dP − rowsum(P ∘ dP)),  dQ = scale · dS K,  dK = scale · dSᵀ Q
            for (int j = first; j < end; j++)
            {
                if (mask.Sees(i, j))
                {
                    float scoreGradient = (float)(weights[j] * (weightGradients[j] - mean));
                    if (biasGradient is { } bias)
                    {
                        bias[bias.Rows == 1 ? 0 : i, j] += scoreGradient;
                    }

                    if (options.Softcap > 0)
                    {
                        // d/dx (c · tanh(x / c)) = 1 − tanh²(x / c)
                        float tanh = capped[j] / options.Softcap;
                        scoreGradient *= 1 - tanh * tanh;
                    }

                    AddScaled.Kernel<Simd128>(scale * scoreGradient, keys.Row(j), queryGradient.Row(i));
                    AddScaled.Kernel<Simd128>(scale * scoreGradient, query, keyGradient.Row(j));
                }
            }
        }
    }
}
