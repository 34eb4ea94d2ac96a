using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests;

public class MathNetInteropTests
{
    [Fact]
    public void Math_net_and_row_major_matrices_are_copies_of_each_other()
    {
        MatrixView matrix = new MatrixView([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 3, 4).SliceColumns(1, 2);
        Matrix<float> copy = matrix.ToMathNet();
        Assert.Equal((3, 2, 10), (copy.RowCount, copy.ColumnCount, copy[2, 1]));
        MatrixView again = copy.ToRowMajor();
        Assert.Equal([1, 2, 5, 6, 9, 10], Enumerable.Range(0, 6).Select(at => again[at / 2, at % 2]));
        copy[0, 0] = 99;
        Assert.Equal((1, 1), (matrix[0, 0], again[0, 0]));
    }

    [Fact]
    public void Null_is_refused()
        => Assert.Equal(
            "matrix", Assert.Throws<ArgumentNullException>(() => MathNetInterop.ToRowMajor(null!)).ParamName);
}
