using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>
/// Decoding reads 16-bit keys and values as they are stored; widening is exact, so nothing may change.
/// </summary>
public class StoredDecodingTests
{
    [Theory]
    [InlineData(StorageFormat.Half)]
    [InlineData(StorageFormat.BFloat16)]
    public void Decoding_from_16_bits_gives_the_bits_of_decoding_the_widened_floats(StorageFormat format)
    {
        foreach (int features in (int[])[0, 1, 7, 13, 16, 20, 31, 32, 33, 61, 64, 65, 128])
        {
            AssertSame<Simd128>(format, features);
            AssertSame<Simd256>(format, features);
            AssertSame<Simd512>(format, features);
        }
    }

    [Theory]
    [InlineData(StorageFormat.Half)]
    [InlineData(StorageFormat.BFloat16)]
    public void A_number_that_is_infinite_or_NaN_is_widened_as_it_is(StorageFormat format)
    {
        foreach (float special in (float[])[float.PositiveInfinity, float.NegativeInfinity, 70000, float.NaN])
        {
            AssertSame<Simd128>(format, 40, special);
            AssertSame<Simd256>(format, 40, special);
            AssertSame<Simd512>(format, 40, special);
        }
    }

    [Theory]
    [InlineData(StorageFormat.Half)]
    [InlineData(StorageFormat.BFloat16)]
    public void A_score_that_overflows_only_before_it_is_scaled_is_computed_from_16_bits_too(StorageFormat format)
    {
        HeadTensor q = new(1, 1, 1, 4),
            k = new(1, 1, 2, 4),
            v = Sample.Tensor(1, 1, 2, 4, 3),
            output = new(1, 1, 1, 4);
        q.Fill(3e38f);
        k.Fill(1);
        var cache = new KeyValueCache(1, 1, 2, 4, format: format);
        cache.Append(k, v);
        cache.Attend(q, AttentionMask.None, output, new() { Scale = 1e-10f });
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal((v[0, 0, 0, i] + v[0, 0, 1, i]) / 2, output[0, 0, 0, i], 0.01f);
        }
    }

    [Fact]
    public void A_large_query_is_multiplied_by_half_precision_numbers_as_by_the_widened_floats()
    {
        AssertSame<Simd128>(StorageFormat.Half, 40, firstQuery: -1e6f);
        AssertSame<Simd256>(StorageFormat.Half, 40, firstQuery: -1e6f);
        AssertSame<Simd512>(StorageFormat.Half, 40, firstQuery: -1e6f);
    }

    private static void AssertSame<TSimd>(
        StorageFormat format, int features, float? special = null, float? firstQuery = null)
        where TSimd : struct, ISimd<TSimd>
    {
        const int tokens = 530; // more than one step of keys
        int valueFeatures = features + 3;
        NumberStore keys = new(format, 2 * tokens * features),
            values = new(format, 2 * tokens * valueFeatures);
        keys.Write(0, Sample.Vector(2 * tokens * features, 1));
        values.Write(0, Sample.Vector(2 * tokens * valueFeatures, 2));
        if (special is { } value)
        {
            values.Write(7 * valueFeatures + 1, [value]);
            keys.Write((tokens + 9) * features + 1, [value]);
        }

        HeadTensor wideKeys = new(1, 2, tokens, features),
            wideValues = new(1, 2, tokens, valueFeatures),
            q = Sample.Tensor(1, 4, 3, features, 3),
            expected = new(1, 4, 3, valueFeatures),
            actual = new(1, 4, 3, valueFeatures);
        if (firstQuery is { } x)
        {
            q.Head(0, 0)[0, 0] = x;
        }

        for (int row = 0; row < 2 * tokens; row++)
        {
            keys.Read(row * features, wideKeys.Head(0, row / tokens).Row(row % tokens));
            values.Read(row * valueFeatures, wideValues.Head(0, row / tokens).Row(row % tokens));
        }

        AttentionOptions options = new() { Scale = firstQuery is null ? 0.2f : 2e-6f };
        AttentionMask mask = AttentionMask.Causal(tokens - 3);
        FlashDecoding.Compute<TSimd>(q, wideKeys, wideValues, mask, expected, options, null);
        FlashDecoding.Compute<TSimd>(
            q, new StoredHeads(keys, 1, 2, tokens, tokens, features),
            new StoredHeads(values, 1, 2, tokens, tokens, valueFeatures), mask, actual, options, null);
        for (int head = 0; head < 4; head++)
        {
            Assert.Equal(Sample.ToArray(expected.Head(0, head)), Sample.ToArray(actual.Head(0, head)));
        }
    }
}
