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
}

/// <summary>The computation for keys and values that are stored in one format.</summary>
internal readonly struct FlashDecoding<TSimd, TFormat>(
    ReadOnlyHeadTensor queries, StoredHeads keys, StoredHeads values, AttentionMask mask, AttentionOptions options,
    int chunks, int keysPerChunk, Scratch partials) : ITiledWork
    where TSimd : struct, ISimd<TSimd>
    where TFormat : struct, INumberFormat
{
    /// <summary>Keys per step: their scores are on the stack.</summary>
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
        int threads = ParallelTiles.ThreadsFor(
            options.Threads, rows * keys.Tokens * (queries.Features + values.Features));
        using var partials = new Scratch(rows * chunks * (2L + values.Features));
        var work = new FlashDecoding<TSimd, TFormat>(
            queries, keys, values, mask, options, chunks, keysPerChunk, partials);
        ParallelTiles.Run(queries.Batch * keys.Heads * chunks, threads, work, options.Cancellation);
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                work.MergeHead(batch, head, destination.Head(batch, head), logSumExp?.Head(batch, head));
            }
        }
    }

    /// <summary>One chunk of keys, for all queries of the heads that share it.</summary>
    public void ComputeTile(int tile)
    {
        int chunk = tile % chunks,
            keyHead = tile / chunks % keys.Heads,
            batch = tile / chunks / keys.Heads;
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
        (begin, end) = Seen(batch, keyHead, begin, end);
        for (int key = begin, count; key < end; key += count)
        {
            // All queries use a step of keys while the cache holds it.
            count = Math.Min(TileKeys, end - key);
            StoredRows tileKeys = keys.Stored(batch, keyHead, key, count);
            StoredRows tileValues = values.Stored(batch, keyHead, key, count);
            for (int head = keyHead * group; head < (keyHead + 1) * group; head++)
            {
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                for (int query = 0; query < queries.Tokens; query++)
                {
                    Span<float> partial = Partial(batch, head, query, chunk);
                    Attend(
                        queries.Head(batch, head).Row(query), tileKeys, tileValues, headMask, query, key,
                        ref partial[0], ref partial[1], partial[2..]);
                }
            }
        }
    }

    /// <summary>The part of a chunk that the rules of the mask leave to some query.</summary>
    private (int First, int End) Seen(int batch, int keyHead, int begin, int end)
    {
        int group = queries.Heads / keys.Heads,
            first = end,
            last = begin;
        for (int head = keyHead * group; head < (keyHead + 1) * group; head++)
        {
            HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
            for (int query = 0; query < queries.Tokens; query++)
            {
                (int from, int to) = headMask.VisibleKeys(query);
                (first, last) = from < to ? (Math.Min(first, from), Math.Max(last, to)) : (first, last);
            }
        }

        return (Math.Max(begin, first), Math.Min(end, last));
    }

    /// <summary>Adds the keys of one step to (m, l, O) of one query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Attend(
        ReadOnlySpan<float> query, in StoredRows tileKeys, in StoredRows tileValues,
        in HeadMask headMask, int queryIndex, int tileKey, ref float max, ref float sum, Span<float> output)
    {
        (int first, int end) = headMask.VisibleKeys(queryIndex);
        (first, end) = (Math.Max(first - tileKey, 0), Math.Min(end - tileKey, tileKeys.Count));
        if (first >= end)
        {
            return;
        }

        // S = scale · q Kᵀ, capped, biased, and −∞ for hidden keys and up to a whole register
        Span<float> allScores = stackalloc float[TileKeys],
            weights = stackalloc float[TileKeys];
        int count = end - first;
        Span<float> scores = allScores[..Panels.RoundUp(count, TSimd.Width)];
        float scale = options.ScaleFor(query.Length);
        for (int j = 0; j < count; j++)
        {
            scores[j] = Score.Of<TSimd, TFormat>(scale, query, ref tileKeys.Row(first + j));
        }

        if (options.Softcap > 0)
        {
            SoftCap.Apply<TSimd>(options.Softcap, scores[..count]);
        }

        headMask.Apply<TSimd>(queryIndex, tileKey + first, scores[..count]);
        scores[count..].Fill(float.NegativeInfinity);

        // O = e^(m - m') O + P V, leaving out what is hidden: it may be NaN
        float correction = OnlineSoftmax.Update<TSimd>(scores, weights, ref max, ref sum);
        ScaledCopy.Kernel<TSimd>(correction, output, output);
        for (int j = 0, run; j < count; j += run + 1)
        {
            for (run = 0; j + run < count; run++)
            {
                if (weights[j + run] == 0 && !headMask.Sees(queryIndex, tileKey + first + j + run))
                {
                    break;
                }
            }

            if (run > 0)
            {
                AddScaled.Rows<TSimd, TFormat>(weights.Slice(j, run), tileValues, first + j, output);
            }
        }
    }

    private void MergeHead(int batch, int head, in MatrixView destination, in MatrixView? logSumExp)
    {
        HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
        for (int query = 0; query < queries.Tokens; query++)
        {
            if (!Merge(batch, head, query, headMask, destination.Row(query), out float numberOfRow))
            {
                int keyHead = head / (queries.Heads / keys.Heads);
                AttentionRow.Compute<TSimd>(
                    queries.Head(batch, head).Row(query), keys, values, batch, keyHead, headMask, query, options,
                    destination.Row(query));
            }

            if (logSumExp is { } numbers)
            {
                numbers[query, 0] = numberOfRow;
            }
        }
    }

    /// <summary>
    /// m = max mᵢ, l = Σ lᵢ e^(mᵢ - m), O = Σ Oᵢ e^(mᵢ - m), chunk by chunk. Returns whether the row is valid.
    /// </summary>
    private bool Merge(
        int batch, int head, int query, in HeadMask headMask, Span<float> destination, out float logSumExp)
    {
        float max = float.NegativeInfinity,
            sum = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            max = MathF.Max(max, Partial(batch, head, query, chunk)[0]);
        }

        Span<float> output = chunks == 0 ? destination : Partial(batch, head, query, 0)[2..];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            Span<float> partial = Partial(batch, head, query, chunk);
            float factor = float.IsNegativeInfinity(max) ? 1 : MathF.Exp(partial[0] - max);
            sum += partial[1] * factor;
            if (chunk == 0)
            {
                ScaledCopy.Kernel<TSimd>(factor, output, output);
            }
            else
            {
                AddScaled.Kernel<TSimd>(factor, partial[2..], output);
            }
        }

        logSumExp = OnlineSoftmax.LogSumExp(max, sum);
        return OnlineSoftmax.Finish<TSimd>(sum, output, headMask, query, destination);
    }

    private Span<float> Partial(int batch, int head, int query, int chunk)
    {
        int index = ((batch * queries.Heads + head) * queries.Tokens + query) * chunks + chunk;
        return partials.Span.Slice(index * PartialLength, PartialLength);
    }
}
