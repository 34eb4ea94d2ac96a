using static Attention.Course.Tests.Exercises.Answers.WrongAnswer;

namespace Attention.Course.Tests.Exercises.Answers;

internal static class Chapter2
{
    private const string Loops = "for (int i = 0; i < X.RowCount; i++) for (int j = 0; j < X.RowCount; j++) ";

    private const string New = "var S = Matrix<float>.Build.Dense(X.RowCount, X.RowCount); ";

    public static IEnumerable<WrongAnswer> Answers =>
    [
        .. To("SimilarityMatrix", "Matrix<float> MySimilarity(Matrix<float> X)",
            ("leaves the first feature out",
                $"{{ {New}{Loops}for (int k = 1; k < X.ColumnCount; k++) S[i, j] += X[i, k] * X[j, k]; return S; }}"),
            ("leaves the last feature out",
                $"{{ {New}{Loops}for (int k = 0; k < X.ColumnCount - 1; k++) S[i, j] += X[i, k] * X[j, k]; return "
                    + $"S; }}"),
            ("does not reset the sum", $$"""
                {
                    {{New}}
                    float sum = 0;
                    {{Loops}}
                    {
                        for (int f = 0; f < X.ColumnCount; f++) sum += X[i, f] * X[j, f];
                        S[i, j] = sum;
                    }
                    return S;
                }
                """),
            ("resets the sum for each row only", $$"""
                {
                    {{New}}
                    for (int i = 0; i < X.RowCount; i++)
                    {
                        float sum = 0;
                        for (int j = 0; j < X.RowCount; j++)
                        {
                            for (int f = 0; f < X.ColumnCount; f++) sum += X[i, f] * X[j, f];
                            S[i, j] = sum;
                        }
                    }
                    return S;
                }
                """),
            ("leaves the diagonal out", $"{{ {New}{Loops}if (i != j) S[i, j] = X.Row(i) * X.Row(j); return S; }}"),
            ("A matrix has the rows 0 … RowCount − 1",
                $"{{ {New}for (int i = 0; i <= X.RowCount; i++) for (int j = 0; j <= X.RowCount; j++) "
                    + "S[i, j] = X.Row(i) * X.Row(j); return S; }"),
            ("compares features instead of words", "=> X.Transpose() * X;"),
            ("multiplies X by itself", "=> X * X;"),
            ("keeps only the last product",
                $"{{ {New}{Loops}for (int f = 0; f < X.ColumnCount; f++) S[i, j] = X[i, f] * X[j, f]; return S; }}"),
            ("fills one triangle only",
                $"{{ {New}for (int i = 0; i < X.RowCount; i++) for (int j = i; j < X.RowCount; j++) "
                    + "S[i, j] = X.Row(i) * X.Row(j); return S; }"),
            ("", "{ var S = Matrix<float>.Build.Dense(X.RowCount, X.ColumnCount); "
                + Loops + "S[i, j] = X.Row(i) * X.Row(j); return S; }"),
            ("leaves the last column out",
                $"{{ {New}for (int i = 0; i < X.RowCount; i++) for (int j = 0; j < X.RowCount - 1; j++) "
                + "S[i, j] = X.Row(i) * X.Row(j); return S; }"),
            ("leaves the last row out",
                $"{{ {New}for (int i = 0; i < X.RowCount - 1; i++) for (int j = 0; j < X.RowCount; j++) "
                + "S[i, j] = X.Row(i) * X.Row(j); return S; }"),
            ("leaves the last word out",
                $"{{ {New}for (int i = 0; i < X.RowCount - 1; i++) for (int j = 0; j < X.RowCount - 1; j++) "
                    + "S[i, j] = X.Row(i) * X.Row(j); return S; }"),
            ("multiplies the sums", $"{{ {New}{Loops}S[i, j] = X.Row(i).Sum() * X.Row(j).Sum(); return S; }}"),
            ("asks only itself", $"{{ {New}{Loops}S[i, j] = X.Row(i) * X.Row(i); return S; }}"),
            ("divides by the root of the number of features", "=> X * X.Transpose() / MathF.Sqrt(X.ColumnCount);"),
            ("takes the average", "=> X * X.Transpose() / X.ColumnCount;"),
            ("cuts to whole numbers", $"{{ {New}{Loops}{{ int sum = 0; for (int f = 0; f < X.ColumnCount; f++) "
                + "sum += (int)(X[i, f] * X[j, f]); S[i, j] = sum; } return S; }"),
            ("", $"{{ {New}{Loops}S[i, j] = X[i, 0] * X[j, 0] + X[i, X.ColumnCount - 1] * X[j, X.ColumnCount - 1]; "
                + "return S; }"),
            ("takes the cosine", "=> X.NormalizeRows(2) * X.NormalizeRows(2).Transpose();"),
            ("takes the cosine", $"{{ {New}{Loops}S[i, j] = X.Row(i) * X.Row(j) / (float)(X.Row(i).L2Norm() "
                + "* X.Row(j).L2Norm()); return S; }"),
            ("multiplies entry by entry", "=> X.PointwisePower(2);"),
            ("", "=> X.Transpose();"),
            ("The result has the shape", "=> X;"),
            ("subtracts the products",
                $"{{ {New}{Loops}for (int f = 0; f < X.ColumnCount; f++) S[i, j] -= X[i, f] * X[j, f]; return S; }}"),
            ("", $"{{ {New}{Loops}S[i, j] = MathF.Round(X.Row(i) * X.Row(j), 1); return S; }}"),
            ("", "=> X * X.Transpose() + Matrix<float>.Build.DenseIdentity(X.RowCount);"),
            ("", $"{{ {New}{Loops}S[i, j] = X.Row(i) * X.Row(X.RowCount - 1 - j); return S; }}")),

        .. To("CosineMatrix", "Matrix<float> MyCosines(Matrix<float> X)",
            ("forgets the brackets",
                $"{{ {New}{Loops}S[i, j] = X.Row(i) * X.Row(j) / (float)X.Row(i).L2Norm() * (float)X.Row(j).L2Norm(); "
                    + "return S; }"),
            ("returns the cosine distances", "{ var U = X.NormalizeRows(2); return 1 - U * U.Transpose(); }"),
            ("compares features instead of words", "{ var U = X.NormalizeRows(2); return U.Transpose() * U; }"),
            ("divides rows by their sum", "{ var U = X.NormalizeRows(1); return U * U.Transpose(); }"),
            ("normalises the features", "{ var U = X.NormalizeColumns(2); return U * U.Transpose(); }"),
            ("divides by the largest feature",
                "{ var U = X.NormalizeRows(double.PositiveInfinity); return U * U.Transpose(); }"),
            ("divides by the length of the whole matrix",
                "{ var U = X / (float)X.FrobeniusNorm(); return U * U.Transpose(); }"),
            ("", $"{{ {New}{Loops}S[i, j] = MathF.Acos(Math.Clamp(X.Row(i) * X.Row(j) / (float)(X.Row(i).L2Norm() "
                + "* X.Row(j).L2Norm()), -1, 1)); return S; }"),
            ("subtracts the means",
                $"{{ {New}{Loops}{{ var a = X.Row(i) - X.Row(i).Average(); var b = X.Row(j) - X.Row(j).Average(); "
                + "S[i, j] = a * b / (float)(a.L2Norm() * b.L2Norm()); } return S; }"),
            ("divides short words by 1",
                $"{{ {New}{Loops}S[i, j] = X.Row(i) * X.Row(j) / MathF.Max(1, (float)(X.Row(i).L2Norm() "
                + "* X.Row(j).L2Norm())); return S; }"),
            ("divides by the diagonal",
                "{ var S = X * X.Transpose(); return S.MapIndexed((i, j, s) => s / S[i, i]); }"),
            ("takes the root of the sum",
                "{ var S = X * X.Transpose(); return S.MapIndexed((i, j, s) => s / MathF.Sqrt(S[i, i] + S[j, j])); }"),
            ("divides by the squares",
                "{ var S = X * X.Transpose(); return S.MapIndexed((i, j, s) => s / (S[i, i] * S[j, j])); }"),
            ("keeps the lengths", "=> X * X.Transpose();"),
            ("divides by the asking word only", "=> X.NormalizeRows(2) * X.Transpose();"),
            ("leaves the diagonal out",
                "{ var U = X.NormalizeRows(2); return (U * U.Transpose()).MapIndexed((i, j, c) => i == j ? 0 : c); }"),
            ("", "{ var U = X.NormalizeRows(2); var C = U * U.Transpose(); C.SetDiagonal(Vector<float>.Build.Dense("
                + "X.RowCount)); return C + 1; }"),
            ("", "=> X.NormalizeRows(2) * X.NormalizeRows(2);"),
            ("normalises the scores instead of the words", "=> (X * X.Transpose()).NormalizeRows(2);"),
            ("makes shares of the scores", "=> (X * X.Transpose()).NormalizeRows(1);"),
            ("changes its input X", "{ for (int i = 0; i < X.RowCount; i++) X.SetRow(i, X.Row(i).Normalize(2)); "
                + "return X * X.Transpose(); }"),
            ("", $"{{ {New}{Loops}S[i, j] = MathF.Round(X.Row(i) * X.Row(j) / (float)(X.Row(i).L2Norm() "
                + "* X.Row(j).L2Norm()), 2); return S; }")),

        .. To("Lengthen", "Matrix<float> MyPrefer(Matrix<float> X, int i, int j)",
            ("uses one factor for all", "{ var Y = X.Clone(); Y.SetRow(j, X.Row(j) * 1001); return Y; }"),
            ("uses one factor for all", "{ var Y = X.Clone(); Y.SetRow(j, X.Row(j) * 10000); return Y; }"),
            ("uses one factor for all", "{ var Y = X.Clone(); Y.SetRow(j, X.Row(j) * 1e6f); return Y; }"),
            ("uses one factor for all", "{ var Y = X.Clone(); Y.SetRow(j, X.Row(j) * 1e12f); return Y; }"),
            ("lengthens the vector that asks", "{ var Y = X.Clone(); Y.SetRow(i, X.Row(i) * 1000); return Y; }"),
            ("Only one vector may change", "{ var Y = X.Clone(); Y.SetRow(j, X.Row(j) + 10); return Y; }"),
            ("turns the vector", "{ var Y = X.Clone(); Y.SetRow(j, X.Row(j) + X.Row(i) * 5); return Y; }"),
            ("lengthens every vector",
                "{ var Y = X.Clone(); Y.SetRow(j, X.Row(i)); Y.SetRow(i, X.Row(j)); return Y; }"),
            ("stops at a draw",
                "{ var s = X * X.Row(i); var Y = X.Clone(); Y.SetRow(j, X.Row(j) * (s.Maximum() / s[j])); "
                + "return Y; }"),
            ("beats only the diagonal", "{ var s = X * X.Row(i); var Y = X.Clone(); "
                + "Y.SetRow(j, X.Row(j) * (2 * s[i] / s[j])); return Y; }"),
            ("writes into X and returns it",
                "{ var s = X * X.Row(i); X.SetRow(j, X.Row(j) * (2 * s.Maximum() / s[j])); return X; }"),
            ("", "{ var s = X * X.Row(i); var Y = X.Clone(); int k = s.MaximumIndex(); "
                + "if (k != j) Y.SetRow(k, X.Row(k) * 1e-6f); return Y; }"),
            ("lengthens every vector",
                "{ var Y = X.Clone(); for (int k = 0; k < X.RowCount; k++) if (k != j) Y.SetRow(k, X.Row(k) * 1e-4f); "
                + "return Y; }"),
            ("stops at a draw",
                "{ var s = X * X.Row(i); var Y = X.Clone(); Y.SetRow(j, X.Row(j) * (s.Maximum() / s[j] + 1e-6f)); "
                + "return Y; }"),
            ("", "{ var s = X * X.Row(i); var Y = X.Clone(); Y.SetRow(j, X.Row(j) * (s.Maximum() + 1)); return Y; }"),
            ("",
                "{ var s = X * X.Row(j); var Y = X.Clone(); Y.SetRow(j, X.Row(j) * (2 * s.Maximum() / s[i])); "
                    + "return Y; }"),
            ("lengthens too little",
                "{ var s = X * X.Row(i); var Y = X.Clone(); Y.SetRow(j, X.Row(j) * (2 * s[j] / s.Maximum())); "
                    + "return Y; }"),
            ("", "{ var Y = X.Clone(); Y.SetRow(j, X.Row(j) * (float)(2 * X.Row(i).L2Norm() / X.Row(j).L2Norm())); "
                + "return Y; }"),
            ("lengthens too little", "{ var Y = X.Clone(); double most = X.EnumerateRows().Max(row => row.L2Norm()); "
                + "Y.SetRow(j, X.Row(j) * (float)(2 * most / X.Row(j).L2Norm())); return Y; }"),
            ("Only one vector may change, and only its length.", "=> X * X.Transpose();"),
            ("makes every vector equally long", "=> X.NormalizeRows(2);"),
            ("turns the vector",
                "{ var Y = X.Clone(); Y.SetColumn(j % X.ColumnCount, X.Column(j % X.ColumnCount) * 1000); return Y; }"),
            ("changes nothing", "{ var Y = X.Clone(); Vector<float> row = Y.Row(j); row *= 1000; return Y; }")),
    ];
}
