namespace Attention.Lib.Internal;

/// <summary>
/// The gradients of attention by its inputs, tile by tile, from the output and the log-sum-exp of the forward pass.
/// </summary>
/// <remarks>
/// <para>Weights are computed again instead of being kept: P = e^(S - lse).</para>
/// <para>
/// Two differences lose digits where values or keys lie far from zero: dP − rowsum(P ∘ dP), and Σⱼ dSᵢⱼ kⱼ with Σⱼ dSᵢⱼ
/// = 0. Neither changes in exact arithmetic (the second without a softcap) if the same vector is subtracted from all
/// values, or from all keys. So their means are subtracted.
/// </para>
/// <para>
/// The keys of a head are cut into runs that threads compute independently. Each run adds to its own gradient of the
/// queries, and these are summed in the order of the keys. Runs depend on the shapes alone, and so does the result.
/// </para>
/// <para>Source: Dao et al., FlashAttention (2022), appendix B.</para>
/// </remarks>
internal readonly struct FlashBackward<TSimd>(
    ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask,
    ReadOnlyHeadTensor outputGradient, ReadOnlyHeadTensor statistics, MatrixView means, HeadTensor keyGradient,
    HeadTensor valueGradient, HeadTensor? biasGradient, AttentionOptions options, int runs,
    Scratch queryGradients) : ITiledWork
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>
    /// Enough runs for many cores, few enough that their gradients of the queries take little memory.
    /// </summary>
    private const int MostRuns = 16;

    private int Group => queries.Heads / keys.Heads;

    private int QueryGradientLength => queries.Tokens * BackwardTile<TSimd>.Stride(queries.Features);

    public static void Compute(
        in ReadOnlyHeadTensor queries, in ReadOnlyHeadTensor keys, in ReadOnlyHeadTensor values, in AttentionMask mask,
        in ReadOnlyHeadTensor outputGradient, in ReadOnlyHeadTensor output, in ReadOnlyHeadTensor logSumExp,
        in HeadTensor queryGradient, in HeadTensor keyGradient, in HeadTensor valueGradient,
        in HeadTensor? biasGradient, in AttentionOptions options)
    {
        int keyHeads = keys.Batch * keys.Heads,
            rows = queries.Batch * queries.Heads * queries.Tokens;
        int tiles = (int)((keys.Tokens + BackwardTile<TSimd>.Keys - 1L) / BackwardTile<TSimd>.Keys);
        int runs = keyHeads == 0 ? 0 : Math.Clamp(MostRuns / keyHeads, 1, Math.Max(1, tiles));
        using var meanScratch = new Scratch((long)keyHeads * (keys.Features + values.Features));
        using var statisticScratch = new Scratch(2L * rows);
        using var queryGradients = new Scratch(
            (long)queries.Batch * queries.Heads * runs * queries.Tokens * BackwardTile<TSimd>.Stride(queries.Features));
        MatrixView means = meanScratch.View(keyHeads, keys.Features + values.Features);
        HeadTensor statistics = statisticScratch.View(rows, 2).AsHeads(queries.Batch, queries.Heads);
        Means(keys, values, means, centresKeys: !(options.Softcap > 0));
        Statistics(outputGradient, output, logSumExp, means, keys.Heads, keys.Features, statistics);
        queryGradients.Span.Clear();

        // A bias gradient that several heads share is written by one thread.
        bool shares = biasGradient is { } bias && (bias.Batch < queries.Batch || bias.Heads < queries.Heads);
        long multiplyAdds = (long)rows * keys.Tokens * (3L * queries.Features + 2L * values.Features);
        int threads = shares ? 1 : ParallelTiles.ThreadsFor(options.Threads, multiplyAdds);
        var work = new FlashBackward<TSimd>(
            queries, keys, values, mask, outputGradient, statistics, means, keyGradient, valueGradient, biasGradient,
            options, runs, queryGradients);
        ParallelTiles.Run(keyHeads * runs, threads, work, options.Cancellation);
        work.SumQueryGradients(queryGradient);
    }

    /// <summary>One run of keys of one head, against the queries of all heads that share it.</summary>
    public void ComputeTile(int tile)
    {
        int run = tile % runs,
            keyHead = tile / runs % keys.Heads,
            batch = tile / runs / keys.Heads;
        const int tileKeys = BackwardTile<TSimd>.Keys;
        int tiles = (int)((keys.Tokens + tileKeys - 1L) / tileKeys);
        using var workspace = new Scratch(BackwardTile<TSimd>.WorkspaceLength(queries.Features, values.Features));
        using var centred = new Scratch(tileKeys * (long)Math.Max(keys.Features, values.Features));
        var backward = new BackwardTile<TSimd>(options, queries.Features, values.Features, workspace.Span);
        Span<float> mean = means.Row(batch * keys.Heads + keyHead);
        for (int at = (int)((long)tiles * run / runs); at < (int)((long)tiles * (run + 1) / runs); at++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            int firstKey = at * tileKeys,
                count = Math.Min(tileKeys, keys.Tokens - firstKey);
            backward.Begin(
                keys.Head(batch, keyHead).SliceRows(firstKey, count),
                values.Head(batch, keyHead).SliceRows(firstKey, count), mean[..keys.Features], mean[keys.Features..],
                centred.View(tileKeys, Math.Max(keys.Features, values.Features)));
            for (int head = keyHead * Group; head < (keyHead + 1) * Group; head++)
            {
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                MatrixView? bias = biasGradient is { } given
                    ? given.Head(given.Batch == 1 ? 0 : batch, given.Heads == 1 ? 0 : head)
                    : null;
                for (int query = 0; query < queries.Tokens; query += BackwardTile<TSimd>.Queries)
                {
                    backward.Add(
                        queries.Head(batch, head), outputGradient.Head(batch, head), statistics.Head(batch, head),
                        headMask, query, firstKey, count, QueryGradient(batch, head, run), bias);
                }
            }

            backward.End(
                keyGradient.Head(batch, keyHead).SliceRows(firstKey, count),
                valueGradient.Head(batch, keyHead).SliceRows(firstKey, count));
        }
    }

    /// <summary>dQ = scale · the sum over all runs.</summary>
    private void SumQueryGradients(in HeadTensor queryGradient)
    {
        float scale = options.ScaleFor(queries.Features);
        int stride = BackwardTile<TSimd>.Stride(queries.Features);
        for (int batch = 0; batch < queries.Batch; batch++)
        {
            for (int head = 0; head < queries.Heads; head++)
            {
                for (int query = 0; query < queries.Tokens; query++)
                {
                    Span<float> row = queryGradient.Head(batch, head).Row(query);
                    row.Clear();
                    for (int run = 0; run < runs; run++)
                    {
                        AddScaled.Kernel<TSimd>(
                            1, QueryGradient(batch, head, run).Slice(query * stride, row.Length), row);
                    }

                    ScaledCopy.Kernel<TSimd>(scale, row, row);
                }
            }
        }
    }

    private Span<float> QueryGradient(int batch, int head, int run) =>
        queryGradients.Span.Slice(
            ((batch * queries.Heads + head) * runs + run) * QueryGradientLength, QueryGradientLength);

    /// <summary>
    /// The mean key and the mean value of every key head, of finite numbers only: a hidden one may be NaN.
    /// </summary>
    /// <remarks>With a softcap Σⱼ dSᵢⱼ is not 0, and the mean of the keys must stay: 0 is subtracted.</remarks>
    private static void Means(
        in ReadOnlyHeadTensor keys, in ReadOnlyHeadTensor values, in MatrixView means, bool centresKeys)
    {
        for (int head = 0; head < means.Rows; head++)
        {
            means.Row(head)[..keys.Features].Clear();
            if (centresKeys)
            {
                Mean(keys.Head(head / keys.Heads, head % keys.Heads), means.Row(head)[..keys.Features]);
            }

            Mean(values.Head(head / keys.Heads, head % keys.Heads), means.Row(head)[keys.Features..]);
        }

        static void Mean(in ReadOnlyMatrixView rows, Span<float> mean)
        {
            for (int column = 0; column < mean.Length; column++)
            {
                double sum = 0;
                int count = 0;
                for (int row = 0; row < rows.Rows; row++)
                {
                    float value = rows[row, column];
                    (sum, count) = float.IsFinite(value) ? (sum + value, count + 1) : (sum, count);
                }

                mean[column] = count == 0 ? 0 : (float)(sum / count);
            }
        }
    }

    /// <summary>For each query: lse, and rowsum(P ∘ dP) = dO · (o - v̄), summed in double.</summary>
    private static void Statistics(
        in ReadOnlyHeadTensor outputGradient, in ReadOnlyHeadTensor output, in ReadOnlyHeadTensor logSumExp,
        in MatrixView means, int keyHeads, int features, in HeadTensor statistics)
    {
        for (int batch = 0; batch < output.Batch; batch++)
        {
            for (int head = 0; head < output.Heads; head++)
            {
                ReadOnlySpan<float> mean = means.Row(batch * keyHeads + head / (output.Heads / keyHeads))[features..];
                for (int query = 0; query < output.Tokens; query++)
                {
                    ReadOnlySpan<float> gradient = outputGradient.Head(batch, head).Row(query),
                        o = output.Head(batch, head).Row(query);
                    double sum = 0;
                    for (int c = 0; c < o.Length; c++)
                    {
                        sum += gradient[c] * ((double)o[c] - mean[c]);
                    }

                    statistics[batch, head, query, 0] = logSumExp[batch, head, query, 0];
                    statistics[batch, head, query, 1] = (float)sum;
                }
            }
        }
    }
}
