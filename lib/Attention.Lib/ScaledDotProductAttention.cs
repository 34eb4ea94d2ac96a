using System.Runtime.Intrinsics;
using Attention.Lib.Internal;
using static Attention.Lib.Internal.RequireInputs;
using static Attention.Lib.Internal.RequireShape;

namespace Attention.Lib;

/// <summary>
/// Attention as in the paper, <c>softmax(scale · Q Kᵀ + mask) V</c>, with its matrix of weights to look at.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item><description><see cref="Naive"/> is the definition, loop by loop.</description></item>
/// <item><description><see cref="Compute"/> computes whole rows with vector registers and returns the weights if asked.
/// </description></item>
/// <item><description><see cref="Scores"/> stops on the way there.</description></item>
/// <item><description><see cref="Backward"/> computes the gradients with respect to the inputs from the one with
/// respect to the output.</description></item>
/// <item><description><see cref="FlashAttention"/> gives the same output without ever storing the
/// weights.</description></item>
/// </list>
/// <para>Source: Vaswani et al., Attention Is All You Need (2017), equation 1.</para>
/// </remarks>
public static partial class ScaledDotProductAttention
{
    /// <summary>
    /// Queries per tile: enough work for a thread, and few enough that their weights take little memory.
    /// </summary>
    private const int TileRows = 16;

    /// <summary>
    /// Computes attention of every head of every batch entry row by row and, if asked, returns the weights.
    /// </summary>
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
    /// <param name="weights">
    /// If given, receives the weights: batch × query heads × L × S, or L × S; each row sums to 1, or is 0 for a query
    /// that sees no key.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), the query heads are no multiple of the key heads,
    /// something written shares memory with anything else, or D is 0 and <paramref name="options"/> gives no scale.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="AttentionOptions.Cancellation"/> was requested.
    /// </exception>
    /// <remarks>
    /// A query that may see no key gets a row of zeros. O(L·S·(D + Dv)) time; S floats of pooled memory for each of 16
    /// queries and thread if no weights are given. The result does not depend on the number of threads. Edge cases:
    /// NUMERICS.md.
    /// </remarks>
    public static void Compute(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask,
        HeadTensor destination, AttentionOptions options = default, HeadTensor? weights = null)
    {
        QueriesAndKeys(queries, keys, mask, options);
        Values(keys, values);
        PerQuery(destination, queries);
        Equal(destination, Size.Features, values, Size.Features);
        if (weights is { } given)
        {
            PerQuery(given, queries, nameof(weights));
            Equal(given, Size.Features, keys, Size.Tokens, nameof(weights));
        }

        Apart([new(destination), new(weights ?? default, nameof(weights))], [new(queries), new(keys), new(values)]);
        if (Vector512.IsHardwareAccelerated)
        {
            Kernel<Simd512>(queries, keys, values, mask, destination, options, weights);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Kernel<Simd256>(queries, keys, values, mask, destination, options, weights);
        }
        else
        {
            Kernel<Simd128>(queries, keys, values, mask, destination, options, weights);
        }
    }

    internal static void Kernel<TSimd>(
        in ReadOnlyHeadTensor queries, in ReadOnlyHeadTensor keys, in ReadOnlyHeadTensor values, in AttentionMask mask,
        in HeadTensor destination, in AttentionOptions options, in HeadTensor? weights)
        where TSimd : struct, ISimd<TSimd>
    {
        var work = new Rows<TSimd>(queries, keys, values, mask, destination, options, weights);
        Run(work, queries, keys.Tokens * ((long)queries.Features + values.Features), options);
    }

    /// <summary>Runs work whose items are the tiles of <see cref="TileRows"/> queries of one head.</summary>
    private static void Run<TWork>(
        in TWork work, in ReadOnlyHeadTensor queries, long multiplyAddsPerQuery, in AttentionOptions options)
        where TWork : struct, IParallelWork
    {
        long rows = (long)queries.Batch * queries.Heads * queries.Tokens;
        int tiles = queries.Batch * queries.Heads * TilesPerHead(queries);
        ParallelWork.Run(
            tiles, ParallelWork.ThreadsFor(options.Threads, rows * multiplyAddsPerQuery), work, options.Cancellation);
    }

    private static int TilesPerHead(in ReadOnlyHeadTensor queries) =>
        (int)((queries.Tokens + TileRows - 1L) / TileRows);

    /// <summary>The batch entry, the head and the queries of a tile.</summary>
    private static (int Batch, int Head, int FirstQuery, int EndQuery) Locate(in ReadOnlyHeadTensor queries, int tile)
    {
        int tilesPerHead = TilesPerHead(queries),
            head = tile / tilesPerHead;
        int first = tile % tilesPerHead * TileRows;
        return (head / queries.Heads, head % queries.Heads, first, Math.Min(queries.Tokens - first, TileRows) + first);
    }

    private readonly struct Rows<TSimd>(
        ReadOnlyHeadTensor queries, ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, AttentionMask mask,
        HeadTensor destination, AttentionOptions options, HeadTensor? weights) : IParallelWork
        where TSimd : struct, ISimd<TSimd>
    {
        public void RunItem(int item)
        {
            (int batch, int head, int first, int end) = Locate(queries, item);
            int keyHead = head / (queries.Heads / keys.Heads);
            HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
            ReadOnlyMatrixView headQueries = queries.Head(batch, head),
                headKeys = keys.Head(batch, keyHead);
            ReadOnlyMatrixView headValues = values.Head(batch, keyHead);
            MatrixView output = destination.Head(batch, head);
            using var scratch = new Scratch(weights is null ? keys.Tokens : 0);
            for (int i = first; i < end; i++)
            {
                Span<float> row = weights is { } given ? given.Head(batch, head).Row(i) : scratch.Span;
                RowScores<TSimd>(headQueries.Row(i), headKeys, headMask, i, ScoreStage.Weights, row, options);
                WeightedSum<TSimd>(row, headValues, headMask, i, output.Row(i));
            }
        }
    }

    /// <summary>oᵢ = Σⱼ wᵢⱼ vⱼ, but a hidden value is left out, not multiplied by 0: it may be NaN.</summary>
    private static void WeightedSum<TSimd>(
        ReadOnlySpan<float> weights, in ReadOnlyMatrixView values, in HeadMask mask, int query, Span<float> output)
        where TSimd : struct, ISimd<TSimd>
    {
        output.Clear();
        (int first, int end) = mask.KeyRange(query);
        for (int j = first; j < end; j++)
        {
            if (weights[j] != 0 || mask.Sees(query, j))
            {
                AddScaled.Kernel<TSimd>(weights[j], values.Row(j), output);
            }
        }
    }
}
