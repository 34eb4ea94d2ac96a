namespace Attention.Lib.Tests;

/// <summary>
/// What attention gives in every corner: one test, or a few, for each row N1 … N22 of lib/Attention.Lib/NUMERICS.md.
/// </summary>
public partial class EdgeCaseTests
{
    private static readonly AttentionOptions ScaleOne = new() { Scale = 1 };

    private static bool Near(float x, float y) => Math.Abs(x - y) <= 1e-6f * Math.Max(1, Math.Abs(x));

    private static MatrixView WithNaN(MatrixView matrix, int row, int column)
    {
        MatrixView copy = new(matrix.Rows, matrix.Columns);
        matrix.CopyTo(copy);
        copy[row, column] = float.NaN;
        return copy;
    }

    private static void AssertNaN(MatrixView output, Func<int, int, bool> expected)
    {
        for (int i = 0; i < output.Rows; i++)
        {
            for (int c = 0; c < output.Columns; c++)
            {
                Assert.True(expected(i, c) == float.IsNaN(output[i, c]), $"[{i}, {c}] is {output[i, c]}");
            }
        }
    }

    private static void AssertZeroRows(MatrixView output, Func<int, bool> expected)
    {
        for (int i = 0; i < output.Rows; i++)
        {
            Assert.Equal(expected(i), output.Row(i).ToArray().All(value => value == 0));
            Assert.DoesNotContain(float.NaN, output.Row(i).ToArray());
        }
    }
}
