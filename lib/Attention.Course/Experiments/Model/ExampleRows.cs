namespace Attention.Course.Experiments;

/// <summary>The matrices that examples are made of.</summary>
internal static class ExampleRows
{
    /// <summary>One row per token with a 1 in each named feature: (row, feature) pairs, count × features.</summary>
    public static double[,] OneHot(int count, int features, params ReadOnlySpan<(int Row, int Feature)> ones)
    {
        var rows = new double[count, features];
        foreach ((int row, int feature) in ones)
        {
            rows[row, feature] = 1;
        }

        return rows;
    }

    /// <summary>
    /// Copies the named rows of a table below each other: a token's features, or the tokens that ask.
    /// </summary>
    public static double[,] Of(double[,] table, params ReadOnlySpan<int> rows)
    {
        var copy = new double[rows.Length, table.GetLength(1)];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int c = 0; c < copy.GetLength(1); c++)
            {
                copy[i, c] = table[rows[i], c];
            }
        }

        return copy;
    }

    /// <summary>Matrices of the same width below each other.</summary>
    public static double[,] Stack(params IReadOnlyList<double[,]> parts)
    {
        var stack = new double[parts.Sum(part => part.GetLength(0)), parts[0].GetLength(1)];
        int at = 0;
        foreach (double[,] part in parts)
        {
            Array.Copy(part, 0, stack, at, part.Length);
            at += part.Length;
        }

        return stack;
    }
}
