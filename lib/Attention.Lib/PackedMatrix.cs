using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>
/// A matrix that is the right factor of many products, such as weights: copied once into the order in which the kernel
/// of <see cref="MatMul"/> reads it.
/// </summary>
/// <remarks>
/// A product of two plain matrices makes this copy in each call. With few rows on the left that takes as long as the
/// product. Later changes of the matrix are not seen. The copy takes the memory of the matrix, with its columns rounded
/// up to two registers (32 with AVX-512).
/// </remarks>
public sealed class PackedMatrix
{
    private readonly float[] _panels;
    private readonly int _start;
    private readonly int _paddedColumns;

    /// <summary>Copies a matrix. O(rows · columns).</summary>
    /// <param name="matrix">B: d × m.</param>
    /// <exception cref="ArgumentException">An array cannot hold the copy.</exception>
    public PackedMatrix(ReadOnlyMatrixView matrix)
        : this(matrix.Rows, matrix.Columns, PanelColumns())
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Pack<Simd512>(matrix);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Pack<Simd256>(matrix);
        }
        else
        {
            Pack<Simd128>(matrix);
        }
    }

    private PackedMatrix(int rows, int columns, int panelColumns)
    {
        (Rows, Columns, _paddedColumns) = (rows, columns, Panels.RoundUp(columns, panelColumns));
        int length = Require.ArrayLength((long)rows * _paddedColumns + Scratch.AlignmentFloats, "matrix");

        // Pinned, so that a panel begins at a cache line for as long as it lives.
        _panels = GC.AllocateUninitializedArray<float>(length, pinned: true);
        _start = Scratch.CacheLineStart(_panels);
    }

    /// <summary>The rows of the matrix: d.</summary>
    public int Rows { get; }

    /// <summary>The columns of the matrix: m.</summary>
    public int Columns { get; }

    /// <summary>The copy for one register width.</summary>
    internal static PackedMatrix Of<TSimd>(ReadOnlyMatrixView matrix)
        where TSimd : struct, ISimd<TSimd>
    {
        var packed = new PackedMatrix(matrix.Rows, matrix.Columns, RegisterTile.Columns<TSimd>());
        packed.Pack<TSimd>(matrix);
        return packed;
    }

    /// <summary>
    /// The panels of <paramref name="depth"/> rows, a block of <see cref="MatMul.BlockDepth"/> or the last one, from a
    /// column on at which a panel begins.
    /// </summary>
    internal Span<float> Block(int firstRow, int depth, int firstColumn) =>
        _panels.AsSpan(_start + firstRow * _paddedColumns + firstColumn * depth);

    private void Pack<TSimd>(in ReadOnlyMatrixView matrix)
        where TSimd : struct, ISimd<TSimd>
    {
        for (int row = 0; row < Rows; row += MatMul.BlockDepth)
        {
            int depth = Math.Min(MatMul.BlockDepth, Rows - row);
            Panels.Pack<TSimd>(matrix, row, depth, 0, Columns, Block(row, depth, 0));
        }
    }

    private static int PanelColumns() =>
        Vector512.IsHardwareAccelerated ? RegisterTile.Columns<Simd512>()
        : Vector256.IsHardwareAccelerated ? RegisterTile.Columns<Simd256>()
        : RegisterTile.Columns<Simd128>();
}
