using System.Runtime.CompilerServices;

namespace Attention.Course;

public static partial class Rungs
{
    /// <summary><c>left · right</c> as three loops over arrays: what one writes first.</summary>
    /// <param name="left">A: n × d, row after row.</param>
    /// <param name="right">B: d × m; each element of the product walks down one of its columns.</param>
    /// <param name="product">Receives A · B: n × m.</param>
    /// <param name="depth">d.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PlainProduct(float[] left, float[] right, float[] product, int depth)
    {
        int rows = left.Length / depth, columns = right.Length / depth;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                float sum = 0;
                for (int k = 0; k < depth; k++)
                {
                    sum += left[i * depth + k] * right[k * columns + j];
                }

                product[i * columns + j] = sum;
            }
        }
    }

    /// <summary><c>left · rightᵀ</c>: the same loops, but both factors are read along their rows.</summary>
    /// <param name="left">A: n × d, row after row.</param>
    /// <param name="right">B: m × d, row after row.</param>
    /// <param name="product">Receives A · Bᵀ: n × m.</param>
    /// <param name="depth">d.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AlongRows(float[] left, float[] right, float[] product, int depth)
    {
        int rows = left.Length / depth, columns = right.Length / depth;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                float sum = 0;
                for (int k = 0; k < depth; k++)
                {
                    sum += left[i * depth + k] * right[j * depth + k];
                }

                product[i * columns + j] = sum;
            }
        }
    }
}
