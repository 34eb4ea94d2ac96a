using System.Numerics.Tensors;
using Attention.Lib;

namespace Attention.Course;

public static partial class Rungs
{
    /// <summary>Queries and keys of a block: its scores take 64 KiB and stay in a second-level cache.</summary>
    private const int BlockSize = 128;

    /// <summary>
    /// <c>softmax(Q Kᵀ / √d) V</c> block by block: the same products and the same e^x as
    /// <see cref="VectorExponentials"/>, but each block is merged into (m, l, o) and its scores are forgotten.
    /// </summary>
    /// <param name="queries">Q: n × d.</param>
    /// <param name="keys">K: m × d.</param>
    /// <param name="values">V: m × d.</param>
    /// <param name="output">Receives the output: n × d.</param>
    public static void MergedBlocks(
        ReadOnlyMatrixView queries, ReadOnlyMatrixView keys, ReadOnlyMatrixView values, MatrixView output)
    {
        int depth = queries.Columns;
        MatrixView allScores = new(BlockSize, BlockSize), allBlends = new(BlockSize, depth);
        Span<float> max = stackalloc float[BlockSize], sum = stackalloc float[BlockSize];
        for (int i = 0; i < queries.Rows; i += BlockSize)
        {
            int rows = Math.Min(BlockSize, queries.Rows - i);
            ReadOnlyMatrixView q = queries.SliceRows(i, rows);
            MatrixView o = output.SliceRows(i, rows), blend = allBlends.SliceRows(0, rows);
            max.Fill(float.NegativeInfinity);
            sum.Clear();
            o.Fill(0);
            for (int j = 0; j < keys.Rows; j += BlockSize)
            {
                int columns = Math.Min(BlockSize, keys.Rows - j);
                MatrixView scores = allScores.SliceRows(0, rows).SliceColumns(0, columns);
                MatMul.ComputeTransposed(q, keys.SliceRows(j, columns), scores, degreeOfParallelism: 1);
                MergeMaximaAndSums(scores, 1 / MathF.Sqrt(depth), max, sum, o);
                MatMul.Compute(scores, values.SliceRows(j, columns), blend, degreeOfParallelism: 1);
                for (int row = 0; row < rows; row++)
                {
                    TensorPrimitives.Add(o.Row(row), blend.Row(row), o.Row(row));
                }
            }

            for (int row = 0; row < rows; row++)
            {
                TensorPrimitives.Divide(o.Row(row), sum[row], o.Row(row));
            }
        }
    }

    /// <summary>Turns scores into e^(score − m), and rescales l and o where a block has a larger maximum.</summary>
    private static void MergeMaximaAndSums(
        MatrixView scores, float scale, Span<float> max, Span<float> sum, MatrixView output)
    {
        for (int row = 0; row < scores.Rows; row++)
        {
            float larger = MathF.Max(max[row], scale * TensorPrimitives.Max<float>(scores.Row(row)));
            float keep = MathF.Exp(max[row] - larger);
            sum[row] = keep * sum[row] + Exponentials(scores.Row(row), scale, larger);
            max[row] = larger;
            TensorPrimitives.Multiply(output.Row(row), keep, output.Row(row));
        }
    }
}
