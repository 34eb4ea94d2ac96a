using System.Runtime.Intrinsics;
using Attention.Lib.Internal;
using static Attention.Lib.Internal.RequireInputs;
using static Attention.Lib.Internal.RequireShape;

namespace Attention.Lib;

public static partial class ScaledDotProductAttention
{
    /// <summary>
    /// Computes the gradients of a loss with respect to queries, keys, values and bias from the one with respect to the
    /// output.
    /// </summary>
    /// <param name="queries">
    /// Q of the forward pass: batch × query heads × L × D, or a matrix L × D for one head.
    /// </param>
    /// <param name="keys">K of the forward pass: batch × key heads × S × D, or S × D.</param>
    /// <param name="values">V of the forward pass: batch × key heads × S × Dv, or S × Dv.</param>
    /// <param name="mask">The mask of the forward pass.</param>
    /// <param name="outputGradient">
    /// dO, the gradient with respect to the output: batch × query heads × L × Dv, or L × Dv.
    /// </param>
    /// <param name="queryGradient">Receives dQ, the gradient with respect to Q, of the shape of Q.</param>
    /// <param name="keyGradient">
    /// Receives dK, the gradient with respect to K, of the shape of K: the sum over the query heads that share a key
    /// head.
    /// </param>
    /// <param name="valueGradient">Receives dV, the gradient with respect to V, of the shape of V.</param>
    /// <param name="options">Scale and softcap of the forward pass; degree of parallelism, cancellation.</param>
    /// <param name="biasGradient">
    /// If given, receives the gradient with respect to what is added to the scores: batch × query heads × L × S, of
    /// which the first three may be 1 for a bias that is broadcast; 0 where a key is hidden. If several heads or batch
    /// entries share it, one thread computes everything.
    /// </param>
    /// <param name="output">The output of the forward pass. Without it, it is computed again.</param>
    /// <param name="logSumExp">
    /// The log-sum-exp of the forward pass, as <see cref="FlashAttention.Compute"/> returns it: batch × query heads × L
    /// × 1. Given exactly if <paramref name="output"/> is.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), something written shares memory with anything
    /// else, only one of output and log-sum-exp is given, or D is 0 and <paramref name="options"/> gives no scale.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="AttentionOptions.Cancellation"/> was requested.
    /// </exception>
    /// <remarks>
    /// <para>A query that sees no key has the gradient 0, and a hidden key or value receives nothing from it.</para>
    /// <para>
    /// O(L·S·(D + Dv)) time, two and a half times the multiply-adds of the forward pass. Pooled memory: dQ once
    /// for each of at most 16 runs of keys, and, without a given output, its size and twice that of V. The
    /// result does not depend on the number of threads; its last bits depend on the register width of the machine.
    /// </para>
    /// <para>
    /// Source: Dao et al., FlashAttention (2022), appendix B.2: dV = Pᵀ dO, dP = dO Vᵀ, dS = P ∘ (dP − rowsum(P ∘ dP)),
    /// dQ = scale · dS K, dK = scale · dSᵀ Q.
    /// </para>
    /// </remarks>
    public static void Backward(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask,
        ReadOnlyHeadTensor outputGradient, HeadTensor queryGradient, HeadTensor keyGradient, HeadTensor valueGradient,
        AttentionOptions options = default, HeadTensor? biasGradient = null, ReadOnlyHeadTensor? output = null,
        ReadOnlyHeadTensor? logSumExp = null)
    {
        CheckBackward(
            queries, keys, values, mask, outputGradient, queryGradient, keyGradient, valueGradient, options,
            biasGradient, output, logSumExp);
        biasGradient?.Fill(0);
        if (Vector512.IsHardwareAccelerated)
        {
            FlashBackward<Simd512>.Compute(
                queries, keys, values, mask, outputGradient, output, logSumExp, queryGradient, keyGradient,
                valueGradient, biasGradient, options);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            FlashBackward<Simd256>.Compute(
                queries, keys, values, mask, outputGradient, output, logSumExp, queryGradient, keyGradient,
                valueGradient, biasGradient, options);
        }
        else
        {
            FlashBackward<Simd128>.Compute(
                queries, keys, values, mask, outputGradient, output, logSumExp, queryGradient, keyGradient,
                valueGradient, biasGradient, options);
        }
    }

    private static void CheckBackward(
        in ReadOnlyHeadTensor queries, in ReadOnlyHeadTensor keys, in ReadOnlyHeadTensor values,
        in AttentionMask mask, in ReadOnlyHeadTensor outputGradient, in HeadTensor queryGradient,
        in HeadTensor keyGradient, in HeadTensor valueGradient, in AttentionOptions options,
        in HeadTensor? biasGradient, in ReadOnlyHeadTensor? output, in ReadOnlyHeadTensor? logSumExp)
    {
        QueriesAndKeys(queries, keys, mask, options);
        Values(keys, values);
        PerQuery(outputGradient, queries);
        Equal(outputGradient, Size.Features, values, Size.Features);
        Same(queryGradient, queries);
        Same(keyGradient, keys);
        Same(valueGradient, values);
        if (biasGradient is { } bias)
        {
            Require.Broadcasts(bias.Batch, queries.Batch, "batch entries", nameof(biasGradient));
            Require.Broadcasts(bias.Heads, queries.Heads, "heads", nameof(biasGradient));
            Require.Broadcasts(bias.Tokens, queries.Tokens, "queries", nameof(biasGradient));
            Equal(bias, Size.Features, keys, Size.Tokens, nameof(biasGradient));
        }

        if (output is null != logSumExp is null)
        {
            throw new ArgumentException(
                "output and logSumExp must be given both or not at all.",
                output is null ? nameof(output) : nameof(logSumExp));
        }

        if (output is { } givenOutput && logSumExp is { } givenLogSumExp)
        {
            Same(givenOutput, outputGradient, nameof(output));
            PerQuery(givenLogSumExp, queries, nameof(logSumExp));
            Require.Equal(givenLogSumExp.Features, 1, "logSumExp.Features", "its only possible size");
        }

        Apart(
            [
                new(queryGradient),
                new(keyGradient),
                new(valueGradient),
                new(biasGradient ?? default, nameof(biasGradient)),
            ],
            [
                new(queries),
                new(keys),
                new(values),
                new(outputGradient),
                new(output ?? default, nameof(output)),
                new(logSumExp ?? default, nameof(logSumExp)),
            ]
        );
    }
}
