using Attention.Lib;

namespace Attention.Course.Tests;

public class RungsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 9, 15)]
    [InlineData(20, 33, 65)]
    public void All_rungs_of_the_product_agree(int rows, int columns, int depth)
    {
        MatrixView left = Random(rows, depth, 1), right = Random(columns, depth, 2), expected = new(rows, columns), actual = new(rows, columns);
        MatMul.NaiveTransposed(left, right, expected);

        foreach (Action<MatrixView, MatrixView, MatrixView> rung in (Action<MatrixView, MatrixView, MatrixView>[])[Rungs.MultiplyWithOneSum, Rungs.MultiplyWithFourSums])
        {
            rung(left, right, actual);
            AssertClose(expected, actual);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 4, 0)]
    [InlineData(20, 33, 65)]
    public void Walking_down_columns_gives_the_product(int rows, int columns, int depth)
    {
        MatrixView left = Random(rows, depth, 1), right = Random(depth, columns + 3, 2).SliceColumns(1, columns), expected = new(rows, columns), actual = new(rows, columns);
        actual.Fill(float.NaN);
        MatMul.Naive(left, right, expected);

        Rungs.MultiplyDownColumns(left, right, actual);

        AssertClose(expected, actual);
    }

    [Fact]
    public void The_gain_of_four_sums_is_a_positive_number_for_the_widths_that_exist()
    {
        Assert.True(Rungs.GainOfFourSums(64, 128) > 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Rungs.GainOfFourSums(64, 100));
    }

    [Theory]
    [InlineData(3, 0, 4)]
    [InlineData(5, 1, 3)]
    [InlineData(9, 40, 8)]
    public void Online_softmax_gives_what_the_definition_gives(int queries, int keys, int features)
    {
        MatrixView q = Random(queries, features, 1), k = Random(keys, features, 2), v = Random(keys, features, 3);
        MatrixView expected = new(queries, features), actual = new(queries, features);
        ScaledDotProductAttention.Naive(q, k, v, AttentionMask.None, expected);

        Rungs.OnlineSoftmaxAttention(q, k, v, actual);

        AssertClose(expected, actual);
    }

    [Fact]
    public void Vectors_of_different_length_are_refused()
        => Assert.Throws<ArgumentException>(() => Rungs.DotWithOneSum(new float[3], new float[4]));

    private static MatrixView Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        MatrixView matrix = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            foreach (ref float value in matrix.Row(i))
            {
                value = 2 * random.NextSingle() - 1;
            }
        }

        return matrix;
    }

    private static void AssertClose(MatrixView expected, MatrixView actual)
    {
        for (int i = 0; i < expected.Rows; i++)
        {
            for (int j = 0; j < expected.Columns; j++)
            {
                Assert.Equal(expected[i, j], actual[i, j], 1e-5f);
            }
        }
    }
}
