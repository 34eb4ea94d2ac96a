namespace Attention.Lib.Tests;

public class FlashAttentionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(5, 65, 17)]
    [InlineData(33, 200, 64)]
    public void Agrees_with_the_definition_under_every_rule(int queryCount, int keyCount, int dimension)
    {
        MatrixView q = Sample.Matrix(queryCount, dimension, seed: 1);
        MatrixView k = Sample.Matrix(keyCount, dimension, seed: 2);
        MatrixView v = Sample.Matrix(keyCount, dimension, seed: 3);
        MatrixView actual = new(queryCount, dimension);

        (AttentionMask Mask, Func<int, int, double> Bias)[] rules =
        [
            (AttentionMask.None, (i, j) => 0),
            (AttentionMask.Causal(), (i, j) => j <= i ? 0 : Oracle.Hidden),
            (AttentionMask.SlidingWindow(4, 2), (i, j) => i - 4 <= j && j <= i + 2 ? 0 : Oracle.Hidden),
        ];
        foreach ((AttentionMask mask, Func<int, int, double> bias) in rules)
        {
            (double[,] expected, _) = Oracle.Attention(q, k, v, bias);
            FlashAttention.Compute(q, k, v, mask, actual);
            Assert.True(Oracle.MaxError(expected, actual) < 2e-6);
            ScaledDotProductAttention.Compute(q, k, v, mask, actual);
            Assert.True(Oracle.MaxError(expected, actual) < 2e-6);
            ScaledDotProductAttention.Naive(q, k, v, mask, actual);
            Assert.True(Oracle.MaxError(expected, actual) < 2e-6);
        }
    }

    [Fact]
    public void A_window_over_equal_scores_averages_the_values_in_it()
    {
        MatrixView zeros = new(5, 1), output = new(5, 1);
        MatrixView values = new([0, 1, 2, 3, 4], 5, 1);

        FlashAttention.Compute(zeros, zeros, values, AttentionMask.SlidingWindow(left: 1, right: 2), output);

        Assert.Equal([1, 1.5f, 2.5f, 3, 3.5f], Sample.ToArray(output));
    }

    [Fact]
    public void Mismatched_shapes_are_refused_with_both_sides_named()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            FlashAttention.Compute(new MatrixView(2, 8), new MatrixView(3, 16), new MatrixView(3, 4), AttentionMask.None, new MatrixView(2, 4)));

        Assert.Equal("queries.Columns is 8 but keys.Columns is 16; they must be equal.", exception.Message);
    }
}
