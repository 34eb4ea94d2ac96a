using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Attention.Lib.Internal;

/// <summary>
/// Rows that are asked for while others are computed, so that nobody waits for memory. Where many heads of up to 512 KB
/// are read once each, they are the rows of a head that is computed one to four heads later. In a larger head they are
/// the queries of its next tile and the rows of the output that the present tile will write.
/// </summary>
/// <remarks>
/// The rows of a head mostly lie far apart, between those of other heads: no prefetcher of a processor guesses them. A
/// few rows at a time are asked for, because a core can wait for some dozens of cache lines only. They go to the
/// second-level cache: rows at the same place of many pages would evict each other from the first.
/// </remarks>
internal readonly struct UpcomingRows(
    ReadOnlyMatrixView queries, ReadOnlyMatrixView keys, ReadOnlyMatrixView values, ReadOnlyMatrixView output)
{
    private const int MostHeads = 4;
    private const long MostCachedFloats = 1 << 19; // 2 MB: what is no more than that mostly lies in a cache already
    private const long MostFloats = 1 << 16;       // 256 KB: so far ahead lies the head asked for, one head at least
    private const long LargestHead = 1 << 17;      // 512 KB: asking for a larger one gained nothing

    /// <summary>How many heads to look ahead, 0 where it does not pay.</summary>
    /// <param name="heads">The number of key heads.</param>
    /// <param name="floatsPerHead">
    /// How many floats one of them and the query heads that share it read and write.
    /// </param>
    public static int Distance(int heads, long floatsPerHead) =>
        floatsPerHead <= MostCachedFloats / heads || floatsPerHead > LargestHead
            ? 0
            : (int)Math.Clamp(MostFloats / floatsPerHead, 1, MostHeads);

    /// <summary>
    /// For a head too large for <see cref="Distance"/>: the queries of its next tile, and the rows of the output that
    /// the present tile will write. Nothing for a smaller head.
    /// </summary>
    /// <param name="queries">Q of one query head.</param>
    /// <param name="output">O of that query head.</param>
    /// <param name="tileQueries">The queries of a tile.</param>
    /// <param name="floatsPerHead">
    /// How many floats its key head and the query heads that share it read and write.
    /// </param>
    public static UpcomingRows OfLargeHead(
        in ReadOnlyMatrixView queries, in MatrixView output, int tileQueries, long floatsPerHead) =>
        floatsPerHead <= LargestHead || queries.Rows <= tileQueries
            ? default
            // Moved by a tile, so that for a row of this tile the one in the same place of the next is asked for.
            : new(queries.SliceRows(tileQueries, queries.Rows - tileQueries), default, default, output);

    /// <summary>
    /// Asks for some queries and their output, and for the same share of the keys and values. Does nothing where .NET
    /// offers no prefetch instruction.
    /// </summary>
    public void Prefetch(int firstQuery, int endQuery)
    {
        if (Sse.IsSupported && queries.Rows > 0)
        {
            Prefetch(queries, firstQuery, endQuery);
            Prefetch(output, firstQuery, endQuery);
            int firstKey = (int)((long)keys.Rows * firstQuery / queries.Rows),
                endKey = (int)((long)keys.Rows * endQuery / queries.Rows);
            Prefetch(keys, firstKey, endKey);
            Prefetch(values, firstKey, endKey);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Prefetch(in ReadOnlyMatrixView matrix, int firstRow, int endRow)
    {
        endRow = Math.Min(endRow, matrix.Rows);
        for (int row = firstRow; row < endRow; row++)
        {
            ref float first = ref MemoryMarshal.GetReference(matrix.Row(row));
            for (int column = 0; column < matrix.Columns; column += Ahead.Line)
            {
                Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref first, column)));
            }
        }
    }
}
