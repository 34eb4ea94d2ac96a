using Attention.Lib.Internal;

namespace Attention.Lib;

public static partial class Rungs
{
    /// <summary>
    /// The kernel of <see cref="Dot.Compute"/>, four independent sums, with registers of a given width.
    /// </summary>
    /// <param name="x">The first vector, length d.</param>
    /// <param name="y">The second vector, length d.</param>
    /// <param name="registerBits">512, 256 or 128. A width that the machine lacks is emulated, and slow.</param>
    /// <returns>The sum of the d products.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static float DotWithFourSums(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int registerBits)
    {
        Require.Equal(x.Length, y.Length);
        return registerBits switch
        {
            512 => Dot.Kernel<Simd512>(x, y),
            256 => Dot.Kernel<Simd256>(x, y),
            128 => Dot.Kernel<Simd128>(x, y),
            _ => throw PeakLoops.NoSuchWidth(registerBits),
        };
    }

    /// <summary><c>left · rightᵀ</c>, each element by <see cref="Dot.Compute"/>.</summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="destination">Receives A · Bᵀ: n × m.</param>
    public static void MultiplyWithFourSums(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination)
    {
        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Rows; j++)
            {
                destination[i, j] = Dot.Compute(left.Row(i), right.Row(j));
            }
        }
    }
}
