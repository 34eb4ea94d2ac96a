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
        ["bias and padding"] = (AttentionMask.Bias(Sample.Matrix(4, 5, 9)) & AttentionMask.Padding(4), new() { Softcap = 2 }),
    };

    public static TheoryData<string> CallNames => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(CallNames))]
    public void Every_gradient_equals_the_finite_difference_of_the_double_reference(string name)
    {
        (AttentionMask mask, AttentionOptions options) = Calls[name];
        MatrixView q = Sample.Matrix(4, 3, 1), k = Sample.Matrix(5, 3, 2), v = Sample.Matrix(5, 2, 3), gradient = Sample.Matrix(4, 2, 4);
        MatrixView bias = mask.Materialize(4, 5);
        MatrixView dQ = new(4, 3), dK = new(5, 3), dV = new(5, 2), dBias = new(4, 5);
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
                    double expected = float.IsInfinity(original) ? 0 : (up - down) / (((double)original + step) - ((double)original - step));
                    Assert.True(Math.Abs(expected - actual[i, j]) <= 2e-5, $"[{i}, {j}]: {actual[i, j]} instead of {expected}");
                }
            }
        }

        // Σ gradient ∘ output, so that the gradient by the output is the one given.
        double Loss()
        {
            double[,] output = Oracle.Attention(q, k, v, (i, j) => bias[i, j] == float.NegativeInfinity ? Oracle.Hidden : bias[i, j], options).Output;
            return Enumerable.Range(0, 8).Sum(at => gradient[at / 2, at % 2] * output[at / 2, at % 2]);
        }
    }

    [Fact]
    public void A_shared_key_head_gathers_the_gradients_of_its_query_heads_and_a_shared_bias_those_of_all()
    {
        HeadTensor q = Sample.Tensor(2, 4, 3, 2, 1), k = Sample.Tensor(2, 2, 5, 2, 2), v = Sample.Tensor(2, 2, 5, 3, 3), gradient = Sample.Tensor(2, 4, 3, 3, 4);
        HeadTensor dQ = new(2, 4, 3, 2), dK = new(2, 2, 5, 2), dV = new(2, 2, 5, 3), dBias = new(1, 1, 1, 5), dOwnBias = new(2, 4, 1, 5);
        ScaledDotProductAttention.Backward(q, k, v, AttentionMask.Causal(1), gradient, dQ, dK, dV, default, dOwnBias);
        ScaledDotProductAttention.Backward(q, k, v, AttentionMask.Causal(1), gradient, dQ, dK, dV, default, dBias);

        MatrixView biasSum = new(1, 5), keySum = new(5, 2), valueSum = new(5, 3);
        for (int at = 0; at < 8; at++)
        {
            (int b, int h) = (at / 4, at % 4);
            MatrixView headQ = new(3, 2), headK = new(5, 2), headV = new(5, 3), headBias = new(1, 5);
            ScaledDotProductAttention.Backward(
                q.Head(b, h), k.Head(b, h / 2), v.Head(b, h / 2), AttentionMask.Causal(1), gradient.Head(b, h), headQ, headK, headV, default, headBias);
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
        MatrixView q = Sample.Matrix(3, 2, 1), k = Sample.Matrix(4, 2, 2), v = Sample.Matrix(4, 2, 3), gradient = Sample.Matrix(3, 2, 4);
        MatrixView dQ = new(3, 2), dK = new(4, 2), dV = new(4, 2), dBias = new(3, 4);
        k.Row(2).Fill(float.NaN);
        v.Row(2).Fill(float.PositiveInfinity);
        k.Row(3).Fill(float.NaN);
        v.Row(3).Fill(float.NaN);
        ScaledDotProductAttention.Backward(
            q, k, v, AttentionMask.Padding(3) & AttentionMask.Boolean([true, true, false, true], 1, 4), gradient, dQ, dK, dV, default, dBias);

        Assert.All(Sample.ToArray(dQ), value => Assert.True(float.IsFinite(value) && value != 0));
        Assert.Equal(new float[4], Sample.ToArray(dK.SliceRows(2, 2)));
        Assert.Equal(new float[4], Sample.ToArray(dV.SliceRows(2, 2)));
        Assert.Equal(new float[6], Sample.ToArray(dBias.SliceColumns(2, 2)));
    }

    private static bool Near(float x, float y) => Math.Abs(x - y) <= 1e-5f;
}
