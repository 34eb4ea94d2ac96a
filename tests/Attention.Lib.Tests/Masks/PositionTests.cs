namespace Attention.Lib.Tests;

/// <summary>Positions as rules: rotary positions and linear biases, and attention sinks.</summary>
public class PositionTests
{
    private const int Features = 6;

    [Theory]
    [InlineData(RotaryPairing.Halves)]
    [InlineData(RotaryPairing.Neighbours)]
    public void Every_pair_turns_by_its_angle_and_the_other_features_stay(RotaryPairing pairing)
    {
        const int Rotated = 4;
        HeadTensor x = Sample.Tensor(2, 3, 5, Features, 1), turned = Copy(x);
        RotaryPositions.Apply(turned, pairing, QueryOffset.PerBatchEntry(7, 100), Rotated, angleBase: 50);
        int step = pairing == RotaryPairing.Halves ? 1 : 2, partner = pairing == RotaryPairing.Halves ? 2 : 1;
        foreach ((int b, int h, int t) in Places(x))
        {
            for (int pair = 0; pair < Rotated / 2; pair++)
            {
                double angle = ((b == 0 ? 7 : 100) + t) * Math.Pow(50, -2.0 * pair / Rotated);
                (int f, int g) = (pair * step, pair * step + partner);
                var (a, c) = (x[b, h, t, f], x[b, h, t, g]);
                Assert.Equal(a * Math.Cos(angle) - c * Math.Sin(angle), turned[b, h, t, f], 1e-6);
                Assert.Equal(a * Math.Sin(angle) + c * Math.Cos(angle), turned[b, h, t, g], 1e-6);
            }
            Assert.Equal(x.Head(b, h).Row(t)[Rotated..].ToArray(), turned.Head(b, h).Row(t)[Rotated..].ToArray());
        }
    }

    [Fact]
    public void A_dot_product_of_turned_vectors_depends_only_on_the_distance()
    {
        HeadTensor q = Sample.Tensor(1, 1, 1, 64, 1), k = Sample.Tensor(1, 1, 1, 64, 2);
        double near = DotAt(3, 10), far = DotAt(100_003, 100_010);
        Assert.Equal(near, far, 1e-4);
        Assert.NotEqual(near, DotAt(3, 11), 1e-3);

        double DotAt(int position, int other)
        {
            HeadTensor a = Copy(q), b = Copy(k);
            RotaryPositions.Apply(a, RotaryPairing.Halves, position);
            RotaryPositions.Apply(b, RotaryPairing.Halves, other);
            return Dot.Naive<double>(
                Sample.ToDouble(Sample.ToArray(a.Head(0, 0))), Sample.ToDouble(Sample.ToArray(b.Head(0, 0))));
        }
    }

    [Fact]
    public void Rotary_positions_refuse_what_cannot_be_turned()
    {
        HeadTensor x = new(2, 1, 1, 5);
        Assert.Throws<ArgumentException>(() => RotaryPositions.Apply(x, RotaryPairing.Halves));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryPositions.Apply(x, (RotaryPairing)2, rotated: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryPositions.Apply(x, RotaryPairing.Halves, rotated: 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => RotaryPositions.Apply(x, RotaryPairing.Halves, rotated: -2));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RotaryPositions.Apply(x, RotaryPairing.Halves, rotated: 4, angleBase: 0));
        Assert.Throws<ArgumentException>(
            () => RotaryPositions.Apply(x, RotaryPairing.Halves, QueryOffset.BottomRight, rotated: 4));
        Assert.Throws<ArgumentException>(
            () => RotaryPositions.Apply(x, RotaryPairing.Halves, QueryOffset.PerBatchEntry(1, 2, 3), rotated: 4));
    }

    [Fact]
    public void The_slopes_of_linear_biases_halve_for_a_power_of_two_and_fill_up_otherwise()
    {
        Assert.Equal(
            [0.5f, 0.25f, 0.125f, 0.0625f, 1 / 32f, 1 / 64f, 1 / 128f, 1 / 256f], AttentionMask.AlibiSlopes(8));
        Assert.Equal(
            [1 / 4f, 1 / 16f, 1 / 64f, 1 / 256f, 1 / 2f, 1 / 8f], AttentionMask.AlibiSlopes(6));
        Assert.Equal([1 / 256f], AttentionMask.AlibiSlopes(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionMask.AlibiSlopes(0));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 700)]
    [InlineData(5, 37)]
    [InlineData(60, 600)]
    public void Linear_biases_equal_the_table_of_the_same_numbers_in_every_form(int queries, int keys)
    {
        float[] slopes = AttentionMask.AlibiSlopes(3);
        HeadTensor q = Sample.Tensor(1, 3, queries, Features, 1), k = Sample.Tensor(1, 3, keys, Features, 2);
        HeadTensor v = Sample.Tensor(1, 3, keys, 9, 3), table = new(1, 3, queries, keys);
        foreach ((int b, int h, int i) in Places(table))
        {
            for (int j = 0; j < keys; j++)
            {
                table[b, h, i, j] = slopes[h] * (j - (i + keys - queries));
            }
        }
        AttentionMask rule = AttentionMask.Alibi(slopes, QueryOffset.BottomRight), same = AttentionMask.Bias(table);
        AttentionMask causal = AttentionMask.Causal(QueryOffset.BottomRight);
        foreach ((AttentionMask a, AttentionMask b) in new[] { (rule, same), (rule & causal, causal & same) })
        {
            AssertSame(q, k, v, a, b);
        }
        Assert.Equal(
            Sample.ToArray(same.Materialize(queries, keys, 0, 2)),
            Sample.ToArray(rule.Materialize(queries, keys, 0, 2)));
    }

    [Fact]
    public void In_a_cache_linear_biases_count_from_the_tokens_appended_last()
    {
        HeadTensor q = Sample.Tensor(1, 2, 9, Features, 1), k = Sample.Tensor(1, 2, 9, Features, 2);
        HeadTensor v = Sample.Tensor(1, 2, 9, 4, 3), whole = new(1, 2, 9, 4), stepwise = new(1, 2, 9, 4);
        HeadTensor sums = new(1, 2, 9, 1), stepwiseSums = new(1, 2, 9, 1); // weights do not show a wrong position
        AttentionMask mask = AttentionMask.Alibi(AttentionMask.AlibiSlopes(2)) & AttentionMask.Causal();
        FlashAttention.Compute(q, k, v, mask, whole, logSumExp: sums);
        var cache = new KeyValueCache(1, 2, 9, Features, 4);
        for (int token = 0; token < 9; token++)
        {
            cache.Append(k.SliceTokens(token, 1), v.SliceTokens(token, 1));
            cache.Attend(
                q.SliceTokens(token, 1), mask, stepwise.SliceTokens(token, 1),
                logSumExp: stepwiseSums.SliceTokens(token, 1));
        }
        Assert.Equal(All(whole), All(stepwise), Near);
        Assert.Equal(All(sums), All(stepwiseSums), Near);
    }

    [Fact]
    public void Linear_biases_refuse_wrong_numbers_of_slopes_and_a_second_rule()
    {
        HeadTensor x = Sample.Tensor(1, 3, 2, 2, 1), output = new(1, 3, 2, 2);
        Assert.Throws<ArgumentException>(() => AttentionMask.Alibi([]));
        Assert.Throws<ArgumentNullException>(() => AttentionMask.Alibi(null!));
        Assert.Throws<ArgumentException>(
            () => FlashAttention.Compute(x, x, x, AttentionMask.Alibi([1, 2]), output));
        Assert.Throws<ArgumentException>(() => AttentionMask.Alibi([1]) & AttentionMask.Alibi([2]));
    }

    [Fact]
    public void A_sink_equals_one_more_key_whose_value_is_zero()
    {
        HeadTensor q = Sample.Tensor(1, 2, 4, Features, 1), k = Sample.Tensor(1, 2, 5, Features, 2);
        HeadTensor v = Sample.Tensor(1, 2, 5, 3, 3), output = new(1, 2, 4, 3), sums = new(1, 2, 4, 1);
        AttentionMask mask = AttentionMask.Padding(4) & AttentionMask.Causal(-1); // query 0 sees no key
        FlashAttention.Compute(q, k, v, mask, output, logSumExp: sums);
        AttentionSink.Apply(output, sums, 0.5f, float.NegativeInfinity);
        foreach ((int b, int h, int i) in Places(output))
        {
            double sum = h == 0 ? Math.Exp(0.5) : 0;
            double[] exact = new double[3];
            for (int j = 0; j < Math.Min(i, 4); j++)
            {
                double weight = Math.Exp(Dot.Naive<double>(
                    Sample.ToDouble(q.Head(b, h).Row(i).ToArray()), Sample.ToDouble(k.Head(b, h).Row(j).ToArray()))
                    / Math.Sqrt(Features));
                sum += weight;
                exact = [.. exact.Select((value, f) => value + weight * v[b, h, j, f])];
            }
            for (int f = 0; f < 3; f++)
            {
                Assert.Equal(i == 0 ? 0 : exact[f] / sum, output[b, h, i, f], 1e-6);
            }
        }
        Assert.Throws<ArgumentException>(() => AttentionSink.Apply(output, sums, 1, 2, 3));
    }

    private static void AssertSame(HeadTensor q, HeadTensor k, HeadTensor v, AttentionMask a, AttentionMask b)
    {
        HeadTensor x = new(1, 3, q.Tokens, 9), y = new(1, 3, q.Tokens, 9);
        FlashAttention.Compute(q, k, v, a, x);
        FlashAttention.Compute(q, k, v, b, y);
        Assert.Equal(All(y), All(x), Near);
        ScaledDotProductAttention.Compute(q, k, v, a, x);
        Assert.Equal(All(y), All(x), Near);
        ScaledDotProductAttention.Naive(q, k, v, a, x);
        Assert.Equal(All(y), All(x), Near);

        HeadTensor[] gradients = Gradients(a), others = Gradients(b);
        Assert.All(gradients.Zip(others), pair => Assert.Equal(All(pair.Second), All(pair.First), Near));

        HeadTensor[] Gradients(AttentionMask mask)
        {
            HeadTensor dq = new(1, 3, q.Tokens, Features), dk = new(1, 3, k.Tokens, Features);
            HeadTensor dv = new(1, 3, k.Tokens, 9);
            ScaledDotProductAttention.Backward(q, k, v, mask, y, dq, dk, dv);
            return [dq, dk, dv];
        }
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 2e-6f;

    private static HeadTensor Copy(HeadTensor x)
    {
        HeadTensor copy = new(x.Batch, x.Heads, x.Tokens, x.Features);
        x.CopyTo(copy);
        return copy;
    }

    private static float[] All(HeadTensor x) =>
        [.. Places(x).SelectMany(at => x.Head(at.Batch, at.Head).Row(at.Token).ToArray())];

    private static IEnumerable<(int Batch, int Head, int Token)> Places(HeadTensor x) =>
        from batch in Enumerable.Range(0, x.Batch)
        from head in Enumerable.Range(0, x.Heads)
        from token in Enumerable.Range(0, x.Tokens)
        select (batch, head, token);
}
