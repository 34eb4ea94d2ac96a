using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    private const int LongRow = 256; // numbers: rows of heads mostly have fewer, rows of products more
    private const long ManyNumbers = 1 << 16; // 256 KB: fewer mostly lie in a cache, or have been asked for already

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
            columns = rows.Columns,
            ahead = RowsAhead(rows.Rows, columns);
        ref float first = ref MemoryMarshal.GetReference(rows.Rows == 0 ? default : rows.Row(0));
        for (int row = 0; row < rows.Rows; row++)
        {
            ref float from = ref Unsafe.Add(ref first, (nint)row * rows.RowStride);
            ref float packed = ref Unsafe.Add(ref MemoryMarshal.GetReference(panels), (firstRow + row) * width);
            if (ahead > 0 && row + ahead < rows.Rows)
            {
                Ahead.Prefetch(ref Unsafe.Add(ref from, (nint)ahead * rows.RowStride), 0, 1, columns);
            }

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
    /// columns, and <paramref name="depth"/> of their features from <paramref name="firstColumn"/> on become rows. All
    /// are multiplied by the scale.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed<TSimd>(
        ReadOnlyMatrixView matrix, int firstRow, int columns, int firstColumn, int depth, Span<float> panels,
        float scale = 1)
        where TSimd : struct, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        if (columns == 0 || depth == 0)
        {
            return;
        }

        ref float first = ref MemoryMarshal.GetReference(matrix.Row(firstRow).Slice(firstColumn, depth));
        nint stride = matrix.RowStride;

        // In products with a transposed factor, whose rows are long, whether this pays was not measured.
        int ahead = depth < LongRow ? RowsAhead(columns, depth) : 0;
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
            for (; Avx.IsSupported && j + 8 <= count; j += 8)
            {
                PackEight(
                    ref Unsafe.Add(ref first, (column + j) * stride), stride, ref Unsafe.Add(ref packed, j),
                    (nuint)width, (nuint)depth, scale, column + j + ahead + 8 <= columns ? ahead * stride : 0);
            }

            for (; j + 4 <= count; j += 4)
            {
                PackFour(
                    ref Unsafe.Add(ref first, (column + j) * stride), stride, ref Unsafe.Add(ref packed, j),
                    (nuint)width, (nuint)depth, scale);
            }

            for (; j < count; j++)
            {
                PackOne(
                    ref Unsafe.Add(ref first, (column + j) * stride), ref Unsafe.Add(ref packed, j), (nuint)width,
                    (nuint)depth, scale);
            }
        }
    }

    /// <summary>How many rows further a row is asked for, 0 where it does not pay.</summary>
    /// <remarks>
    /// With eight long rows, 8 KB or more, a product of 1024 x 1024 took less time. Large heads, whose rows have 64 or
    /// 128 numbers, gained no more from 32 or 64 rows than from 16.
    /// </remarks>
    private static int RowsAhead(int rows, int columns) =>
        columns >= LongRow ? 8 : (long)rows * columns >= ManyNumbers ? 16 : 0;

    /// <summary>
    /// Packs eight keys: their numbers for one feature are neighbours in the panel, so that one store writes all eight.
    /// </summary>
    /// <remarks>
    /// Four features at a time. The 4 x 4 blocks of the keys 0 to 3 and of the keys 4 to 7 are transposed side by side,
    /// in the halves of 256-bit registers. Of the eight keys that lie <paramref name="ahead"/> floats further on, one
    /// cache line each is asked for at a time, because a core can wait for only some dozens of lines; 0 asks for none.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackEight(
        ref float x0, nint stride, ref float packed, nuint width, nuint depth, float scale, nint ahead)
    {
        ref float x1 = ref Unsafe.Add(ref x0, stride),
            x2 = ref Unsafe.Add(ref x1, stride),
            x3 = ref Unsafe.Add(ref x2, stride);
        nint four = 4 * stride;
        nuint d = 0;
        for (; d + 4 <= depth; d += 4)
        {
            if (ahead > 0 && d % Ahead.Line == 0)
            {
                Ahead.Prefetch(ref Unsafe.Add(ref x0, ahead + (nint)d), stride, 8, 1);
            }

            Vector256<float> y0 = scale * LoadPair(ref Unsafe.Add(ref x0, d), four),
                y1 = scale * LoadPair(ref Unsafe.Add(ref x1, d), four),
                y2 = scale * LoadPair(ref Unsafe.Add(ref x2, d), four),
                y3 = scale * LoadPair(ref Unsafe.Add(ref x3, d), four);
            Vector256<float> low01 = Avx.UnpackLow(y0, y1),
                high01 = Avx.UnpackHigh(y0, y1),
                low23 = Avx.UnpackLow(y2, y3),
                high23 = Avx.UnpackHigh(y2, y3);
            ref float rows = ref Unsafe.Add(ref packed, d * width);
            Avx.Shuffle(low01, low23, 0b01_00_01_00).StoreUnsafe(ref rows);
            Avx.Shuffle(low01, low23, 0b11_10_11_10).StoreUnsafe(ref rows, width);
            Avx.Shuffle(high01, high23, 0b01_00_01_00).StoreUnsafe(ref rows, 2 * width);
            Avx.Shuffle(high01, high23, 0b11_10_11_10).StoreUnsafe(ref rows, 3 * width);
        }

        for (nint key = 0; key < 8 && d < depth; key++)
        {
            ref float rest = ref Unsafe.Add(ref packed, (nint)(d * width) + key);
            PackOne(ref Unsafe.Add(ref x0, key * stride + (nint)d), ref rest, width, depth - d, scale);
        }
    }

    /// <summary>Four numbers of a key, and those of the key <paramref name="distance"/> floats behind it.</summary>
    private static Vector256<float> LoadPair(ref float x, nint distance) =>
        Vector256.Create(Vector128.LoadUnsafe(ref x), Vector128.LoadUnsafe(ref Unsafe.Add(ref x, distance)));

    /// <summary>Packs four keys, feature by feature: the four numbers of one are stored together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackFour(ref float x0, nint stride, ref float packed, nuint width, nuint depth, float scale)
    {
        ref float x1 = ref Unsafe.Add(ref x0, stride),
            x2 = ref Unsafe.Add(ref x1, stride),
            x3 = ref Unsafe.Add(ref x2, stride);
        for (nuint d = 0; d < depth; d++)
        {
            float y0 = Unsafe.Add(ref x0, d),
                y1 = Unsafe.Add(ref x1, d),
                y2 = Unsafe.Add(ref x2, d),
                y3 = Unsafe.Add(ref x3, d);
            (scale * Vector128.Create(y0, y1, y2, y3)).StoreUnsafe(ref packed, d * width);
        }
    }

    /// <summary>Packs one key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackOne(ref float x, ref float packed, nuint width, nuint depth, float scale)
    {
        for (nuint d = 0; d < depth; d++)
        {
            Unsafe.Add(ref packed, d * width) = scale * Unsafe.Add(ref x, d);
        }
    }
}
