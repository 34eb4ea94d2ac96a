using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>
/// The multi-head layer: <c>head_h = attention(X W_Q⁽ʰ⁾, C W_K⁽ʰ⁾, C W_V⁽ʰ⁾)</c>, then <c>[head_1 … head_h] W_O</c>.
/// In self-attention the context C is X itself; in cross-attention it is another sequence.
/// </summary>
/// <remarks>
/// The weights of all heads lie side by side in one matrix per role, head by head, so that one product projects them
/// all. The head size follows from their columns; it need not be the model's size divided by the heads. The layer owns
/// nothing and copies nothing: it looks at the four matrices, and sees it when they are trained.
/// <para>Source: Vaswani et al., Attention Is All You Need (2017), section 3.2.2.</para>
/// </remarks>
public sealed class MultiHeadAttention
{
    private readonly ReadOnlyMatrixView _queryWeights;
    private readonly ReadOnlyMatrixView _keyWeights;
    private readonly ReadOnlyMatrixView _valueWeights;
    private readonly ReadOnlyMatrixView _outputWeights;

    /// <summary>Puts the four weight matrices together.</summary>
    /// <param name="queryWeights">W_Q: features of X × (heads · head size).</param>
    /// <param name="keyWeights">W_K: features of C × (key heads · head size).</param>
    /// <param name="valueWeights">W_V: features of C × (key heads · value size).</param>
    /// <param name="outputWeights">W_O: (heads · value size) × features of the output.</param>
    /// <param name="heads">The number of query heads.</param>
    /// <param name="keyHeads">
    /// The number of key and value heads, of which <paramref name="heads"/> is a multiple; null for as many.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number of heads is not positive.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit together; the message names both sides.</exception>
    public MultiHeadAttention(
        ReadOnlyMatrixView queryWeights, ReadOnlyMatrixView keyWeights, ReadOnlyMatrixView valueWeights,
        ReadOnlyMatrixView outputWeights, int heads, int? keyHeads = null)
    {
        (_queryWeights, _keyWeights, _valueWeights, _outputWeights) = (
            queryWeights, keyWeights, valueWeights, outputWeights);
        (Heads, KeyHeads) = (heads, keyHeads ?? heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeyHeads, nameof(keyHeads));
        RequireShape.GroupedHeads(Heads, KeyHeads, nameof(heads), nameof(keyHeads));
        HeadSize = queryWeights.SplitHeads(Heads).Features;
        ValueSize = valueWeights.SplitHeads(KeyHeads).Features;
        Require.Equal(
            keyWeights.SplitHeads(KeyHeads).Features, HeadSize, "the head size of keyWeights",
            "the head size of queryWeights");
        Require.Equal(keyWeights.Rows, valueWeights.Rows);
        Require.Equal(outputWeights.Rows, Heads * ValueSize, "outputWeights.Rows", "heads · value size");
    }

    /// <summary>The number of query heads.</summary>
    public int Heads { get; }

    /// <summary>The number of key and value heads.</summary>
    public int KeyHeads { get; }

    /// <summary>The features of one query or key of one head.</summary>
    public int HeadSize { get; }

    /// <summary>The features of one value of one head.</summary>
    public int ValueSize { get; }

    /// <summary>How many numbers the four matrices hold.</summary>
    public int ParameterCount =>
        new[] { _queryWeights, _keyWeights, _valueWeights, _outputWeights }.Sum(weights =>
            weights.Rows * weights.Columns
        );

    /// <summary>
    /// Self-attention straight from the definition: one head after the other, each with its own slice of the weights.
    /// </summary>
    /// <inheritdoc cref="Compute(ReadOnlyMatrixView, AttentionMask, MatrixView, AttentionOptions, HeadTensor?)"/>
    public void Naive(
        ReadOnlyMatrixView tokens, AttentionMask mask, MatrixView destination,
        AttentionOptions options = default) => Naive(tokens, tokens, mask, destination, options);

    /// <summary>
    /// Cross-attention straight from the definition: one head after the other, each with its own slice of the weights.
    /// </summary>
    /// <remarks>The parameters are those of the form of <c>Compute</c> with a context, without the weights.</remarks>
    public void Naive(
        ReadOnlyMatrixView tokens, ReadOnlyMatrixView context, AttentionMask mask, MatrixView destination,
        AttentionOptions options = default)
    {
        Check(tokens, context, mask, destination, null);
        MatrixView heads = new(tokens.Rows, Heads * ValueSize); // Z
        for (int head = 0; head < Heads; head++)
        {
            int keyHead = head / (Heads / KeyHeads);
            MatrixView queries = new(tokens.Rows, HeadSize),
                keys = new(context.Rows, HeadSize),
                values = new(context.Rows, ValueSize);
            MatMul.Naive(tokens, _queryWeights.SliceColumns(head * HeadSize, HeadSize), queries);
            MatMul.Naive(context, _keyWeights.SliceColumns(keyHead * HeadSize, HeadSize), keys);
            MatMul.Naive(context, _valueWeights.SliceColumns(keyHead * ValueSize, ValueSize), values);
            AttentionMask headMask = AttentionMask.Bias(mask.Materialize(tokens.Rows, context.Rows, 0, head));
            MatrixView output = heads.SliceColumns(head * ValueSize, ValueSize);
            ScaledDotProductAttention.Naive(queries, keys, values, headMask, output, options);
        }

        MatMul.Naive(heads, _outputWeights, destination);
    }

    /// <summary>Self-attention: every token asks all tokens of its own sequence.</summary>
    /// <param name="tokens">X: L × features.</param>
    /// <param name="mask">
    /// Which tokens each token may see, for all heads or for each; <see cref="AttentionMask.None"/> for all.
    /// </param>
    /// <param name="destination">
    /// Receives the output: L × output features. Must not share memory with the inputs.
    /// </param>
    /// <param name="options">Scale, softcap, degree of parallelism.</param>
    /// <param name="weights">If given, receives the attention weights for pictures: 1 × heads × L × L.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or something written shares memory with anything
    /// else.
    /// </exception>
    /// <remarks>
    /// O(L · features · heads · head size) time for the projections and O(L² · heads · head size) between them; scratch
    /// memory is pooled.
    /// </remarks>
    public void Compute(
        ReadOnlyMatrixView tokens, AttentionMask mask, MatrixView destination, AttentionOptions options = default,
        HeadTensor? weights = null) => Compute(tokens, tokens, mask, destination, options, weights);

    /// <summary>Cross-attention: every token asks all tokens of another sequence.</summary>
    /// <param name="tokens">X, the sequence that asks: L × features.</param>
    /// <param name="context">C, the sequence that answers: S × features.</param>
    /// <param name="mask">
    /// Which tokens of the context each token may see, for all heads or for each; <see cref="AttentionMask.None"/> for
    /// all.
    /// </param>
    /// <param name="destination">
    /// Receives the output: L × output features. Must not share memory with the inputs.
    /// </param>
    /// <param name="options">Scale, softcap, degree of parallelism.</param>
    /// <param name="weights">If given, receives the attention weights for pictures: 1 × heads × L × S.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or something written shares memory with anything
    /// else.
    /// </exception>
    public void Compute(
        ReadOnlyMatrixView tokens, ReadOnlyMatrixView context, AttentionMask mask, MatrixView destination,
        AttentionOptions options = default, HeadTensor? weights = null)
    {
        Check(tokens, context, mask, destination, weights);
        using var queryScratch = new Scratch((long)tokens.Rows * Heads * HeadSize);
        using var keyScratch = new Scratch((long)context.Rows * KeyHeads * HeadSize);
        using var valueScratch = new Scratch((long)context.Rows * KeyHeads * ValueSize);
        using var headScratch = new Scratch((long)tokens.Rows * Heads * ValueSize);
        MatrixView queries = queryScratch.View(tokens.Rows, Heads * HeadSize);
        MatrixView keys = keyScratch.View(context.Rows, KeyHeads * HeadSize);
        MatrixView values = valueScratch.View(context.Rows, KeyHeads * ValueSize);
        MatrixView heads = headScratch.View(tokens.Rows, Heads * ValueSize);
        (int threads, CancellationToken cancellation) = (options.Threads, options.Cancellation);
        MatMul.Compute(tokens, _queryWeights, queries, threads, cancellation); // Q = X W_Q, all heads side by side
        MatMul.Compute(context, _keyWeights, keys, threads, cancellation); // K = C W_K
        MatMul.Compute(context, _valueWeights, values, threads, cancellation); // V = C W_V

        HeadTensor q = queries.SplitHeads(Heads),
            k = keys.SplitHeads(KeyHeads),
            v = values.SplitHeads(KeyHeads);
        if (weights is null)
        {
            FlashAttention.Compute(q, k, v, mask, heads.SplitHeads(Heads), options);
        }
        else
        {
            ScaledDotProductAttention.Compute(q, k, v, mask, heads.SplitHeads(Heads), options, weights);
        }

        MatMul.Compute(heads, _outputWeights, destination, threads, cancellation); // [Z₁ … Z_h] W_O
    }

    private void Check(
        in ReadOnlyMatrixView tokens, in ReadOnlyMatrixView context, in AttentionMask mask, in MatrixView destination,
        in HeadTensor? weights)
    {
        Require.Equal(tokens.Columns, _queryWeights.Rows, yName: "queryWeights.Rows");
        Require.Equal(context.Columns, _keyWeights.Rows, yName: "keyWeights.Rows");
        RequireShape.PerQuery(destination, tokens);
        Require.Equal(destination.Columns, _outputWeights.Columns, yName: "outputWeights.Columns");
        mask.Check(1, Heads, tokens.Rows, context.Rows);
        RequireShape.Apart(
            [new(destination), new(weights ?? default, nameof(weights))],
            [
                new(tokens),
                new(context),
                new(_queryWeights, "queryWeights"),
                new(_keyWeights, "keyWeights"),
                new(_valueWeights, "valueWeights"),
                new(_outputWeights, "outputWeights"),
            ]
        );
    }
}
