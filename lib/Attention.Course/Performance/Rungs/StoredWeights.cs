using System.Numerics.Tensors;
using Attention.Lib;

namespace Attention.Course;

public static partial class Rungs
{
    /// <summary>
    /// <c>softmax(Q Kᵀ / √d) V</c>: both products by register tiles, softmax as in <see cref="PlainAttention"/>.
    /// </summary>
    /// <param name="queries">Q: n × d.</param>
    /// <param name="keys">K: m × d.</param>
    /// <param name="values">V: m × d.</param>
    /// <param name="weights">Receives the weights: n × m.</param>
    /// <param name="output">Receives the output: n × d.</param>
    public static void TiledProducts(
        ReadOnlyMatrixView queries, ReadOnlyMatrixView keys, ReadOnlyMatrixView values, MatrixView weights,
        MatrixView output)
    {
        MatMul.ComputeTransposed(queries, keys, weights, degreeOfParallelism: 1);
        for (int i = 0; i < weights.Rows; i++)
        {
            SoftmaxWithScalars(weights.Row(i), queries.Columns);
        }

        MatMul.Compute(weights, values, output, degreeOfParallelism: 1);
    }

    /// <summary>The same, with e^x computed for a whole register at a time.</summary>
    /// <param name="queries">Q: n × d.</param>
    /// <param name="keys">K: m × d.</param>
    /// <param name="values">V: m × d.</param>
    /// <param name="weights">Receives the weights: n × m.</param>
    /// <param name="output">Receives the output: n × d.</param>
    public static void VectorExponentials(
        ReadOnlyMatrixView queries, ReadOnlyMatrixView keys, ReadOnlyMatrixView values, MatrixView weights,
        MatrixView output)
    {
        MatMul.ComputeTransposed(queries, keys, weights, degreeOfParallelism: 1);
        for (int i = 0; i < weights.Rows; i++)
        {
            SoftmaxWithVectors(weights.Row(i), 1 / MathF.Sqrt(queries.Columns));
        }

        MatMul.Compute(weights, values, output, degreeOfParallelism: 1);
    }

    /// <summary><c>softmax(scale · scores)</c> in place.</summary>
    /// <remarks><c>TensorPrimitives.SoftMax</c> does not subtract the maximum, and so overflows.</remarks>
    internal static void SoftmaxWithVectors(Span<float> scores, float scale)
    {
        float sum = Exponentials(scores, scale, scale * TensorPrimitives.Max<float>(scores));
        TensorPrimitives.Divide(scores, sum, scores);
    }

    /// <summary><c>e^(scale · score − max)</c> in place.</summary>
    /// <returns>The sum of what was written.</returns>
    /// <remarks>
    /// How fast this is differs from one process to the next where registers have 512 bits: .NET 10 does not inline the
    /// <c>e^x</c> of <c>TensorPrimitives.Exp</c>, so every register goes there and back by way of the stack, in one
    /// cache line or across two. Where the stack begins decides that.
    /// </remarks>
    private static float Exponentials(Span<float> scores, float scale, float max)
    {
        TensorPrimitives.Multiply(scores, scale, scores);
        TensorPrimitives.Subtract(scores, max, scores);
        TensorPrimitives.Exp<float>(scores, scores);
        return TensorPrimitives.Sum<float>(scores);
    }
}
