namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter9 =>
    [
        (
            "PreviousTokenHead",
            """
            int MyPreviousHead(Matrix<float>[] maps)
            {
                int best = 0;
                float most = float.NegativeInfinity;
                for (int head = 0; head < maps.Length; head++)
                {
                    float sum = 0;
                    for (int i = 1; i < maps[head].RowCount; i++)
                        sum += maps[head][i, i - 1];
                    if (sum > most)
                        (best, most) = (head, sum);
                }
                return best;
            }
            """
        ),
        (
            "PronounRank",
            """
            int MyRank(float[] weights, int pronoun, int antecedent)
            {
                int rank = 1;
                for (int i = 1; i < weights.Length - 1; i++)
                    if (i != pronoun && weights[i] > weights[antecedent])
                        rank++;
                return rank;
            }
            """
        ),
        (
            "WithoutHead",
            """
            Matrix<float> MyWithout(Matrix<float> Y, Matrix<float> Z, Matrix<float> WO, int h)
            {
                Matrix<float> without = Y.Clone();
                for (int i = 0; i < Y.RowCount; i++)
                    for (int j = 0; j < Y.ColumnCount; j++)
                        for (int f = 0; f < Z.ColumnCount; f++)
                            without[i, j] -= Z[i, f] * WO[h * Z.ColumnCount + f, j];
                return without;
            }
            """
        ),
    ];
}
