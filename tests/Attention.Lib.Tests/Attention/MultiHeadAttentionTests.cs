namespace Attention.Lib.Tests;

public class MultiHeadAttentionTests
{
    [Fact]
    public void Eight_heads_of_three_lead_from_four_features_over_twenty_four_back_to_four()
    {
        MultiHeadAttention layer = Layer(
            features: 4, context: 4, heads: 8, keyHeads: 8, headSize: 3, valueSize: 3, output: 4);
        MatrixView tokens = Sample.Matrix(2, 4, 5),
            output = new(2, 4);
        HeadTensor weights = new(1, 8, 2, 2);
        layer.Compute(tokens, AttentionMask.None, output, weights: weights);

        Assert.Equal((8, 3, 3), (layer.Heads, layer.HeadSize, layer.ValueSize));
        Assert.Equal(288 + 96, layer.ParameterCount);
        Assert.All(Enumerable.Range(0, 16), at =>
            Assert.Equal(1, weights.Head(0, at / 2).Row(at % 2).ToArray().Sum(), 1e-6f)
        );
    }

    [Theory]
    [InlineData(4, 4, 8, 8, 3, 3, 4)] // any head size
    [InlineData(16, 16, 4, 4, 4, 4, 16)] // the model's size shared out
    [InlineData(6, 10, 4, 2, 5, 7, 3)] // grouped, cross, values of their own size
    [InlineData(3, 3, 1, 1, 1, 1, 1)]
    public void Fast_equals_the_definition_equals_the_sum_over_heads(
        int features, int context, int heads, int keyHeads, int headSize, int valueSize, int outputFeatures)
    {
        MultiHeadAttention layer = Layer(features, context, heads, keyHeads, headSize, valueSize, outputFeatures);
        MatrixView x = Sample.Matrix(7, features, 5),
            c = Sample.Matrix(9, context, 6),
            naive = new(7, outputFeatures),
            fast = new(7, outputFeatures),
            shown = new(7, outputFeatures);
        foreach (
            AttentionMask mask in (AttentionMask[])
                [
                    AttentionMask.None,
                    AttentionMask.Causal(1),
                    AttentionMask.Boolean(Alternating(heads * 63), 7, 9, heads),
                ]
        )
        {
            layer.Naive(x, c, mask, naive);
            layer.Compute(x, c, mask, fast);
            layer.Compute(x, c, mask, shown, weights: new(1, heads, 7, 9));
            Assert.Equal(
                SumOverHeads(x, c, mask, heads, keyHeads, headSize, valueSize, outputFeatures),
                Sample.ToArray(naive).Select(value => (double)value), Near);
            Assert.Equal(Sample.ToArray(naive), Sample.ToArray(fast), (a, b) => Near(a, b));
            Assert.Equal(Sample.ToArray(naive), Sample.ToArray(shown), (a, b) => Near(a, b));
        }
    }

    [Theory]
    [InlineData(16, 16, 4, 4, 4, 4, 16)]
    [InlineData(6, 10, 4, 2, 5, 7, 3)]
    public void A_layer_with_packed_weights_computes_the_same_bits(
        int features, int context, int heads, int keyHeads, int headSize, int valueSize, int outputFeatures)
    {
        MultiHeadAttention layer = Layer(features, context, heads, keyHeads, headSize, valueSize, outputFeatures);
        MatrixView x = Sample.Matrix(7, features, 5), c = Sample.Matrix(9, context, 6);
        MatrixView plain = new(7, outputFeatures), packed = new(7, outputFeatures), naive = new(7, outputFeatures);

        layer.Compute(x, c, AttentionMask.Causal(1), plain);
        layer.Packed().Compute(x, c, AttentionMask.Causal(1), packed);

        Assert.Equal(Sample.ToArray(plain), Sample.ToArray(packed));
        layer.Packed().Naive(x, c, AttentionMask.Causal(1), naive);
        Assert.Equal(Sample.ToArray(naive), Sample.ToArray(packed), (a, b) => Near(a, b));
        Assert.Equal(layer.ParameterCount, layer.Packed().ParameterCount);
    }

    [Fact]
    public void Self_attention_is_cross_attention_with_itself()
    {
        MultiHeadAttention layer = Layer(6, 6, 2, 1, 4, 3, 6);
        MatrixView x = Sample.Matrix(5, 6, 5),
            self = new(5, 6),
            cross = new(5, 6);
        layer.Compute(x, AttentionMask.Causal(), self);
        layer.Compute(x, x, AttentionMask.Causal(), cross);
        Assert.Equal(Sample.ToArray(cross), Sample.ToArray(self));
        layer.Naive(x, AttentionMask.Causal(), cross);
        Assert.Equal(Sample.ToArray(cross), Sample.ToArray(self), (a, b) => Near(a, b));
    }

    [Fact]
    public void The_layer_sees_its_weights_change()
    {
        MatrixView identity = new([1, 0, 0, 1], 2, 2),
            output = new(1, 2);
        MultiHeadAttention layer = new(identity, identity, identity, identity, 1);
        identity[0, 0] = 3;
        layer.Compute(new MatrixView([1, 1], 1, 2), AttentionMask.None, output);
        Assert.Equal([9, 1], Sample.ToArray(output));
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_with_both_sides_named()
    {
        MatrixView w = new(4, 6);
        AssertRefused("queryWeights.Columns is 6 but heads is 4; the columns cannot be shared out evenly.", () =>
            new(w, w, w, new MatrixView(6, 4), 4)
        );
        AssertRefused("valueWeights.Columns is 3 but keyHeads is 2; the columns cannot be shared out evenly.", () =>
            new(w, w, new MatrixView(4, 3), new MatrixView(6, 4), 2, 2)
        );
        AssertRefused(
            "keyWeights.Columns / heads is 2 but queryWeights.Columns / heads is 3; they must be equal.",
            () => new(w, new MatrixView(4, 4), w, new MatrixView(6, 4), 2));
        AssertRefused("outputWeights.Rows is 5 but heads · value size is 6; they must be equal.", () =>
            new(w, w, w, new MatrixView(5, 4), 2)
        );
        AssertRefused("keyWeights.Rows is 4 but valueWeights.Rows is 5; they must be equal.", () =>
            new(w, w, new MatrixView(5, 6), new MatrixView(6, 4), 2)
        );
        AssertRefused("heads is 3 but keyHeads is 2; the first must be a multiple of the second.", () =>
            new(w, new MatrixView(4, 4), new MatrixView(4, 4), new MatrixView(6, 4), 3, 2)
        );
        Assert.Equal(
            "heads", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(w, w, w, w, 0)).ParamName);

        MultiHeadAttention layer = new(w, w, w, new MatrixView(6, 4), 2);
        string message =
            ArgumentErrors.Message(() => layer.Compute(new MatrixView(2, 5), AttentionMask.None, new MatrixView(2, 4)));
        Assert.Equal("tokens.Columns is 5 but queryWeights.Rows is 4; they must be equal.", message);

        static void AssertRefused(string message, Func<MultiHeadAttention> create) =>
            Assert.Equal(message, ArgumentErrors.Message(() => create()));
    }

    [Fact]
    public void What_is_written_may_not_lie_where_anything_is_read()
    {
        MatrixView w = Sample.Matrix(4, 4, 1),
            last = Sample.Matrix(4, 4, 2),
            x = Sample.Matrix(4, 4, 3),
            output = new(4, 4);
        MultiHeadAttention layer = new(w, w, w, last, 1);
        AssertRefused("destination shares memory with weights.", output);
        AssertRefused("weights shares memory with tokens.", x);
        AssertRefused("weights shares memory with outputWeights.", last);

        float[] bias = new float[16];
        MatrixView overBias = new(bias, 4, 4);
        MultiHeadAttention biased = new(w, w, w, last, 1, null, new(Output: bias.AsMemory(4, 4)));
        KeyValueCache cache = new(1, 1, 4, 4);
        string expected = "destination shares memory with biases.Output.";
        Assert.Equal(expected, ArgumentErrors.Message(() => biased.Compute(x, AttentionMask.None, overBias)));
        Assert.Equal(expected, ArgumentErrors.Message(() => biased.Naive(x, AttentionMask.None, overBias)));
        Assert.Equal(expected, ArgumentErrors.Message(() => biased.Decode(x, cache, overBias)));

        void AssertRefused(string message, MatrixView weights) =>
            Assert.Equal(
                message, ArgumentErrors.Message(() => layer.Compute(x, AttentionMask.None, output, default, weights)));
    }

    [Fact]
    public void A_cache_that_does_not_fit_is_the_parameter_that_the_message_names()
    {
        MatrixView w = new(4, 4), x = new(3, 4);
        MultiHeadAttention layer = new(w, w, w, w, 2);
        AssertRefused("cache.Batch is 2 but tokens.Batch is 1; they must be equal.", new(2, 2, 8, 2));
        AssertRefused("cache.Heads is 3 but KeyHeads is 2; they must be equal.", new(1, 3, 8, 2));
        AssertRefused("cache.Features is 3 but HeadSize is 2; they must be equal.", new(1, 2, 8, 3));
        AssertRefused("cache.ValueFeatures is 5 but ValueSize is 2; they must be equal.", new(1, 2, 8, 2, 5));

        void AssertRefused(string message, KeyValueCache cache)
        {
            var exception = Assert.Throws<ArgumentException>(
                nameof(cache), () => layer.Decode(x, cache, new MatrixView(3, 4)));
            Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_parameters_of_a_layer_may_be_more_than_an_int_counts()
    {
        // The matrices are never read: any address will do.
        using var nowhere = new NativeFloats(4096, 900_000_000);
        ReadOnlyMatrixView large = new(nowhere.Memory, 30_000, 30_000);
        Assert.Equal(3_600_000_000, new MultiHeadAttention(large, large, large, large, 1).ParameterCount);
    }

    [Fact]
    public void The_definition_refuses_the_masks_that_the_kernel_refuses()
    {
        MatrixView w = new(4, 4),
            x = new(3, 4);
        MultiHeadAttention layer = new(w, w, w, w, 2);
        foreach (
            AttentionMask mask in (AttentionMask[])
                [AttentionMask.Bias(new HeadTensor(1, 3, 3, 3)), AttentionMask.Padding(1, 2, 3)]
        )
        {
            string expected = ArgumentErrors.Message(() => layer.Compute(x, mask, new MatrixView(3, 4)));
            Assert.Equal(expected, ArgumentErrors.Message(() => layer.Naive(x, mask, new MatrixView(3, 4))));
        }
    }

    private static MultiHeadAttention Layer(
        int features, int context, int heads, int keyHeads, int headSize, int valueSize, int output) =>
        new(
            Sample.Matrix(features, heads * headSize, 1), Sample.Matrix(context, keyHeads * headSize, 2),
            Sample.Matrix(context, keyHeads * valueSize, 3), Sample.Matrix(heads * valueSize, output, 4), heads,
            keyHeads);

    /// <summary>
    /// Concat · W_O is the sum over the heads of Z_h · W_O⁽ʰ⁾: another road to the same output, in double precision.
    /// </summary>
    private static double[] SumOverHeads(
        MatrixView x, MatrixView c, AttentionMask mask, int heads, int keyHeads, int headSize, int valueSize,
        int output)
    {
        double[] sum = new double[x.Rows * output];
        for (int head = 0; head < heads; head++)
        {
            int keyHead = head / (heads / keyHeads);
            MatrixView bias = mask.Materialize(x.Rows, c.Rows, 0, head);
            double[,] z = Oracle
                .Attention(
                    Project(x, Sample.Matrix(x.Columns, heads * headSize, 1), head * headSize, headSize),
                    Project(c, Sample.Matrix(c.Columns, keyHeads * headSize, 2), keyHead * headSize, headSize),
                    Project(c, Sample.Matrix(c.Columns, keyHeads * valueSize, 3), keyHead * valueSize, valueSize),
                    (i, j) => bias[i, j] == 0 ? 0 : Oracle.Hidden)
                .Output;
            MatrixView outputWeights = Sample.Matrix(heads * valueSize, output, 4);
            for (int at = 0; at < sum.Length; at++)
            {
                sum[at] += Enumerable
                    .Range(0, valueSize)
                    .Sum(f => z[at / output, f] * outputWeights[head * valueSize + f, at % output]);
            }
        }

        return sum;
    }

    private static MatrixView Project(MatrixView x, MatrixView weights, int start, int count)
    {
        MatrixView result = new(x.Rows, count);
        for (int at = 0; at < x.Rows * count; at++)
        {
            result[at / count, at % count] = (float)
                Enumerable.Range(0, x.Columns).Sum(f => (double)x[at / count, f] * weights[f, start + at % count]);
        }

        return result;
    }

    private static bool[] Alternating(int count) => [.. Enumerable.Range(0, count).Select(at => at % 5 != 1)];

    private static bool Near(double x, double y) => Math.Abs(x - y) <= 1e-5;
}
