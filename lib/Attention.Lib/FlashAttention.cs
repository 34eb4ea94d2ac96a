using System.Runtime.Intrinsics;
using Attention.Lib.Internal;
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
        bool reads256 = queries.Tokens < RegisterTile.Rows && keys.Format == StorageFormat.Full;
        if (Vector512.IsHardwareAccelerated && !reads256)
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
        in ReadOnlyHeadTensor queries, in StoredHeads keys, in StoredHeads values, in AttentionMask mask,
        in HeadTensor destination, in AttentionOptions options, in HeadTensor? logSumExp)
        where TSimd : struct, ISimd<TSimd>
    {
        if (queries.Batch == 0 || queries.Heads == 0 || queries.Tokens == 0)
        {
            return;
        }

        if (queries.Tokens < RegisterTile.Rows)
        {
            FlashDecoding.Compute<TSimd>(queries, keys, values, mask, destination, options, logSumExp);
            return;
        }

        // Four runs for each thread even out cores of different speed. More would pack the keys too often.
        int keyHeads = queries.Batch * keys.Heads,
            tiles = queries.Heads / keys.Heads * QueryTileRuns<TSimd>.PerHead(queries.Tokens);
        long pairs = (long)queries.Batch * queries.Heads * queries.Tokens * keys.Tokens;
        int threads = ParallelWork.ThreadsFor(options.Threads, pairs * (queries.Features + values.Features));
        int runs = threads == 1 ? 1 : Math.Clamp(4 * threads / keyHeads, 1, (tiles + 3) / 4);
        var work = new QueryTileRuns<TSimd>(queries, keys, values, mask, destination, options, logSumExp, runs);
        ParallelWork.Run(keyHeads * runs, threads, work, options.Cancellation);
    }

    /// <summary>The query tiles of all heads, cut into runs that share a key head.</summary>
    /// <remarks>
    /// A run packs its keys and values once and uses them for all its tiles, also those of other query heads that share
    /// the key head. Where tiles begin does not depend on the number of runs, and so neither does the result.
    /// </remarks>
    private readonly struct QueryTileRuns<TSimd>(
        ReadOnlyHeadTensor queries, StoredHeads keys, StoredHeads values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options, HeadTensor? logSumExp, int runsPerKeyHead) : IParallelWork
        where TSimd : struct, ISimd<TSimd>
    {
        /// <summary>16-bit keys and values are widened this many at a time before they are packed.</summary>
        private const int WidenedRows = 64;

        private readonly int _group = queries.Heads / keys.Heads;
        private readonly int _tilesPerHead = PerHead(queries.Tokens);

        public static int PerHead(int queries) => (queries + FlashTile<TSimd>.Queries - 1) / FlashTile<TSimd>.Queries;

        public void RunItem(int item)
        {
            int run = item % runsPerKeyHead,
                keyHead = item / runsPerKeyHead % keys.Heads,
                batch = item / runsPerKeyHead / keys.Heads;
            int begin = (int)((long)_group * _tilesPerHead * run / runsPerKeyHead);
            int end = (int)((long)_group * _tilesPerHead * (run + 1) / runsPerKeyHead);
            (int firstKey, int keyCount) = KeyRangeOfRun(batch, keyHead, begin, end);

            using var packedValues = new Scratch(Panels.Length<TSimd>(keyCount, values.Features));
            using var packedKeys = new Scratch(Panels.Length<TSimd>(keys.Features, keyCount));
            using var workspace = new Scratch(FlashTile<TSimd>.WorkspaceLength(keys.Features, values.Features));
            Pack(batch, keyHead, firstKey, keyCount, packedKeys.Span, packedValues.Span);

            // With a table any key may be hidden, so every block would search its values for NaN and infinities. Search
            // all values once instead.
            bool areFinite = mask.HasTables && AllFinite.In<TSimd>(packedValues.Span);
            var flash = new FlashTile<TSimd>(
                options, keys.Features, values.Features, firstKey, keyCount, packedKeys.Span, packedValues.Span,
                areFinite, workspace.Span);

            Span<bool> isValid = stackalloc bool[FlashTile<TSimd>.Queries];
            for (int i = begin; i < end; i++)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                (int head, int query) = Locate(keyHead, i);
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                ReadOnlyMatrixView headQueries = queries.Head(batch, head);
                MatrixView headOutput = destination.Head(batch, head);
                flash.Attend(headQueries, headMask, query, headOutput, logSumExp?.Head(batch, head), isValid);
                for (int row = 0; row < isValid.Length && query + row < queries.Tokens; row++)
                {
                    if (!isValid[row])
                    {
                        AttentionRow.Compute<TSimd>(
                            headQueries.Row(query + row), keys, values, batch, keyHead, headMask, query + row, options,
                            headOutput.Row(query + row));
                    }
                }
            }
        }

        private void Pack(
            int batch, int keyHead, int firstKey, int keyCount, Span<float> packedKeys, Span<float> packedValues)
        {
            if (keys.ScratchLength(1) == 0 && values.ScratchLength(1) == 0)
            {
                ReadOnlyMatrixView k = keys.Rows(batch, keyHead, firstKey, keyCount, default);
                ReadOnlyMatrixView v = values.Rows(batch, keyHead, firstKey, keyCount, default);
                Panels.PackTransposed<TSimd>(k, 0, keyCount, 0, keys.Features, packedKeys);
                Panels.Pack<TSimd>(v, 0, keyCount, 0, values.Features, packedValues);
                return;
            }

            using var scratch = new Scratch(
                Math.Max(keys.ScratchLength(WidenedRows), values.ScratchLength(WidenedRows)));
            for (int first = 0; first < keyCount; first += WidenedRows)
            {
                // Each step fills whole panels of keys, the last step excepted. A panel of values spans all keys, so
                // PackRows needs the offset of these rows and the total.
                int count = Math.Min(WidenedRows, keyCount - first);
                ReadOnlyMatrixView k = keys.Rows(batch, keyHead, firstKey + first, count, scratch);
                Panels.PackTransposed<TSimd>(k, 0, count, 0, keys.Features, packedKeys[(first * keys.Features)..]);
                ReadOnlyMatrixView v = values.Rows(batch, keyHead, firstKey + first, count, scratch);
                Panels.PackRows<TSimd>(v, first, keyCount, packedValues);
            }
        }

        /// <summary>
        /// The keys that some query of the run may see, tables not considered. The first is rounded down to the
        /// beginning of a key tile, so that key tiles, and with them the result, do not depend on how work is split.
        /// </summary>
        private (int First, int Count) KeyRangeOfRun(int batch, int keyHead, int begin, int end)
        {
            int firstKey = int.MaxValue,
                endKey = 0;
            for (int i = begin; i < end; i++)
            {
                (int head, int query) = Locate(keyHead, i);
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                int first = headMask.KeyRange(query).First;
                int last = headMask.KeyRange(Math.Min(query + FlashTile<TSimd>.Queries, queries.Tokens) - 1).End;
                (firstKey, endKey) =
                    first < last ? (Math.Min(firstKey, first), Math.Max(endKey, last)) : (firstKey, endKey);
            }

            firstKey = Math.Min(firstKey, endKey) / FlashTile<TSimd>.Keys * FlashTile<TSimd>.Keys;
            return (firstKey, endKey - firstKey);
        }

        private (int Head, int FirstQuery) Locate(int keyHead, int tile) =>
            (keyHead * _group + tile / _tilesPerHead, tile % _tilesPerHead * FlashTile<TSimd>.Queries);
    }
}
