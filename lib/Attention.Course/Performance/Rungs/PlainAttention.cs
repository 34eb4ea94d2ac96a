using System.Runtime.CompilerServices;

namespace Attention.Course;

public static partial class Rungs
{
    /// <summary>
    /// <c>softmax(Q Kᵀ / √d) V</c> as plain loops over arrays, without a mask; the weights are stored.
    /// </summary>
    /// <param name="queries">Q: n × d, row after row.</param>
    /// <param name="keys">K: m × d.</param>
    /// <param name="values">V: m × d.</param>
    /// <param name="weights">Receives the weights: n × m.</param>
    /// <param name="output">Receives the output: n × d.</param>
    /// <param name="depth">d.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PlainAttention(
        float[] queries, float[] keys, float[] values, float[] weights, float[] output, int depth)
    {
        int rows = queries.Length / depth, columns = keys.Length / depth;
        AlongRows(queries, keys, weights, depth);
        for (int i = 0; i < rows; i++)
        {
            SoftmaxWithScalars(weights.AsSpan(i * columns, columns), depth);
            for (int c = 0; c < depth; c++)
            {
                float sum = 0;
                for (int j = 0; j < columns; j++)
                {
                    sum += weights[i * columns + j] * values[j * depth + c];
                }

                output[i * depth + c] = sum;
            }
        }
    }

    /// <summary><c>softmax(scores / √d)</c> in place, one e^x at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxWithScalars(Span<float> scores, int depth)
    {
        float scale = 1 / MathF.Sqrt(depth), max = float.NegativeInfinity, sum = 0;
        foreach (float score in scores)
        {
            max = MathF.Max(max, score);
        }

        foreach (ref float score in scores)
        {
            score = MathF.Exp(scale * (score - max));
            sum += score;
        }

        foreach (ref float weight in scores)
        {
            weight /= sum;
        }
    }
}
