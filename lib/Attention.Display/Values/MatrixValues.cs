using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Display;

/// <summary>The numbers of a matrix to draw; every matrix type of the course converts to it implicitly.</summary>
/// <remarks>
/// Converts from MathNet's <c>Matrix&lt;float&gt;</c> and <c>Matrix&lt;double&gt;</c>, from <see cref="MatrixView"/>,
/// <c>float[,]</c>, <c>double[,]</c> and <c>bool[,]</c> (true is 1, false is 0). The values are copied: a picture does
/// not change when its matrix does.
/// </remarks>
public sealed class MatrixValues
{
    private readonly double[] _values;

    private MatrixValues(int rows, int columns, Func<int, int, double> value)
    {
        (Rows, Columns) = (rows, columns);
        _values = new double[rows * columns];
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = value(i / columns, i % columns);
        }
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The value in the given row and column.</summary>
    public double this[int row, int column] => _values[row * Columns + column];

    /// <summary>All values, row after row.</summary>
    internal ReadOnlyMemory<double> All => _values;

    /// <summary>Copies a MathNet matrix.</summary>
    public static implicit operator MatrixValues(Matrix<float> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix.RowCount, matrix.ColumnCount, (i, j) => matrix[i, j]);
    }

    /// <summary>Copies a MathNet matrix.</summary>
    public static implicit operator MatrixValues(Matrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix.RowCount, matrix.ColumnCount, (i, j) => matrix[i, j]);
    }

    /// <summary>Copies the matrix behind a view.</summary>
    public static implicit operator MatrixValues(ReadOnlyMatrixView matrix)
        => new(matrix.Rows, matrix.Columns, (i, j) => matrix[i, j]);

    /// <summary>Copies the matrix behind a view.</summary>
    public static implicit operator MatrixValues(MatrixView matrix) =>
        new(matrix.Rows, matrix.Columns, (i, j) => matrix[i, j]);

    /// <summary>Copies a two-dimensional array.</summary>
    public static implicit operator MatrixValues(float[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix.GetLength(0), matrix.GetLength(1), (i, j) => matrix[i, j]);
    }

    /// <summary>Copies a two-dimensional array.</summary>
    public static implicit operator MatrixValues(double[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new(matrix.GetLength(0), matrix.GetLength(1), (i, j) => matrix[i, j]);
    }

    /// <summary>Copies a mask: true becomes 1, false becomes 0.</summary>
    public static implicit operator MatrixValues(bool[,] mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new(mask.GetLength(0), mask.GetLength(1), (i, j) => mask[i, j] ? 1 : 0);
    }

    /// <summary>The values of two matrices, combined position by position.</summary>
    internal MatrixValues Zip(MatrixValues other, Func<double, double, double> combine) =>
        new(Rows, Columns, (i, j) => combine(this[i, j], other[i, j]));

    /// <summary>The given rows below each other; a row may be picked twice.</summary>
    internal MatrixValues Pick(int[] rows) => new(rows.Length, Columns, (i, j) => this[rows[i], j]);

    /// <summary>The matrix product.</summary>
    internal MatrixValues Times(MatrixValues other) => new(Rows, other.Columns, (i, j) =>
        Enumerable.Range(0, Columns).Sum(k => this[i, k] * other[k, j]));

    internal MatrixValues Transposed() => new(Columns, Rows, (i, j) => this[j, i]);

    /// <summary>Softmax of each row by itself.</summary>
    /// <param name="scale">What every number is multiplied by first.</param>
    internal MatrixValues SoftmaxRows(double scale = 1)
    {
        double[] shares = Array.ConvertAll(_values, value => value * scale);
        for (int i = 0; i < Rows; i++)
        {
            Span<double> row = shares.AsSpan(i * Columns, Columns);
            Softmax.Naive<double>(row, row);
        }

        return new(Rows, Columns, (i, j) => shares[i * Columns + j]);
    }
}
