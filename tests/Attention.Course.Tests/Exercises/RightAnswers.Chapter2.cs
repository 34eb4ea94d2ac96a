namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter2 =>
    [
        (
            "SimilarityMatrix",
            """
            Matrix<float> MySimilarity(Matrix<float> X)
            {
                var S = new float[X.RowCount, X.RowCount];
                for (int i = 0; i < X.RowCount; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        float sum = 0;
                        for (int f = 0; f < X.ColumnCount; f++) { sum += X[i, f] * X[j, f]; }
                        S[i, j] = S[j, i] = sum;
                    }
                }
                return Matrix<float>.Build.DenseOfArray(S);
            }
            """
        ),
        ("SimilarityMatrix", "Matrix<float> MySimilarity(Matrix<float> X) => X.TransposeAndMultiply(X);"),
        (
            "CosineMatrix",
            """
            Matrix<float> MyCosines(Matrix<float> X)
            {
                Matrix<float> S = X * X.Transpose();
                return S.MapIndexed((i, j, s) => s / (MathF.Sqrt(S[i, i]) * MathF.Sqrt(S[j, j])));
            }
            """
        ),
        (
            "CosineMatrix",
            """
            Matrix<float> MyCosines(Matrix<float> X)
            {
                var C = Matrix<float>.Build.Dense(X.RowCount, X.RowCount);
                for (int i = 0; i < X.RowCount; i++)
                {
                    for (int j = 0; j < X.RowCount; j++)
                    {
                        C[i, j] = X.Row(i) * X.Row(j) / (float)(X.Row(i).L2Norm() * X.Row(j).L2Norm());
                    }
                }
                return C;
            }
            """
        ),
        (
            "Lengthen",
            """
            Matrix<float> MyPrefer(Matrix<float> X, int i, int j)
            {
                Matrix<float> Y = X.Clone();
                float rival = (X * X.Row(i)).Where((_, k) => k != j).Max();
                for (int step = 0; step < 60; step++)
                {
                    if (Y.Row(i) * Y.Row(j) <= rival * 1.01f) { Y.SetRow(j, Y.Row(j) * 2); }
                }
                return Y;
            }
            """
        ),
        (
            "Lengthen",
            """
            Matrix<float> MyPrefer(Matrix<float> X, int i, int j)
            {
                float best = (X * X.Row(i)).Max(), own = X.Row(i) * X.Row(j);
                return X.MapIndexed((r, c, x) => r == j ? x * (best / own + 1) : x);
            }
            """
        ),
    ];
}
