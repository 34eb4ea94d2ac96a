using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

public static partial class Rungs
{
    /// <summary>
    /// <c>softmax(Q Kᵀ / √d) V</c> in one pass over the keys, without storing weights: flash attention, one key at a
    /// time.
    /// </summary>
    /// <param name="queries">Q: L × D.</param>
    /// <param name="keys">K: S × D.</param>
    /// <param name="values">V: S × Dv.</param>
    /// <param name="destination">Receives the output: L × Dv.</param>
    public static void OnlineSoftmaxAttention(
        ReadOnlyMatrixView queries, ReadOnlyMatrixView keys, ReadOnlyMatrixView values, MatrixView destination)
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

    private static void OneKeyAtATime<TSimd>(
        ReadOnlyMatrixView queries, ReadOnlyMatrixView keys, ReadOnlyMatrixView values, MatrixView destination)
        where TSimd : struct, ISimd<TSimd>
    {
        float scale = 1 / MathF.Sqrt(queries.Columns);
        for (int i = 0; i < queries.Rows; i++)
        {
            Span<float> output = destination.Row(i); // o, the sum of e^(s - m) v so far
            float max = float.NegativeInfinity; // m, the largest score so far
            float sum = 0; // l, the sum of e^(s - m) so far
            output.Clear();
            for (int j = 0; j < keys.Rows; j++)
            {
                float score = scale * Dot.Compute(queries.Row(i), keys.Row(j));
                if (score > max)
                {
                    // o and l were computed with the old maximum: rescale them to the new one.
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
