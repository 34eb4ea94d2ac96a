namespace Attention.Lib.Internal;

/// <summary>
/// The forward pass of <see cref="FlashAttention"/>: few queries go to <see cref="FlashDecoding"/>, the others are cut
/// into tiles of queries, which threads compute with <see cref="FlashTile{TSimd}"/>.
/// </summary>
internal static class FlashForward
{
    /// <summary>The computation with registers of one width.</summary>
    public static void Compute<TSimd>(
        in ReadOnlyHeadTensor queries, in StoredHeads keys, in StoredHeads values, in AttentionMask mask,
        in HeadTensor destination, in AttentionOptions options, in HeadTensor? logSumExp)
        where TSimd : struct, ISimd<TSimd>
    {
        if (queries.Batch == 0 || queries.Heads == 0 || queries.Tokens == 0)
        {
            return;
        }

        if (queries.Tokens < RegisterTile.LeastRows)
        {
            FlashDecoding.Compute<TSimd>(queries, keys, values, mask, destination, options, logSumExp);
            return;
        }

        int keyHeads = queries.Batch * keys.Heads,
            tiles = queries.Heads / keys.Heads * QueryTileRuns<TSimd>.PerHead(queries.Tokens);
        long pairs = (long)queries.Batch * queries.Heads * queries.Tokens * keys.Tokens;
        int threads = ParallelWork.ThreadsFor(options.Threads, pairs * (queries.Features + values.Features));

        // As long as each thread has heads to come, they are computed whole. The last ones are cut, four runs for each
        // thread, so that no thread waits long for another. More runs would pack the keys too often.
        int wholeHeads = threads == 1 ? keyHeads : Math.Max(0, keyHeads / threads - 1) * threads,
            cutHeads = keyHeads - wholeHeads,
            runs = cutHeads == 0 ? 1 : Math.Clamp(4 * threads / cutHeads, 1, (tiles + 3) / 4);
        var work = new QueryTileRuns<TSimd>(
            queries, keys, values, mask, destination, options, logSumExp, threads, wholeHeads, cutHeads, runs);
        ParallelWork.Run(wholeHeads + cutHeads * runs, threads, work, options.Cancellation);
    }

    /// <summary>The query tiles of all heads, cut into runs that share a key head.</summary>
    /// <remarks>
    /// A run packs its keys and values once and uses them for all its tiles, also those of other query heads that share
    /// the key head. Where tiles begin does not depend on the number of runs, and so neither does the result.
    /// </remarks>
    private readonly struct QueryTileRuns<TSimd>(
        ReadOnlyHeadTensor queries, StoredHeads keys, StoredHeads values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options, HeadTensor? logSumExp, int threads, int wholeHeads, int cutHeads,
        int runsPerCutHead) : IParallelWork
        where TSimd : struct, ISimd<TSimd>
    {
        /// <summary>16-bit keys and values are widened this many at a time before they are packed.</summary>
        private const int WidenedRows = 64;

        private readonly int _group = queries.Heads / keys.Heads;
        private readonly int _tilesPerHead = PerHead(queries.Tokens);

        private long FloatsPerKeyHead =>
            ((long)_group * queries.Tokens + keys.Tokens) * (keys.Features + (long)values.Features);

        public static int PerHead(int queries) => (queries + FlashTile<TSimd>.Queries - 1) / FlashTile<TSimd>.Queries;

        public void RunItem(int item)
        {
            (int numberOfHead, int run, int runs) = RunOf(item);
            (int batch, int keyHead) = Math.DivRem(numberOfHead, keys.Heads);
            int begin = (int)((long)_group * _tilesPerHead * run / runs);
            int end = (int)((long)_group * _tilesPerHead * (run + 1) / runs);
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

            int distance = runs == 1 ? HeadDistance() : 0;
            Span<bool> isValid = stackalloc bool[FlashTile<TSimd>.Queries];
            for (int i = begin; i < end; i++)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                (int head, int query) = Locate(keyHead, i);
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                ReadOnlyMatrixView headQueries = queries.Head(batch, head);
                MatrixView headOutput = destination.Head(batch, head);
                UpcomingRows upcoming = distance == 0
                    ? UpcomingRows.OfLargeHead(headQueries, headOutput, FlashTile<TSimd>.Queries, FloatsPerKeyHead)
                    : WholeHead(batch * queries.Heads + head + distance * _group);
                bool areValid = flash.Attend(
                    headQueries, headMask, query, headOutput, logSumExp?.Head(batch, head), upcoming, isValid);
                for (int row = 0; !areValid && row < isValid.Length && query + row < queries.Tokens; row++)
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

        /// <summary>
        /// The whole heads, then the runs of the others. Of these the last runs of all heads come first: with a causal
        /// mask they have the most keys, and what is computed at the very end should be short.
        /// </summary>
        /// <remarks>
        /// The whole heads of a thread's share follow each other: neighbours may share cache lines of the output, for
        /// which two threads would contend.
        /// </remarks>
        private (int KeyHead, int Run, int Runs) RunOf(int item)
        {
            if (item < wholeHeads)
            {
                (int number, int share) = Math.DivRem(item, threads);
                return (share * (wholeHeads / threads) + number, 0, 1);
            }

            (int run, int head) = Math.DivRem(item - wholeHeads, cutHeads);
            return (wholeHeads + head, runsPerCutHead - 1 - run, runsPerCutHead);
        }

        private void Pack(
            int batch, int keyHead, int firstKey, int keyCount, Span<float> packedKeys, Span<float> packedValues)
        {
            float scale = FlashTile<TSimd>.ScaleOfKeys(options, keys.Features);
            if (keys.ScratchLength(1) == 0 && values.ScratchLength(1) == 0)
            {
                ReadOnlyMatrixView k = keys.Rows(batch, keyHead, firstKey, keyCount, default);
                ReadOnlyMatrixView v = values.Rows(batch, keyHead, firstKey, keyCount, default);
                Panels.PackTransposed<TSimd>(k, 0, keyCount, 0, keys.Features, packedKeys, scale);
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
                Panels.PackTransposed<TSimd>(
                    k, 0, count, 0, keys.Features, packedKeys[(first * keys.Features)..], scale);
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

        /// <summary>How many key heads further on lies the one that is asked for, 0 for none.</summary>
        private int HeadDistance() =>
            keys.Format == StorageFormat.Full && values.Format == StorageFormat.Full
                ? UpcomingRows.Distance(keys.Batch * keys.Heads, FloatsPerKeyHead)
                : 0;

        /// <summary>One query head with its keys, counted through all batch entries; nothing behind the last.</summary>
        private UpcomingRows WholeHead(int queryHead)
        {
            (int batch, int head) = Math.DivRem(queryHead, queries.Heads);
            return batch >= queries.Batch
                ? default
                : new(
                    queries.Head(batch, head), keys.Rows(batch, head / _group, 0, keys.Tokens, default),
                    values.Rows(batch, head / _group, 0, keys.Tokens, default), destination.Head(batch, head));
        }

        private (int Head, int FirstQuery) Locate(int keyHead, int tile) =>
            (keyHead * _group + tile / _tilesPerHead, tile % _tilesPerHead * FlashTile<TSimd>.Queries);
    }
}
