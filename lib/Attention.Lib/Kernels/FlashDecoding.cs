using System.Buffers;
using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary>Flash attention for few queries and many keys, as in decoding: every key and value is read once, in place.</summary>
/// <remarks>
/// Memory sets the pace here, so nothing is packed. The keys are cut into chunks that threads take independently; each leaves its
/// own (m, l, O) for every query, and these are merged in the order of the keys. Chunks depend on the number of keys alone,
/// and so does the result.
/// </remarks>
internal readonly struct FlashDecoding<TSimd>(
    HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, AttentionOptions options,
    int chunks, int keysPerChunk, float[] partials) : ITiledWork
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>Scores at a time: they live on the stack.</summary>
    private const int TileKeys = 512;

    /// <summary>Enough chunks for many cores, few enough that their results take little memory.</summary>
    private const int MostChunks = 16;

    // m, l and O of one query over one chunk
    private int PartialLength => 2 + values.Features;

    public static void Compute(
        HeadTensor queries, HeadTensor keys, HeadTensor values, AttentionMask mask, HeadTensor destination,
        AttentionOptions options, HeadTensor? logSumExp)
    {
        int keysPerChunk = Panels.RoundUp(Math.Max(1, keys.Tokens / MostChunks), TileKeys);
        int chunks = (int)((keys.Tokens - 1L + keysPerChunk) / keysPerChunk);
        long multiplyAdds = (long)queries.Batch * queries.Heads * queries.Tokens * keys.Tokens * (queries.Features + values.Features);
        long rows = (long)queries.Batch * queries.Heads * queries.Tokens;
        float[] partials = ArrayPool<float>.Shared.Rent(Require.ArrayLength(rows * chunks * (2L + values.Features)));
        var work = new FlashDecoding<TSimd>(queries, keys, values, mask, options, chunks, keysPerChunk, partials);
        ParallelTiles.Run(queries.Batch * keys.Heads * chunks, ParallelTiles.ThreadsFor(options.Threads, multiplyAdds), work);
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                MatrixView output = destination.Head(batch, head);
                for (int query = 0; query < queries.Tokens; query++)
                {
                    float lse = work.Merge(batch, head, query, headMask, output.Row(query));
                    if (logSumExp is { } numbers)
                    {
                        numbers[batch, head, query, 0] = lse;
                    }
                }
            }
        }

        ArrayPool<float>.Shared.Return(partials);
    }

    /// <summary>One chunk of keys, for all queries of the heads that share it: the later ones find it in the cache.</summary>
    public void ComputeTile(int tile)
    {
        int chunk = tile % chunks, keyHead = tile / chunks % keys.Heads, batch = tile / chunks / keys.Heads;
        int group = queries.Heads / keys.Heads;
        for (int head = keyHead * group; head < (keyHead + 1) * group; head++)
        {
            HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
            for (int query = 0; query < queries.Tokens; query++)
            {
                Span<float> partial = Partial(batch, head, query, chunk);
                partial.Clear();
                partial[0] = float.NegativeInfinity;
                Attend(
                    queries.Head(batch, head).Row(query), keys.Head(batch, keyHead), values.Head(batch, keyHead), headMask, query,
                    chunk * keysPerChunk, ref partial[0], ref partial[1], partial[2..]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Attend(
        ReadOnlySpan<float> query, MatrixView headKeys, MatrixView headValues, HeadMask headMask, int queryIndex,
        int chunkKey, ref float max, ref float sum, Span<float> output)
    {
        Span<float> tileScores = stackalloc float[TileKeys], tileWeights = stackalloc float[TileKeys];
        float scale = options.ScaleFor(query.Length);
        (int first, int end) = headMask.VisibleKeys(queryIndex);
        (first, end) = (Math.Max(first, chunkKey), (int)Math.Min(end, (long)chunkKey + keysPerChunk));

        for (int key = first, count; key < end; key += count)
        {
            // S = scale · q Kᵀ, capped, biased, and −∞ for hidden keys and up to a whole register
            count = Math.Min(TileKeys, end - key);
            Span<float> scores = tileScores[..Panels.RoundUp(count, TSimd.Width)];
            for (int j = 0; j < count; j++)
            {
                scores[j] = scale * Dot.Kernel<TSimd>(query, headKeys.Row(key + j));
            }

            headMask.ApplyWithSoftcap(options.Softcap, queryIndex, key, scores[..count]);
            scores[count..].Fill(float.NegativeInfinity);

            // O = e^(m - m') O + P V, leaving out what is hidden: it may be NaN
            float correction = OnlineSoftmax.Update<TSimd>(scores, tileWeights, ref max, ref sum);
            ScaledCopy.Kernel<TSimd>(correction, output, output);
            for (int j = 0, run; j < count; j += run + 1)
            {
                for (run = 0; j + run < count && (tileWeights[j + run] != 0 || headMask.Sees(queryIndex, key + j + run)); run++)
                {
                }

                if (run > 0)
                {
                    AddScaled.Rows<TSimd>(tileWeights.Slice(j, run), headValues, key + j, output);
                }
            }
        }
    }

    /// <summary>m = max mᵢ, l = Σ lᵢ e^(mᵢ - m), O = Σ Oᵢ e^(mᵢ - m), chunk by chunk.</summary>
    private float Merge(int batch, int head, int query, HeadMask headMask, Span<float> destination)
    {
        float max = float.NegativeInfinity, sum = 0;
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

        OnlineSoftmax.Finish<TSimd>(sum, output, headMask, query, destination);
        return OnlineSoftmax.LogSumExp(max, sum);
    }

    private Span<float> Partial(int batch, int head, int query, int chunk)
        => partials.AsSpan((((batch * queries.Heads + head) * queries.Tokens + query) * chunks + chunk) * PartialLength, PartialLength);
}
