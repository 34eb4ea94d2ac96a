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
    /// <c>softmax(Q Kᵀ / √d) V</c> with both products by MathNet.Numerics, and softmax with System.Numerics.Tensors.
    /// Keeps n × n weights.
    /// </summary>
    /// <param name="queries">Q: L × D.</param>
    /// <param name="keys">K: S × D.</param>
    /// <param name="values">V: S × Dv.</param>
    /// <param name="causal">Whether query i may see keys 0 … i only.</param>
    /// <returns>The output: L × Dv.</returns>
    /// <remarks>
    /// The products are those of MathNet's provider: managed code, or native code after
    /// <c>MathNet.Numerics.Control.UseNativeOpenBLAS()</c>. Both take all cores for large products, unless
    /// <c>MathNet.Numerics.Control.MaxDegreeOfParallelism</c> says otherwise.
    /// </remarks>
    public static Matrix<float> MathNet(
        Matrix<float> queries, Matrix<float> keys, Matrix<float> values, bool causal = false)
    {
        ArgumentNullException.ThrowIfNull(queries);
        // MathNet stores columns, so the scores of one query are neighbours in K Qᵀ.
        Matrix<float> scores = keys.TransposeAndMultiply(queries);
        Span<float> numbers = scores.AsColumnMajorArray();
        for (int i = 0; i < scores.ColumnCount; i++)
        {
            Span<float> ofQuery = numbers.Slice(i * scores.RowCount, scores.RowCount);
            int seen = causal ? i + 1 : ofQuery.Length;
            Rungs.SoftmaxWithVectors(ofQuery[..seen], 1 / MathF.Sqrt(queries.ColumnCount));
            ofQuery[seen..].Clear();
        }

        return scores.TransposeThisAndMultiply(values);
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
                weights[j] = Tensors.Dot<float>(queries.Row(i), keys.Row(j));
            }

            Rungs.SoftmaxWithVectors(weights, scale);
            output.Clear();
            for (int j = 0; j < weights.Length; j++)
            {
                Tensors.MultiplyAdd(values.Row(j), weights[j], output, output);
            }
        }
    }
}
