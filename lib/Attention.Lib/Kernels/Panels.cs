using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attention.Lib.Internal;

/// <summary>
/// Copies a block of a matrix into the order in which <see cref="RegisterTile"/> reads its second factor.
/// </summary>
/// <remarks>
/// A panel is <c>depth × 2 registers</c>, row after row without gaps. Panels follow each other; the last one is filled
/// up with zeros. The copy pays because it is read many times: without it every row of a wide matrix lies in another
/// page of memory, and the columns of a transposed factor are not neighbours at all.
/// </remarks>
internal static class Panels
{
    /// <summary>The floats that the panels of a block take.</summary>
    public static long Length<TSimd>(int depth, int columns)
        where TSimd : struct, ISimd<TSimd> => (long)depth * RoundUp(columns, RegisterTile.Columns<TSimd>());

    public static int RoundUp(int length, int step) => (length + step - 1) / step * step;

    /// <summary>
    /// Packs the block with <paramref name="depth"/> rows and <paramref name="columns"/> columns at the given corner.
    /// </summary>
    public static void Pack<TSimd>(
        in ReadOnlyMatrixView matrix, int firstRow, int depth, int firstColumn, int columns, Span<float> panels)
        where TSimd : struct, ISimd<TSimd> =>
        PackRows<TSimd>(matrix.SliceRows(firstRow, depth).SliceColumns(firstColumn, columns), 0, depth, panels);

    /// <summary>Packs some rows of a block, all columns of it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">Where they begin in the block.</param>
    /// <param name="depth">The number of rows of the whole block.</param>
    /// <param name="panels">The panels of the whole block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackRows<TSimd>(in ReadOnlyMatrixView rows, int firstRow, int depth, Span<float> panels)
        where TSimd : struct, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>(),
            columns = rows.Columns;
        ref float first = ref MemoryMarshal.GetReference(rows.Rows == 0 ? default : rows.Row(0));
        for (int row = 0; row < rows.Rows; row++)
        {
            ref float from = ref Unsafe.Add(ref first, (nint)row * rows.RowStride);
            ref float packed = ref Unsafe.Add(ref MemoryMarshal.GetReference(panels), (firstRow + row) * width);
            int column = 0;
            for (; column + width <= columns; column += width)
            {
                TSimd.Store(TSimd.Load(ref from, (nuint)column), ref packed, 0);
                TSimd.Store(TSimd.Load(ref from, (nuint)(column + TSimd.Width)), ref packed, (nuint)TSimd.Width);
                packed = ref Unsafe.Add(ref packed, depth * width);
            }

            if (column < columns)
            {
                Span<float> last = panels.Slice(column * depth + (firstRow + row) * width, width);
                rows.Row(row)[column..].CopyTo(last);
                last[(columns - column)..].Clear();
            }
        }
    }

    /// <summary>
    /// Packs the transpose: <paramref name="columns"/> rows of the matrix from <paramref name="firstRow"/> on become
    /// columns, and <paramref name="depth"/> of their features from <paramref name="firstColumn"/> on become rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed<TSimd>(
        ReadOnlyMatrixView matrix, int firstRow, int columns, int firstColumn, int depth, Span<float> panels)
        where TSimd : struct, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        if (columns == 0 || depth == 0)
        {
            return;
        }

        ref float first = ref MemoryMarshal.GetReference(matrix.Row(firstRow).Slice(firstColumn, depth));
        nint stride = matrix.RowStride;
        for (int column = 0; column < columns; column += width)
        {
            Span<float> panel = panels.Slice(column * depth, width * depth);
            int count = Math.Min(width, columns - column);
            if (count < width)
            {
                panel.Clear();
            }

            ref float packed = ref MemoryMarshal.GetReference(panel);
            int j = 0;
            for (; j + 4 <= count; j += 4)
            {
                PackFour(
                    ref Unsafe.Add(ref first, (column + j) * stride), stride, ref Unsafe.Add(ref packed, j),
                    (nuint)width, (nuint)depth);
            }

            for (; j < count; j++)
            {
                PackOne(
                    ref Unsafe.Add(ref first, (column + j) * stride), ref Unsafe.Add(ref packed, j), (nuint)width,
                    (nuint)depth);
            }
        }
    }

    /// <summary>
    /// Packs four keys: their numbers for one feature are neighbours in the panel, so that one store writes all four.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackFour(ref float x0, nint stride, ref float packed, nuint width, nuint depth)
    {
        ref float x1 = ref Unsafe.Add(ref x0, stride),
            x2 = ref Unsafe.Add(ref x1, stride),
            x3 = ref Unsafe.Add(ref x2, stride);
        nuint d = 0;

        // A 512-bit register holds four features of the four keys, and is permuted as quickly.
        for (; Vector512.IsHardwareAccelerated && d + 4 <= depth; d += 4)
        {
            Vector256<float> lower = Vector256.Create(Vector128.LoadUnsafe(ref x0, d), Vector128.LoadUnsafe(ref x1, d));
            Vector256<float> upper = Vector256.Create(Vector128.LoadUnsafe(ref x2, d), Vector128.LoadUnsafe(ref x3, d));
            Vector512<float> block = lower.ToVector512Unsafe().WithUpper(upper);
            block = Vector512.Shuffle(
                block, Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
            ref float rows = ref Unsafe.Add(ref packed, d * width);
            block.GetLower().GetLower().StoreUnsafe(ref rows);
            block.GetLower().GetUpper().StoreUnsafe(ref rows, width);
            block.GetUpper().GetLower().StoreUnsafe(ref rows, 2 * width);
            block.GetUpper().GetUpper().StoreUnsafe(ref rows, 3 * width);
        }

        for (; d < depth; d++)
        {
            float y0 = Unsafe.Add(ref x0, d),
                y1 = Unsafe.Add(ref x1, d),
                y2 = Unsafe.Add(ref x2, d),
                y3 = Unsafe.Add(ref x3, d);
            Vector128.Create(y0, y1, y2, y3).StoreUnsafe(ref packed, d * width);
        }
    }

    /// <summary>Packs one key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackOne(ref float x, ref float packed, nuint width, nuint depth)
    {
        for (nuint d = 0; d < depth; d++)
        {
            Unsafe.Add(ref packed, d * width) = Unsafe.Add(ref x, d);
        }
    }
}
