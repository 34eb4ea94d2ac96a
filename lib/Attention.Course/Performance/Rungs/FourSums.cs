using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course;

public static partial class Rungs
{
    /// <summary><c>left · rightᵀ</c>: as <c>OneSum</c>, with four sums that do not wait for each other.</summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="product">Receives A · Bᵀ: n × m.</param>
    public static void FourSums(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView product)
    {
        switch (RegisterWidth.Widest)
        {
            case 512: FourSums<Register512>(left, right, product); break;
            case 256: FourSums<Register256>(left, right, product); break;
            default: FourSums<Register128>(left, right, product); break;
        }
    }

    /// <summary>The dot product with four registers of sums, of a given width.</summary>
    /// <param name="x">The first vector, length d.</param>
    /// <param name="y">The second vector, length d.</param>
    /// <param name="registerBits">512, 256 or 128. A width that the machine lacks is emulated, and slow.</param>
    /// <returns>The sum of the d products.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static float DotWithFourSums(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int registerBits)
    {
        RequireEqualLengths(x, y);
        return registerBits switch
        {
            512 => FourSums<Register512>(x, y),
            256 => FourSums<Register256>(x, y),
            128 => FourSums<Register128>(x, y),
            _ => throw RegisterWidth.Unknown(registerBits),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourSums<TRegister>(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView product)
        where TRegister : struct, IRegister<TRegister>
    {
        for (int i = 0; i < left.Rows; i++)
        {
            Span<float> scores = product.Row(i);
            for (int j = 0; j < scores.Length; j++)
            {
                scores[j] = FourSums<TRegister>(left.Row(i), right.Row(j));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float FourSums<TRegister>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TRegister : struct, IRegister<TRegister>
    {
        int width = TRegister.Width, k = 0;
        ref float xs = ref MemoryMarshal.GetReference(x);
        ref float ys = ref MemoryMarshal.GetReference(y);
        TRegister zero = TRegister.Broadcast(0), a = zero, b = zero, c = zero, d = zero;
        for (; k <= x.Length - 4 * width; k += 4 * width)
        {
            TRegister.AddProduct(TRegister.Load(ref xs, k), TRegister.Load(ref ys, k), ref a);
            TRegister.AddProduct(TRegister.Load(ref xs, k + width), TRegister.Load(ref ys, k + width), ref b);
            TRegister.AddProduct(TRegister.Load(ref xs, k + 2 * width), TRegister.Load(ref ys, k + 2 * width), ref c);
            TRegister.AddProduct(TRegister.Load(ref xs, k + 3 * width), TRegister.Load(ref ys, k + 3 * width), ref d);
        }

        for (; k <= x.Length - width; k += width)
        {
            TRegister.AddProduct(TRegister.Load(ref xs, k), TRegister.Load(ref ys, k), ref a);
        }

        float sum = TRegister.Sum(a + b + (c + d));
        for (; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }
}
