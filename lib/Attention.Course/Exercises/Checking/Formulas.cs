using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>The right formulas, written for clarity: what the cases expect, and what wrong ideas start from.</summary>
internal static class Formulas
{
    public static float Dot(float[] x, float[] y) => Lib.Dot.Naive<float>(x, y);

    public static float Length(float[] x) => MathF.Sqrt(Dot(x, x));

    public static float[] Softmax(IEnumerable<float> scores)
    {
        double max = scores.Max();
        double[] exponentials = [.. scores.Select(score => Math.Exp(score - max))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(exponential => (float)(exponential / sum))];
    }

    public static Matrix<float> RowSoftmax(Matrix<float> scores) => ByRow(scores, Softmax);

    /// <summary>The same function of each row, with the results as rows of a matrix.</summary>
    public static Matrix<float> ByRow(Matrix<float> matrix, Func<float[], float[]> function) =>
        Matrix<float>.Build.DenseOfRows(matrix.EnumerateRows().Select(row => function(row.ToArray())));

    /// <summary>The weights of the keys that a query may see; a row that sees none is 0.</summary>
    public static Matrix<float> MaskedSoftmax(Matrix<float> scores, Func<int, int, bool> maySee)
    {
        Matrix<float> masked = scores.MapIndexed((i, j, score) => maySee(i, j) ? score : float.NegativeInfinity);
        return RowSoftmax(masked).Map(weight => float.IsNaN(weight) ? 0 : weight);
    }

    /// <summary>QKᵀ/√d_k.</summary>
    public static Matrix<float> Scores(Matrix<float> q, Matrix<float> k) =>
        q * k.Transpose() / MathF.Sqrt(k.ColumnCount);

    public static Matrix<float> Attention(Matrix<float> q, Matrix<float> k, Matrix<float> v) =>
        RowSoftmax(Scores(q, k)) * v;

    /// <summary>What a function makes of each head's columns, side by side.</summary>
    public static Matrix<float> PerHead(int heads, Func<int, Matrix<float>> head) =>
        Enumerable.Range(0, heads).Select(head).Aggregate((left, right) => left.Append(right));

    /// <summary>The columns of one head.</summary>
    public static Matrix<float> Head(Matrix<float> all, int head, int heads) =>
        all.SubMatrix(0, all.RowCount, head * (all.ColumnCount / heads), all.ColumnCount / heads);
}
