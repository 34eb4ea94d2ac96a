using MathNet.Numerics.LinearAlgebra;
using static Attention.Course.Shorthand;

namespace Attention.Course.Tests;

public class ShorthandTests
{
    private static readonly MatrixBuilder<float> s_build = Matrix<float>.Build;

    [Fact]
    public void Every_row_of_a_softmax_adds_up_to_1_and_a_hidden_score_is_0()
    {
        Matrix<float> scores = s_build.DenseOfRowArrays([MathF.Log(1), MathF.Log(3)], [7, float.NegativeInfinity]);

        Assert.True(Agree(s_build.DenseOfRowArrays([0.25f, 0.75f], [1, 0]), SoftmaxRows(scores)));
        Assert.Equal(0, SoftmaxRows(scores)[1, 1]);
        Assert.Equal(7, scores[1, 0]); // its argument stays as it was
    }

    [Fact]
    public void Matrices_agree_when_every_number_does()
    {
        Matrix<float> a = s_build.DenseOfRowArrays([1, 2], [3, 4]);

        Assert.True(Agree(a, a + 5e-6f));
        Assert.False(Agree(a, s_build.DenseOfRowArrays([1, 2], [3, 4.00002f])));
        Assert.False(Agree(a, s_build.DenseOfRowArrays([1, 2], [3, float.NaN])));
        Assert.False(Agree(a, s_build.Dense(2, 3)));
    }
}
