using System.Runtime.InteropServices;

namespace Attention.Course.Experiments;

/// <summary>
/// Matrix products in double precision. Every sum runs from the first to the last index: the same bits on every
/// machine.
/// </summary>
internal static class Product
{
    /// <summary>A · B, n × d times d × m.</summary>
    public static double[,] Of(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        AddTo(product, a, b);
        return product;
    }

    /// <summary>destination += A · B, n × d times d × m.</summary>
    public static void AddTo(double[,] destination, double[,] a, double[,] b)
    {
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int k = 0; k < a.GetLength(1); k++)
            {
                double factor = a[i, k];
                if (factor == 0)
                {
                    continue; // most features of a one-hot vector
                }

                ReadOnlySpan<double> from = Row(b, k);
                Span<double> to = Row(destination, i)[..from.Length];
                for (int j = 0; j < from.Length; j++)
                {
                    to[j] += factor * from[j];
                }
            }
        }
    }

    /// <summary>Aᵀ.</summary>
    public static double[,] Transpose(double[,] a)
    {
        var transposed = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                transposed[j, i] = a[i, j];
            }
        }

        return transposed;
    }

    /// <summary>A row as a span: its elements lie side by side.</summary>
    private static Span<double> Row(double[,] a, int row) => MemoryMarshal.CreateSpan(ref a[row, 0], a.GetLength(1));
}
