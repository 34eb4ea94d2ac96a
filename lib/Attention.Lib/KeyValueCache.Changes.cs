using Attention.Lib.Internal;

namespace Attention.Lib;

/// <content>Reading the tokens of a cache, removing some, and exchanging its sequences.</content>
public sealed partial class KeyValueCache
{
    /// <summary>Copies all tokens so far, widened to float; zeros behind the length of a shorter entry.</summary>
    /// <param name="keys">Receives the keys: batch × heads × <see cref="Length"/> × features.</param>
    /// <param name="values">Receives the values: batch × heads × <see cref="Length"/> × value features.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit (the message names both sides), or the two share memory.
    /// </exception>
    public void CopyTo(HeadTensor keys, HeadTensor values)
    {
        RequireTokens(keys, values);
        Require.Equal(keys.Tokens, Length);
        RequireShape.NotOverlapping(values, keys);
        for (int batch = 0; batch < Batch; batch++)
        {
            for (int head = 0; head < Heads; head++)
            {
                MatrixView k = keys.Head(batch, head),
                    v = values.Head(batch, head);
                for (int token = 0; token < Length; token++)
                {
                    int row = (batch * Heads + head) * Capacity + token;
                    if (token < _lengths[batch])
                    {
                        _keys.Read(row * Features, k.Row(token));
                        _values.Read(row * ValueFeatures, v.Row(token));
                    }
                    else
                    {
                        k.Row(token).Clear();
                        v.Row(token).Clear();
                    }
                }
            }
        }
    }

    /// <summary>Forgets the last tokens of a sequence, such as guessed ones that were not accepted.</summary>
    /// <param name="batchEntry">The sequence.</param>
    /// <param name="length">How many of its tokens stay.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no such sequence, or it has fewer tokens than <paramref name="length"/>.
    /// </exception>
    public void Truncate(int batchEntry, int length)
    {
        Require.Index(batchEntry, Batch);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _lengths[batchEntry]);
        _lengths[batchEntry] = length;
        _starts[batchEntry] = Math.Min(_starts[batchEntry], length);
        Length = _lengths.Max();
    }

    /// <summary>
    /// Forgets the first tokens of a sequence and moves the others to the front, so that a cache of fixed size can
    /// slide over a long text. Positions that a mask counts become smaller by as much; rotary positions stay as they
    /// are.
    /// </summary>
    /// <param name="batchEntry">The sequence.</param>
    /// <param name="count">How many tokens to forget.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no such sequence, or it has fewer tokens than <paramref name="count"/>.
    /// </exception>
    /// <remarks>
    /// O(tokens that stay): forget many at once, such as half of the cache when it is full.
    /// </remarks>
    public void RemoveFirst(int batchEntry, int count)
    {
        Require.Index(batchEntry, Batch);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _lengths[batchEntry]);
        int left = _lengths[batchEntry] - count;
        for (int head = 0; head < Heads; head++)
        {
            int row = (batchEntry * Heads + head) * Capacity;
            _keys.Move((row + count) * Features, row * Features, left * Features);
            _values.Move((row + count) * ValueFeatures, row * ValueFeatures, left * ValueFeatures);
        }

        _lengths[batchEntry] = left;
        _starts[batchEntry] = Math.Max(0, _starts[batchEntry] - count);
        Length = _lengths.Max();
    }

    /// <summary>
    /// Exchanges the sequences: entry b becomes a copy of what entry <c>sources[b]</c> was (beam search).
    /// </summary>
    /// <param name="sources">One batch entry per batch entry; one may stand several times.</param>
    /// <exception cref="ArgumentException">There is another number of them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One of them does not exist; nothing has changed.</exception>
    /// <remarks>Copies all keys, then all values, at full capacity.</remarks>
    public void Reorder(ReadOnlySpan<int> sources)
    {
        Require.Equal(sources.Length, Batch);
        foreach (int source in sources)
        {
            Require.Index(source, Batch, nameof(sources));
        }

        (int[] lengths, int[] starts) = ([.. _lengths], [.. _starts]);
        int keyCount = Heads * Capacity * Features, valueCount = Heads * Capacity * ValueFeatures;
        _keys.Reorder(sources, keyCount);
        _values.Reorder(sources, valueCount);
        for (int batch = 0; batch < Batch; batch++)
        {
            (_lengths[batch], _starts[batch]) = (lengths[sources[batch]], starts[sources[batch]]);
        }

        Length = _lengths.DefaultIfEmpty().Max();
    }

    /// <summary>Forgets all tokens; the memory is kept.</summary>
    public void Clear()
    {
        Array.Clear(_lengths);
        Array.Clear(_starts);
        (Length, _appended) = (0, 0);
    }
}
