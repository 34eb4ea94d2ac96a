using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>Matrix products: <c>A · B</c>, and <c>A · Bᵀ</c> as in Q · Kᵀ.</summary>
/// <remarks>
/// <list type="number">
/// <item><description><see cref="Naive"/> and <see cref="NaiveTransposed"/> are the definition: three
/// loops.</description></item>
/// <item><description><see cref="Compute"/>, <see cref="ComputeTransposed"/> and <see cref="ComputePacked"/> keep a
/// tile of the result in registers while they walk over blocks that fit the caches.</description></item>
/// </list>
/// </remarks>
public static class MatMul
{
    /// <summary>
    /// Products summed before a tile goes back to memory: six rows of A this long stay in the first-level cache.
    /// </summary>
    internal const int BlockDepth = 512;

    /// <summary>
    /// Columns of B packed at a time: with <see cref="BlockDepth"/> rows they take half a megabyte of second-level
    /// cache.
    /// </summary>
    private const int BlockColumns = 256;

    /// <summary>Tiles with fewer rows are not worth it: each tile packs its block of B again.</summary>
    private const int LeastRows = 32 * RegisterTile.Rows;

    /// <summary>Computes <c>destination = left · right</c> straight from the definition.</summary>
    /// <param name="left">A: n × d.</param>
    /// <param name="right">B: d × m.</param>
    /// <param name="destination">Receives A · B: n × m. Must not share memory with the factors.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or the destination shares memory with a factor.
    /// </exception>
    /// <remarks>O(n·d·m) time, no extra memory. With d = 0 the product is a matrix of zeros.</remarks>
    public static void Naive(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination)
    {
        Check(left, right, destination);

        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Columns; j++)
            {
                float sum = 0;
                for (int k = 0; k < left.Columns; k++)
                {
                    sum += left[i, k] * right[k, j];
                }

                destination[i, j] = sum;
            }
        }
    }

    /// <summary>
    /// Computes <c>destination = left · rightᵀ</c> straight from the definition: all dot products of rows with rows.
    /// </summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="destination">Receives A · Bᵀ: n × m. Must not share memory with the factors.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or the destination shares memory with a factor.
    /// </exception>
    /// <remarks>O(n·d·m) time, no extra memory. With d = 0 the product is a matrix of zeros.</remarks>
    public static void NaiveTransposed(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination)
    {
        CheckTransposed(left, right, destination);

        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Rows; j++)
            {
                destination[i, j] = Dot.Naive<float>(left.Row(i), right.Row(j));
            }
        }
    }

    /// <summary>Computes <c>destination = left · right</c> near the multiply-add peak of the machine.</summary>
    /// <param name="left">A: n × d.</param>
    /// <param name="right">B: d × m.</param>
    /// <param name="destination">Receives A · B: n × m. Must not share memory with the factors.</param>
    /// <param name="degreeOfParallelism">
    /// The most threads to use; null for all processors. The result does not depend on it.
    /// </param>
    /// <param name="cancellation">Ends the call early; what it has written by then is arbitrary.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or the destination shares memory with a factor.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="degreeOfParallelism"/> is less than one.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    /// <remarks>
    /// O(n·d·m) time; half a megabyte of scratch memory per thread, which the pool rounds up to one. The result does
    /// not depend on the number of threads nor on the register width; its last bits depend on whether the machine has a
    /// fused multiply-add. Blocking after Goto and van de Geijn, <i>Anatomy of high-performance matrix
    /// multiplication</i> (2008).
    /// </remarks>
    public static void Compute(
        ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination, int? degreeOfParallelism = null,
        CancellationToken cancellation = default)
    {
        Check(left, right, destination);
        Dispatch(left, new(right, isTransposed: false), destination, Threads(degreeOfParallelism), cancellation);
    }

    /// <summary>Computes <c>destination = left · right</c> for a right factor that has been packed.</summary>
    /// <param name="left">A: n × d.</param>
    /// <param name="right">B: d × m.</param>
    /// <param name="destination">Receives A · B: n × m. Must not share memory with the left factor.</param>
    /// <param name="degreeOfParallelism">
    /// The most threads to use; null for all processors. The result does not depend on it.
    /// </param>
    /// <param name="cancellation">Ends the call early; what it has written by then is arbitrary.</param>
    /// <exception cref="ArgumentNullException"><paramref name="right"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or the destination shares memory with the left
    /// factor.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="degreeOfParallelism"/> is less than one.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    /// <remarks>The same bits as from the matrix that was packed. O(n·d·m) time.</remarks>
    public static void ComputePacked(
        ReadOnlyMatrixView left, PackedMatrix right, MatrixView destination, int? degreeOfParallelism = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(right);
        Require.Equal(left.Columns, right.Rows);
        Require.Equal(destination.Rows, left.Rows);
        Require.Equal(destination.Columns, right.Columns);
        RequireShape.NotOverlapping(destination, left);
        Dispatch(left, new(right), destination, Threads(degreeOfParallelism), cancellation);
    }

    /// <summary>Computes <c>destination = left · rightᵀ</c> near the multiply-add peak of the machine.</summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="destination">Receives A · Bᵀ: n × m. Must not share memory with the factors.</param>
    /// <param name="degreeOfParallelism">
    /// The most threads to use; null for all processors. The result does not depend on it.
    /// </param>
    /// <param name="cancellation">Ends the call early; what it has written by then is arbitrary.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or the destination shares memory with a factor.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="degreeOfParallelism"/> is less than one.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    /// <remarks>As <see cref="Compute"/>.</remarks>
    public static void ComputeTransposed(
        ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination, int? degreeOfParallelism = null,
        CancellationToken cancellation = default)
    {
        CheckTransposed(left, right, destination);
        Dispatch(left, new(right, isTransposed: true), destination, Threads(degreeOfParallelism), cancellation);
    }

    private static void Dispatch(
        in ReadOnlyMatrixView left, in RightFactor right, in MatrixView destination, int threads,
        CancellationToken cancellation)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Kernel<Simd512>(left, right, destination, threads, cancellation);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Kernel<Simd256>(left, right, destination, threads, cancellation);
        }
        else
        {
            Kernel<Simd128>(left, right, destination, threads, cancellation);
        }
    }

    internal static void Kernel<TSimd>(
        in ReadOnlyMatrixView left, in RightFactor right, in MatrixView destination, int threads,
        CancellationToken cancellation = default)
        where TSimd : struct, ISimd<TSimd>
    {
        threads = ParallelWork.ThreadsFor(threads, (long)destination.Rows * destination.Columns * left.Columns);

        // Two tiles for each thread even out cores of different speed. Smaller tiles would pack the same block of B too
        // often.
        int columnTiles = (destination.Columns + BlockColumns - 1) / BlockColumns;
        int leastRows = right.IsPacked ? RegisterTile.Rows : LeastRows;
        int rowTiles =
            threads == 1 ? 1 : Math.Clamp(2 * threads / Math.Max(columnTiles, 1), 1, 1 + destination.Rows / leastRows);
        int rowsPerTile = Panels.RoundUp((destination.Rows + rowTiles - 1) / rowTiles, RegisterTile.Rows);
        var work = new Blocks<TSimd>(left, right, destination, columnTiles, rowsPerTile);
        ParallelWork.Run(rowTiles * columnTiles, threads, work, cancellation);
    }

    /// <summary>One block of the destination: some rows, and at most <see cref="BlockColumns"/> columns.</summary>
    private readonly struct Blocks<TSimd>(
        ReadOnlyMatrixView left, RightFactor right, MatrixView destination, int columnTiles, int rowsPerTile)
        : IParallelWork
        where TSimd : struct, ISimd<TSimd>
    {
        public void RunItem(int item)
        {
            int firstRow = item / columnTiles * rowsPerTile;
            int endRow = Math.Min(firstRow + rowsPerTile, destination.Rows);
            int firstColumn = item % columnTiles * BlockColumns;
            int columns = Math.Min(BlockColumns, destination.Columns - firstColumn);
            int depth = left.Columns;

            // B is packed. A is read in place, six rows at a time; if fewer are left at the end, they are copied.
            using var packedRight = new Scratch(
                right.IsPacked ? 0 : Panels.Length<TSimd>(Math.Min(BlockDepth, depth), columns));
            using var lastRows = new Scratch(RegisterTile.Rows * BlockDepth);
            int wholeRows = firstRow + (endRow - firstRow) / RegisterTile.Rows * RegisterTile.Rows;
            int k = 0;
            do
            {
                int blockDepth = Math.Min(BlockDepth, depth - k);
                for (int row = wholeRows; row < endRow; row++)
                {
                    left.Row(row).Slice(k, blockDepth).CopyTo(lastRows.Span[((row - wholeRows) * blockDepth)..]);
                }

                Span<float> panels = right.Block<TSimd>(k, blockDepth, firstColumn, columns, packedRight.Span);
                for (int row = firstRow; row < endRow; row += RegisterTile.Rows)
                {
                    ref float strip = ref row < wholeRows
                        ? ref MemoryMarshal.GetReference(left.Row(row)[k..])
                        : ref MemoryMarshal.GetReference(lastRows.Span);
                    int stride = row < wholeRows ? left.RowStride : blockDepth;
                    int rows = Math.Min(RegisterTile.Rows, endRow - row);
                    MultiplyStrip(ref strip, stride, panels, blockDepth, row, rows, firstColumn, columns, k > 0);
                }

                k += blockDepth;
            } while (k < depth); // once even for a depth of 0, which gives zeros
        }

        /// <summary>Six rows of A, which stay in the first-level cache, times all packed panels of B.</summary>
        private void MultiplyStrip(
            ref float strip, int stride, Span<float> panels, int depth, int row, int rows, int firstColumn, int columns,
            bool accumulate)
        {
            int width = RegisterTile.Columns<TSimd>();
            for (int column = 0; column < columns; column += width)
            {
                int tileColumns = Math.Min(width, columns - column);
                ref float panel = ref MemoryMarshal.GetReference(panels[(column * depth)..]);
                if (rows == RegisterTile.Rows && tileColumns == width)
                {
                    ref float tile = ref MemoryMarshal.GetReference(destination.Row(row)[(firstColumn + column)..]);
                    nuint tileStride = (nuint)destination.RowStride;
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
            Span<float> tile = stackalloc float[RegisterTile.Rows * width];
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

    private static void Check(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination)
    {
        Require.Equal(left.Columns, right.Rows);
        Require.Equal(destination.Rows, left.Rows);
        Require.Equal(destination.Columns, right.Columns);
        RequireApart(left, right, destination);
    }

    private static void CheckTransposed(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination)
    {
        Require.Equal(left.Columns, right.Columns);
        Require.Equal(destination.Rows, left.Rows);
        Require.Equal(destination.Columns, right.Rows);
        RequireApart(left, right, destination);
    }

    private static void RequireApart(in ReadOnlyMatrixView left, in ReadOnlyMatrixView right, in MatrixView destination)
    {
        RequireShape.NotOverlapping(destination, left);
        RequireShape.NotOverlapping(destination, right);
    }

    private static int Threads(int? degreeOfParallelism)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreeOfParallelism ?? 1, nameof(degreeOfParallelism));
        return degreeOfParallelism ?? Environment.ProcessorCount;
    }
}
