using System.Numerics;
using System.Runtime.InteropServices;
using Attention.Lib;

namespace Attention.Course;

/// <summary>The steps between the definition and the fast kernels that the library itself has no use for: chapter 7 climbs over them.</summary>
/// <remarks>
/// <para>The whole ladder of the product Q Kᵀ, slowest first:</para>
/// <list type="number">
/// <item><description><see cref="MatMul.Naive"/> walks down the columns of its second factor.</description></item>
/// <item><description><see cref="MatMul.NaiveTransposed"/> walks along rows: neighbours in memory.</description></item>
/// <item><description><see cref="MultiplyWithOneSum"/> takes a register of numbers per step, but each step waits for the one before it.</description></item>
/// <item><description><see cref="MultiplyWithFourSums"/> keeps four sums in flight.</description></item>
/// <item><description><see cref="MatMul.ComputeTransposed"/> keeps a whole tile of the result in registers.</description></item>
/// </list>
/// <para>And of attention:</para>
/// <list type="number">
/// <item><description><see cref="ScaledDotProductAttention"/>, <c>Naive</c> and <c>Compute</c>, store the weights of a row or of all rows.</description></item>
/// <item><description><see cref="OnlineSoftmaxAttention"/> never stores a weight.</description></item>
/// <item><description><see cref="FlashAttention"/> does the same tile by tile, skips what a causal mask hides, and uses all cores.</description></item>
/// <item><description><see cref="KeyValueCache"/> and fewer key heads than query heads make decoding cheap.</description></item>
/// </list>
/// </remarks>
public static class Rungs
{
    /// <summary>The dot product with vector registers and a single sum.</summary>
    /// <param name="x">The first vector, length d.</param>
    /// <param name="y">The second vector, length d.</param>
    /// <returns>The sum of the d products.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float DotWithOneSum(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"x.Length is {x.Length} but y.Length is {y.Length}; they must be equal.");
        }

        ReadOnlySpan<Vector<float>> xs = MemoryMarshal.Cast<float, Vector<float>>(x), ys = MemoryMarshal.Cast<float, Vector<float>>(y);
        Vector<float> sums = Vector<float>.Zero;
        for (int i = 0; i < xs.Length; i++)
        {
            // This multiply-add cannot start before the last one has finished, some four cycles later.
            sums = Vector.FusedMultiplyAdd(xs[i], ys[i], sums);
        }

        float sum = Vector.Sum(sums);
        for (int i = xs.Length * Vector<float>.Count; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary><c>left · rightᵀ</c>, each element by <see cref="DotWithOneSum"/>.</summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="destination">Receives A · Bᵀ: n × m.</param>
    public static void MultiplyWithOneSum(MatrixView left, MatrixView right, MatrixView destination)
    {
        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Rows; j++)
            {
                destination[i, j] = DotWithOneSum(left.Row(i), right.Row(j));
            }
        }
    }

    /// <summary><c>left · rightᵀ</c>, each element by <see cref="Dot.Compute"/>.</summary>
    /// <param name="left">A: n × d, such as n queries.</param>
    /// <param name="right">B: m × d, such as m keys.</param>
    /// <param name="destination">Receives A · Bᵀ: n × m.</param>
    public static void MultiplyWithFourSums(MatrixView left, MatrixView right, MatrixView destination)
    {
        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Rows; j++)
            {
                destination[i, j] = Dot.Compute(left.Row(i), right.Row(j));
            }
        }
    }

    /// <summary><c>softmax(Q Kᵀ / √d) V</c> with one pass over the keys and no row of weights: the idea of flash attention, one key at a time.</summary>
    /// <param name="queries">Q: L × D.</param>
    /// <param name="keys">K: S × D.</param>
    /// <param name="values">V: S × Dv.</param>
    /// <param name="destination">Receives the output: L × Dv.</param>
    public static void OnlineSoftmaxAttention(MatrixView queries, MatrixView keys, MatrixView values, MatrixView destination)
    {
        float scale = 1 / MathF.Sqrt(queries.Columns);
        for (int i = 0; i < queries.Rows; i++)
        {
            Span<float> output = destination.Row(i); // o, the sum of e^(s - m) v so far
            float max = float.NegativeInfinity;      // m, the largest score so far
            float sum = 0;                           // l, the sum of e^(s - m) so far
            output.Clear();
            for (int j = 0; j < keys.Rows; j++)
            {
                float score = scale * Dot.Compute(queries.Row(i), keys.Row(j));
                float newMax = MathF.Max(max, score);
                float correction = MathF.Exp(max - newMax), weight = MathF.Exp(score - newMax);
                max = newMax;
                sum = sum * correction + weight;
                for (int c = 0; c < output.Length; c++)
                {
                    output[c] = output[c] * correction + weight * values[j, c];
                }
            }

            for (int c = 0; c < output.Length && keys.Rows > 0; c++)
            {
                output[c] /= sum;
            }
        }
    }
}
