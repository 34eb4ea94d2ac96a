using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>
/// What several chapters need and none should write again: <c>using static Attention.Course.Shorthand;</c>.
/// </summary>
public static class Shorthand
{
    /// <summary>Softmax of each row by itself, as chapter 3 defines it; −∞ becomes exactly 0.</summary>
    /// <param name="scores">The scores, queries × keys.</param>
    /// <returns>The shares, queries × keys: every row adds up to 1. A row of nothing but −∞ is NaN.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="scores"/> is null.</exception>
    public static Matrix<float> SoftmaxRows(Matrix<float> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        MatrixView rows = scores.ToRowMajor();
        for (int i = 0; i < rows.Rows; i++)
        {
            Softmax.Naive<float>(rows.Row(i), rows.Row(i));
        }

        return rows.ToMathNet();
    }

    /// <summary>
    /// Whether two matrices have the same shape and no two numbers at the same place differ by 1e-5 or more.
    /// </summary>
    /// <param name="a">A matrix.</param>
    /// <param name="b">Another matrix.</param>
    /// <returns>False also where a number is NaN.</returns>
    /// <exception cref="ArgumentNullException">A matrix is null.</exception>
    public static bool Agree(Matrix<float> a, Matrix<float> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return (a.RowCount, a.ColumnCount) == (b.RowCount, b.ColumnCount)
            && (a - b).Enumerate().All(difference => MathF.Abs(difference) < 1e-5f);
    }
}
