using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Course.Experiments;

/// <summary>
/// Matrix products in double precision. Every sum runs from the first to the last index: the same bits on every
/// machine.
/// </summary>
/// <remarks>
/// Compiled fully at the first call. Otherwise most of a training of some seconds runs unoptimized, because the JIT
/// optimizes much of the C# compiler first.
/// </remarks>
internal static class Product
{
    /// <summary>A · B, n × d times d × m.</summary>
    public static double[,] Of(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        AddTo(product, a, b);
        return product;
    }

    /// <summary>A · Bᵀ, n × d times d × m: B has m rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[,] WithTransposed(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            ReadOnlySpan<double> left = Row(a, i);
            Span<double> to = Row(product, i);
            for (int j = 0; j < to.Length; j++)
            {
                ReadOnlySpan<double> right = Row(b, j)[..left.Length];
                double sum = 0;
                for (int k = 0; k < left.Length; k++)
                {
                    sum += left[k] * right[k];
                }

                to[j] = sum;
            }
        }

        return product;
    }

    /// <summary>destination += A · B, n × d times d × m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(double[,] destination, double[,] a, double[,] b)
    {
        for (int i = 0; i < a.GetLength(0); i++)
        {
            ReadOnlySpan<double> factors = Row(a, i);
            Span<double> to = Row(destination, i);
            for (int k = 0; k < factors.Length; k++)
            {
                AddRow(to, factors[k], b, k);
            }
        }
    }

    /// <summary>destination += Aᵀ · B, d × n times n × m: A has n rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTransposedTo(double[,] destination, double[,] a, double[,] b)
    {
        for (int i = 0; i < a.GetLength(0); i++)
        {
            ReadOnlySpan<double> factors = Row(a, i);
            for (int k = 0; k < factors.Length; k++)
            {
                AddRow(Row(destination, k), factors[k], b, i);
            }
        }
    }

    /// <summary>to += factor · (a row of B). Nothing for 0, which most features of a one-hot vector are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(Span<double> to, double factor, double[,] b, int row)
    {
        if (factor == 0)
        {
            return;
        }

        ReadOnlySpan<double> from = Row(b, row)[..to.Length];
        for (int j = 0; j < from.Length; j++)
        {
            to[j] += factor * from[j];
        }
    }

    /// <summary>A row as a span: its elements lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<double> Row(double[,] a, int row) => MemoryMarshal.CreateSpan(ref a[row, 0], a.GetLength(1));
}
