using System.Runtime.Intrinsics;
using Attention.Lib.Internal;
using static Attention.Lib.Internal.RequireInputs;
using static Attention.Lib.Internal.RequireShape;

namespace Attention.Lib;

/// <summary>
/// Attention without the queries × keys weight matrix: softmax is accumulated while the keys are read.
/// </summary>
/// <remarks>Same parameters and same result, up to rounding, as <see cref="ScaledDotProductAttention"/>.</remarks>
public static class FlashAttention
{
    /// <summary>Computes <c>softmax(scale · Q Kᵀ + mask) V</c> for every head, tile by tile.</summary>
    /// <param name="queries">Q: batch × query heads × L × D, or a matrix L × D for one head.</param>
    /// <param name="keys">
    /// K: batch × key heads × S × D, or S × D. Query head h uses key head <c>h / (query heads / key heads)</c>.
    /// </param>
    /// <param name="values">V: batch × key heads × S × Dv, or S × Dv.</param>
    /// <param name="mask">Which keys each query may see; <see cref="AttentionMask.None"/> for all.</param>
    /// <param name="destination">
    /// Receives the output: batch × query heads × L × Dv, or L × Dv. Must not share memory with the inputs.
    /// </param>
    /// <param name="options">Scale, softcap, degree of parallelism, cancellation.</param>
    /// <param name="logSumExp">
    /// If given, receives <c>log Σ e^score</c> of each query: batch × query heads × L × 1.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), the query heads are no multiple of the key heads,
    /// the destination shares memory with an input, D is 0 and <paramref name="options"/> gives no scale, or the copy
    /// of keys and values in rows of whole registers would not fit an array.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="AttentionOptions.Cancellation"/> was requested.
    /// </exception>
    /// <remarks>
    /// <para>
    /// A query that may see no key gets a row of zeros and a log-sum-exp of −∞. A score of +∞ or NaN makes the row of
    /// its query NaN. Without queries there is nothing to do; without keys every row is zero. Heads and batch entries
    /// do not influence each other, bit for bit. Edge cases: NUMERICS.md.
    /// </para>
    /// <para>
    /// O(L·S·(D + Dv)) time, counting only the keys that the mask's rules leave visible. With six or more queries each
    /// thread packs a copy of the keys and values that its queries see, at most S · (D + Dv) floats with D and Dv
    /// rounded up to registers: 64 MiB per thread for S = 131,072 and D = Dv = 64. Nothing grows with L × S. The memory
    /// comes from the shared pool.
    /// </para>
    /// <para>
    /// The result does not depend on the number of threads; its last bits depend on the register width of the machine.
    /// Source: Dao et al., FlashAttention (2022), algorithm 1; Milakov and Gimelshein, Online normalizer calculation
    /// for softmax (2018).
    /// </para>
    /// </remarks>
    public static void Compute(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask,
        HeadTensor destination, AttentionOptions options = default, HeadTensor? logSumExp = null)
    {
        QueriesAndKeys(queries, keys, mask, options);
        Values(keys, values);
        PerQuery(destination, queries);
        Equal(destination, Size.Features, values, Size.Features);
        NumberPerQuery(logSumExp, queries);
        Apart([new(destination), new(logSumExp ?? default, nameof(logSumExp))], [new(queries), new(keys), new(values)]);
        Dispatch(queries, keys, values, mask, destination, options, logSumExp);
    }

    /// <summary>The computation for arguments that have been checked, with the registers of this machine.</summary>
    internal static void Dispatch(
        in ReadOnlyHeadTensor queries, in StoredHeads keys, in StoredHeads values, in AttentionMask mask,
        in HeadTensor destination, in AttentionOptions options, in HeadTensor? logSumExp)
    {
        // With few queries, reading keys and values from memory takes most of the time. Reads of 512 bits were measured
        // to be slower there (on Zen 5), above all where rows do not begin with a cache line, as in most arrays. 16-bit
        // numbers that fill such a register are read 256 bits at a time. The choice must not depend on the number of
        // heads: each head's result is bit-identical to running it alone.
        bool reads256 = queries.Tokens < RegisterTile.LeastRows && keys.Format == StorageFormat.Full;
        if (Vector512.IsHardwareAccelerated && !reads256)
        {
            FlashForward.Compute<Simd512>(queries, keys, values, mask, destination, options, logSumExp);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            FlashForward.Compute<Simd256>(queries, keys, values, mask, destination, options, logSumExp);
        }
        else
        {
            FlashForward.Compute<Simd128>(queries, keys, values, mask, destination, options, logSumExp);
        }
    }
}
