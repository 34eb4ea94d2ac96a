using System.Runtime.CompilerServices;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <content>Layers from weights as other libraries store them.</content>
public sealed partial class MultiHeadAttention
{
    /// <summary>
    /// A layer from four linear layers that store out × in, as in BERT: <c>y = x Wᵀ + b</c>. The weights are copied.
    /// </summary>
    /// <param name="queryWeights">(heads · head size) × features of X.</param>
    /// <param name="keyWeights">(key heads · head size) × features of C.</param>
    /// <param name="valueWeights">(key heads · value size) × features of C.</param>
    /// <param name="outputWeights">Features of the output × (heads · value size).</param>
    /// <param name="heads">The number of query heads.</param>
    /// <param name="keyHeads">The number of key and value heads; null for as many.</param>
    /// <param name="biases">The four biases; null for none.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together; the message names both sides, of the transposed matrices.
    /// </exception>
    public static MultiHeadAttention FromLinear(
        ReadOnlyMatrixView queryWeights, ReadOnlyMatrixView keyWeights, ReadOnlyMatrixView valueWeights,
        ReadOnlyMatrixView outputWeights, int heads, int? keyHeads = null, MultiHeadBiases? biases = null) =>
        new(
            Transposed(queryWeights), Transposed(keyWeights), Transposed(valueWeights), Transposed(outputWeights),
            heads, keyHeads, biases);

    /// <summary>
    /// A layer from the parameters of PyTorch's <c>nn.MultiheadAttention</c>, which keeps the three projections of a
    /// layer with one size of features below each other. The weights are copied.
    /// </summary>
    /// <param name="inProjectionWeight"><c>in_proj_weight</c>: 3 E × E.</param>
    /// <param name="inProjectionBias"><c>in_proj_bias</c>: 3 E numbers, or none.</param>
    /// <param name="outProjectionWeight"><c>out_proj.weight</c>: E × E.</param>
    /// <param name="outProjectionBias"><c>out_proj.bias</c>: E numbers, or none.</param>
    /// <param name="heads">The number of heads.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together; the message names both sides.</exception>
    public static MultiHeadAttention FromPyTorch(
        ReadOnlyMatrixView inProjectionWeight, ReadOnlyMemory<float> inProjectionBias,
        ReadOnlyMatrixView outProjectionWeight, ReadOnlyMemory<float> outProjectionBias, int heads)
    {
        int size = inProjectionWeight.Columns;
        Require.Equal(inProjectionWeight.Rows, 3 * size, yName: "3 · inProjectionWeight.Columns");
        Require.Equal(outProjectionWeight.Columns, size, yName: "inProjectionWeight.Columns");
        RequireBias(inProjectionBias, 3 * size, "3 · inProjectionWeight.Columns");
        RequireBias(outProjectionBias, outProjectionWeight.Rows);
        return FromThirds(
            Transposed(inProjectionWeight), inProjectionBias,
            Transposed(outProjectionWeight), outProjectionBias, heads);
    }

    /// <summary>
    /// A layer from the parameters of GPT-2, which stores in × out and the three projections side by side. The weights
    /// are not copied.
    /// </summary>
    /// <param name="attentionWeight"><c>c_attn.weight</c>: E × 3 E.</param>
    /// <param name="attentionBias"><c>c_attn.bias</c>: 3 E numbers, or none.</param>
    /// <param name="projectionWeight"><c>c_proj.weight</c>: E × E.</param>
    /// <param name="projectionBias"><c>c_proj.bias</c>: E numbers, or none.</param>
    /// <param name="heads">The number of heads.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together; the message names both sides.</exception>
    public static MultiHeadAttention FromGpt2(
        ReadOnlyMatrixView attentionWeight, ReadOnlyMemory<float> attentionBias, ReadOnlyMatrixView projectionWeight,
        ReadOnlyMemory<float> projectionBias, int heads)
    {
        int size = attentionWeight.Rows;
        Require.Equal(attentionWeight.Columns, 3 * size, yName: "3 · attentionWeight.Rows");
        Require.Equal(projectionWeight.Rows, size, yName: "attentionWeight.Rows");
        RequireBias(attentionBias, 3 * size, "3 · attentionWeight.Rows");
        RequireBias(projectionBias, projectionWeight.Columns);
        return FromThirds(attentionWeight, attentionBias, projectionWeight, projectionBias, heads);
    }

    /// <summary>
    /// A layer whose three projections lie side by side in one matrix, E × 3 E, and their biases one after another.
    /// </summary>
    private static MultiHeadAttention FromThirds(
        ReadOnlyMatrixView weights, ReadOnlyMemory<float> bias, ReadOnlyMatrixView outputWeights,
        ReadOnlyMemory<float> outputBias, int heads)
    {
        int size = weights.Rows;
        MultiHeadBiases biases = bias.IsEmpty
            ? new(Output: outputBias)
            : new(bias[..size], bias.Slice(size, size), bias[(2 * size)..], outputBias);
        return new(
            weights.SliceColumns(0, size), weights.SliceColumns(size, size), weights.SliceColumns(2 * size, size),
            outputWeights, heads, null, biases);
    }

    private static void RequireBias(
        ReadOnlyMemory<float> bias, int count, [CallerArgumentExpression(nameof(count))] string countName = "",
        [CallerArgumentExpression(nameof(bias))] string name = "")
    {
        if (!bias.IsEmpty)
        {
            Require.Equal(bias.Length, count, $"{name}.Length", countName);
        }
    }

    private static MatrixView Transposed(ReadOnlyMatrixView weights)
    {
        MatrixView result = new(weights.Columns, weights.Rows);
        for (int i = 0; i < weights.Rows; i++)
        {
            ReadOnlySpan<float> row = weights.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                result[j, i] = row[j];
            }
        }
        return result;
    }
}
