using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>
/// Keeps the keys and values of all tokens so far: each new token then costs one row of attention instead of all rows.
/// </summary>
/// <remarks>
/// <para>
/// Append the keys and values of the new tokens, then let their queries attend. Step t equals row t of the full causal
/// run, up to rounding. Memory for <see cref="Capacity"/> tokens is allocated once. Query heads may be a multiple of
/// the cache's heads.
/// </para>
/// <code>
/// var cache = new KeyValueCache(batch: 1, heads: 2, capacity: 1024, features: 64);
/// cache.Append(keys, values);          // 1 × 2 × tokens × 64 each
/// cache.Attend(queries, destination);  // causal; 8 query heads share the 2 key heads: 1 × 8 × tokens × 64
/// </code>
/// <para>Not safe for use by several threads at once, except that any number may attend while none appends.</para>
/// </remarks>
public sealed partial class KeyValueCache
{
    private readonly NumberStore _keys;
    private readonly NumberStore _values;
    private readonly int[] _lengths; // valid tokens of each batch entry
    private readonly int[] _starts; // what they were before the last append
    private int _appended; // tokens of the last append

    /// <summary>Allocates an empty cache.</summary>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="heads">The number of key and value heads.</param>
    /// <param name="capacity">The most tokens a sequence can have.</param>
    /// <param name="features">The head size of keys.</param>
    /// <param name="valueFeatures">The head size of values; null for that of the keys.</param>
    /// <param name="format">
    /// How the numbers are stored. The 16-bit formats halve the memory and round what is appended.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is negative, or the format is none of the three.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// There are more elements or sequences than an array can hold; nothing has been allocated.
    /// </exception>
    public KeyValueCache(
        int batch, int heads, int capacity, int features, int? valueFeatures = null,
        StorageFormat format = StorageFormat.Full)
    {
        (Batch, Heads, Capacity, Features, ValueFeatures) = (
            batch, heads, capacity, features, valueFeatures ?? features);
        Require.ElementCount(batch, 1, 1, 1, tokensName: nameof(batch));
        int keyCount = Require.ElementCount(batch, heads, capacity, features);
        int valueCount = Require.ElementCount(
            batch, heads, capacity, ValueFeatures, featuresName: nameof(valueFeatures));
        if (!Enum.IsDefined(format))
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, "format must be one of the three formats.");
        }

        _keys = new(format, keyCount);
        _values = new(format, valueCount);
        _lengths = new int[batch];
        _starts = new int[batch];
    }

    /// <summary>The number of sequences.</summary>
    public int Batch { get; }

    /// <summary>The number of key and value heads.</summary>
    public int Heads { get; }

    /// <summary>The most tokens a sequence can have.</summary>
    public int Capacity { get; }

    /// <summary>The head size of keys.</summary>
    public int Features { get; }

    /// <summary>The head size of values.</summary>
    public int ValueFeatures { get; }

    /// <summary>How many tokens each batch entry holds.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>The length of the longest batch entry: the number of keys that queries attend to.</summary>
    public int Length { get; private set; }

    /// <summary>
    /// The positions of the tokens of the last append in each batch entry: what causal masks and sliding windows in
    /// this cache count from if they are given no offset.
    /// </summary>
    public QueryOffset LastAppended => QueryOffset.PerBatchEntry(_starts);

    /// <summary>Appends the keys and values of new tokens, equally many to every batch entry.</summary>
    /// <param name="keys">batch × heads × new tokens × features.</param>
    /// <param name="values">batch × heads × new tokens × value features.</param>
    /// <exception cref="ArgumentException">The shapes do not fit; the message names both sides.</exception>
    /// <exception cref="InvalidOperationException">There is no room for them; nothing has been appended.</exception>
    public void Append(ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values) => Append(keys, values, [keys.Tokens]);

    /// <summary>
    /// Appends the keys and values of the first <c>counts[b]</c> new tokens of each batch entry b; the rest is padding.
    /// </summary>
    /// <param name="keys">batch × heads × new tokens × features.</param>
    /// <param name="values">batch × heads × new tokens × value features.</param>
    /// <param name="counts">How many of the new tokens are real: one number per batch entry, or one for all.</param>
    /// <exception cref="ArgumentException">The shapes do not fit; the message names both sides.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A count is negative or larger than the number of new tokens.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is no room for them; nothing has been appended.</exception>
    public void Append(ReadOnlyHeadTensor keys, ReadOnlyHeadTensor values, ReadOnlySpan<int> counts)
    {
        RequireTokens(keys, values);
        if (counts.Length != 1)
        {
            Require.Equal(counts.Length, Batch);
        }

        for (int batch = 0; batch < Batch; batch++)
        {
            int count = counts[counts.Length == 1 ? 0 : batch];
            if (count < 0 || count > keys.Tokens)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(counts), count, $"A count must lie between 0 and the {keys.Tokens} new tokens.");
            }

            if (count > Capacity - _lengths[batch])
            {
                throw new InvalidOperationException(
                    $"Batch entry {batch} holds {_lengths[batch]} of at most {Capacity} tokens; {count} more do "
                        + "not fit.");
            }
        }

        _appended = keys.Tokens;
        for (int batch = 0; batch < Batch; batch++)
        {
            int count = counts[counts.Length == 1 ? 0 : batch];
            for (int head = 0; head < Heads; head++)
            {
                for (int token = 0; token < count; token++)
                {
                    int row = (batch * Heads + head) * Capacity + _lengths[batch] + token;
                    _keys.Write(row * Features, keys.Head(batch, head).Row(token));
                    _values.Write(row * ValueFeatures, values.Head(batch, head).Row(token));
                }
            }

            _starts[batch] = _lengths[batch];
            _lengths[batch] += count;
            Length = Math.Max(Length, _lengths[batch]);
        }
    }

    /// <summary>Causal attention of the tokens appended last to all tokens so far.</summary>
    /// <param name="queries">
    /// Q of the tokens appended last: batch × query heads × new tokens × features. Query heads may be a multiple of
    /// <see cref="Heads"/>.
    /// </param>
    /// <param name="destination">Receives the output: batch × query heads × new tokens × value features.</param>
    /// <param name="options">Scale, softcap, degree of parallelism, cancellation.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit (the message names both sides), or as for <see cref="FlashAttention"/>.
    /// </exception>
    public void Attend(ReadOnlyHeadTensor queries, HeadTensor destination, AttentionOptions options = default)
    {
        Require.Equal(queries.Tokens, _appended, "queries.Tokens", "the number of tokens appended last");
        Attend(queries, AttentionMask.Causal(), destination, options);
    }

    /// <summary>
    /// Attention under any mask to all tokens so far; what lies behind an entry's length is always hidden.
    /// </summary>
    /// <param name="queries">
    /// Q: batch × query heads × L × features. Query heads may be a multiple of <see cref="Heads"/>.
    /// </param>
    /// <param name="mask">
    /// Over <see cref="Length"/> keys, such as <c>AttentionMask.SlidingWindow(127, 0)</c>. A window without an offset
    /// counts from <see cref="LastAppended"/>; <see cref="QueryOffset.LastValidKey"/> counts from the end of each
    /// entry.
    /// </param>
    /// <param name="destination">Receives the output: batch × query heads × L × value features.</param>
    /// <param name="options">Scale, softcap, degree of parallelism, cancellation.</param>
    /// <param name="logSumExp">
    /// If given, receives <c>log Σ e^score</c> of each query: batch × query heads × L × 1.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit (the message names both sides), or as for <see cref="FlashAttention"/>.
    /// </exception>
    /// <remarks>
    /// O(L · Length) time. With fewer than six queries, as in decoding, keys and values stored in 16 bits are read
    /// as they are stored. With more they are widened a few at a time, into scratch memory that fits the cache.
    /// </remarks>
    public void Attend(
        ReadOnlyHeadTensor queries, AttentionMask mask, HeadTensor destination, AttentionOptions options = default,
        HeadTensor? logSumExp = null)
    {
        mask = mask.WithDefaultOffset(QueryOffset.PerBatchEntryShared(_starts)) & AttentionMask.PaddingShared(_lengths);
        RequireInputs.CachedKeys(queries, this, mask, options);
        RequireShape.PerQuery(destination, queries);
        Require.Equal(destination.Features, ValueFeatures, yName: nameof(ValueFeatures));
        RequireShape.NumberPerQuery(logSumExp, queries);
        RequireShape.Apart([new(destination), new(logSumExp ?? default, nameof(logSumExp))], [new(queries)]);
        var keys = new StoredHeads(_keys, Batch, Heads, Capacity, Length, Features);
        var values = new StoredHeads(_values, Batch, Heads, Capacity, Length, ValueFeatures);
        FlashAttention.Dispatch(queries, keys, values, mask, destination, options, logSumExp);
    }

    private void RequireTokens(in ReadOnlyHeadTensor keys, in ReadOnlyHeadTensor values)
    {
        Require.Equal(keys.Batch, Batch);
        Require.Equal(keys.Heads, Heads);
        Require.Equal(keys.Features, Features);
        Require.Equal(values.Batch, Batch);
        Require.Equal(values.Heads, Heads);
        Require.Equal(values.Tokens, keys.Tokens);
        Require.Equal(values.Features, ValueFeatures);
    }
}
