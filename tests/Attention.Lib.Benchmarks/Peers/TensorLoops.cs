using System.Numerics.Tensors;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>What one writes without this library: loops over rows, each row through System.Numerics.Tensors.</summary>
internal static class TensorLoops
{
    public static void MultiplyTransposed(MatrixView left, MatrixView right, MatrixView destination)
    {
        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Rows; j++)
            {
                destination.Row(i)[j] = TensorPrimitives.Dot<float>(left.Row(i), right.Row(j));
            }
        }
    }

    public static void Attention(HeadTensor queries, HeadTensor keys, HeadTensor values, bool causal, HeadTensor destination)
    {
        float[] row = new float[keys.Tokens];
        float scale = 1 / MathF.Sqrt(queries.Features);
        for (int head = 0; head < queries.Heads; head++)
        {
            MatrixView q = queries.Head(0, head), k = keys.Head(0, head), v = values.Head(0, head), o = destination.Head(0, head);
            for (int i = 0; i < q.Rows; i++)
            {
                Span<float> weights = row.AsSpan(0, causal ? i + 1 : k.Rows);
                for (int j = 0; j < weights.Length; j++)
                {
                    weights[j] = scale * TensorPrimitives.Dot<float>(q.Row(i), k.Row(j));
                }

                // TensorPrimitives.SoftMax does not subtract the maximum, and so overflows.
                TensorPrimitives.Subtract(weights, TensorPrimitives.Max<float>(weights), weights);
                TensorPrimitives.Exp<float>(weights, weights);
                TensorPrimitives.Divide(weights, TensorPrimitives.Sum<float>(weights), weights);

                o.Row(i).Clear();
                for (int j = 0; j < weights.Length; j++)
                {
                    TensorPrimitives.MultiplyAdd(v.Row(j), weights[j], o.Row(i), o.Row(i));
                }
            }
        }
    }
}
