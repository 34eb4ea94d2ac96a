namespace Attention.Lib.Tests;

/// <summary>
/// Matrices in the middle of an array of NaN: a read beside them poisons the result. A write beside them is not
/// noticed.
/// </summary>
internal static class GuardedMatrix
{
    private const int Fence = 3;

    public static MatrixView Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return Filled(rows, columns, (_, _) => 2 * random.NextSingle() - 1);
    }

    public static MatrixView Filled(int rows, int columns, Func<int, int, float> value)
    {
        int stride = columns + 2 * Fence;
        float[] all = new float[(rows + 2) * stride];
        Array.Fill(all, float.NaN);
        MatrixView inner = new(all, stride + Fence, rows, columns, stride);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                inner[i, j] = value(i, j);
            }
        }

        return inner;
    }
}
