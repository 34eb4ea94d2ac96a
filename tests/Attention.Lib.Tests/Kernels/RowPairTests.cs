using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>
/// Queries that share a key head are computed four or two at a time; each must get what it gets alone.
/// </summary>
public class RowPairTests
{
    // Three heads of three queries share a key head: nine rows, that is two fours, or four pairs, and one left over.
    private const int Heads = 6,
        KeyHeads = 2,
        Queries = 3,
        Tokens = 530; // more than one step of keys

    private static readonly float[] Slopes = AttentionMask.AlibiSlopes(Heads);
    private static readonly bool[] Seen = [.. Enumerable.Range(0, Tokens).Select(key => key % 7 != 2)];

    public static TheoryData<string> MaskNames => [.. Masks.Keys];

    private static Dictionary<string, Func<int, int, AttentionMask>> Masks { get; } = new()
    {
        // The mask of one head, as its query with this number sees it alone.
        ["none"] = (_, _) => AttentionMask.None,
        ["causal"] = (_, query) => AttentionMask.Causal(Tokens - Queries + query),
        ["window"] = (_, query) => AttentionMask.SlidingWindow(5, 0, Tokens - Queries + query),
        ["alibi"] = (head, query) => AttentionMask.Alibi([Slopes[head]], Tokens - Queries + query),
        ["padding"] = (_, _) => AttentionMask.Padding(517),
        ["table"] = (_, _) => AttentionMask.Boolean(Seen, 1, Tokens),
    };

    [Theory]
    [MemberData(nameof(MaskNames))]
    public void A_query_that_shares_keys_with_others_gets_the_bits_that_it_gets_alone(string mask)
    {
        // Values have three features more than keys. Fours need whole registers, of the keys or of the values.
        foreach (int features in (int[])[1, 7, 13, 16, 40, 61, 64, 65, 125, 128])
        {
            AssertSame<Simd128>(mask, features, lastValue: 1);
            AssertSame<Simd256>(mask, features, lastValue: 1);
            AssertSame<Simd512>(mask, features, lastValue: 1);
        }
    }

    [Fact]
    public void A_value_that_one_query_of_a_pair_may_not_see_does_not_reach_it() =>
        AssertSame<Simd256>("causal", 64, lastValue: float.NaN);

    [Fact]
    public void A_key_that_only_the_last_of_four_queries_may_not_see_does_not_reach_it()
    {
        // The last window begins one key after a tile of 512 does, the others before or with it.
        const int offset = 515;
        HeadTensor q = Sample.Tensor(1, 1, 4, 64, 1),
            k = Sample.Tensor(1, 1, Tokens, 64, 2),
            v = Sample.Tensor(1, 1, Tokens, 64, 3),
            together = new(1, 1, 4, 64);
        MatrixView alone = new(1, 64);
        AttentionMask window = AttentionMask.SlidingWindow(5, -1, offset);
        FlashDecoding.Compute<Simd256>(q, k, v, window, together, default, null);
        for (int query = 0; query < 4; query++)
        {
            HeadTensor one = q.Head(0, 0).SliceRows(query, 1);
            AttentionMask own = AttentionMask.SlidingWindow(5, -1, offset + query);
            FlashDecoding.Compute<Simd256>(one, k, v, own, alone, default, null);
            Assert.Equal(alone.Row(0).ToArray(), together.Head(0, 0).Row(query).ToArray());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Scores_of_a_group_that_overflow_only_before_they_are_scaled_are_finite(int heads)
    {
        HeadTensor q = new(1, heads, 1, 4),
            k = new(1, 1, 2, 4),
            v = Sample.Tensor(1, 1, 2, 4, 3),
            output = new(1, heads, 1, 4);
        q.Fill(-3e38f); // scores of −∞ would not be noticed and computed again, as +∞ and NaN are
        k.Fill(1);
        FlashAttention.Compute(q, k, v, AttentionMask.None, output, new() { Scale = 1e-10f });
        for (int i = 0; i < 4 * heads; i++)
        {
            Assert.Equal((v[0, 0, 0, i % 4] + v[0, 0, 1, i % 4]) / 2, output[0, i / 4, 0, i % 4], 0.01f);
        }
    }

    private static void AssertSame<TSimd>(string name, int features, float lastValue)
        where TSimd : struct, ISimd<TSimd>
    {
        HeadTensor q = Sample.Tensor(1, Heads, Queries, features, 1),
            k = Sample.Tensor(1, KeyHeads, Tokens, features, 2),
            v = Sample.Tensor(1, KeyHeads, Tokens, features + 3, 3),
            together = new(1, Heads, Queries, features + 3);
        v.Head(0, 1).Row(Tokens - 1).Fill(lastValue);
        AttentionMask shared = name switch
        {
            "causal" => AttentionMask.Causal(Tokens - Queries),
            "window" => AttentionMask.SlidingWindow(5, 0, Tokens - Queries),
            "alibi" => AttentionMask.Alibi(Slopes, Tokens - Queries),
            "table" => AttentionMask.Boolean([.. Seen, .. Seen, .. Seen], Queries, Tokens),
            _ => Masks[name](0, 0),
        };
        FlashDecoding.Compute<TSimd>(q, k, v, shared, together, default, null);
        MatrixView alone = new(1, features + 3);
        for (int head = 0; head < Heads; head++)
        {
            int keyHead = head / (Heads / KeyHeads);
            for (int query = 0; query < Queries; query++)
            {
                HeadTensor one = q.Head(0, head).SliceRows(query, 1);
                FlashDecoding.Compute<TSimd>(
                    one, (HeadTensor)k.Head(0, keyHead), (HeadTensor)v.Head(0, keyHead), Masks[name](head, query),
                    alone, default, null);
                Assert.Equal(alone.Row(0).ToArray(), together.Head(0, head).Row(query).ToArray());
            }
        }
    }
}
