namespace Attention.Lib.Tests;

/// <content>Hidden keys and values, and NaN.</content>
public partial class BackwardTests
{
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
}
