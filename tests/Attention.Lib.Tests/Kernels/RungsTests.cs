namespace Attention.Lib.Tests;

public class RungsTests
{
    private static readonly Dictionary<string, Action<MatrixView, MatrixView, MatrixView>> TransposedProducts = new()
    {
        [nameof(Rungs.MultiplyWithOneSum)] = (x, y, result) => Rungs.MultiplyWithOneSum(x, y, result),
        [nameof(Rungs.MultiplyWithFourSums)] = (x, y, result) => Rungs.MultiplyWithFourSums(x, y, result),
    };

    public static TheoryData<int, int, int> Sizes =>
        new()
        {
            { 1, 1, 1 },
            { 7, 9, 15 },
            { 5, 4, 0 },
            { 20, 33, 65 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Product_down_columns_equals_the_definition(int rows, int columns, int depth)
    {
        MatrixView left = Sample.Matrix(rows, depth, 1),
            right = Sample.Matrix(depth, columns + 3, 2).SliceColumns(1, columns);
        MatrixView expected = new(rows, columns),
            actual = NaNs(rows, columns);
        MatMul.Naive(left, right, expected);

        Rungs.MultiplyDownColumns(left, right, actual);

        AssertClose(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_with_one_and_with_four_sums_equal_the_definition(int rows, int columns, int depth)
    {
        MatrixView left = Sample.Matrix(rows, depth, 1),
            right = Sample.Matrix(columns, depth, 2),
            expected = new(rows, columns);
        MatMul.NaiveTransposed(left, right, expected);
        foreach (Action<MatrixView, MatrixView, MatrixView> multiply in TransposedProducts.Values)
        {
            MatrixView actual = NaNs(rows, columns);
            multiply(left, right, actual);
            AssertClose(expected, actual);
        }
    }

    [Theory]
    [InlineData(3, 0, 4)]
    [InlineData(5, 1, 3)]
    [InlineData(9, 40, 8)]
    public void Online_softmax_attention_equals_the_definition(int queries, int keys, int features)
    {
        MatrixView q = Sample.Matrix(queries, features, 1),
            k = Sample.Matrix(keys, features, 2),
            v = Sample.Matrix(keys, features, 3);
        MatrixView expected = new(queries, features),
            actual = NaNs(queries, features);
        ScaledDotProductAttention.Naive(q, k, v, AttentionMask.None, expected);

        Rungs.OnlineSoftmaxAttention(q, k, v, actual);

        AssertClose(expected, actual);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Dot_products_with_one_and_with_four_sums_equal_the_definition_at_every_width(int registerBits)
    {
        foreach (int length in (int[])[0, 1, 15, 16, 17, 65, 200])
        {
            float[] x = Sample.Vector(length, 1),
                y = Sample.Vector(length, 2);
            double expected = Dot.Naive<double>(Sample.ToDouble(x), Sample.ToDouble(y));
            Assert.Equal(expected, Rungs.DotWithOneSum(x, y, registerBits), 1e-5);
            Assert.Equal(expected, Rungs.DotWithFourSums(x, y, registerBits), 1e-5);
        }
    }

    [Fact]
    public void Vectors_of_different_length_and_unknown_widths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Rungs.DotWithOneSum(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => Rungs.DotWithFourSums(new float[3], new float[4], 128));
        Assert.Equal(
            "registerBits",
            Assert.Throws<ArgumentOutOfRangeException>(() => Rungs.DotWithOneSum([], [], 64)).ParamName);
        Assert.Equal(
            "registerBits",
            Assert.Throws<ArgumentOutOfRangeException>(() => Rungs.DotWithFourSums([], [], 64)).ParamName);
        Assert.Equal(
            "registerBits", Assert.Throws<ArgumentOutOfRangeException>(() => PeakLoops.MultiplyAdd(1, 64)).ParamName);
    }

    [Fact]
    public void Peak_loops_do_the_work_that_they_are_timed_for()
    {
        // a = 0.99 a + 0.01 stays at 0.99 … 1: twelve chains in registers of 4, 8 and 16 floats.
        Assert.InRange(PeakLoops.MultiplyAdd(1000, 128), 0.99 * 12 * 4, 12 * 4);
        Assert.InRange(PeakLoops.MultiplyAdd(1000, 256), 0.99 * 12 * 8, 12 * 8);
        Assert.InRange(PeakLoops.MultiplyAdd(1000, 512), 0.99 * 12 * 16, 12 * 16);
        Assert.Equal(2 * 12 * 16, PeakLoops.OperationsPerStep(512));
        float[] ones = new float[1024];
        Array.Fill(ones, 1);
        Assert.Equal(3 * 1024, PeakLoops.Read(ones, sweeps: 3));
    }

    private static MatrixView NaNs(int rows, int columns)
    {
        MatrixView matrix = new(rows, columns);
        matrix.Fill(float.NaN);
        return matrix;
    }

    private static void AssertClose(MatrixView expected, MatrixView actual) =>
        Assert.Equal(Sample.ToArray(expected), Sample.ToArray(actual), (x, y) => Math.Abs(x - y) <= 1e-5f);
}
