using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;
using Tensors = System.Numerics.Tensors.TensorPrimitives;

namespace Attention.Course;

/// <summary>
/// Attention of one head as one would write it on two well-known libraries: what our kernels are measured against.
/// </summary>
public static class Baselines
{
    /// <summary>
    /// <c>softmax(Q Kᵀ / √d) V</c> as the notebooks write it, on matrices of MathNet.Numerics. Keeps n × n weights.
    /// </summary>
    /// <param name="queries">Q: L × D.</param>
    /// <param name="keys">K: S × D.</param>
    /// <param name="values">V: S × Dv.</param>
    /// <param name="causal">Whether query i may see keys 0 … i only.</param>
    /// <returns>The output: L × Dv.</returns>
    /// <remarks>MathNet takes all cores for large products, unless
    /// <c>MathNet.Numerics.Control.MaxDegreeOfParallelism</c> says otherwise.</remarks>
    public static Matrix<float> MathNet(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, bool causal = false)
    {
        ArgumentNullException.ThrowIfNull(queries);
        float scale = 1 / MathF.Sqrt(queries.ColumnCount);
        Matrix<float> scores = queries.TransposeAndMultiply(keys);
        for (int i = 0; i < scores.RowCount; i++)
        {
            float max = float.NegativeInfinity, sum = 0;
            int seen = causal ? i + 1 : scores.ColumnCount;
            for (int j = 0; j < seen; j++)
            {
                max = MathF.Max(max, scores[i, j]);
            }

            for (int j = 0; j < scores.ColumnCount; j++)
            {
                float weight = j < seen ? MathF.Exp(scale * (scores[i, j] - max)) : 0;
                scores[i, j] = weight;
                sum += weight;
            }

            for (int j = 0; j < seen; j++)
            {
                scores[i, j] /= sum;
            }
        }

        return scores * values;
    }

    /// <summary>
    /// <c>softmax(Q Kᵀ / √d) V</c> with System.Numerics.Tensors: loops over rows, each row by its SIMD routines. Keeps
    /// one row of weights.
    /// </summary>
    /// <param name="queries">Q: L × D.</param>
    /// <param name="keys">K: S × D.</param>
    /// <param name="values">V: S × Dv.</param>
    /// <param name="destination">Receives the output: L × Dv.</param>
    /// <param name="causal">Whether query i may see keys 0 … i only.</param>
    public static void TensorPrimitives(
        MatrixView queries, MatrixView keys, MatrixView values, MatrixView destination, bool causal = false)
    {
        float[] row = new float[keys.Rows];
        float scale = 1 / MathF.Sqrt(queries.Columns);
        for (int i = 0; i < queries.Rows; i++)
        {
            Span<float> weights = row.AsSpan(0, causal ? i + 1 : keys.Rows), output = destination.Row(i);
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] = scale * Tensors.Dot<float>(queries.Row(i), keys.Row(j));
            }

            // TensorPrimitives.SoftMax does not subtract the maximum, and so overflows.
            Tensors.Subtract(weights, Tensors.Max<float>(weights), weights);
            Tensors.Exp<float>(weights, weights);
            Tensors.Divide(weights, Tensors.Sum<float>(weights), weights);

            output.Clear();
            for (int j = 0; j < weights.Length; j++)
            {
                Tensors.MultiplyAdd(values.Row(j), weights[j], output, output);
            }
        }
    }
}
