using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attention.Lib;
using Attention.Lib.Internal;

namespace Attention.Course;

/// <summary>The steps between the definition and the fast kernels that the library itself has no use for: chapter 7 climbs over them.</summary>
/// <remarks>
/// <para>The whole ladder of the product Q Kᵀ, slowest first:</para>
/// <list type="number">
/// <item><description><see cref="MatMul.Naive"/> asks for every number by row and column, and has both checked.</description></item>
/// <item><description><see cref="MultiplyDownColumns"/> asks for none, but walks down the columns of its second factor.</description></item>
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
    /// <summary><c>left · right</c> as the definition has it, over plain memory: what is left of <see cref="MatMul.Naive"/> without its checks.</summary>
    /// <param name="left">A: n × d.</param>
    /// <param name="right">B: d × m; each element of the product walks down one of its columns.</param>
    /// <param name="destination">Receives A · B: n × m.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyDownColumns(MatrixView left, MatrixView right, MatrixView destination)
    {
        int depth = right.Rows, stride = right.RowStride;
        ReadOnlySpan<float> all = depth == 0 || right.Columns == 0 ? []
            : MemoryMarshal.CreateReadOnlySpan(ref right[0, 0], (depth - 1) * stride + right.Columns);
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

    /// <summary>The dot product with the widest vector registers of this machine, like <see cref="Dot.Compute"/>, but with a single sum.</summary>
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

        return Vector512.IsHardwareAccelerated && x.Length >= Simd512.Width ? OneSum<Simd512>(x, y)
            : Vector256.IsHardwareAccelerated && x.Length >= Simd256.Width ? OneSum<Simd256>(x, y)
            : OneSum<Simd128>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float OneSum<TSimd>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float xRef = ref MemoryMarshal.GetReference(x);
        ref float yRef = ref MemoryMarshal.GetReference(y);
        nuint length = (nuint)x.Length, width = (nuint)TSimd.Width, i = 0;
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

    /// <summary>Measures how many times faster a dot product is with four sums than with one, for registers of a given width.</summary>
    /// <param name="features">d, the length of both vectors; small enough for the first-level cache.</param>
    /// <param name="registerBits">512, 256 or 128, at most what the machine has.</param>
    /// <returns>The time with one sum divided by the time with four.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static double GainOfFourSums(int features, int registerBits) => registerBits switch
    {
        512 => GainOfFourSums<Simd512>(features),
        256 => GainOfFourSums<Simd256>(features),
        128 => GainOfFourSums<Simd128>(features),
        _ => throw new ArgumentOutOfRangeException(nameof(registerBits), registerBits, "registerBits must be 512, 256 or 128."),
    };

    private static double GainOfFourSums<TSimd>(int features)
        where TSimd : struct, ISimd<TSimd>
    {
        var random = new SplitMix64(seed: 7);
        float[] x = random.Normal(features), y = random.Normal(features);
        int repetitions = 1 + 100_000 / features;

        // Both are compiled at full speed from the first call on, so there is nothing to warm up.
        Timing[] times = Timing.CompareRuns(
            0.03, () => Timing.Once(() => OneSum<TSimd>(x, y), repetitions), () => Timing.Once(() => Dot.Kernel<TSimd>(x, y), repetitions));
        return times[0].Median / times[1].Median;
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
        if (Vector512.IsHardwareAccelerated)
        {
            OneKeyAtATime<Simd512>(queries, keys, values, destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            OneKeyAtATime<Simd256>(queries, keys, values, destination);
        }
        else
        {
            OneKeyAtATime<Simd128>(queries, keys, values, destination);
        }
    }

    private static void OneKeyAtATime<TSimd>(MatrixView queries, MatrixView keys, MatrixView values, MatrixView destination)
        where TSimd : struct, ISimd<TSimd>
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
                if (score > max)
                {
                    // What was measured from the old maximum shrinks.
                    float correction = MathF.Exp(max - score);
                    sum *= correction;
                    ScaledCopy.Kernel<TSimd>(correction, output, output);
                    max = score;
                }

                float weight = MathF.Exp(score - max);
                sum += weight;
                AddScaled.Kernel<TSimd>(weight, values.Row(j), output);
            }

            if (keys.Rows > 0)
            {
                ScaledCopy.Kernel<TSimd>(1 / sum, output, output);
            }
        }
    }
}
