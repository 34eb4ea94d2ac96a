namespace Attention.Lib.Tests;

public partial class BackwardTests
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
