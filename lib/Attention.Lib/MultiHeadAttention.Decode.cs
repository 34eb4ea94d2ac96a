using Attention.Lib.Internal;

namespace Attention.Lib;

/// <content>Decoding with a cache of keys and values.</content>
public sealed partial class MultiHeadAttention
{
    /// <summary>
    /// Causal self-attention of the next tokens of each sequence: appends their keys and values to the cache, and lets
    /// them attend to all tokens so far. Step by step it gives what <c>Compute</c> gives for the whole sequence.
    /// </summary>
    /// <param name="tokens">X of the new tokens: batch × 1 × new tokens × features, or a matrix.</param>
    /// <param name="cache">The keys and values so far: key heads of head size and value size.</param>
    /// <param name="destination">
    /// Receives the output: batch × 1 × new tokens × output features. Must not share memory with the tokens.
    /// </param>
    /// <param name="options">Scale, softcap, degree of parallelism, cancellation.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cache"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit together (the message names both sides), or the destination shares memory with anything
    /// else; nothing has been appended.
    /// </exception>
    /// <exception cref="InvalidOperationException">The cache has no room; nothing has been appended.</exception>
    /// <exception cref="OperationCanceledException">
    /// <see cref="AttentionOptions.Cancellation"/> was requested. The tokens may have been appended by then:
    /// <see cref="KeyValueCache.Lengths"/> tells.
    /// </exception>
    public void Decode(
        ReadOnlyHeadTensor tokens, KeyValueCache cache, HeadTensor destination, AttentionOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(cache);
        Check(tokens, tokens, AttentionMask.None, destination, null);
        Require.Equal(cache.Batch, tokens.Batch);
        Require.Equal(cache.Heads, KeyHeads);
        Require.Equal(cache.Features, HeadSize);
        Require.Equal(cache.ValueFeatures, ValueSize);
        using var keys = new Projection(tokens, _keyWeights, _biases.Key, KeyHeads, options);
        using var values = new Projection(tokens, _valueWeights, _biases.Value, KeyHeads, options);
        cache.Append(keys.Heads, values.Heads);
        using var queries = new Projection(tokens, _queryWeights, _biases.Query, Heads, options);
        using var heads = new Projection(tokens.Batch, tokens.Tokens, Heads, ValueSize);
        cache.Attend(queries.Heads, heads.Heads, options);
        Output(heads, destination, options);
    }
}
