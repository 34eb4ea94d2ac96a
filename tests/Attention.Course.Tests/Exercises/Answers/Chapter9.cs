using static Attention.Course.Tests.Exercises.Answers.WrongAnswer;

namespace Attention.Course.Tests.Exercises.Answers;

internal static class Chapter9
{
    public static IEnumerable<WrongAnswer> Answers =>
    [
        .. To("PreviousTokenHead", "int MyPreviousHead(Matrix<float>[] maps)",
            ("looks for the next token", Best("Enumerable.Range(0, A.RowCount - 1).Sum(i => A[i, i + 1])")),
            ("looks for the token itself", Best("A.Diagonal().Sum()")),
            ("takes all tokens before", Best("A.StrictlyLowerTriangle().RowSums().Sum()")),
            ("looks for the head with the least", Best("-Enumerable.Range(1, A.RowCount - 1).Sum(i => A[i, i - 1])")),
            ("takes one row", Best("A[1, 0]")),
            ("takes the largest single weight", Best("Enumerable.Range(1, A.RowCount - 1).Max(i => A[i, i - 1])")),
            ("counts from 1", "{ int best = 0; for (int h = 0; h < maps.Length; h++) "
                + "if (Sum(maps[h]) > Sum(maps[best])) best = h; return best + 1; "
                + "float Sum(Matrix<float> A) => Enumerable.Range(1, A.RowCount - 1).Sum(i => A[i, i - 1]); }"),
            ("takes the first token", Best("A.Column(0).Sum()")),
            ("", "=> 0;")),

        .. To("PronounRank", "int MyRank(float[] weights, int pronoun, int antecedent)",
            ("counts everything", "=> 1 + weights.Count(w => w > weights[antecedent]);"),
            ("counts [SEP]", Rank("int i = 1; i < weights.Length", "i != pronoun && weights[i] > weights[antecedent]")),
            ("counts [CLS]",
                Rank("int i = 0; i < weights.Length - 1", "i != pronoun && weights[i] > weights[antecedent]")),
            ("counts [CLS] and [SEP]",
                Rank("int i = 0; i < weights.Length", "i != pronoun && weights[i] > weights[antecedent]")),
            ("counts the pronoun", Rank("int i = 1; i < weights.Length - 1", "weights[i] > weights[antecedent]")),
            ("counts from 0", Rank("int i = 1; i < weights.Length - 1",
                "i != pronoun && weights[i] > weights[antecedent]", "0")),
            ("counts those behind",
                Rank("int i = 1; i < weights.Length - 1", "i != pronoun && weights[i] < weights[antecedent]")),
            ("counts equals as ahead", Rank("int i = 1; i < weights.Length - 1",
                "i != pronoun && i != antecedent && weights[i] >= weights[antecedent]")),
            ("gives the place", "=> antecedent;")),

        .. To("WithoutHead", "Matrix<float> MyWithout(Matrix<float> Y, Matrix<float> Z, Matrix<float> WO, int h)",
            ("takes the rows of the first head", "=> Y - Z * WO.SubMatrix(0, Z.ColumnCount, 0, WO.ColumnCount);"),
            ("gives the part of the head alone",
                "=> Z * WO.SubMatrix(h * Z.ColumnCount, Z.ColumnCount, 0, WO.ColumnCount);"),
            ("adds the head", "=> Y + Z * WO.SubMatrix(h * Z.ColumnCount, Z.ColumnCount, 0, WO.ColumnCount);"),
            ("", "=> Y.Clone();"),
            ("", "=> Y - Y;")),
    ];

    private static string Best(string measure) => "{ float[] given = maps.Select(A => (float)(" + measure
        + ")).ToArray(); return Array.IndexOf(given, given.Max()); }";

    private static string Rank(string loop, string ahead, string start = "1") => $$"""
        {
            int rank = {{start}};
            for ({{loop}}; i++)
                if ({{ahead}})
                    rank++;
            return rank;
        }
        """;
}
