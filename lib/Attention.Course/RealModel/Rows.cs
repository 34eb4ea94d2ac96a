using System.Numerics;
using System.Runtime.InteropServices;

namespace Attention.Course.RealModel;

/// <summary>Sums of rows of numbers.</summary>
internal static class Rows
{
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
