namespace Attention.Lib.Tests;

public class ScaledDotProductAttentionTests
{
    private static readonly MatrixView Queries = new([2, 0, 0, 2], 2, 2);
    private static readonly MatrixView Keys = new([1, 0, 0, 1, 1, 1], 3, 2);
    private static readonly float Log2 = MathF.Log(2);

    [Theory]
    [InlineData(ScoreStage.Raw)]
    [InlineData(ScoreStage.AfterSoftcap)]
    [InlineData(ScoreStage.AfterMask)]
    [InlineData(ScoreStage.Weights)]
    public void Scores_can_be_seen_at_every_stage(ScoreStage stage)
    {
        // scale · Q Kᵀ = ln 2 · ((2, 0, 2), (0, 2, 2)) / 2, checked by hand at each stage.
        AttentionOptions options = new() { Scale = Log2 / 2, Softcap = 1 };
        float capped = MathF.Tanh(Log2); // (2 - 1/2) / (2 + 1/2) = 0.6
        float[] expected = stage switch
        {
            ScoreStage.Raw => [Log2, 0, Log2, 0, Log2, Log2],
            ScoreStage.AfterSoftcap => [0.6f, 0, 0.6f, 0, 0.6f, 0.6f],
            ScoreStage.AfterMask =>
            [
                0.6f,
                float.NegativeInfinity,
                float.NegativeInfinity,
                0,
                0.6f,
                float.NegativeInfinity,
            ],
            _ => [1, 0, 0, 1 / (1 + MathF.Exp(0.6f)), MathF.Exp(0.6f) / (1 + MathF.Exp(0.6f)), 0],
        };
        Assert.Equal(0.6f, capped, 1e-6f);

        MatrixView scores = new(2, 3);
        ScaledDotProductAttention.Scores(Queries, Keys, AttentionMask.Causal(), stage, scores, options);

        Assert.Equal(expected, Sample.ToArray(scores), (x, y) => x == y || Math.Abs(x - y) < 1e-6f);
    }

    [Fact]
    public void Weights_and_output_are_those_of_hand_arithmetic()
    {
        // Scores ln 2 · (1, 0, 1) and ln 2 · (0, 1, 1): shares (2, 1, 2)/5 and (1, 2, 2)/5.
        MatrixView values = new([5, 10, 15], 3, 1),
            output = new(2, 1),
            weights = new(2, 3);
        ScaledDotProductAttention.Compute(
            Queries, Keys, values, AttentionMask.None, output, new() { Scale = Log2 / 2 }, weights);

        Assert.Equal([0.4f, 0.2f, 0.4f, 0.2f, 0.4f, 0.4f], Sample.ToArray(weights), (x, y) => Math.Abs(x - y) < 1e-6f);
        Assert.Equal([10, 11], Sample.ToArray(output), (x, y) => Math.Abs(x - y) < 1e-5f);
        Assert.All(Variants.All.Keys, variant =>
            Assert.Equal(
                [10, 11],
                Sample.ToArray(Variants.Run(variant, Queries, Keys, values, options: new() { Scale = Log2 / 2 })),
                (x, y) => Math.Abs(x - y) < 1e-5f)
        );
    }

    [Fact]
    public void Weights_of_hidden_keys_and_hidden_rows_are_exactly_zero()
    {
        MatrixView q = Sample.Matrix(6, 3, 1),
            k = Sample.Matrix(9, 3, 2),
            v = Sample.Matrix(9, 2, 3),
            weights = new(6, 9);
        weights.Fill(float.NaN);
        AttentionMask mask =
            AttentionMask.SlidingWindow(3, 0, -2)
            & AttentionMask.Boolean([true, true, false, true, true, true, true, true, true], 1, 9);
        ScaledDotProductAttention.Compute(q, k, v, mask, new MatrixView(6, 2), weights: weights);

        MatrixView bias = mask.Materialize(6, 9);
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 9; j++)
            {
                Assert.Equal(bias[i, j] == 0, weights[i, j] > 0);
                Assert.True(weights[i, j] >= 0);
            }
        }
    }

    [Fact]
    public void The_definition_in_double_precision_is_the_independent_reference_rounded_once()
    {
        MatrixView q = Sample.Matrix(9, 33, 1),
            k = Sample.Matrix(70, 33, 2),
            v = Sample.Matrix(70, 6, 3),
            output = new(9, 6);
        AttentionOptions options = new() { Scale = 0.7f, Softcap = 3 };
        ScaledDotProductAttention.Naive<double>(
            q.SplitHeads(1), k.SplitHeads(1), v.SplitHeads(1), AttentionMask.Causal(20) & AttentionMask.Padding(60),
            output.SplitHeads(1), options);

        double[,] expected = Oracle
            .Attention(q, k, v, (i, j) => j <= i + 20 && j < 60 ? 0 : Oracle.Hidden, options)
            .Output;
        for (int at = 0; at < 9 * 6; at++)
        {
            Assert.Equal((float)expected[at / 6, at % 6], output[at / 6, at % 6]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_layouts_give_the_same_bits_and_heads_are_shared_by_neighbours(bool grouped)
    {
        const int batch = 2,
            heads = 4,
            n = 21,
            features = 6;
        int keyHeads = grouped ? 2 : heads;
        HeadTensor q = Sample.Tensor(batch, heads, n, features, 1),
            k = Sample.Tensor(batch, keyHeads, n, features, 2),
            v = Sample.Tensor(batch, keyHeads, n, features, 3);
        foreach (Variants.Variant variant in Variants.All.Values)
        {
            HeadTensor expected = new(batch, heads, n, features),
                actual = TokenMajor(new(batch, heads, n, features));
            variant(q, k, v, AttentionMask.Causal(), expected, default);
            variant(TokenMajor(q), TokenMajor(k), TokenMajor(v), AttentionMask.Causal(), actual, default);
            for (int at = 0; at < batch * heads; at++)
            {
                (int b, int h) = (at / heads, at % heads);
                MatrixView single = new(n, features);
                variant(
                    q.Head(b, h).SplitHeads(1), k.Head(b, grouped ? h / 2 : h).SplitHeads(1),
                    v.Head(b, grouped ? h / 2 : h).SplitHeads(1), AttentionMask.Causal(), single.SplitHeads(1),
                    default);
                Assert.Equal(Sample.ToArray(single), Sample.ToArray(expected.Head(b, h)));
                Assert.Equal(Sample.ToArray(single), Sample.ToArray(actual.Head(b, h)));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(700)]
    public void Log_sum_exp_is_that_of_the_scores_after_the_mask(int keyCount)
    {
        HeadTensor q = Sample.Tensor(2, 4, 9, 5, 1),
            k = Sample.Tensor(2, 2, keyCount, 5, 2),
            v = Sample.Tensor(2, 2, keyCount, 3, 3);
        HeadTensor lse = new(2, 4, 9, 1);
        AttentionMask mask =
            AttentionMask.Causal(QueryOffset.AfterPast(keyCount / 2 - 3))
            & AttentionMask.Bias(Sample.Matrix(9, keyCount, 4));
        AttentionOptions options = new() { Scale = 3, Softcap = 5 };
        MatrixView bias = mask.Materialize(9, keyCount);
        FlashAttention.Compute(q, k, v, mask, new(2, 4, 9, 3), options, lse);

        for (int at = 0; at < 8; at++)
        {
            Reference expected = Oracle.Attention(
                q.Head(at / 4, at % 4), k.Head(at / 4, at % 4 / 2), v.Head(at / 4, at % 4 / 2),
                (i, j) => float.IsNegativeInfinity(bias[i, j]) ? Oracle.Hidden : bias[i, j], options);
            for (int i = 0; i < 9; i++)
            {
                double actual = lse[at / 4, at % 4, i, 0];
                Assert.True(
                    actual == expected.LogSumExp[i] || Math.Abs(actual - expected.LogSumExp[i]) <= 1e-5,
                    $"{actual} instead of {expected.LogSumExp[i]}");
            }
        }

        MatrixView column = new(9, 1);
        FlashAttention.Compute(q.Head(0, 1), k.Head(0, 0), v.Head(0, 0), mask, new MatrixView(9, 3), options, column);
        Assert.Equal(Sample.ToArray(lse.Head(0, 1)), Sample.ToArray(column));
    }

    private static HeadTensor TokenMajor(HeadTensor x)
    {
        HeadTensor copy = HeadTensor.TokenMajor(
            new float[x.Batch * x.Heads * x.Tokens * x.Features], x.Batch, x.Heads, x.Tokens, x.Features);
        x.CopyTo(copy);
        return copy;
    }
}
