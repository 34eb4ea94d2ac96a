using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib;

public static partial class Rungs
{
    /// <summary>
    /// <c>left · right</c> by three loops over plain memory: <see cref="MatMul.Naive"/> without its checks.
    /// </summary>
    /// <param name="left">A: n × d.</param>
    /// <param name="right">B: d × m; each element of the product walks down one of its columns.</param>
    /// <param name="destination">Receives A · B: n × m.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyDownColumns(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination)
    {
        int depth = right.Rows,
            stride = right.RowStride;
        ReadOnlySpan<float> all =
            depth == 0 || right.Columns == 0
                ? []
                : MemoryMarshal.CreateReadOnlySpan(in right[0, 0], (depth - 1) * stride + right.Columns);
        for (int i = 0; i < destination.Rows; i++)
        {
            ReadOnlySpan<float> row = left.Row(i);
            Span<float> products = destination.Row(i);
            for (int j = 0; j < products.Length; j++)
            {
                float sum = 0;
                for (int k = 0; k < row.Length; k++)
                {
                    sum += row[k] * all[k * stride + j];
                }

                products[j] = sum;
            }
        }
    }
}
