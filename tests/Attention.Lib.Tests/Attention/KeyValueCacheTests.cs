namespace Attention.Lib.Tests;

public class KeyValueCacheTests
{
    private const int Batch = 2;
    private const int Heads = 4;
    private const int KeyHeads = 2;
    private const int Features = 6;
    private const int ValueFeatures = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void Step_by_step_decoding_equals_the_full_causal_run(int tokensPerStep)
    {
        const int n = 12;
        HeadTensor q = Sample.Tensor(Batch, Heads, n, Features, 1),
            k = Sample.Tensor(Batch, KeyHeads, n, Features, 2),
            v = Sample.Tensor(Batch, KeyHeads, n, ValueFeatures, 3);
        HeadTensor full = new(Batch, Heads, n, ValueFeatures),
            stepwise = new(Batch, Heads, n, ValueFeatures);
        FlashAttention.Compute(q, k, v, AttentionMask.Causal(), full);

        var cache = new KeyValueCache(Batch, KeyHeads, n, Features, ValueFeatures);
        for (int step = 0; step < n; step += tokensPerStep)
        {
            cache.Append(k.SliceTokens(step, tokensPerStep), v.SliceTokens(step, tokensPerStep));
            cache.Attend(q.SliceTokens(step, tokensPerStep), stepwise.SliceTokens(step, tokensPerStep));
        }

        Assert.Equal(n, cache.Length);
        AssertNear(full, stepwise, 1e-6f);
    }

    [Fact]
    public void Prompts_of_different_length_decode_as_if_each_were_alone()
    {
        // Entry 0 has a prompt of 3 tokens, entry 1 one of 5; then both get 2 more. Padding queries of entry 0 are not
        // looked at.
        int[] prompt = [3, 5];
        HeadTensor q = Sample.Tensor(Batch, Heads, 7, Features, 1),
            k = Sample.Tensor(Batch, KeyHeads, 7, Features, 2),
            v = Sample.Tensor(Batch, KeyHeads, 7, ValueFeatures, 3);
        var cache = new KeyValueCache(Batch, KeyHeads, 8, Features, ValueFeatures);
        HeadTensor first = new(Batch, Heads, 5, ValueFeatures),
            second = new(Batch, Heads, 2, ValueFeatures);
        cache.Append(k.SliceTokens(0, 5), v.SliceTokens(0, 5), prompt);
        cache.Attend(q.SliceTokens(0, 5), first);
        Assert.Equal(prompt, cache.Lengths.ToArray());
        cache.Append(k.SliceTokens(5, 2), v.SliceTokens(5, 2));
        cache.Attend(q.SliceTokens(5, 2), second);
        Assert.Equal([5, 7], cache.Lengths.ToArray());

        for (int batch = 0; batch < Batch; batch++)
        {
            int[] tokens = [.. Enumerable.Range(0, prompt[batch]), 5, 6];
            for (int head = 0; head < Heads; head++)
            {
                double[,] expected = Oracle
                    .Attention(
                        Rows(q.Head(batch, head), tokens), Rows(k.Head(batch, head / 2), tokens),
                        Rows(v.Head(batch, head / 2), tokens), (i, j) => j <= i ? 0 : Oracle.Hidden)
                    .Output;
                MatrixView actual = new(tokens.Length, ValueFeatures);
                first.Head(batch, head).SliceRows(0, prompt[batch]).CopyTo(actual.SliceRows(0, prompt[batch]));
                second.Head(batch, head).CopyTo(actual.SliceRows(prompt[batch], 2));
                Assert.InRange(Oracle.MaxError(expected, actual), 0, 1e-6);
            }
        }
    }

    [Fact]
    public void A_sliding_window_counts_from_the_tokens_appended_last()
    {
        const int n = 9;
        HeadTensor q = Sample.Tensor(1, 1, n, Features, 1),
            k = Sample.Tensor(1, 1, n, Features, 2),
            v = Sample.Tensor(1, 1, n, Features, 3);
        HeadTensor full = new(1, 1, n, Features),
            stepwise = new(1, 1, n, Features);
        FlashAttention.Compute(q, k, v, AttentionMask.SlidingWindow(2, 0), full);

        var cache = new KeyValueCache(1, 1, n, Features);
        for (int step = 0; step < n; step += 3)
        {
            cache.Append(k.SliceTokens(step, 3), v.SliceTokens(step, 3));
            cache.Attend(
                q.SliceTokens(step, 3), AttentionMask.SlidingWindow(2, 0, cache.LastAppended),
                stepwise.SliceTokens(step, 3));
        }

        AssertNear(full, stepwise, 1e-6f);
    }

    [Fact]
    public void Any_mask_is_limited_to_the_valid_tokens_and_log_sum_exp_comes_along()
    {
        HeadTensor q = Sample.Tensor(Batch, KeyHeads, 1, Features, 1),
            k = Sample.Tensor(Batch, KeyHeads, 4, Features, 2),
            v = Sample.Tensor(Batch, KeyHeads, 4, Features, 3);
        HeadTensor output = new(Batch, KeyHeads, 1, Features),
            lse = new(Batch, KeyHeads, 1, 1);
        var cache = new KeyValueCache(Batch, KeyHeads, 10, Features);
        cache.Append(k, v, [0, 3]);
        cache.Attend(q, AttentionMask.Bias(new MatrixView([1, 2, 3], 1, 3)), output, default, lse);

        Assert.Equal(new float[Features], output.Head(0, 1).Row(0).ToArray());
        Assert.Equal(float.NegativeInfinity, lse[0, 1, 0, 0]);
        Reference expected = Oracle.Attention(
            q.Head(1, 1), k.Head(1, 1).SliceRows(0, 3), v.Head(1, 1).SliceRows(0, 3), (_, j) => j + 1);
        Assert.Equal(expected.LogSumExp[0], lse[1, 1, 0, 0], 1e-5);
        Assert.InRange(Oracle.MaxError(expected.Output, output.Head(1, 1)), 0, 1e-6);
    }

    [Theory]
    [InlineData(StorageFormat.Full, 0)]
    [InlineData(StorageFormat.Half, 11)]
    [InlineData(StorageFormat.BFloat16, 8)]
    public void Narrow_formats_round_what_is_appended_and_nothing_else(StorageFormat format, int significantBits)
    {
        HeadTensor q = Sample.Tensor(Batch, Heads, 7, Features, 1),
            k = Sample.Tensor(Batch, KeyHeads, 7, Features, 2),
            v = Sample.Tensor(Batch, KeyHeads, 7, ValueFeatures, 3);
        HeadTensor storedKeys = new(Batch, KeyHeads, 7, Features),
            storedValues = new(Batch, KeyHeads, 7, ValueFeatures);
        HeadTensor expected = new(Batch, Heads, 7, ValueFeatures),
            actual = new(Batch, Heads, 7, ValueFeatures);
        var cache = new KeyValueCache(Batch, KeyHeads, 9, Features, ValueFeatures, format);
        cache.Append(k, v);
        cache.CopyTo(storedKeys, storedValues);
        AssertNear(k, storedKeys, significantBits == 0 ? 0 : MathF.Pow(2, -significantBits));
        AssertNear(v, storedValues, significantBits == 0 ? 0 : MathF.Pow(2, -significantBits));
        Assert.Equal(
            format == StorageFormat.Full,
            Sample.ToArray(k.Head(0, 0)).SequenceEqual(Sample.ToArray(storedKeys.Head(0, 0))));

        cache.Attend(q, actual);
        FlashAttention.Compute(q, storedKeys, storedValues, AttentionMask.Causal(), expected);
        AssertNear(expected, actual, 0);
    }

    [Theory]
    [InlineData(StorageFormat.Half)]
    [InlineData(StorageFormat.BFloat16)]
    public void More_than_two_gigabytes_of_16_bit_numbers_are_read_where_they_were_written(StorageFormat format)
    {
        const int heads = 3;
        HeadTensor q = Sample.Tensor(1, heads, 1, 64, 1),
            k = Sample.Tensor(1, heads, 1, 64, 2),
            v = HeadTensor.HeadMajor([1, 2, 4], 1, heads, 1, 1),
            output = new(1, heads, 1, 1);
        var cache = new KeyValueCache(1, heads, 1 << 23, 64, 1, format); // only the pages of one token are ever touched
        cache.Append(k, v);
        cache.Attend(q, output);
        for (int head = 0; head < heads; head++)
        {
            Assert.Equal(v[0, head, 0, 0], output[0, head, 0, 0]);
        }
    }

    [Fact]
    public void Clearing_forgets_all_tokens()
    {
        HeadTensor q = Sample.Tensor(1, 1, 2, Features, 1),
            k = Sample.Tensor(1, 1, 2, Features, 2),
            output = new(1, 1, 2, Features),
            again = new(1, 1, 2, Features);
        var cache = new KeyValueCache(1, 1, 3, Features);
        cache.Append(k, k);
        cache.Attend(q, output);
        cache.Clear();
        Assert.Equal(0, cache.Length);
        cache.Append(k, k);
        cache.Attend(q, again);
        AssertNear(output, again, 0);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_changes_nothing()
    {
        var cache = new KeyValueCache(2, 1, 3, 4, 5);
        HeadTensor k = new(2, 1, 2, 4),
            v = new(2, 1, 2, 5);
        cache.Append(k, v, [2, 1]);

        Assert.Equal(
            "Batch entry 0 holds 2 of at most 3 tokens; 2 more do not fit.",
            Assert.Throws<InvalidOperationException>(() => cache.Append(k, v)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Append(k, v, [0, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Append(k, v, [-1]));
        Assert.Equal(
            "counts.Length is 3 but Batch is 2; they must be equal.",
            ArgumentErrors.Message(() => cache.Append(k, v, [0, 0, 0])));
        Assert.Equal(
            "keys.Features is 5 but Features is 4; they must be equal.",
            ArgumentErrors.Message(() => cache.Append(v, v)));
        Assert.Equal(
            "values.Tokens is 1 but keys.Tokens is 2; they must be equal.",
            ArgumentErrors.Message(() => cache.Append(k, new HeadTensor(2, 1, 1, 5))));
        Assert.Equal(
            "queries.Tokens is 1 but the number of tokens appended last is 2; they must be equal.",
            ArgumentErrors.Message(() => cache.Attend(new HeadTensor(2, 1, 1, 4), new HeadTensor(2, 1, 1, 5))));
        Assert.Throws<ArgumentException>(() => cache.CopyTo(new(2, 1, 3, 4), new(2, 1, 3, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyValueCache(1, 1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyValueCache(1, 1, 1, 1, format: (StorageFormat)3));
        Assert.Equal([2, 1], cache.Lengths.ToArray());
    }

    private static MatrixView Rows(MatrixView matrix, int[] rows)
    {
        MatrixView result = new(rows.Length, matrix.Columns);
        for (int row = 0; row < rows.Length; row++)
        {
            matrix.Row(rows[row]).CopyTo(result.Row(row));
        }

        return result;
    }

    private static void AssertNear(HeadTensor expected, HeadTensor actual, float tolerance)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        for (int at = 0; at < expected.Batch * expected.Heads; at++)
        {
            Assert.Equal(
                Sample.ToArray(expected.Head(at / expected.Heads, at % expected.Heads)),
                Sample.ToArray(actual.Head(at / expected.Heads, at % expected.Heads)),
                (x, y) => Math.Abs(x - y) <= tolerance);
        }
    }
}
