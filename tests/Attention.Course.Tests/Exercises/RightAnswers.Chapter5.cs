namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter5 =>
    [
        (
            "CausalMask",
            """
            bool[,] MyCausal(int n)
            {
                var mask = new bool[n, n];
                for (int j = 0; j < n; j++)
                {
                    for (int i = j; i < n; i++) { mask[i, j] = true; }
                }
                return mask;
            }
            """
        ),
        (
            "CausalMask",
            """
            bool[,] MyCausal(int n)
            {
                var mask = new bool[n, n];
                for (int k = 0; k < n * n; k++) { mask[k / n, k % n] = k % n <= k / n; }
                return mask;
            }
            """
        ),
        (
            "PaddingMask",
            """
            bool[,,] MyPadding(int[] lengths, int n)
            {
                var mask = new bool[lengths.Length, n, n];
                for (int s = 0; s < lengths.Length; s++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        if (j >= lengths[s]) { break; }
                        for (int i = 0; i < n; i++) { mask[s, i, j] = true; }
                    }
                }
                return mask;
            }
            """
        ),
        (
            "MaskedWeights",
            """
            Matrix<float> MyMaskedWeights(Matrix<float> S, int length)
            {
                var A = Matrix<float>.Build.Dense(S.RowCount, S.ColumnCount);
                if (length == 0) { return A; }
                for (int i = 0; i < S.RowCount; i++)
                {
                    int seen = Math.Min(i + 1, length);
                    float max = float.NegativeInfinity, sum = 0;
                    for (int j = 0; j < seen; j++) { max = MathF.Max(max, S[i, j]); }
                    for (int j = 0; j < seen; j++) { A[i, j] = MathF.Exp(S[i, j] - max); sum += A[i, j]; }
                    for (int j = 0; j < seen; j++) { A[i, j] /= sum; }
                }
                return A;
            }
            """
        ),
        (
            "MaskedWeights",
            """
            Matrix<float> MyMaskedWeights(Matrix<float> S, int length)
            {
                Matrix<float> H = S.MapIndexed((i, j, s) => j <= i && j < length ? s : float.NegativeInfinity);
                Matrix<float> E = H.MapIndexed((i, j, s) => MathF.Exp(s - H.Row(i).Max()));
                Matrix<float> A = E.MapIndexed((i, j, e) => e / E.Row(i).Sum());
                return A.Map(a => float.IsNaN(a) ? 0 : a);
            }
            """
        ),
        (
            "LeakTest",
            """
            bool MyLeakTest(Func<Matrix<float>, Matrix<float>> layer, Matrix<float> X)
            {
                for (int i = 0; i < X.RowCount - 1; i++)
                {
                    Matrix<float> Y = X.Clone();
                    for (int t = i + 1; t < X.RowCount; t++)
                    {
                        for (int f = 0; f < X.ColumnCount; f++) { Y[t, f] = 5 - 2 * X[t, f]; }
                    }
                    if ((layer(Y) - layer(X)).Row(i).Any(move => MathF.Abs(move) > 1e-5f)) { return true; }
                }
                return false;
            }
            """
        ),
    ];
}
