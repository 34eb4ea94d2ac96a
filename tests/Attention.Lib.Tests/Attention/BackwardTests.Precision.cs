namespace Attention.Lib.Tests;

/// <content>Numbers far from zero, and large ones.</content>
public partial class BackwardTests
{
    [Fact]
    public void Keys_and_values_far_from_zero_lose_no_more_digits_than_those_near_zero()
    {
        // 50 ± 1, 4096 keys: without centring, dP − rowsum(P ∘ dP) and dS K lose most of their digits.
        const int n = 4096,
            queries = 12,
            d = 16;
        MatrixView q = Shifted(queries, 1, 0.02f, 0),
            k = Shifted(n, 2, 1, 50),
            v = Shifted(n, 3, 1, 50),
            gradient = Shifted(queries, 4, 1, 0);
        double[,] weights = Oracle.Attention(q, k, v).Weights;
        (double[,] expectedQ, double[,] expectedK, _) = ScaledDotProductAttention.NaiveBackward(
            Doubles(q), Doubles(k), Doubles(v), weights, 0.25, Doubles(gradient));
        MatrixView dQ = new(queries, d),
            dK = new(n, d),
            dV = new(n, d);

        ScaledDotProductAttention.Backward(q, k, v, AttentionMask.None, gradient, dQ, dK, dV);

        Assert.InRange(Oracle.MaxError(expectedQ, dQ) / expectedQ.Cast<double>().Max(Math.Abs), 0, 1e-4);
        Assert.InRange(Oracle.MaxError(expectedK, dK) / expectedK.Cast<double>().Max(Math.Abs), 0, 1e-4);

        static MatrixView Shifted(int rows, int seed, float scale, float shift) =>
            new([.. Sample.Vector(rows * d, seed).Select(x => shift + scale * x)], rows, d);
    }

    [Fact]
    public void Without_a_saved_output_values_and_keys_far_from_zero_lose_no_digits_at_all()
    {
        // Between 49 and 51, and the weights on few keys. A saved output near 50 has an error of 2e-6 in each number,
        // more than is allowed here for a sum of 300.
        const int n = 300, d = 8;
        MatrixView q = Sample.Matrix(n, d, 1), k = Around50(2), v = Around50(3), gradient = Sample.Matrix(n, d, 4);
        AttentionOptions options = new() { Scale = 4 };
        double[,] weights = Oracle.Attention(q, k, v, null, options).Weights;
        (double[,] expectedQ, double[,] expectedK, _) = ScaledDotProductAttention.NaiveBackward(
            Doubles(q), Doubles(k), Doubles(v), weights, 4, Doubles(gradient));
        MatrixView dQ = new(n, d), dK = new(n, d), dV = new(n, d), dBias = new(n, n);

        ScaledDotProductAttention.Backward(q, k, v, AttentionMask.None, gradient, dQ, dK, dV, options, dBias);

        for (int i = 0; i < n; i++)
        {
            // The rows of dS sum to 0 in exact arithmetic.
            Assert.Equal(0, dBias.Row(i).ToArray().Sum(x => (double)x), 1e-6);
        }
        Assert.InRange(Oracle.MaxError(expectedQ, dQ) / expectedQ.Cast<double>().Max(Math.Abs), 0, 2e-4);
        Assert.InRange(Oracle.MaxError(expectedK, dK) / expectedK.Cast<double>().Max(Math.Abs), 0, 2e-4);

        static MatrixView Around50(int seed) => new([.. Sample.Vector(n * d, seed).Select(x => 50 + x)], n, d);
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(float.MaxValue)]
    public void Numbers_of_any_size_in_other_rows_cost_a_query_no_digits(float huge)
    {
        // Query 19 alone sees key 19; no query sees key 20. Both are huge.
        MatrixView q = Sample.Matrix(20, 4, 1), gradient = Sample.Matrix(20, 4, 4);
        MatrixView k = Sample.Matrix(21, 4, 2), v = Sample.Matrix(21, 4, 3);
        MatrixView expected = Gradient();
        k.Row(19).Fill(huge);
        k.Row(20).Fill(huge);
        v.Row(19).Fill(huge);
        v.Row(20).Fill(huge);
        MatrixView actual = Gradient();
        Assert.Equal(
            Sample.ToArray(expected.SliceRows(0, 19)), Sample.ToArray(actual.SliceRows(0, 19)),
            (x, y) => Math.Abs(x - y) < 1e-6f);

        MatrixView Gradient()
        {
            MatrixView dQ = new(20, 4);
            ScaledDotProductAttention.Backward(
                q, k, v, AttentionMask.Causal(), gradient, dQ, new MatrixView(21, 4), new MatrixView(21, 4));
            return dQ;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Scores_of_any_size_give_finite_gradients(int queries)
    {
        // The sums of the forward pass and those of the gradients may be rounded differently, here by far more than 88.
        for (int seed = 0; seed < 40; seed++)
        {
            MatrixView q = Sample.Matrix(queries, 5, seed), k = Sample.Matrix(9, 5, 50 + seed);
            MatrixView v = Sample.Matrix(9, 3, 100 + seed), gradient = Sample.Matrix(queries, 3, 150 + seed);
            MatrixView dQ = new(queries, 5), dK = new(9, 5), dV = new(9, 3), dBias = new(queries, 9);
            ScaledDotProductAttention.Backward(
                q, k, v, AttentionMask.None, gradient, dQ, dK, dV, new() { Scale = 1e30f }, dBias);
            Assert.All(Sample.ToArray(dBias), value => Assert.InRange(value, -3, 3));
            Assert.All(Sample.ToArray(dQ), value => Assert.True(float.IsFinite(value)));
            Assert.All(Sample.ToArray(dK), value => Assert.True(float.IsFinite(value)));
        }
    }
}
