using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <content>The kernel: blocks of the product, which threads compute one by one from register tiles.</content>
public static partial class MatMul
{
    /// <summary>
    /// Products summed before a tile goes back to memory: the rows of A this long stay in the first-level cache.
    /// </summary>
    internal const int BlockDepth = 512;

    /// <summary>
    /// Columns of B packed at a time: with <see cref="BlockDepth"/> rows they take half a megabyte of second-level
    /// cache.
    /// </summary>
    private const int BlockColumns = 256;

    /// <summary>Blocks with fewer rows are not worth it: each packs its part of B again.</summary>
    private const int LeastRows = 192;

    /// <summary>
    /// As many floats of A as a second-level cache keeps from one block of columns to the next. More are asked for
    /// ahead: the first panel took nearly twice as long as the others.
    /// </summary>
    private const int MostCachedFloats = 1 << 18;

    internal static void Kernel<TSimd>(
        in ReadOnlyMatrixView left, in RightFactor right, in MatrixView destination, int threads,
        CancellationToken cancellation = default)
        where TSimd : struct, ISimd<TSimd>
    {
        threads = ParallelWork.ThreadsFor(threads, (long)destination.Rows * destination.Columns * left.Columns);

        int leastRows = right.IsPacked ? RegisterTile.Rows<TSimd>() : LeastRows;
        var blocks = BlockOrder.Of(
            destination.Rows, destination.Columns, RegisterTile.Rows<TSimd>(), leastRows, threads);
        var work = new Blocks<TSimd>(left, right, destination, blocks, cancellation);
        ParallelWork.Run(blocks.Count, threads, work, cancellation);
    }

    /// <summary>The blocks of a product, in the order in which they are computed.</summary>
    internal readonly record struct BlockOrder(int Rows, int Columns, int RowBlocks, int RowsPerBlock)
    {
        public int Count => RowBlocks * ColumnBlocks(Columns);

        /// <summary>The blocks for a number of threads.</summary>
        /// <remarks>
        /// Two blocks for each thread even out cores of different speed. Smaller ones would pack the same part of B too
        /// often.
        /// </remarks>
        public static BlockOrder Of(int rows, int columns, int tileRows, int leastRows, int threads)
        {
            int rowBlocks =
                threads == 1 ? 1
                : Math.Clamp(2 * threads / Math.Max(ColumnBlocks(columns), 1), 1, 1 + rows / leastRows);
            return new(rows, columns, rowBlocks, Panels.RoundUp((rows + rowBlocks - 1) / rowBlocks, tileRows));
        }

        /// <summary>
        /// The rows and columns of one block. Column by column: the last blocks of columns may be narrow, and belong to
        /// the end.
        /// </summary>
        public (int FirstRow, int EndRow, int FirstColumn, int Columns) Block(int item)
        {
            int firstRow = item % RowBlocks * RowsPerBlock,
                firstColumn = item / RowBlocks * BlockColumns;
            return (
                firstRow, Math.Min(firstRow + RowsPerBlock, Rows), firstColumn,
                Math.Min(BlockColumns, Columns - firstColumn));
        }

        private static int ColumnBlocks(int columns) => (columns + BlockColumns - 1) / BlockColumns;
    }

    /// <summary>One block of the destination: some rows, and at most <see cref="BlockColumns"/> columns.</summary>
    private readonly struct Blocks<TSimd>(
        ReadOnlyMatrixView left, RightFactor right, MatrixView destination, BlockOrder blocks,
        CancellationToken cancellation) : IParallelWork
        where TSimd : struct, ISimd<TSimd>
    {
        public void RunItem(int item)
        {
            (int firstRow, int endRow, int firstColumn, int columns) = blocks.Block(item);
            int depth = left.Columns;

            // B is packed. A is read in place, a tile's rows at a time; if fewer are left at the end, they are copied.
            using var packedRight = new Scratch(
                right.IsPacked ? 0 : Panels.Length<TSimd>(Math.Min(BlockDepth, depth), columns));
            using var lastRows = new Scratch(RegisterTile.Rows<TSimd>() * BlockDepth);
            int wholeRows = firstRow + (endRow - firstRow) / RegisterTile.Rows<TSimd>() * RegisterTile.Rows<TSimd>();
            int aheadRows = (long)(endRow - firstRow) * depth > MostCachedFloats ? wholeRows : 0;
            int k = 0;
            do
            {
                int blockDepth = Math.Min(BlockDepth, depth - k);
                for (int row = wholeRows; row < endRow; row++)
                {
                    left.Row(row).Slice(k, blockDepth).CopyTo(lastRows.Span[((row - wholeRows) * blockDepth)..]);
                }

                Span<float> panels = right.Block<TSimd>(k, blockDepth, firstColumn, columns, packedRight.Span);
                for (int row = firstRow; row < endRow; row += RegisterTile.Rows<TSimd>())
                {
                    cancellation.ThrowIfCancellationRequested(); // one block may be the whole product
                    ref float strip = ref row < wholeRows
                        ? ref MemoryMarshal.GetReference(left.Row(row)[k..])
                        : ref MemoryMarshal.GetReference(lastRows.Span);
                    int stride = row < wholeRows ? left.RowStride : blockDepth;
                    int rows = Math.Min(RegisterTile.Rows<TSimd>(), endRow - row);
                    bool asksForNext = row + 2 * RegisterTile.Rows<TSimd>() <= aheadRows;
                    MultiplyStrip(
                        ref strip, stride, asksForNext, panels, blockDepth, row, rows, firstColumn, columns, k > 0);
                }

                k += blockDepth;
            } while (k < depth); // once even for a depth of 0, which gives zeros
        }

        /// <summary>
        /// The rows of one tile of A, which stay in the first-level cache, times all packed panels of B. Meanwhile the
        /// numbers of C that come next are asked for and, if wanted, the next rows of A, a share with each panel.
        /// </summary>
        private void MultiplyStrip(
            ref float strip, int stride, bool asksForNext, Span<float> panels, int depth, int row, int rows,
            int firstColumn, int columns, bool accumulate)
        {
            int width = RegisterTile.Columns<TSimd>();
            int share = Panels.RoundUp(depth * width / columns, Ahead.Line),
                next = asksForNext ? 0 : depth;
            for (int column = 0; column < columns; column += width)
            {
                int tileColumns = Math.Min(width, columns - column);
                ref float panel = ref MemoryMarshal.GetReference(panels[(column * depth)..]);
                if (rows == RegisterTile.Rows<TSimd>() && tileColumns == width)
                {
                    ref float tile = ref MemoryMarshal.GetReference(destination.Row(row)[(firstColumn + column)..]);
                    nuint tileStride = (nuint)destination.RowStride;
                    if (accumulate)
                    {
                        // The second call reaches the line of the last column.
                        Ahead.Prefetch(ref tile, (nint)tileStride, rows, width);
                        Ahead.Prefetch(ref Unsafe.Add(ref tile, width - 1), (nint)tileStride, rows, 1);
                    }

                    if (next < depth)
                    {
                        ref float nextStrip = ref Unsafe.Add(ref strip, (nint)stride * rows + next);
                        Ahead.Prefetch(ref nextStrip, stride, rows, Math.Min(share, depth - next));
                        next += share;
                    }

                    RegisterTile.Multiply<TSimd>(
                        ref strip, (nuint)stride, ref panel, (nuint)width, ref tile, tileStride, (nuint)depth,
                        accumulate);
                }
                else
                {
                    MultiplyEdge(
                        ref strip, stride, ref panel, depth, row, rows, firstColumn + column, tileColumns, accumulate);
                }
            }
        }

        /// <summary>
        /// At the edges a whole tile is computed on the stack, and the part inside the matrix is copied.
        /// </summary>
        private void MultiplyEdge(
            ref float strip, int stride, ref float panel, int depth, int row, int rows, int column, int columns,
            bool accumulate)
        {
            int width = RegisterTile.Columns<TSimd>();
            Span<float> tile = stackalloc float[RegisterTile.Rows<TSimd>() * width];
            for (int i = 0; i < rows && accumulate; i++)
            {
                destination.Row(row + i).Slice(column, columns).CopyTo(tile[(i * width)..]);
            }

            ref float product = ref MemoryMarshal.GetReference(tile);
            RegisterTile.Multiply<TSimd>(
                ref strip, (nuint)stride, ref panel, (nuint)width, ref product, (nuint)width, (nuint)depth, accumulate);
            for (int i = 0; i < rows; i++)
            {
                tile.Slice(i * width, columns).CopyTo(destination.Row(row + i)[column..]);
            }
        }
    }
}
