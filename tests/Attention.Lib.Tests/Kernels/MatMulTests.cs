using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

public class MatMulTests
{
    /// <summary>
    /// Rows, depth and columns around the register tile (6 rows, 2 registers), the rows, depth and columns of a cache
    /// block.
    /// </summary>
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int>();
            foreach (int rows in (int[])[1, 2, 5, 6, 7, 12, 13])
            {
                foreach (int columns in (int[])[1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65])
                {
                    shapes.Add(rows, 1 + rows * columns % 40, columns);
                }
            }

            foreach (int rows in (int[])[95, 96, 97, 193])
            {
                shapes.Add(rows, 19, 33);
            }

            foreach (int depth in (int[])[0, 1, 2, 511, 512, 513, 1025])
            {
                shapes.Add(7, depth, 34);
            }

            foreach (int columns in (int[])[255, 256, 257, 513])
            {
                shapes.Add(8, 3, columns);
            }

            shapes.Add(0, 3, 4);
            shapes.Add(3, 4, 0);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_register_width_agrees_with_the_definition(int rows, int depth, int columns)
    {
        MatrixView left = GuardedMatrix.Random(rows, depth, seed: 1);
        MatrixView right = GuardedMatrix.Random(depth, columns, seed: 2);
        MatrixView rightTransposed = GuardedMatrix.Filled(columns, depth, (row, column) => right[column, row]);

        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd128>(left, new(right, isTransposed: false), destination, threads: 1)
        );
        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd256>(left, new(right, isTransposed: false), destination, threads: 1)
        );
        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd512>(left, new(right, isTransposed: false), destination, threads: 1)
        );
        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd128>(left, new(rightTransposed, isTransposed: true), destination, threads: 1)
        );
        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd256>(left, new(rightTransposed, isTransposed: true), destination, threads: 1)
        );
        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd512>(left, new(rightTransposed, isTransposed: true), destination, threads: 1)
        );
        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd128>(left, new(PackedMatrix.Of<Simd128>(right)), destination, threads: 1)
        );
        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd256>(left, new(PackedMatrix.Of<Simd256>(right)), destination, threads: 1)
        );
        AssertProduct(left, right, destination =>
            MatMul.Kernel<Simd512>(left, new(PackedMatrix.Of<Simd512>(right)), destination, threads: 1)
        );
        AssertProduct(left, right, destination => MatMul.Compute(left, right, destination));
        AssertProduct(left, right, destination => MatMul.ComputeTransposed(left, rightTransposed, destination));
        AssertProduct(left, right, destination => MatMul.Naive(left, right, destination));
        AssertProduct(left, right, destination => MatMul.NaiveTransposed(left, rightTransposed, destination));
    }

    [Theory]
    [InlineData(200, 300, 600)]
    [InlineData(500, 40, 30)]
    public void Every_number_of_threads_gives_the_same_bits(int rows, int depth, int columns)
    {
        MatrixView left = GuardedMatrix.Random(rows, depth, seed: 1);
        MatrixView right = GuardedMatrix.Random(depth, columns, seed: 2);
        MatrixView expected = new(rows, columns);
        MatMul.Compute(left, right, expected, degreeOfParallelism: 1);

        AssertSameBits(expected, [2, 3, 8], (actual, threads) => MatMul.Compute(left, right, actual, threads));
    }

    [Theory]
    [InlineData(1, 384, 1536)]
    [InlineData(16, 1536, 384)]
    [InlineData(200, 513, 257)]
    [InlineData(7, 3, 0)]
    [InlineData(3, 0, 4)]
    public void A_packed_factor_gives_the_same_bits_on_every_number_of_threads(int rows, int depth, int columns)
    {
        MatrixView left = GuardedMatrix.Random(rows, depth, seed: 1);
        MatrixView right = GuardedMatrix.Random(depth, columns, seed: 2);
        MatrixView expected = new(rows, columns);
        MatMul.Compute(left, right, expected, degreeOfParallelism: 1);
        var packed = new PackedMatrix(right);
        right.Fill(float.NaN); // the copy does not see it

        AssertSameBits(
            expected, [1, 2, 3, 8], (actual, threads) => MatMul.ComputePacked(left, packed, actual, threads));
    }

    [Fact]
    public void A_warm_product_allocates_nothing()
    {
        MatrixView left = GuardedMatrix.Random(50, 60, seed: 1);
        MatrixView right = GuardedMatrix.Random(60, 60, seed: 2);
        MatrixView destination = new(50, 60);
        MatMul.Compute(left, right, destination);
        MatMul.ComputeTransposed(left, right, destination);

        long before = GC.GetAllocatedBytesForCurrentThread();
        MatMul.Compute(left, right, destination);
        MatMul.ComputeTransposed(left, right, destination);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Scratch_memory_does_not_grow_with_the_depth()
    {
        MatrixView left = new(7, 1 << 20),
            destination = new(7, 7);

        long before = GC.GetAllocatedBytesForCurrentThread();
        MatMul.ComputeTransposed(left, left, destination);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 21);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_both_sides_named()
    {
        MatrixView a = new(2, 3),
            b = new(4, 5),
            c = new(2, 5);

        Assert.Equal(
            "left.Columns is 3 but right.Rows is 4; they must be equal.",
            ArgumentErrors.Message(() => MatMul.Compute(a, b, c)));
        Assert.Equal(
            "left.Columns is 3 but right.Columns is 5; they must be equal.",
            ArgumentErrors.Message(() => MatMul.ComputeTransposed(a, b, c)));
        Assert.Equal(
            "destination.Columns is 5 but right.Columns is 6; they must be equal.",
            ArgumentErrors.Message(() => MatMul.Compute(a, new MatrixView(3, 6), c)));
        Assert.Equal(
            "destination shares memory with left.",
            ArgumentErrors.Message(() => MatMul.Compute(a, new MatrixView(3, 3), a)));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            MatMul.Compute(a, new MatrixView(3, 5), c, degreeOfParallelism: 0)
        );
        Assert.Equal(
            "left.Columns is 3 but right.Rows is 4; they must be equal.",
            ArgumentErrors.Message(() => MatMul.ComputePacked(a, new(b), c)));
        Assert.Equal(
            "destination.Columns is 5 but right.Columns is 6; they must be equal.",
            ArgumentErrors.Message(() => MatMul.ComputePacked(a, new(new MatrixView(3, 6)), c)));
        Assert.Equal(
            "destination shares memory with left.",
            ArgumentErrors.Message(() => MatMul.ComputePacked(a, new(new MatrixView(3, 3)), a)));
    }

    private static void AssertSameBits(MatrixView expected, int[] threadCounts, Action<MatrixView, int> multiply)
    {
        foreach (int threads in threadCounts)
        {
            MatrixView actual = GuardedMatrix.Random(expected.Rows, expected.Columns, seed: 3);
            multiply(actual, threads);
            Assert.Equal(Sample.ToArray(expected), Sample.ToArray(actual));
        }
    }

    private static void AssertProduct(MatrixView left, MatrixView right, Action<MatrixView> multiply)
    {
        MatrixView surroundings = new(left.Rows + 2, right.Columns + 2);
        surroundings.Fill(float.NaN);
        MatrixView actual = surroundings.SliceRows(1, left.Rows).SliceColumns(1, right.Columns);
        multiply(actual);

        for (int i = 0; i < left.Rows; i++)
        {
            for (int j = 0; j < right.Columns; j++)
            {
                double expected = 0,
                    magnitude = 0;
                for (int k = 0; k < left.Columns; k++)
                {
                    double product = (double)left[i, k] * right[k, j];
                    expected += product;
                    magnitude += Math.Abs(product);
                }

                double error = Math.Abs(expected - actual[i, j]);
                Assert.True(
                    error <= Sample.RoundingBound(left.Columns) * magnitude,
                    $"[{i}, {j}]: expected {expected:R}, got {actual[i, j]:R}");
            }
        }

        actual.Fill(float.NaN);
        Assert.All(Sample.ToArray(surroundings), value =>
            Assert.True(float.IsNaN(value), "something was written beside the destination")
        );
    }
}
