namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter6 =>
    [
        (
            "SplitHeads",
            """
            Matrix<float>[] MySplit(Matrix<float> X, int heads)
            {
                int size = X.ColumnCount / heads;
                var parts = new Matrix<float>[heads];
                for (int h = 0; h < heads; h++)
                {
                    parts[h] = Matrix<float>.Build.Dense(X.RowCount, size);
                    for (int i = 0; i < X.RowCount; i++)
                    {
                        for (int c = 0; c < size; c++) { parts[h][i, c] = X[i, h * size + c]; }
                    }
                }
                return parts;
            }
            """
        ),
        (
            "MergeHeads",
            """
            Matrix<float> MyMerge(Matrix<float>[] Z)
            {
                int width = Z[0].ColumnCount;
                return Matrix<float>.Build.Dense(Z[0].RowCount, width * Z.Length, (i, j) => Z[j / width][i, j % width]);
            }
            """
        ),
        (
            "MergeHeads",
            "Matrix<float> MyMerge(Matrix<float>[] Z) => Matrix<float>.Build.DenseOfMatrixArray(Row(Z));\n"
                + "Matrix<float>[,] Row(Matrix<float>[] Z) { var row = new Matrix<float>[1, Z.Length]; "
                + "for (int h = 0; h < Z.Length; h++) { row[0, h] = Z[h]; } return row; }"
        ),
        (
            "CountParameters",
            """
            int MyCount(int dModel, int heads, int dK, int dV)
            {
                int count = 0;
                for (int h = 0; h < heads; h++) { count += dModel * dK + dModel * dK + dModel * dV; }
                return count + heads * dV * dModel;
            }
            """
        ),
        (
            "CrossAttention",
            """
            Matrix<float> MyCross(
                Matrix<float> X, Matrix<float> C, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV)
            {
                Matrix<float> S = X * WQ * WK.Transpose() * C.Transpose() / MathF.Sqrt(WK.ColumnCount);
                Matrix<float> max = S.MapIndexed((i, j, s) => S.Row(i).Maximum()), E = (S - max).PointwiseExp();
                return E.NormalizeRows(1) * C * WV;
            }
            """
        ),
    ];
}
