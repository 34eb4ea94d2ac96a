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
public static partial class MatMul
{
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
