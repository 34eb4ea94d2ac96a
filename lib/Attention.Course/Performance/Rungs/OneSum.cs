using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course;

public static partial class Rungs
{
    /// <summary><c>left · rightᵀ</c>: a register of features at a time, added up in one register of sums.</summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="product">Receives A · Bᵀ: n × m.</param>
    public static void OneSum(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView product)
    {
        switch (RegisterWidth.Widest)
        {
            case 512: OneSum<Register512>(left, right, product); break;
            case 256: OneSum<Register256>(left, right, product); break;
            default: OneSum<Register128>(left, right, product); break;
        }
    }

    /// <summary>The dot product with one register of sums, of a given width.</summary>
    /// <param name="x">The first vector, length d.</param>
    /// <param name="y">The second vector, length d.</param>
    /// <param name="registerBits">512, 256 or 128. A width that the machine lacks is emulated, and slow.</param>
    /// <returns>The sum of the d products.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static float DotWithOneSum(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int registerBits)
    {
        RequireEqualLengths(x, y);
        return registerBits switch
        {
            512 => OneSum<Register512>(x, y),
            256 => OneSum<Register256>(x, y),
            128 => OneSum<Register128>(x, y),
            _ => throw RegisterWidth.Unknown(registerBits),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneSum<TRegister>(ReadOnlyMatrixView left, ReadOnlyMatrixView right, MatrixView product)
        where TRegister : struct, IRegister<TRegister>
    {
        for (int i = 0; i < left.Rows; i++)
        {
            Span<float> scores = product.Row(i);
            for (int j = 0; j < scores.Length; j++)
            {
                scores[j] = OneSum<TRegister>(left.Row(i), right.Row(j));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float OneSum<TRegister>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TRegister : struct, IRegister<TRegister>
    {
        ref float xs = ref MemoryMarshal.GetReference(x);
        ref float ys = ref MemoryMarshal.GetReference(y);
        TRegister sums = TRegister.Broadcast(0);
        int k = 0;
        for (; k <= x.Length - TRegister.Width; k += TRegister.Width)
        {
            // This multiply-add waits for the one before it: about four cycles.
            TRegister.AddProduct(TRegister.Load(ref xs, k), TRegister.Load(ref ys, k), ref sums);
        }

        float sum = TRegister.Sum(sums);
        for (; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }

    private static void RequireEqualLengths(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException(
                $"x.Length is {x.Length} but y.Length is {y.Length}; they must be equal.", nameof(y));
        }
    }
}
