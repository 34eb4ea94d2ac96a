namespace Attention.Lib.Tests;

/// <summary>
/// A cache whose tokens are removed or exchanged is the cache that had been filled so from the start.
/// </summary>
public class KeyValueCacheChangeTests
{
    private const int Batch = 3, Heads = 2, Capacity = 8;

    public static TheoryData<StorageFormat> Formats => [.. Enum.GetValues<StorageFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Truncated_tokens_are_gone_and_their_room_is_free(StorageFormat format)
    {
        KeyValueCache cache = Filled(format);
        cache.Truncate(0, 2);
        cache.Truncate(1, 0);
        Assert.Equal([2, 0, 7], cache.Lengths.ToArray());
        Assert.Equal(7, cache.Length);
        cache.Truncate(2, 5);
        Assert.Equal(5, cache.Length);
        Assert.Equal(Tokens(cache, 0), Tokens(Filled(format), 0)[..4]);
        cache.Append(Keys(3, 9), Values(3, 10));
        Assert.Equal([5, 3, 8], cache.Lengths.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Truncate(0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Truncate(3, 0));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_first_tokens_are_removed_and_the_others_move_up(StorageFormat format)
    {
        KeyValueCache cache = Filled(format);
        float[][] before = Tokens(cache, 2);
        cache.RemoveFirst(2, 3);
        Assert.Equal([5, 6, 4], cache.Lengths.ToArray());
        Assert.Equal(before[(3 * Heads)..], Tokens(cache, 2));
        Assert.Equal(Tokens(Filled(format), 1), Tokens(cache, 1));
        cache.RemoveFirst(2, 4);
        Assert.Equal(0, cache.Lengths[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.RemoveFirst(2, 1));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Sequences_are_exchanged_and_copied_as_a_beam_search_does(StorageFormat format)
    {
        KeyValueCache cache = Filled(format), before = Filled(format);
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Reorder([0, 1, 3]));
        Assert.Throws<ArgumentException>(() => cache.Reorder([0, 1]));
        cache.Reorder([2, 2, 0]);
        Assert.Equal([7, 7, 5], cache.Lengths.ToArray());
        Assert.Equal(Tokens(before, 2), Tokens(cache, 0));
        Assert.Equal(Tokens(before, 2), Tokens(cache, 1));
        Assert.Equal(Tokens(before, 0), Tokens(cache, 2));
    }

    [Fact]
    public void A_sliding_cache_gives_what_a_window_over_the_whole_text_gives()
    {
        const int Tokens = 40, Window = 4;
        HeadTensor q = Sample.Tensor(1, Heads, Tokens, 3, 1), k = Sample.Tensor(1, Heads, Tokens, 3, 2);
        HeadTensor v = Sample.Tensor(1, Heads, Tokens, 3, 3), whole = new(1, Heads, Tokens, 3);
        HeadTensor sliding = new(1, Heads, Tokens, 3);
        FlashAttention.Compute(q, k, v, AttentionMask.SlidingWindow(Window - 1, 0), whole);
        var cache = new KeyValueCache(1, Heads, 2 * Window, 3);
        for (int token = 0; token < Tokens; token++)
        {
            if (cache.Length == cache.Capacity)
            {
                cache.RemoveFirst(0, Window);
            }
            cache.Append(k.SliceTokens(token, 1), v.SliceTokens(token, 1));
            cache.Attend(
                q.SliceTokens(token, 1), AttentionMask.SlidingWindow(Window - 1, 0), sliding.SliceTokens(token, 1));
        }
        for (int head = 0; head < Heads; head++)
        {
            Assert.Equal(
                Sample.ToArray(whole.Head(0, head)), Sample.ToArray(sliding.Head(0, head)),
                (a, b) => Math.Abs(a - b) < 1e-6f);
        }
    }

    private static KeyValueCache Filled(StorageFormat format)
    {
        var cache = new KeyValueCache(Batch, Heads, Capacity, 3, 2, format);
        cache.Append(Keys(4, 1), Values(4, 2), [2, 3, 4]);
        cache.Append(Keys(3, 3), Values(3, 4));
        return cache;
    }

    private static HeadTensor Keys(int tokens, int seed) => Sample.Tensor(Batch, Heads, tokens, 3, seed);

    private static HeadTensor Values(int tokens, int seed) => Sample.Tensor(Batch, Heads, tokens, 2, seed);

    /// <summary>Key and value of every token and head of a sequence, token by token.</summary>
    private static float[][] Tokens(KeyValueCache cache, int batch)
    {
        HeadTensor keys = new(Batch, Heads, cache.Length, 3), values = new(Batch, Heads, cache.Length, 2);
        cache.CopyTo(keys, values);
        return
        [
            .. from token in Enumerable.Range(0, cache.Lengths[batch])
               from head in Enumerable.Range(0, Heads)
               select (float[])[.. keys.Head(batch, head).Row(token), .. values.Head(batch, head).Row(token)],
        ];
    }
}
