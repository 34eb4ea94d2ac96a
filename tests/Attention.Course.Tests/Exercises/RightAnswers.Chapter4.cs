namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter4 =>
    [
        (
            "ScaledDotProduct",
            """
            Matrix<float> MyAttention(Matrix<float> Q, Matrix<float> K, Matrix<float> V)
            {
                var Z = Matrix<float>.Build.Dense(Q.RowCount, V.ColumnCount);
                for (int i = 0; i < Q.RowCount; i++)
                {
                    double max = double.NegativeInfinity, sum = 0;
                    var s = new double[K.RowCount];
                    for (int j = 0; j < K.RowCount; j++)
                    {
                        s[j] = Q.Row(i) * K.Row(j) / Math.Sqrt(Q.ColumnCount);
                        max = Math.Max(max, s[j]);
                    }
                    for (int j = 0; j < K.RowCount; j++) { s[j] = Math.Exp(s[j] - max); sum += s[j]; }
                    for (int j = 0; j < K.RowCount; j++)
                    {
                        for (int c = 0; c < V.ColumnCount; c++) { Z[i, c] += (float)(s[j] / sum) * V[j, c]; }
                    }
                }
                return Z;
            }
            """
        ),
        (
            "ScoreVariance",
            "double MyVariance(int d, double varQ, double varK) => Math.Pow(Math.Sqrt(d * varQ) * "
                + "Math.Sqrt(varK), 2);"
        ),
        (
            "BugHunt",
            """
            Matrix<float> SelfAttention(
                Matrix<float> X, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV, int heads)
            {
                int d = X.ColumnCount / heads;
                var Z = Matrix<float>.Build.Dense(X.RowCount, X.ColumnCount);
                Matrix<float> Q = X * WQ, K = X * WK, V = X * WV;
                for (int h = 0; h < heads; h++)
                {
                    Matrix<float> q = Q.SubMatrix(0, X.RowCount, h * d, d), k = K.SubMatrix(0, X.RowCount, h * d, d);
                    Matrix<float> S = q * k.Transpose() / MathF.Sqrt(d);
                    Matrix<float> A = S.MapIndexed((i, j, s) => MathF.Exp(s - S.Row(i).Maximum())).NormalizeRows(1);
                    Z.SetSubMatrix(0, h * d, A * V.SubMatrix(0, X.RowCount, h * d, d));
                }
                return Z;
            }
            """
        ),
    ];
}
