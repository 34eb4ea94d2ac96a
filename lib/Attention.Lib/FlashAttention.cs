using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>Attention without the queries × keys weight matrix: softmax is accumulated while the keys stream by.</summary>
/// <remarks>Same parameters and same result, up to rounding, as <see cref="ScaledDotProductAttention"/>.</remarks>
public static class FlashAttention
{
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
    /// D is 0 and <paramref name="options"/> gives no scale, or the copy of keys and values in rows of whole registers would not fit an array.
    /// </exception>
    /// <remarks>
    /// <para>
    /// A query that may see no key gets a row of zeros and a log-sum-exp of −∞. A score of +∞ or NaN makes the row of its query NaN.
    /// Without queries there is nothing to do; without keys every row is zero.
    /// </para>
    /// <para>
    /// The weighted values are summed before they are divided by the sum of the weights: values beyond about 1e36 / S can overflow to ±∞
    /// although their mean would not. With six or more queries these are multiplied by the scale first, otherwise the scores:
    /// what overflows on the way, scale · Q or Q Kᵀ, makes the row NaN.
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
    /// the destination shares memory with an input, D is 0 and <paramref name="options"/> gives no scale,
    /// or the copy of keys and values in rows of whole registers would not fit an array.
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

        Require.Apart([new(destination), new(logSumExp ?? default, nameof(logSumExp))], [new(queries), new(keys), new(values)], mask);

        // Few queries wait for keys and values from memory. Read 512 bits at a time they were measured to arrive later (on Zen 5),
        // most of all where rows do not begin with a cache line, as those of an array hardly ever do.
        if (Vector512.IsHardwareAccelerated && queries.Tokens >= RegisterTile.Rows)
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
        if (queries.Batch == 0 || queries.Heads == 0 || queries.Tokens == 0)
        {
            return;
        }

        if (queries.Tokens < RegisterTile.Rows)
        {
            FlashDecoding<TSimd>.Compute(queries, keys, values, mask, destination, options, logSumExp);
            return;
        }

        // Four runs for each thread even out cores of different speed; with fewer queries each, packing the keys would weigh too much.
        int keyHeads = queries.Batch * keys.Heads, tiles = queries.Heads / keys.Heads * Tiles<TSimd>.PerHead(queries.Tokens);
        long multiplyAdds = (long)queries.Batch * queries.Heads * queries.Tokens * keys.Tokens * (queries.Features + values.Features);
        int threads = ParallelTiles.ThreadsFor(options.Threads, multiplyAdds);
        int runs = threads == 1 ? 1 : Math.Clamp(4 * threads / keyHeads, 1, (tiles + 3) / 4);
        ParallelTiles.Run(keyHeads * runs, threads, new Tiles<TSimd>(queries, keys, values, mask, destination, options, logSumExp, runs));
    }

    /// <summary>The query tiles of all heads, cut into runs that share a key head.</summary>
    /// <remarks>
    /// A run packs its keys and values once and reuses them for all its tiles, also across grouped query heads.
    /// Where tiles begin does not depend on how many runs there are, and so neither do the results.
    /// </remarks>
    private readonly struct Tiles<TSimd>(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options, HeadTensor? logSumExp, int runsPerKeyHead) : ITiledWork
        where TSimd : struct, ISimd<TSimd>
    {
        private readonly int _group = queries.Heads / keys.Heads;
        private readonly int _tilesPerHead = PerHead(queries.Tokens);

        public static int PerHead(int queries) => (queries + FlashTile<TSimd>.Queries - 1) / FlashTile<TSimd>.Queries;

        public void ComputeTile(int tile)
        {
            int run = tile % runsPerKeyHead, keyHead = tile / runsPerKeyHead % keys.Heads, batch = tile / runsPerKeyHead / keys.Heads;
            int begin = (int)((long)_group * _tilesPerHead * run / runsPerKeyHead);
            int end = (int)((long)_group * _tilesPerHead * (run + 1) / runsPerKeyHead);
            (int firstKey, int keyCount) = KeysSeen(batch, keyHead, begin, end);

            using var packedValues = new Scratch(Panels.Length<TSimd>(keyCount, values.Features));
            using var packedKeys = new Scratch(Panels.Length<TSimd>(keys.Features, keyCount));
            using var workspace = new Scratch(FlashTile<TSimd>.WorkspaceLength(keys.Features, values.Features));
            Panels.PackTransposed<TSimd>(keys.Head(batch, keyHead), firstKey, keyCount, 0, keys.Features, packedKeys.Span);
            Panels.Pack<TSimd>(values.Head(batch, keyHead), firstKey, keyCount, 0, values.Features, packedValues.Span);
            var flash = new FlashTile<TSimd>(
                options, keys.Features, values.Features, firstKey, keyCount, packedKeys.Span, packedValues.Span, workspace.Span);

            for (int i = begin; i < end; i++)
            {
                (int head, int query) = Locate(keyHead, i);
                flash.Attend(
                    queries.Head(batch, head), mask.ForHead(batch, head, queries.Tokens, keys.Tokens), query,
                    destination.Head(batch, head), logSumExp?.Head(batch, head));
            }
        }

        /// <summary>The keys that a query of these tiles sees, from the beginning of a key tile on: tiles do not move with the run.</summary>
        private (int First, int Count) KeysSeen(int batch, int keyHead, int begin, int end)
        {
            int firstKey = int.MaxValue, endKey = 0;
            for (int i = begin; i < end; i++)
            {
                (int head, int query) = Locate(keyHead, i);
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                int first = headMask.VisibleKeys(query).First;
                int last = headMask.VisibleKeys(Math.Min(query + FlashTile<TSimd>.Queries, queries.Tokens) - 1).End;
                (firstKey, endKey) = first < last ? (Math.Min(firstKey, first), Math.Max(endKey, last)) : (firstKey, endKey);
            }

            firstKey = Math.Min(firstKey, endKey) / FlashTile<TSimd>.Keys * FlashTile<TSimd>.Keys;
            return (firstKey, endKey - firstKey);
        }

        private (int Head, int FirstQuery) Locate(int keyHead, int tile)
            => (keyHead * _group + tile / _tilesPerHead, tile % _tilesPerHead * FlashTile<TSimd>.Queries);
    }
}
