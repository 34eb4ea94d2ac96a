using System.Numerics;
using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course.RealModel;

/// <summary>Work on the rows of a matrix.</summary>
internal static class RowOperations
{
    /// <summary>Does something with each row of a matrix, on several threads if there are enough numbers.</summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="threads">The most threads to use; null for all processors.</param>
    /// <param name="each">What to do with the row of this number.</param>
    public static void ForEach(MatrixView rows, int? threads, Action<int> each)
    {
        const int worthAThread = 65_536; // numbers; fewer take less time than waking a thread
        if (threads == 1 || rows.Rows * rows.Columns < worthAThread)
        {
            for (int row = 0; row < rows.Rows; row++)
            {
                each(row);
            }
        }
        else
        {
            Parallel.For(0, rows.Rows, new ParallelOptions { MaxDegreeOfParallelism = threads ?? -1 }, each);
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
