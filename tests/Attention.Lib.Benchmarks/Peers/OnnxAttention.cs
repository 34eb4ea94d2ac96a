namespace Attention.Lib.Benchmarks.Peers;

/// <summary>The two operators of ONNX Runtime that compute attention, on batch × tokens × (heads · features).</summary>
internal static class OnnxAttention
{
    /// <summary>Its own, older operator, without a mask or with the causal one.</summary>
    public static OnnxRuntime Own(AttentionShape shape, float[] q, float[] k, float[] v, MaskCase mask, int threads)
    {
        List<OnnxInput> inputs =
        [
            new("query", [shape.Batch, shape.Queries, shape.Heads * shape.Features], q),
            new("key", KeyDims(shape), k),
            new("value", KeyDims(shape), v),
        ];
        return new(
            new(
                "MultiHeadAttention",
                "com.microsoft",
                [("num_heads", shape.Heads), .. mask.Causal ? [("unidirectional", 1L)] : Array.Empty<(string, long)>()],
                []
            ),
            inputs,
            [shape.Batch, shape.Queries, shape.Heads * shape.Features],
            threads
        );
    }

    /// <summary>
    /// The standard operator of operator set 23: boolean masks, added tables, softcap, groups of heads.
    /// </summary>
    public static OnnxRuntime Standard(
        AttentionShape shape, float[] q, float[] k, float[] v, MaskCase mask, int threads)
    {
        List<OnnxInput> inputs = [];
        List<(string, long)> attributes = mask.Causal ? [("is_causal", 1)] : [];
        int[] outputDims;
        if (shape.Cached)
        {
            // With four dimensions it takes head by head, as a cache holds keys and values. For one query of one
            // batch the two orders of the numbers are the same.
            inputs.Add(new("q", [shape.Batch, shape.Heads, shape.Queries, shape.Features], q));
            outputDims = inputs[0].Dims;
        }
        else
        {
            inputs.Add(new("q", [shape.Batch, shape.Queries, shape.Heads * shape.Features], q));
            outputDims = inputs[0].Dims;
            attributes.AddRange([("q_num_heads", shape.Heads), ("kv_num_heads", shape.KeyHeads)]);
        }

        inputs.AddRange([new("k", KeyDims(shape), k), new("v", KeyDims(shape), v)]);
        if (mask.Seen is not null || mask.Bias is not null)
        {
            inputs.Add(new("mask", [shape.Queries, shape.Keys], mask.Bias, mask.Seen));
        }

        (string, float)[] floats = mask.Softcap > 0 ? [("softcap", mask.Softcap)] : [];
        return new(new("Attention", "", attributes, floats), inputs, outputDims, threads);
    }

    private static int[] KeyDims(AttentionShape shape) =>
        shape.Cached
            ? [shape.Batch, shape.KeyHeads, shape.Keys, shape.Features]
            : [shape.Batch, shape.Keys, shape.KeyHeads * shape.Features];
}
