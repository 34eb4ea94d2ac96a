using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>Matrix products: <c>A · B</c>, and <c>A · Bᵀ</c> as in Q · Kᵀ.</summary>
/// <remarks>
/// <list type="number">
/// <item><description><see cref="Naive"/> and <see cref="NaiveTransposed"/> are the definition: three loops.</description></item>
/// <item><description><see cref="Compute"/> and <see cref="ComputeTransposed"/> keep a tile of the result in registers while they walk
/// over blocks that fit the caches.</description></item>
/// </list>
/// </remarks>
public static class MatMul
{
    /// <summary>Products summed before a tile goes back to memory: six rows of A this long stay in the first-level cache.</summary>
    private const int BlockDepth = 512;

    /// <summary>Columns of B packed at a time: with <see cref="BlockDepth"/> rows they take half a megabyte of second-level cache.</summary>
    private const int BlockColumns = 256;

    /// <summary>Fewer rows than this are not worth a tile of their own: each packs its block of B again.</summary>
    private const int LeastRows = 32 * RegisterTile.Rows;

    /// <summary>Computes <c>destination = left · right</c> straight from the definition.</summary>
    /// <param name="left">A: n × d.</param>
    /// <param name="right">B: d × m.</param>
    /// <param name="destination">Receives A · B: n × m. Must not share memory with the factors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together (the message names both sides), or the destination shares memory with a factor.</exception>
    /// <remarks>O(n·d·m) time, no extra memory. With d = 0 the product is a matrix of zeros.</remarks>
    public static void Naive(MatrixView left, MatrixView right, MatrixView destination)
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

    /// <summary>Computes <c>destination = left · rightᵀ</c> straight from the definition: all dot products of rows with rows.</summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="destination">Receives A · Bᵀ: n × m. Must not share memory with the factors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together (the message names both sides), or the destination shares memory with a factor.</exception>
    /// <remarks>O(n·d·m) time, no extra memory. With d = 0 the product is a matrix of zeros.</remarks>
    public static void NaiveTransposed(MatrixView left, MatrixView right, MatrixView destination)
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

    /// <summary>Computes <c>destination = left · right</c> at the speed of the machine's multipliers.</summary>
    /// <param name="left">A: n × d.</param>
    /// <param name="right">B: d × m.</param>
    /// <param name="destination">Receives A · B: n × m. Must not share memory with the factors.</param>
    /// <param name="degreeOfParallelism">How many threads may share the work.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together (the message names both sides), or the destination shares memory with a factor.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degreeOfParallelism"/> is less than one.</exception>
    /// <remarks>
    /// O(n·d·m) time; half a megabyte of scratch per thread, which the pool rounds up to one. The result does not depend on the number of threads;
    /// its last bits do not depend on the register width either, but on whether the machine has a fused multiply-add.
    /// Blocking after Goto and van de Geijn, <i>Anatomy of high-performance matrix multiplication</i> (2008).
    /// </remarks>
    public static void Compute(MatrixView left, MatrixView right, MatrixView destination, int degreeOfParallelism = 1)
    {
        Check(left, right, destination);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreeOfParallelism);
        Dispatch(left, right, isTransposed: false, destination, degreeOfParallelism);
    }

    /// <summary>Computes <c>destination = left · rightᵀ</c> at the speed of the machine's multipliers.</summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="destination">Receives A · Bᵀ: n × m. Must not share memory with the factors.</param>
    /// <param name="degreeOfParallelism">How many threads may share the work.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together (the message names both sides), or the destination shares memory with a factor.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degreeOfParallelism"/> is less than one.</exception>
    /// <remarks>As <see cref="Compute"/>.</remarks>
    public static void ComputeTransposed(MatrixView left, MatrixView right, MatrixView destination, int degreeOfParallelism = 1)
    {
        CheckTransposed(left, right, destination);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreeOfParallelism);
        Dispatch(left, right, isTransposed: true, destination, degreeOfParallelism);
    }

    private static void Dispatch(MatrixView left, MatrixView right, bool isTransposed, MatrixView destination, int threads)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Kernel<Simd512>(left, right, isTransposed, destination, threads);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Kernel<Simd256>(left, right, isTransposed, destination, threads);
        }
        else
        {
            Kernel<Simd128>(left, right, isTransposed, destination, threads);
        }
    }

    internal static void Kernel<TSimd>(MatrixView left, MatrixView right, bool isTransposed, MatrixView destination, int threads)
        where TSimd : struct, ISimd<TSimd>
    {
        threads = ParallelTiles.ThreadsFor(threads, (long)destination.Rows * destination.Columns * left.Columns);

        // Two tiles for each thread even out cores of different speed; thinner tiles would pack the same block of B too often.
        int columnTiles = (destination.Columns + BlockColumns - 1) / BlockColumns;
        int rowTiles = threads == 1 ? 1 : Math.Clamp(2 * threads / Math.Max(columnTiles, 1), 1, 1 + destination.Rows / LeastRows);
        int rowsPerTile = Panels.RoundUp((destination.Rows + rowTiles - 1) / rowTiles, RegisterTile.Rows);
        ParallelTiles.Run(rowTiles * columnTiles, threads, new Blocks<TSimd>(left, right, isTransposed, destination, columnTiles, rowsPerTile));
    }

    /// <summary>One block of the destination: some rows, and at most <see cref="BlockColumns"/> columns.</summary>
    private readonly struct Blocks<TSimd>(
        MatrixView left, MatrixView right, bool isTransposed, MatrixView destination, int columnTiles, int rowsPerTile) : ITiledWork
        where TSimd : struct, ISimd<TSimd>
    {
        public void ComputeTile(int tile)
        {
            int firstRow = tile / columnTiles * rowsPerTile;
            int endRow = Math.Min(firstRow + rowsPerTile, destination.Rows);
            int firstColumn = tile % columnTiles * BlockColumns;
            int columns = Math.Min(BlockColumns, destination.Columns - firstColumn);
            int depth = left.Columns;

            // B is packed; A is read in place, six rows at a time, but for the last few rows where six would reach beyond it.
            using var packedRight = new Scratch(Panels.Length<TSimd>(Math.Min(BlockDepth, depth), columns));
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

                if (isTransposed)
                {
                    Panels.PackTransposed<TSimd>(right, firstColumn, columns, k, blockDepth, packedRight.Span);
                }
                else
                {
                    Panels.Pack<TSimd>(right, k, blockDepth, firstColumn, columns, packedRight.Span);
                }

                for (int row = firstRow; row < endRow; row += RegisterTile.Rows)
                {
                    ref float strip = ref row < wholeRows
                        ? ref MemoryMarshal.GetReference(left.Row(row)[k..])
                        : ref MemoryMarshal.GetReference(lastRows.Span);
                    int stride = row < wholeRows ? left.RowStride : blockDepth;
                    MultiplyStrip(ref strip, stride, packedRight.Span, blockDepth, row, Math.Min(RegisterTile.Rows, endRow - row), firstColumn, columns, k > 0);
                }

                k += blockDepth;
            }
            while (k < depth); // once even for a depth of 0, which gives zeros
        }

        /// <summary>Six rows of A, which stay in the first-level cache, times all packed panels of B.</summary>
        private void MultiplyStrip(
            ref float strip, int stride, Span<float> panels, int depth, int row, int rows, int firstColumn, int columns, bool accumulate)
        {
            int width = RegisterTile.Columns<TSimd>();
            for (int column = 0; column < columns; column += width)
            {
                int tileColumns = Math.Min(width, columns - column);
                ref float panel = ref MemoryMarshal.GetReference(panels[(column * depth)..]);
                if (rows == RegisterTile.Rows && tileColumns == width)
                {
                    ref float tile = ref MemoryMarshal.GetReference(destination.Row(row)[(firstColumn + column)..]);
                    RegisterTile.Multiply<TSimd>(
                        ref strip, (nuint)stride, ref panel, (nuint)width, ref tile, (nuint)destination.RowStride, (nuint)depth, accumulate);
                }
                else
                {
                    MultiplyEdge(ref strip, stride, ref panel, depth, row, rows, firstColumn + column, tileColumns, accumulate);
                }
            }
        }

        /// <summary>At the edges a tile is computed whole, beside the matrix, and what is inside is copied.</summary>
        private void MultiplyEdge(
            ref float strip, int stride, ref float panel, int depth, int row, int rows, int column, int columns, bool accumulate)
        {
            int width = RegisterTile.Columns<TSimd>();
            Span<float> tile = stackalloc float[RegisterTile.Rows * width];
            for (int i = 0; i < rows && accumulate; i++)
            {
                destination.Row(row + i).Slice(column, columns).CopyTo(tile[(i * width)..]);
            }

            RegisterTile.Multiply<TSimd>(
                ref strip, (nuint)stride, ref panel, (nuint)width, ref MemoryMarshal.GetReference(tile), (nuint)width, (nuint)depth, accumulate);
            for (int i = 0; i < rows; i++)
            {
                tile.Slice(i * width, columns).CopyTo(destination.Row(row + i)[column..]);
            }
        }
    }

    private static void Check(MatrixView left, MatrixView right, MatrixView destination)
    {
        Require.Equal(left.Columns, right.Rows);
        Require.Equal(destination.Rows, left.Rows);
        Require.Equal(destination.Columns, right.Columns);
        RequireApart(left, right, destination);
    }

    private static void CheckTransposed(MatrixView left, MatrixView right, MatrixView destination)
    {
        Require.Equal(left.Columns, right.Columns);
        Require.Equal(destination.Rows, left.Rows);
        Require.Equal(destination.Columns, right.Rows);
        RequireApart(left, right, destination);
    }

    private static void RequireApart(MatrixView left, MatrixView right, MatrixView destination)
    {
        Require.NotOverlapping(destination.SplitHeads(1), left.SplitHeads(1), nameof(destination), nameof(left));
        Require.NotOverlapping(destination.SplitHeads(1), right.SplitHeads(1), nameof(destination), nameof(right));
    }
}
