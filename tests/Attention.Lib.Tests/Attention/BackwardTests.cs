namespace Attention.Lib.Tests;

public class BackwardTests
{
    private static readonly Dictionary<string, (AttentionMask Mask, AttentionOptions Options)> Calls = new()
    {
        ["plain"] = (AttentionMask.None, default),
        ["scale and softcap"] = (AttentionMask.None, new() { Scale = 1.7f, Softcap = 0.8f }),
        ["causal"] = (AttentionMask.Causal(), default),
        ["a first row that sees nothing"] = (AttentionMask.Causal(-1), default),
        ["boolean"] = (AttentionMask.Boolean([true, false, true, true, false], 1, 5), default),
        ["bias and padding"] = (
            AttentionMask.Bias(Sample.Matrix(4, 5, 9)) & AttentionMask.Padding(4), new() { Softcap = 2 }),
    };

    public static TheoryData<string> CallNames => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(CallNames))]
    public void Every_gradient_equals_the_finite_difference_of_the_double_reference(string name)
    {
        (AttentionMask mask, AttentionOptions options) = Calls[name];
        MatrixView q = Sample.Matrix(4, 3, 1),
            k = Sample.Matrix(5, 3, 2),
            v = Sample.Matrix(5, 2, 3),
            gradient = Sample.Matrix(4, 2, 4);
        MatrixView bias = mask.Materialize(4, 5);
        MatrixView dQ = new(4, 3),
            dK = new(5, 3),
            dV = new(5, 2),
            dBias = new(4, 5);
        foreach (MatrixView stale in (MatrixView[])[dQ, dK, dV, dBias])
        {
            stale.Fill(77);
        }

        ScaledDotProductAttention.Backward(q, k, v, mask, gradient, dQ, dK, dV, options, dBias);

        AssertGradient(q, dQ);
        AssertGradient(k, dK);
        AssertGradient(v, dV);
        AssertGradient(bias, dBias);

        void AssertGradient(MatrixView input, MatrixView actual)
        {
            for (int i = 0; i < input.Rows; i++)
            {
                for (int j = 0; j < input.Columns; j++)
                {
                    const float step = 1f / 1024;
                    float original = input[i, j];
                    input[i, j] = original + step;
                    double up = Loss();
                    input[i, j] = original - step;
                    double down = Loss();
                    input[i, j] = original;
                    double expected = float.IsInfinity(original)
                        ? 0
                        : (up - down) / (((double)original + step) - ((double)original - step));
                    Assert.True(
                        Math.Abs(expected - actual[i, j]) <= 2e-5, $"[{i}, {j}]: {actual[i, j]} instead of {expected}");
                }
            }
        }

        // Σ gradient ∘ output, so that the gradient with respect to the output is the one given.
        double Loss()
        {
            double[,] output = Oracle
                .Attention(
                    q, k, v, (i, j) => bias[i, j] == float.NegativeInfinity ? Oracle.Hidden : bias[i, j], options)
                .Output;
            return Enumerable.Range(0, 8).Sum(at => gradient[at / 2, at % 2] * output[at / 2, at % 2]);
        }
    }

    [Fact]
    public void A_shared_key_head_gathers_the_gradients_of_its_query_heads_and_a_shared_bias_those_of_all()
    {
        HeadTensor q = Sample.Tensor(2, 4, 3, 2, 1),
            k = Sample.Tensor(2, 2, 5, 2, 2),
            v = Sample.Tensor(2, 2, 5, 3, 3),
            gradient = Sample.Tensor(2, 4, 3, 3, 4);
        HeadTensor dQ = new(2, 4, 3, 2),
            dK = new(2, 2, 5, 2),
            dV = new(2, 2, 5, 3),
            dBias = new(1, 1, 1, 5),
            dOwnBias = new(2, 4, 1, 5);
        ScaledDotProductAttention.Backward(q, k, v, AttentionMask.Causal(1), gradient, dQ, dK, dV, default, dOwnBias);
        ScaledDotProductAttention.Backward(q, k, v, AttentionMask.Causal(1), gradient, dQ, dK, dV, default, dBias);

        MatrixView biasSum = new(1, 5),
            keySum = new(5, 2),
            valueSum = new(5, 3);
        for (int at = 0; at < 8; at++)
        {
            (int b, int h) = (at / 4, at % 4);
            MatrixView headQ = new(3, 2),
                headK = new(5, 2),
                headV = new(5, 3),
                headBias = new(1, 5);
            ScaledDotProductAttention.Backward(
                q.Head(b, h), k.Head(b, h / 2), v.Head(b, h / 2), AttentionMask.Causal(1), gradient.Head(b, h), headQ,
                headK, headV, default, headBias);
            Assert.Equal(Sample.ToArray(headQ), Sample.ToArray(dQ.Head(b, h)));
            Assert.Equal(Sample.ToArray(headBias), Sample.ToArray(dOwnBias.Head(b, h)));
            Add(headBias, biasSum);
            Add(headK, keySum);
            Add(headV, valueSum);
            if (h % 2 == 1)
            {
                Assert.Equal(Sample.ToArray(keySum), Sample.ToArray(dK.Head(b, h / 2)), Near);
                Assert.Equal(Sample.ToArray(valueSum), Sample.ToArray(dV.Head(b, h / 2)), Near);
                keySum.Fill(0);
                valueSum.Fill(0);
            }
        }

        Assert.Equal(Sample.ToArray(biasSum), Sample.ToArray(dBias.Head(0, 0)), Near);

        static void Add(MatrixView x, MatrixView sum)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                for (int j = 0; j < x.Columns; j++)
                {
                    sum[i, j] += x[i, j];
                }
            }
        }
    }

    [Fact]
    public void What_is_hidden_neither_gives_nor_receives_a_gradient()
    {
        MatrixView q = Sample.Matrix(3, 2, 1),
            k = Sample.Matrix(4, 2, 2),
            v = Sample.Matrix(4, 2, 3),
            gradient = Sample.Matrix(3, 2, 4);
        MatrixView dQ = new(3, 2),
            dK = new(4, 2),
            dV = new(4, 2),
            dBias = new(3, 4);
        k.Row(2).Fill(float.NaN);
        v.Row(2).Fill(float.PositiveInfinity);
        k.Row(3).Fill(float.NaN);
        v.Row(3).Fill(float.NaN);
        ScaledDotProductAttention.Backward(
            q, k, v, AttentionMask.Padding(3) & AttentionMask.Boolean([true, true, false, true], 1, 4), gradient, dQ,
            dK, dV, default, dBias);

        Assert.All(Sample.ToArray(dQ), value => Assert.True(float.IsFinite(value) && value != 0));
        Assert.Equal(new float[4], Sample.ToArray(dK.SliceRows(2, 2)));
        Assert.Equal(new float[4], Sample.ToArray(dV.SliceRows(2, 2)));
        Assert.Equal(new float[6], Sample.ToArray(dBias.SliceColumns(2, 2)));
    }

    private static bool Near(float x, float y) => Math.Abs(x - y) <= 1e-5f;

    /// <summary>
    /// Sizes around strips of six queries, tiles of 48 queries and 192 keys, panels, and several runs.
    /// </summary>
    public static TheoryData<int, int, int, int> Sizes =>
        new()
        {
            { 1, 1, 1, 1 },
            { 5, 7, 3, 2 },
            { 6, 32, 16, 16 },
            { 7, 33, 17, 15 },
            { 48, 192, 8, 40 },
            { 49, 193, 33, 9 },
            { 100, 400, 20, 64 },
            { 0, 3, 2, 2 },
            { 3, 0, 2, 2 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_size_and_width_agrees_with_the_definition_in_double(
        int queries, int keys, int features, int valueFeatures)
    {
        MatrixView q = GuardedMatrix.Random(queries, features, 1),
            k = GuardedMatrix.Random(keys, features, 2);
        MatrixView v = GuardedMatrix.Random(keys, valueFeatures, 3),
            gradient = GuardedMatrix.Random(queries, valueFeatures, 4);
        float scale = 1 / MathF.Sqrt(features);
        foreach (
            AttentionMask mask in (AttentionMask[])
                [default, AttentionMask.Causal(QueryOffset.BottomRight), AttentionMask.SlidingWindow(9, 3)]
        )
        {
            double[,] weights = Oracle
                .Attention(q, k, v, (i, j) => mask.Materialize(queries, keys)[i, j] == 0 ? 0 : Oracle.Hidden)
                .Weights;
            (double[,] dQ, double[,] dK, double[,] dV) = ScaledDotProductAttention.NaiveBackward(
                Doubles(q), Doubles(k), Doubles(v), weights, (double)scale, Doubles(gradient));
            AssertBackward<Internal.Simd128>();
            AssertBackward<Internal.Simd256>();
            AssertBackward<Internal.Simd512>();

            void AssertBackward<TSimd>()
                where TSimd : struct, Internal.ISimd<TSimd>
            {
                MatrixView actualQ = NaNs(queries, features),
                    actualK = NaNs(keys, features),
                    actualV = NaNs(keys, valueFeatures);
                Internal.FlashBackward<TSimd>.Compute(
                    (HeadTensor)q, (HeadTensor)k, (HeadTensor)v, mask, (HeadTensor)gradient, null, null, actualQ,
                    actualK, actualV, null, default);
                Assert.InRange(Oracle.MaxError(dQ, actualQ), 0, 1e-5);
                Assert.InRange(Oracle.MaxError(dK, actualK), 0, 1e-5);
                Assert.InRange(Oracle.MaxError(dV, actualV), 0, 1e-5);
            }
        }
    }

    [Fact]
    public void One_two_and_eight_threads_give_the_same_bits_with_and_without_the_saved_output()
    {
        HeadTensor q = Sample.Tensor(1, 2, 300, 24, 1),
            k = Sample.Tensor(1, 1, 900, 24, 2),
            v = Sample.Tensor(1, 1, 900, 20, 3);
        HeadTensor gradient = Sample.Tensor(1, 2, 300, 20, 4),
            output = new(1, 2, 300, 20),
            lse = new(1, 2, 300, 1);
        FlashAttention.Compute(q, k, v, AttentionMask.Causal(500), output, default, lse);
        float[][] expected = Gradients(1, null, null), expectedFromSaved = Gradients(1, output, lse);
        foreach (int threads in (int[])[1, 2, 8])
        {
            Assert.Equal(expected, Gradients(threads, null, null));
            Assert.Equal(expectedFromSaved, Gradients(threads, output, lse));
        }

        Assert.All(
            expected.Zip(expectedFromSaved), pair => Assert.Equal(pair.First, pair.Second, (x, y) => Near(x, y)));

        float[][] Gradients(int threads, HeadTensor? savedOutput, HeadTensor? savedLse)
        {
            HeadTensor dQ = new(1, 2, 300, 24),
                dK = new(1, 1, 900, 24),
                dV = new(1, 1, 900, 20);
            ScaledDotProductAttention.Backward(
                q, k, v, AttentionMask.Causal(500), gradient, dQ, dK, dV, new() { DegreeOfParallelism = threads }, null,
                savedOutput, savedLse);
            return
            [
                Sample.ToArray(dQ.Head(0, 0)),
                Sample.ToArray(dQ.Head(0, 1)),
                Sample.ToArray(dK.Head(0, 0)),
                Sample.ToArray(dV.Head(0, 0)),
            ];
        }
    }

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

    [Fact]
    public void A_hidden_key_changes_no_bit_of_any_gradient()
    {
        MatrixView q = Sample.Matrix(20, 4, 1), gradient = Sample.Matrix(20, 4, 4);
        MatrixView k = Shifted(2), v = Shifted(3);
        bool[] mayAttend = [.. Enumerable.Range(0, 20 * 30).Select(at => at % 30 is not (3 or 17))];
        foreach (
            AttentionMask mask in (AttentionMask[])
                [
                    AttentionMask.Padding(25) & AttentionMask.SlidingWindow(2, 3, 5),
                    AttentionMask.Boolean(mayAttend, 20, 30),
                    AttentionMask.Boolean(mayAttend[..30], 1, 30) & AttentionMask.Causal(4),
                ]
        )
        {
            MatrixView shown = mask.Materialize(20, 30);
            float[][] expected = Gradients(mask);
            MatrixView savedKeys = k, savedValues = v;
            (k, v) = (Shifted(2), Shifted(3));
            int[] hidden = [.. Enumerable.Range(0, 30).Where(j => Enumerable.Range(0, 20).All(i => shown[i, j] != 0))];
            Assert.NotEmpty(hidden);
            foreach (int key in hidden)
            {
                k.Row(key).Fill(-7);
                v.Row(key).Fill(-9);
            }

            Assert.Equal(expected, Gradients(mask));
            (k, v) = (savedKeys, savedValues);
        }

        float[][] Gradients(AttentionMask mask)
        {
            MatrixView dQ = new(20, 4), dK = new(30, 4), dV = new(30, 4);
            ScaledDotProductAttention.Backward(q, k, v, mask, gradient, dQ, dK, dV);
            return [Sample.ToArray(dQ), Sample.ToArray(dK), Sample.ToArray(dV)];
        }

        static MatrixView Shifted(int seed) => new([.. Sample.Vector(30 * 4, seed).Select(x => 5 + x)], 30, 4);
    }

    [Fact]
    public void A_gradient_of_NaN_reaches_only_what_its_query_sees()
    {
        MatrixView q = Sample.Matrix(20, 4, 1),
            k = Sample.Matrix(20, 4, 2),
            v = Sample.Matrix(20, 4, 3),
            gradient = Sample.Matrix(20, 4, 4);
        MatrixView dQ = new(20, 4),
            dK = new(20, 4),
            dV = new(20, 4);
        gradient.Row(10).Fill(float.NaN);
        ScaledDotProductAttention.Backward(q, k, v, AttentionMask.Causal(), gradient, dQ, dK, dV);
        for (int i = 0; i < 20; i++)
        {
            Assert.All(dQ.Row(i).ToArray(), value => Assert.Equal(i == 10, float.IsNaN(value)));
            Assert.All(dV.Row(i).ToArray(), value => Assert.Equal(i <= 10, float.IsNaN(value)));
        }
    }

    [Fact]
    public void Output_and_log_sum_exp_are_given_both_or_not_at_all()
    {
        MatrixView x = Sample.Matrix(3, 4, 1),
            column = new(3, 1);
        Assert.Throws<ArgumentException>("logSumExp", () =>
            ScaledDotProductAttention.Backward(
                x, x, x, default, x, new MatrixView(3, 4), new MatrixView(3, 4), new MatrixView(3, 4), output: x)
        );
        Assert.Throws<ArgumentException>("output", () =>
            ScaledDotProductAttention.Backward(
                x, x, x, default, x, new MatrixView(3, 4), new MatrixView(3, 4), new MatrixView(3, 4),
                logSumExp: column)
        );
    }

    private static MatrixView NaNs(int rows, int columns)
    {
        MatrixView matrix = new(rows, columns);
        matrix.Fill(float.NaN);
        return matrix;
    }

    private static double[,] Doubles(MatrixView x)
    {
        double[,] result = new double[x.Rows, x.Columns];
        for (int at = 0; at < result.Length; at++)
        {
            result[at / x.Columns, at % x.Columns] = x[at / x.Columns, at % x.Columns];
        }

        return result;
    }
}
