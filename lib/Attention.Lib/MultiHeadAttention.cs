using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>
/// The multi-head layer: <c>head_h = attention(X W_Q⁽ʰ⁾, C W_K⁽ʰ⁾, C W_V⁽ʰ⁾)</c>, then <c>[head_1 … head_h] W_O</c>.
/// In self-attention the context C is X itself; in cross-attention it is another sequence.
/// </summary>
/// <remarks>
/// The weights of all heads lie side by side in one matrix per role, head by head, so that one product projects them
/// all. The head size follows from their columns; it need not be the model's size divided by the heads. The layer does
/// not copy the four matrices, so it uses the new numbers when they are trained. Sequences are batch × 1 × tokens ×
/// features, or a matrix for one of them.
/// <para>Source: Vaswani et al., Attention Is All You Need (2017), section 3.2.2.</para>
/// </remarks>
public sealed partial class MultiHeadAttention
{
    private readonly ProjectionWeights _queryWeights;
    private readonly ProjectionWeights _keyWeights;
    private readonly ProjectionWeights _valueWeights;
    private readonly ProjectionWeights _outputWeights;
    private readonly MultiHeadBiases _biases;

    /// <summary>Puts the four weight matrices together.</summary>
    /// <param name="queryWeights">W_Q: features of X × (heads · head size).</param>
    /// <param name="keyWeights">W_K: features of C × (key heads · head size).</param>
    /// <param name="valueWeights">W_V: features of C × (key heads · value size).</param>
    /// <param name="outputWeights">W_O: (heads · value size) × features of the output.</param>
    /// <param name="heads">The number of query heads.</param>
    /// <param name="keyHeads">
    /// The number of key and value heads, of which <paramref name="heads"/> is a multiple; null for as many.
    /// </param>
    /// <param name="biases">What is added after each product; null for nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of heads is not positive.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit together; the message names both sides.</exception>
    public MultiHeadAttention(
        ReadOnlyMatrixView queryWeights, ReadOnlyMatrixView keyWeights, ReadOnlyMatrixView valueWeights,
        ReadOnlyMatrixView outputWeights, int heads, int? keyHeads = null, MultiHeadBiases? biases = null)
    {
        (_queryWeights, _keyWeights) = (new(queryWeights), new(keyWeights));
        (_valueWeights, _outputWeights) = (new(valueWeights), new(outputWeights));
        _biases = biases ?? MultiHeadBiases.None;
        (Heads, KeyHeads) = (heads, keyHeads ?? heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeyHeads, nameof(keyHeads));
        Require.GroupedHeads(Heads, KeyHeads, nameof(heads), nameof(keyHeads));
        string keyHeadsName = keyHeads is null ? nameof(heads) : nameof(keyHeads);
        HeadSize = Require.HeadSize(queryWeights.Columns, heads);
        ValueSize = Require.HeadSize(valueWeights.Columns, KeyHeads, headsName: keyHeadsName);
        int keySize = Require.HeadSize(keyWeights.Columns, KeyHeads, headsName: keyHeadsName);
        Require.Equal(keySize, HeadSize, $"keyWeights.Columns / {keyHeadsName}", "queryWeights.Columns / heads");
        Require.Equal(keyWeights.Rows, valueWeights.Rows);
        Require.Equal(outputWeights.Rows, Heads * ValueSize, "outputWeights.Rows", "heads · value size");
        RequireBias(_biases.Query, queryWeights.Columns, name: "biases.Query");
        RequireBias(_biases.Key, keyWeights.Columns, name: "biases.Key");
        RequireBias(_biases.Value, valueWeights.Columns, name: "biases.Value");
        RequireBias(_biases.Output, outputWeights.Columns, name: "biases.Output");
    }

    /// <summary>Copies a layer and packs its weights.</summary>
    private MultiHeadAttention(MultiHeadAttention layer)
    {
        (_queryWeights, _keyWeights) = (layer._queryWeights.Pack(), layer._keyWeights.Pack());
        (_valueWeights, _outputWeights) = (layer._valueWeights.Pack(), layer._outputWeights.Pack());
        (_biases, Heads, KeyHeads) = (layer._biases, layer.Heads, layer.KeyHeads);
        (HeadSize, ValueSize) = (layer.HeadSize, layer.ValueSize);
    }

    /// <summary>The number of query heads.</summary>
    public int Heads { get; }

    /// <summary>The number of key and value heads.</summary>
    public int KeyHeads { get; }

    /// <summary>The features of one query or key of one head.</summary>
    public int HeadSize { get; }

    /// <summary>The features of one value of one head.</summary>
    public int ValueSize { get; }

    /// <summary>How many numbers the four matrices and the biases hold.</summary>
    public long ParameterCount => _biases.Count
        + new[] { _queryWeights, _keyWeights, _valueWeights, _outputWeights }
            .Sum(weights => (long)weights.Matrix.Rows * weights.Matrix.Columns);

    /// <summary>
    /// The same layer for weights that no longer change: it keeps a copy of them that is packed for the kernel, so that
    /// no call packs them. This pays off with few tokens.
    /// </summary>
    /// <returns>
    /// A layer that computes the same bits and does not see later changes of the weights; only <c>Naive</c> reads the
    /// matrices themselves.
    /// </returns>
    /// <remarks>The copies take the memory of the four matrices once more; see <see cref="PackedMatrix"/>.</remarks>
    public MultiHeadAttention Packed() => new(this);

    /// <summary>
    /// Self-attention straight from the definition: one head after the other, each with its own slice of the weights.
    /// </summary>
    /// <inheritdoc cref="Compute(ReadOnlyHeadTensor, AttentionMask, HeadTensor, AttentionOptions, HeadTensor?)"/>
    public void Naive(
        ReadOnlyHeadTensor tokens, AttentionMask mask, HeadTensor destination,
        AttentionOptions options = default) => Naive(tokens, tokens, mask, destination, options);

    /// <summary>
    /// Cross-attention straight from the definition: one head after the other, each with its own slice of the weights.
    /// </summary>
    /// <remarks>The parameters are those of the form of <c>Compute</c> with a context, without the weights.</remarks>
    public void Naive(
        ReadOnlyHeadTensor tokens, ReadOnlyHeadTensor context, AttentionMask mask, HeadTensor destination,
        AttentionOptions options = default)
    {
        Check(tokens, context, mask, destination, null);
        MatrixView heads = new(tokens.Tokens, Heads * ValueSize); // Z
        for (int batch = 0; batch < tokens.Batch; batch++)
        {
            for (int head = 0; head < Heads; head++)
            {
                MatrixView output = heads.SliceColumns(head * ValueSize, ValueSize);
                NaiveHead(tokens.Head(batch, 0), context.Head(batch, 0), mask, batch, head, output, options);
            }

            MatrixView result = destination.Head(batch, 0);
            MatMul.Naive(heads, _outputWeights.Matrix, result);
            Projection.AddBias(result, _biases.Output.Span);
        }
    }

    /// <summary>Self-attention: every token attends to the tokens of its own sequence.</summary>
    /// <param name="tokens">X: batch × 1 × L × features, or L × features for one sequence.</param>
    /// <param name="mask">
    /// Which tokens each token may see, for all heads or for each; <see cref="AttentionMask.None"/> for all.
    /// </param>
    /// <param name="destination">
    /// Receives the output: batch × 1 × L × output features. Must not share memory with the inputs.
    /// </param>
    /// <param name="options">Scale, softcap, degree of parallelism, cancellation.</param>
    /// <param name="weights">If given, receives the attention weights for pictures: batch × heads × L × L.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or something written shares memory with anything
    /// else, or the queries, keys or values of all heads would not fit an array.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="AttentionOptions.Cancellation"/> was requested.
    /// </exception>
    /// <remarks>
    /// O(L · features · heads · head size) time for the projections and O(L² · heads · head size) between them; scratch
    /// memory is pooled.
    /// </remarks>
    public void Compute(
        ReadOnlyHeadTensor tokens, AttentionMask mask, HeadTensor destination, AttentionOptions options = default,
        HeadTensor? weights = null) => Compute(tokens, tokens, mask, destination, options, weights);

    /// <summary>Cross-attention: every token attends to the tokens of another sequence.</summary>
    /// <param name="tokens">X, the sequence of the queries: batch × 1 × L × features, or L × features.</param>
    /// <param name="context">C, the sequence of the keys and values: batch × 1 × S × features, or S × features.</param>
    /// <param name="mask">
    /// Which tokens of the context each token may see, for all heads or for each; <see cref="AttentionMask.None"/> for
    /// all.
    /// </param>
    /// <param name="destination">
    /// Receives the output: batch × 1 × L × output features. Must not share memory with the inputs.
    /// </param>
    /// <param name="options">Scale, softcap, degree of parallelism, cancellation.</param>
    /// <param name="weights">If given, receives the attention weights for pictures: batch × heads × L × S.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or something written shares memory with anything
    /// else.
    /// </exception>
    public void Compute(
        ReadOnlyHeadTensor tokens, ReadOnlyHeadTensor context, AttentionMask mask, HeadTensor destination,
        AttentionOptions options = default, HeadTensor? weights = null)
    {
        Check(tokens, context, mask, destination, weights);
        using var queries = new Projection(tokens, _queryWeights, _biases.Query, Heads, options);
        using var keys = new Projection(context, _keyWeights, _biases.Key, KeyHeads, options);
        using var values = new Projection(context, _valueWeights, _biases.Value, KeyHeads, options);
        using var heads = new Projection(tokens.Batch, tokens.Tokens, Heads, ValueSize);
        if (weights is null)
        {
            FlashAttention.Compute(queries.Heads, keys.Heads, values.Heads, mask, heads.Heads, options);
        }
        else
        {
            ScaledDotProductAttention.Compute(
                queries.Heads, keys.Heads, values.Heads, mask, heads.Heads, options, weights);
        }

        Output(heads, destination, options);
    }

    private void NaiveHead(
        ReadOnlyMatrixView tokens, ReadOnlyMatrixView context, AttentionMask mask, int batch, int head,
        MatrixView output, AttentionOptions options)
    {
        int keyHead = head / (Heads / KeyHeads);
        MatrixView queries = new(tokens.Rows, HeadSize), keys = new(context.Rows, HeadSize);
        MatrixView values = new(context.Rows, ValueSize);
        Project(tokens, _queryWeights.Matrix, _biases.Query, head, queries);
        Project(context, _keyWeights.Matrix, _biases.Key, keyHead, keys);
        Project(context, _valueWeights.Matrix, _biases.Value, keyHead, values);
        AttentionMask headMask = AttentionMask.Bias(mask.Materialize(tokens.Rows, context.Rows, batch, head));
        ScaledDotProductAttention.Naive(queries, keys, values, headMask, output, options);

        static void Project(
            ReadOnlyMatrixView x, ReadOnlyMatrixView weights, ReadOnlyMemory<float> bias, int head, MatrixView result)
        {
            int size = result.Columns;
            MatMul.Naive(x, weights.SliceColumns(head * size, size), result);
            Projection.AddBias(result, bias.IsEmpty ? default : bias.Span.Slice(head * size, size));
        }
    }

    private void Output(in Projection heads, in HeadTensor destination, in AttentionOptions options)
    {
        for (int batch = 0; batch < destination.Batch; batch++)
        {
            MatrixView result = destination.Head(batch, 0);
            _outputWeights.Multiply(heads.Rows(batch), result, options);
            Projection.AddBias(result, _biases.Output.Span);
        }
    }

    private void Check(
        in ReadOnlyHeadTensor tokens, in ReadOnlyHeadTensor context, in AttentionMask mask, in HeadTensor destination,
        in HeadTensor? weights)
    {
        Require.Equal(tokens.Heads, 1, yName: "its only possible size");
        RequireShape.Equal(
            tokens, RequireShape.Size.Features, _queryWeights.Matrix, RequireShape.Size.Tokens, yName: "queryWeights");
        RequireShape.Equal(
            context, RequireShape.Size.Features, _keyWeights.Matrix, RequireShape.Size.Tokens, yName: "keyWeights");
        RequireShape.Equal(context, RequireShape.Size.Batch, tokens, RequireShape.Size.Batch);
        RequireShape.Equal(context, RequireShape.Size.Heads, tokens, RequireShape.Size.Heads);
        RequireShape.PerQuery(destination, tokens);
        RequireShape.Equal(
            destination, RequireShape.Size.Features, _outputWeights.Matrix, RequireShape.Size.Features,
            yName: "outputWeights");
        int size = Math.Max(HeadSize, ValueSize);
        Require.ElementCount(tokens.Batch, tokens.Tokens, Heads, size, tokensName: nameof(tokens));
        Require.ElementCount(context.Batch, context.Tokens, KeyHeads, size, tokensName: nameof(context));
        mask.Check(tokens.Batch, Heads, tokens.Tokens, context.Tokens);
        RequireShape.Apart(
            [new(destination), new(weights ?? default, nameof(weights))],
            [
                new(tokens),
                new(context),
                new(_queryWeights.Matrix, "queryWeights"),
                new(_keyWeights.Matrix, "keyWeights"),
                new(_valueWeights.Matrix, "valueWeights"),
                new(_outputWeights.Matrix, "outputWeights"),
                Row(_biases.Query, "biases.Query"),
                Row(_biases.Key, "biases.Key"),
                Row(_biases.Value, "biases.Value"),
                Row(_biases.Output, "biases.Output"),
            ]
        );

        static RequireShape.Named Row(ReadOnlyMemory<float> bias, string name) =>
            new(new ReadOnlyMatrixView(bias, 1, bias.Length), name);
    }
}
