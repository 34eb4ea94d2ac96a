using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>A row-major matrix of floats that is only read: the form in which operations take their inputs.</summary>
/// <remarks>
/// <para>
/// The view owns and copies nothing. Its values lie in an array, or in memory behind a <see cref="MemoryManager{T}"/>
/// such as <see cref="NativeFloats"/>. A <see cref="MatrixView"/> converts to it, and it converts to a
/// <see cref="ReadOnlyHeadTensor"/> of one head, so that one method serves matrices and batches.
/// </para>
/// <para>It is not a <c>ref struct</c>: lambdas can capture it. The default value is the 0 × 0 matrix.</para>
/// </remarks>
[DebuggerDisplay("{Rows} x {Columns}")]
public readonly struct ReadOnlyMatrixView
{
    private readonly object? _memory; // float[] or MemoryManager<float>; null in the default value
    private readonly int _start;

    /// <summary>Views the whole of an array, which must hold the rows one after the other.</summary>
    /// <param name="values">rows · columns values; not copied.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The array does not hold exactly rows × columns values.</exception>
    public ReadOnlyMatrixView(float[] values, int rows, int columns) => this = new MatrixView(values, rows, columns);

    /// <summary>Views the whole of <paramref name="values"/>, which must hold the rows one after the other.</summary>
    /// <param name="values">rows · columns values; not copied.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The memory does not hold exactly rows × columns values.</exception>
    public ReadOnlyMatrixView(ReadOnlyMemory<float> values, int rows, int columns)
        : this(values, 0, rows, columns, columns) => Require.Filled(values.Length, rows, columns);

    /// <summary>
    /// Views a part of <paramref name="values"/>: row r is the <paramref name="columns"/> floats from <c>start + r ·
    /// rowStride</c> on.
    /// </summary>
    /// <param name="values">The memory to look into; not copied.</param>
    /// <param name="start">Where the first row begins.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rowStride">
    /// The distance in floats from one row to the next, at least <paramref name="columns"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">
    /// Rows would overlap, or the view would reach past the end of the memory.
    /// </exception>
    public ReadOnlyMatrixView(ReadOnlyMemory<float> values, int start, int rows, int columns, int rowStride)
    {
        bool isEmpty = Require.Inside(values.Length, start, rows, columns, rowStride) == 0;
        (object? memory, int offset) = FloatMemory.Unwrap(values);

        // An empty view never looks into the memory, wherever it was said to begin.
        (_memory, Rows, Columns) = (memory, rows, columns);
        (_start, RowStride) = isEmpty ? (0, columns) : (offset + start, rowStride);
    }

    internal ReadOnlyMatrixView(object? memory, int start, int rows, int columns, int rowStride) =>
        (_memory, _start, Rows, Columns, RowStride) = (memory, start, rows, columns, rowStride);

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The distance in floats from one row to the next.</summary>
    public int RowStride { get; }

    /// <summary>The element in the given row and column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public ref readonly float this[int row, int column]
    {
        get
        {
            ReadOnlySpan<float> values = Row(row);
            Require.Index(column, values.Length);
            return ref values[column];
        }
    }

    /// <summary>The same matrix as a tensor of one batch entry and one head.</summary>
    public static implicit operator ReadOnlyHeadTensor(ReadOnlyMatrixView matrix) => matrix.SplitHeads(1);

    /// <summary>One row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Row(int row) => Writable(row);

    /// <summary>
    /// A view of <paramref name="count"/> rows, such as the tokens of one sentence. O(1), copies nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows do not lie within the matrix.</exception>
    public ReadOnlyMatrixView SliceRows(int start, int count)
    {
        Require.Slice(start, count, Rows);
        return count == 0
            ? new(_memory, 0, 0, Columns, Columns)
            : new(_memory, _start + start * RowStride, count, Columns, RowStride);
    }

    /// <summary>A view of <paramref name="count"/> columns, such as one attention head. O(1), copies nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The columns do not lie within the matrix.</exception>
    public ReadOnlyMatrixView SliceColumns(int start, int count)
    {
        Require.Slice(start, count, Columns);
        return new(_memory, _start + start, Rows, count, RowStride);
    }

    /// <summary>
    /// Splits tokens × (heads · features) into heads side by side: a tensor of batch 1. O(1), copies nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heads"/> is not positive.</exception>
    /// <exception cref="ArgumentException">
    /// The number of columns is no multiple of <paramref name="heads"/>.
    /// </exception>
    public ReadOnlyHeadTensor SplitHeads(int heads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        int features = Require.HeadSize(Columns, heads);
        return new(_memory, _start, 1, heads, Rows, features, 0, features, RowStride);
    }

    /// <summary>Copies the elements into a view of the same shape, whatever the two row strides.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or the two share memory.</exception>
    public void CopyTo(MatrixView destination)
    {
        RequireShape.Same(destination, this, yName: "this");
        RequireShape.NotOverlapping(destination, this, otherName: "this");
        for (int row = 0; row < Rows; row++)
        {
            Row(row).CopyTo(destination.Row(row));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Rows} x {Columns}";

    /// <summary>One row for writing: <see cref="MatrixView"/> is this view with the permission to write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<float> Writable(int row)
    {
        Require.Index(row, Rows);
        return Columns == 0 ? [] : FloatMemory.Span(_memory, _start + row * RowStride, Columns);
    }

    /// <summary>Reads (batch · heads · tokens) × features as a head-major tensor.</summary>
    internal ReadOnlyHeadTensor AsHeads(int batch, int heads)
    {
        int tokens = batch == 0 || heads == 0 ? 0 : Rows / batch / heads;
        return new(
            _memory, _start, batch, heads, tokens, Columns, heads * tokens * RowStride, tokens * RowStride, RowStride);
    }

    /// <summary>Whether both views show the same elements in the same places.</summary>
    internal bool IsSameAs(ReadOnlyMatrixView other) =>
        ReferenceEquals(_memory, other._memory)
        && _start == other._start
        && Rows == other.Rows
        && Columns == other.Columns
        && (Rows < 2 || RowStride == other.RowStride);

    /// <summary>
    /// Whether writing to one view could change an element of the other. Exact; O(rows) in the worst case.
    /// </summary>
    internal bool Overlaps(ReadOnlyMatrixView other)
    {
        if (
            Rows == 0
            || Columns == 0
            || other.Rows == 0
            || other.Columns == 0
            || FloatMemory.AreApart(_memory, other._memory)
        )
        {
            return false;
        }

        // In bytes from the first element of the other view: different memory may be shifted by a part of a float.
        const long size = sizeof(float);
        ref float thisFirst = ref MemoryMarshal.GetReference(Writable(0)),
            otherFirst = ref MemoryMarshal.GetReference(other.Writable(0));
        long start = Unsafe.ByteOffset(ref otherFirst, ref thisFirst);
        long length = ((Rows - 1L) * RowStride + Columns) * size;
        long otherStride = other.RowStride * size,
            otherRow = other.Columns * size;
        if (start + length <= 0 || (other.Rows - 1L) * otherStride + otherRow <= start)
        {
            return false;
        }

        for (int row = 0; row < Rows; row++)
        {
            // Only the last row of the other view that begins before the end of this row can reach into it.
            long begin = start + row * RowStride * size,
                end = begin + Columns * size;
            long candidate = Math.Min(other.Rows - 1, (end - 1) / Math.Max(1, otherStride));
            if (end > 0 && candidate * otherStride + otherRow > begin)
            {
                return true;
            }
        }

        return false;
    }
}
