using System.Numerics;
using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course.RealModel;

/// <summary>Sums of rows of numbers.</summary>
internal static class Rows
{
    /// <summary>Adds a matrix to another one of its size.</summary>
    public static void Add(ReadOnlyMatrixView addend, MatrixView rows)
    {
        for (int row = 0; row < rows.Rows; row++)
        {
            Add(addend.Row(row), rows.Row(row));
        }
    }

    /// <summary>Adds the same numbers, one per feature, to every row.</summary>
    public static void AddToEach(ReadOnlySpan<float> addend, MatrixView rows)
    {
        for (int row = 0; row < rows.Rows; row++)
        {
            Add(addend, rows.Row(row));
        }
    }

    /// <summary>Adds each number of <paramref name="addend"/> to the one in its place in a row.</summary>
    public static void Add(ReadOnlySpan<float> addend, Span<float> row)
    {
        ReadOnlySpan<Vector<float>> addends = MemoryMarshal.Cast<float, Vector<float>>(addend);
        Span<Vector<float>> whole = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (int i = 0; i < whole.Length; i++)
        {
            whole[i] += addends[i];
        }

        for (int i = whole.Length * Vector<float>.Count; i < row.Length; i++)
        {
            row[i] += addend[i];
        }
    }
}
