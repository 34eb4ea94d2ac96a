using System.Numerics.Tensors;
using Attention.Course;

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

    public static void Attention(
        HeadTensor queries,
        HeadTensor keys,
        HeadTensor values,
        bool causal,
        HeadTensor destination
    )
    {
        for (int head = 0; head < queries.Heads; head++)
        {
            Baselines.TensorPrimitives(
                queries.Head(0, head),
                keys.Head(0, head),
                values.Head(0, head),
                destination.Head(0, head),
                causal
            );
        }
    }
}
