namespace Attention.Lib.Internal;

/// <summary>
/// The gradients of attention with respect to its inputs, tile by tile, from the output and the log-sum-exp of the
/// forward pass.
/// </summary>
/// <remarks>
/// <para>Weights are computed again instead of being kept: P = e^(S - lse).</para>
/// <para>
/// Two differences lose digits where values or keys lie far from zero: dP − rowsum(P ∘ dP), and Σⱼ dSᵢⱼ kⱼ with Σⱼ dSᵢⱼ
/// = 0. Neither changes in exact arithmetic (the second without a softcap) if the same vector is subtracted from all
/// values, or from all keys. So their <see cref="Centres"/> are subtracted.
/// </para>
/// <para>
/// The keys of a head are cut into runs that threads compute independently. Each run adds to its own gradient of the
/// queries, and these are summed in the order of the keys. Runs depend on the shapes alone, and so does the result.
/// </para>
/// <para>Source: Dao et al., FlashAttention (2022), appendix B.</para>
/// </remarks>
internal readonly struct FlashBackward<TSimd>(
    ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask,
    ReadOnlyHeadTensor outputGradient, ReadOnlyHeadTensor statistics, MatrixView centres, HeadTensor keyGradient,
    HeadTensor valueGradient, HeadTensor? biasGradient, AttentionOptions options, int runs,
    Scratch queryGradients) : IParallelWork
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
        in ReadOnlyHeadTensor outputGradient, in ReadOnlyHeadTensor? output, in ReadOnlyHeadTensor? logSumExp,
        in HeadTensor queryGradient, in HeadTensor keyGradient, in HeadTensor valueGradient,
        in HeadTensor? biasGradient, in AttentionOptions options)
    {
        int keyHeads = keys.Batch * keys.Heads,
            rows = queries.Batch * queries.Heads * queries.Tokens;
        int tiles = (int)((keys.Tokens + BackwardTile<TSimd>.Keys - 1L) / BackwardTile<TSimd>.Keys);
        int runs = keyHeads == 0 ? 0 : Math.Clamp(MostRuns / keyHeads, 1, Math.Max(1, tiles));
        using var centreScratch = new Scratch((long)keyHeads * (keys.Features + values.Features));
        using var statisticScratch = new Scratch(3L * rows);
        using var queryGradients = new Scratch(
            (long)queries.Batch * queries.Heads * runs * queries.Tokens * BackwardTile<TSimd>.Stride(queries.Features));
        MatrixView centres = centreScratch.View(keyHeads, keys.Features + values.Features);
        HeadTensor statistics = statisticScratch.View(rows, 3).AsHeads(queries.Batch, queries.Heads);
        Centres.Find(queries, keys, values, mask, centresKeys: !(options.Softcap > 0), centres);
        MatrixView valueCentres = centres.SliceColumns(keys.Features, values.Features);
        if (output is { } givenOutput && logSumExp is { } givenLogSumExp)
        {
            Statistics(outputGradient, givenOutput, givenLogSumExp, valueCentres, keys.Heads, statistics);
        }
        else
        {
            ForwardAgain(queries, keys, values, mask, outputGradient, valueCentres, options, statistics);
        }

        queryGradients.Span.Clear();

        // A bias gradient that several heads share is written by one thread.
        bool shares = biasGradient is { } bias && (bias.Batch < queries.Batch || bias.Heads < queries.Heads);
        long multiplyAdds = (long)rows * keys.Tokens * (3L * queries.Features + 2L * values.Features);
        int threads = shares ? 1 : ParallelWork.ThreadsFor(options.Threads, multiplyAdds);
        var work = new FlashBackward<TSimd>(
            queries, keys, values, mask, outputGradient, statistics, centres, keyGradient, valueGradient, biasGradient,
            options, runs, queryGradients);
        ParallelWork.Run(keyHeads * runs, threads, work, options.Cancellation);
        work.SumQueryGradients(queryGradient);
    }

    /// <summary>
    /// The run and the head of one item. The first runs of all heads come first: with a causal mask they take the
    /// longest.
    /// </summary>
    internal static (int Run, int Head) Part(int item, int heads) => Math.DivRem(item, heads);

    /// <summary>One run of keys of one head, against the queries of all heads that share it.</summary>
    public void RunItem(int item)
    {
        (int run, int numberOfHead) = Part(item, keys.Batch * keys.Heads);
        (int batch, int keyHead) = Math.DivRem(numberOfHead, keys.Heads);
        const int tileKeys = BackwardTile<TSimd>.Keys;
        int tiles = (int)((keys.Tokens + tileKeys - 1L) / tileKeys);
        using var workspace = new Scratch(BackwardTile<TSimd>.WorkspaceLength(queries.Features, values.Features));
        using var centred = new Scratch(tileKeys * (long)Math.Max(keys.Features, values.Features));
        var backward = new BackwardTile<TSimd>(options, queries.Features, values.Features, workspace.Span);
        Span<float> centre = centres.Row(batch * keys.Heads + keyHead);
        for (int at = (int)((long)tiles * run / runs); at < (int)((long)tiles * (run + 1) / runs); at++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            int firstKey = at * tileKeys,
                count = Math.Min(tileKeys, keys.Tokens - firstKey);
            backward.LoadTile(
                keys.Head(batch, keyHead).SliceRows(firstKey, count),
                values.Head(batch, keyHead).SliceRows(firstKey, count), centre[..keys.Features],
                centre[keys.Features..], centred.View(tileKeys, Math.Max(keys.Features, values.Features)));
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

            backward.WriteTile(
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
    /// The forward pass once more, with centred values, and m and l of each query instead of the log-sum-exp. Both keep
    /// digits that numbers far from zero have lost.
    /// </summary>
    private static void ForwardAgain(
        in ReadOnlyHeadTensor queries, in ReadOnlyHeadTensor keys, in ReadOnlyHeadTensor values, in AttentionMask mask,
        in ReadOnlyHeadTensor outputGradient, in MatrixView valueCentres, in AttentionOptions options,
        in HeadTensor statistics)
    {
        int rows = queries.Batch * queries.Heads * queries.Tokens,
            valueRows = values.Batch * values.Heads * values.Tokens;
        using var valueScratch = new Scratch((long)valueRows * values.Features);
        using var outputScratch = new Scratch((long)rows * values.Features);
        using var maxAndSumScratch = new Scratch(2L * rows);
        HeadTensor centred = valueScratch.View(valueRows, values.Features).AsHeads(values.Batch, values.Heads);
        HeadTensor output = outputScratch.View(rows, values.Features).AsHeads(queries.Batch, queries.Heads);
        HeadTensor maxAndSum = maxAndSumScratch.View(rows, 2).AsHeads(queries.Batch, queries.Heads);
        for (int head = 0; head < valueCentres.Rows; head++)
        {
            (int batch, int valueHead) = (head / values.Heads, head % values.Heads);
            for (int token = 0; token < values.Tokens; token++)
            {
                Span<float> row = centred.Head(batch, valueHead).Row(token);
                values.Head(batch, valueHead).Row(token).CopyTo(row);
                AddScaled.Kernel<TSimd>(-1, valueCentres.Row(head), row);
            }
        }

        FlashForward.Compute<TSimd>(queries, keys, centred, mask, output, options, maxAndSum);
        Statistics(outputGradient, output, maxAndSum, null, keys.Heads, statistics);
    }

    /// <summary>
    /// For each query m and 1 / l, with P = e^(S - m) / l, and rowsum(P ∘ dP) = dO · (o - c), summed in double.
    /// </summary>
    /// <param name="outputGradient">dO.</param>
    /// <param name="output">o, or o - c.</param>
    /// <param name="logSumExpOrMaxAndSum">One column: lse, taken as m with l = 1. Two columns: m and l.</param>
    /// <param name="valueCentres">c of each key head; null if it has been subtracted from the output.</param>
    /// <param name="keyHeads">The number of key heads.</param>
    /// <param name="statistics">Receives the three numbers.</param>
    private static void Statistics(
        in ReadOnlyHeadTensor outputGradient, in ReadOnlyHeadTensor output, in ReadOnlyHeadTensor logSumExpOrMaxAndSum,
        in MatrixView? valueCentres, int keyHeads, in HeadTensor statistics)
    {
        for (int batch = 0; batch < output.Batch; batch++)
        {
            for (int head = 0; head < output.Heads; head++)
            {
                int keyHead = batch * keyHeads + head / (output.Heads / keyHeads);
                ReadOnlySpan<float> centre = valueCentres is { } centres ? centres.Row(keyHead) : default;
                for (int query = 0; query < output.Tokens; query++)
                {
                    ReadOnlySpan<float> gradient = outputGradient.Head(batch, head).Row(query),
                        o = output.Head(batch, head).Row(query);
                    double sum = 0;
                    for (int c = 0; c < o.Length; c++)
                    {
                        sum += gradient[c] * ((double)o[c] - (centre.IsEmpty ? 0 : centre[c]));
                    }

                    ReadOnlySpan<float> given = logSumExpOrMaxAndSum.Head(batch, head).Row(query);
                    float weight = given.Length == 1 || given[1] == 0 ? 1 : 1 / given[1];
                    Span<float> statistic = statistics.Head(batch, head).Row(query);
                    (statistic[0], statistic[1], statistic[2]) = (given[0], weight, (float)sum);
                }
            }
        }
    }
}
