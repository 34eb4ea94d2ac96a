using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary>
/// Flash attention for few queries and many keys, as in decoding: every key and value is read once, in place.
/// </summary>
/// <remarks>
/// Memory limits the speed here, so nothing is packed. The keys are cut into chunks that threads compute independently.
/// Each chunk leaves its own (m, l, O) for every query, and these are merged in the order of the keys. Chunks depend on
/// the number of keys alone, and so does the result.
/// <para>Source: Dao et al., Flash-Decoding for long-context inference (2023).</para>
/// </remarks>
internal static class FlashDecoding
{
    public static void Compute<TSimd>(
        in ReadOnlyHeadTensor queries, in StoredHeads keys, in StoredHeads values, in AttentionMask mask,
        in HeadTensor destination, in AttentionOptions options, in HeadTensor? logSumExp)
        where TSimd : struct, ISimd<TSimd>
    {
        switch (keys.Format)
        {
            case StorageFormat.Half when keys.AreFinite && values.AreFinite && AreFactors(queries):
                FlashDecoding<TSimd, FiniteHalfFormat>.Compute(
                    queries, keys, values, mask, destination, options, logSumExp);
                break;
            case StorageFormat.Half:
                FlashDecoding<TSimd, HalfFormat>.Compute(
                    queries, keys, values, mask, destination, options, logSumExp);
                break;
            case StorageFormat.BFloat16:
                FlashDecoding<TSimd, BFloat16Format>.Compute(
                    queries, keys, values, mask, destination, options, logSumExp);
                break;
            default:
                FlashDecoding<TSimd, FloatFormat>.Compute(
                    queries, keys, values, mask, destination, options, logSumExp);
                break;
        }
    }

    /// <summary>Whether <see cref="FiniteHalfFormat"/> can multiply by all queries.</summary>
    private static bool AreFactors(in ReadOnlyHeadTensor queries)
    {
        bool are = true;
        for (int head = 0; head < queries.Batch * queries.Heads; head++)
        {
            for (int query = 0; query < queries.Tokens; query++)
            {
                foreach (float x in queries.Head(head / queries.Heads, head % queries.Heads).Row(query))
                {
                    are &= MathF.Abs(x) < FiniteHalfFormat.FactorLimit;
                }
            }
        }

        return are;
    }
}

/// <summary>The computation for keys and values that are stored in one format.</summary>
internal readonly partial struct FlashDecoding<TSimd, TFormat>(
    ReadOnlyHeadTensor queries, StoredHeads keys, StoredHeads values, AttentionMask mask, AttentionOptions options,
    int chunks, int keysPerChunk, Scratch partials) : IParallelWork
    where TSimd : struct, ISimd<TSimd>
    where TFormat : struct, INumberFormat
{
    /// <summary>Keys per tile: their scores are on the stack.</summary>
    private const int TileKeys = 512;

    /// <summary>Enough chunks for many cores, few enough that their results take little memory.</summary>
    private const int MostChunks = 16;

    // m, l and O of one query over one chunk
    private int PartialLength => 2 + values.Features;

    public static void Compute(
        in ReadOnlyHeadTensor queries, in StoredHeads keys, in StoredHeads values, in AttentionMask mask,
        in HeadTensor destination, in AttentionOptions options, in HeadTensor? logSumExp)
    {
        int keysPerChunk = Panels.RoundUp(Math.Max(1, keys.Tokens / MostChunks), TileKeys);
        int chunks = (int)((keys.Tokens - 1L + keysPerChunk) / keysPerChunk);
        long rows = (long)queries.Batch * queries.Heads * queries.Tokens;
        int threads = ParallelWork.ThreadsFor(
            options.Threads, rows * keys.Tokens * (queries.Features + values.Features));
        using var partials = new Scratch(rows * chunks * (2L + values.Features));
        var work = new FlashDecoding<TSimd, TFormat>(
            queries, keys, values, mask, options, chunks, keysPerChunk, partials);
        ParallelWork.Run(queries.Batch * keys.Heads * chunks, threads, work, options.Cancellation);
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                work.MergeHead(batch, head, destination.Head(batch, head), logSumExp?.Head(batch, head));
            }
        }
    }

    /// <summary>One chunk of keys, for all queries of the heads that share it.</summary>
    public void RunItem(int item)
    {
        int chunk = item % chunks,
            keyHead = item / chunks % keys.Heads,
            batch = item / chunks / keys.Heads;
        int group = queries.Heads / keys.Heads;
        for (int head = keyHead * group; head < (keyHead + 1) * group; head++)
        {
            for (int query = 0; query < queries.Tokens; query++)
            {
                Span<float> partial = Partial(batch, head, query, chunk);
                partial.Clear();
                partial[0] = float.NegativeInfinity;
            }
        }

        int begin = chunk * keysPerChunk,
            end = (int)Math.Min((long)begin + keysPerChunk, keys.Tokens);
        (begin, end) = KeyRangeOfChunk(batch, keyHead, begin, end);
        for (int key = begin, count; key < end; key += count)
        {
            options.Cancellation.ThrowIfCancellationRequested();

            // Every query processes this key tile before the next is read, so it stays cached.
            count = Math.Min(TileKeys, end - key);
            StoredRows tileKeys = keys.Stored(batch, keyHead, key, count);
            StoredRows tileValues = values.Stored(batch, keyHead, key, count);
            int rows = group * queries.Tokens;
            int row = 0;
            while (row + 4 <= rows && AttendFour(batch, keyHead * group, row, chunk, tileKeys, tileValues, key))
            {
                row += 4;
            }

            for (; row < rows; row += 2)
            {
                DecodingQuery x = RowOf(batch, keyHead * group, row, chunk);
                if (row + 1 < rows)
                {
                    DecodingQuery y = RowOf(batch, keyHead * group, row + 1, chunk);
                    AttendPair(x, y, tileKeys, tileValues, key);
                }
                else
                {
                    Attend(x, tileKeys, tileValues, key);
                }
            }
        }
    }

    /// <summary>
    /// One query of the heads that share a key head: the queries of the first head, then of the next.
    /// </summary>
    private DecodingQuery RowOf(int batch, int firstHead, int row, int chunk)
    {
        (int head, int query) = (firstHead + row / queries.Tokens, row % queries.Tokens);
        return new DecodingQuery(
            queries.Head(batch, head).Row(query), mask.ForHead(batch, head, queries.Tokens, keys.Tokens), query,
            Partial(batch, head, query, chunk));
    }

    /// <summary>The keys of a chunk that some query may see, tables not considered.</summary>
    private (int First, int End) KeyRangeOfChunk(int batch, int keyHead, int begin, int end)
    {
        int group = queries.Heads / keys.Heads,
            first = end,
            last = begin;
        for (int head = keyHead * group; head < (keyHead + 1) * group; head++)
        {
            HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
            for (int query = 0; query < queries.Tokens; query++)
            {
                (int from, int to) = headMask.KeyRange(query);
                (first, last) = from < to ? (Math.Min(first, from), Math.Max(last, to)) : (first, last);
            }
        }

        return (Math.Max(begin, first), Math.Min(end, last));
    }

    /// <summary>Adds the keys of one tile to (m, l, O) of two queries that share them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AttendPair(
        scoped DecodingQuery x, scoped DecodingQuery y, in StoredRows tileKeys, in StoredRows tileValues, int tileKey)
    {
        (int first, int end) = x.KeyRangeInTile(tileKey, tileKeys.Count);
        if ((first, end) != y.KeyRangeInTile(tileKey, tileKeys.Count) || x.Mask.HasTables || y.Mask.HasTables)
        {
            Attend(x, tileKeys, tileValues, tileKey);
            Attend(y, tileKeys, tileValues, tileKey);
            return;
        }

        if (first >= end)
        {
            return;
        }

        Span<float> xScores = stackalloc float[TileKeys],
            yScores = stackalloc float[TileKeys],
            xWeights = stackalloc float[TileKeys],
            yWeights = stackalloc float[TileKeys];
        int count = end - first;
        RowPair.Dots<TSimd, TFormat>(x.Query, y.Query, tileKeys, first, xScores[..count], yScores[..count]);
        ScaleProducts(x.Query, tileKeys, first, xScores[..count]);
        ScaleProducts(y.Query, tileKeys, first, yScores[..count]);
        AddWeights(x, tileKey + first, count, xScores, xWeights);
        AddWeights(y, tileKey + first, count, yScores, yWeights);
        RowPair.AddRows<TSimd, TFormat>(
            xWeights[..count], yWeights[..count], tileValues, first, x.Output, y.Output);
    }

    /// <summary>Adds the keys of one tile to (m, l, O) of one query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Attend(scoped DecodingQuery row, in StoredRows tileKeys, in StoredRows tileValues, int tileKey)
    {
        (int first, int end) = row.KeyRangeInTile(tileKey, tileKeys.Count);
        if (first >= end)
        {
            return;
        }

        Span<float> scores = stackalloc float[TileKeys],
            weights = stackalloc float[TileKeys];
        int count = end - first;
        DotProduct.Rows<TSimd, TFormat>(row.Query, tileKeys, first, scores[..count]);
        ScaleProducts(row.Query, tileKeys, first, scores[..count]);
        AddWeights(row, tileKey + first, count, scores, weights);

        // O += P V, leaving out what is hidden: it may be NaN
        for (int j = 0, run; j < count; j += run + 1)
        {
            for (run = 0; j + run < count; run++)
            {
                if (weights[j + run] == 0 && !row.Mask.Sees(row.Index, tileKey + first + j + run))
                {
                    break;
                }
            }

            if (run > 0)
            {
                AddScaled.Rows<TSimd, TFormat>(weights.Slice(j, run), tileValues, first + j, row.Output);
            }
        }
    }

    /// <summary>S = scale · q Kᵀ, where q Kᵀ is known.</summary>
    private void ScaleProducts(ReadOnlySpan<float> query, in StoredRows tileKeys, int first, Span<float> products)
    {
        float scale = options.ScaleFor(query.Length);
        if (AllFinite.In<TSimd>(products))
        {
            ScaledCopy.Kernel<TSimd>(scale, products, products);
            return;
        }

        for (int j = 0; j < products.Length; j++)
        {
            products[j] = Score.OfProduct<TFormat>(scale, products[j], query, ref tileKeys.Row(first + j));
        }
    }

    /// <summary>
    /// Caps and biases the scores, hidden ones become −∞; then P = e^(S - m'), l += Σ P, O = e^(m - m') O.
    /// </summary>
    private void AddWeights(
        scoped in DecodingQuery row, int firstKey, int count, Span<float> scores, Span<float> weights)
    {
        if (options.Softcap > 0)
        {
            SoftCap.Apply<TSimd>(options.Softcap, scores[..count]);
        }

        row.Mask.Apply<TSimd>(row.Index, firstKey, scores[..count]);

        // Softmax takes whole registers.
        scores = scores[..Panels.RoundUp(count, TSimd.Width)];
        scores[count..].Fill(float.NegativeInfinity);
        float correction = OnlineSoftmax.Update<TSimd>(scores, weights, ref row.Max, ref row.Sum);
        ScaledCopy.Kernel<TSimd>(correction, row.Output, row.Output);
    }

    private Span<float> Partial(int batch, int head, int query, int chunk)
    {
        // The heads of a chunk lie side by side. When all chunks lay between them, often nearly a multiple of 4096
        // bytes, stores to one held up loads from another.
        int index = ((batch * chunks + chunk) * queries.Heads + head) * queries.Tokens + query;
        return partials.Span.Slice(index * PartialLength, PartialLength);
    }
}
