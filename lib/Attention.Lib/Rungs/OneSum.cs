using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

public static partial class Rungs
{
    /// <summary>
    /// The dot product with the widest vector registers of this machine, like <see cref="Dot.Compute"/>, but with a
    /// single sum.
    /// </summary>
    /// <param name="x">The first vector, length d.</param>
    /// <param name="y">The second vector, length d.</param>
    /// <returns>The sum of the d products.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float DotWithOneSum(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        int bits =
            Vector512.IsHardwareAccelerated && x.Length >= Simd512.Width ? 512
            : Vector256.IsHardwareAccelerated && x.Length >= Simd256.Width ? 256
            : 128;
        return DotWithOneSum(x, y, bits);
    }

    /// <summary>The same with registers of a given width.</summary>
    /// <param name="x">The first vector, length d.</param>
    /// <param name="y">The second vector, length d.</param>
    /// <param name="registerBits">512, 256 or 128. A width that the machine lacks is emulated, and slow.</param>
    /// <returns>The sum of the d products.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static float DotWithOneSum(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int registerBits)
    {
        Require.Equal(x.Length, y.Length);
        return registerBits switch
        {
            512 => OneSum<Simd512>(x, y),
            256 => OneSum<Simd256>(x, y),
            128 => OneSum<Simd128>(x, y),
            _ => throw PeakLoops.NoSuchWidth(registerBits),
        };
    }

    /// <summary>
    /// <c>left · rightᵀ</c>, each element by <see cref="DotWithOneSum(ReadOnlySpan{float}, ReadOnlySpan{float})"/>.
    /// </summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="destination">Receives A · Bᵀ: n × m.</param>
    public static void MultiplyWithOneSum(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView destination)
    {
        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Rows; j++)
            {
                destination[i, j] = DotWithOneSum(left.Row(i), right.Row(j));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float OneSum<TSimd>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float xRef = ref MemoryMarshal.GetReference(x);
        ref float yRef = ref MemoryMarshal.GetReference(y);
        nuint length = (nuint)x.Length,
            width = (nuint)TSimd.Width,
            i = 0;
        TSimd sums = TSimd.Broadcast(0);
        for (; i + width <= length; i += width)
        {
            // This multiply-add cannot start before the last one has finished, some four cycles later.
            TSimd.AddProduct(TSimd.Load(ref xRef, i), TSimd.Load(ref yRef, i), ref sums);
        }

        float sum = TSimd.Sum(sums);
        for (; i < length; i++)
        {
            sum += Unsafe.Add(ref xRef, i) * Unsafe.Add(ref yRef, i);
        }

        return sum;
    }
}
