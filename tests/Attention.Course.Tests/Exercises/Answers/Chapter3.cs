using static Attention.Course.Tests.Exercises.Answers.WrongAnswer;

namespace Attention.Course.Tests.Exercises.Answers;

internal static class Chapter3
{
    public static IEnumerable<WrongAnswer> Answers =>
    [
        .. To("StableSoftmax", "float[] MySoftmax(float[] scores)",
            ("subtracts the first score", Shifted("float m = scores[0];")),
            ("subtracts the median", Shifted("float m = scores.Order().ElementAt(scores.Length / 2);")),
            ("subtracts the last score", Shifted("float m = scores[^1];")),
            ("subtracts the average", Shifted("float m = scores.Average();")),
            ("subtracts the minimum", Shifted("float m = scores.Min();")),
            ("", Shifted("float m = scores.Max(MathF.Abs);")),
            ("starts the maximum at 0", Shifted("float m = 0; foreach (float s in scores) if (s > m) m = s;")),
            ("starts the maximum at 0", Shifted("float m = 1; foreach (float s in scores) if (s > m) m = s;")),
            ("leaves the last score out of the maximum",
                Shifted("float m = scores[0]; for (int i = 0; i < scores.Length - 1; i++) if (scores[i] > m) "
                + "m = scores[i];")),
            ("subtracts the minimum", Shifted("float m = scores[0]; foreach (float s in scores) if (s < m) m = s;")),
            ("", Shifted("float m = scores[0]; for (int i = 1; i < scores.Length; i++) if (scores[i] > scores[i - 1]) "
                + "m = scores[i];")),
            ("replaces NaN", """
                {
                    float[] e = scores.Select(s => MathF.Exp(s)).ToArray();
                    float sum = e.Sum();
                    return e.Select(x => float.IsNaN(x / sum) ? 0 : x / sum).ToArray();
                }
                """),
            ("replaces NaN", """
                {
                    float[] e = scores.Select(s => MathF.Exp(s)).ToArray();
                    float sum = e.Sum();
                    return e.Select(x => float.IsNaN(x / sum) ? 1 : x / sum).ToArray();
                }
                """),
            ("does not subtract the maximum", Shifted("float m = 0;")),
            ("OverflowException", """
                {
                    decimal[] e = scores.Select(s => (decimal)Math.Exp(s)).ToArray();
                    return e.Select(x => (float)(x / e.Sum())).ToArray();
                }
                """),
            ("takes max − score", "{ float m = scores.Max(); var e = scores.Select(s => MathF.Exp(m - s)).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("divides by the maximum",
                "{ float m = scores.Max(); var e = scores.Select(s => MathF.Exp(s / m)).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("rounds e", "{ float m = scores.Max(); var e = scores.Select(s => MathF.Pow(2.718f, s - m)).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("rounds e", "{ float m = scores.Max(); var e = scores.Select(s => MathF.Pow(2.71f, s - m)).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("takes 10 for e", "{ float m = scores.Max(); var e = scores.Select(s => MathF.Pow(10, s - m)).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("takes the sigmoid", "=> scores.Select(s => 1 / (1 + MathF.Exp(-s))).ToArray();"),
            ("divides by the sum so far", """
                {
                    float m = scores.Max(), sum = 0;
                    var shares = new float[scores.Length];
                    for (int i = 0; i < scores.Length; i++)
                    {
                        sum += MathF.Exp(scores[i] - m);
                        shares[i] = MathF.Exp(scores[i] - m) / sum;
                    }
                    return shares;
                }
                """),
            ("does not divide", "{ float m = scores.Max(); return scores.Select(s => MathF.Exp(s - m)).ToArray(); }"),
            ("divides by the sum of the scores", "=> scores.Select(s => s / scores.Sum()).ToArray();"),
            ("divides the powers by the sum of the scores",
                "{ float m = scores.Max(); return scores.Select(s => MathF.Exp(s - m) / scores.Sum()).ToArray(); }"),
            ("rounds the shares", "{ float m = scores.Max(); var e = scores.Select(s => MathF.Exp(s - m)).ToArray(); "
                + "return e.Select(x => MathF.Round(x / e.Sum(), 3)).ToArray(); }"),
            ("", "{ float m = scores.Max(); var e = scores.Select(s => (s - m) * (s - m)).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("normalises to length 1",
                "{ float m = scores.Max(); var e = scores.Select(s => MathF.Exp(s - m)).ToArray(); "
                + "float length = MathF.Sqrt(e.Sum(x => x * x)); return e.Select(x => x / length).ToArray(); }"),
            ("cuts large scores off", "{ var e = scores.Select(s => MathF.Exp(Math.Clamp(s, -80, 80))).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("", "{ var e = scores.Select(s => MathF.Min(MathF.Exp(s), 1e30f)).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("", "{ var e = scores.Select(s => MathF.Exp(s / 1000)).ToArray(); "
                + "return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("",
                "{ float m = scores.Max(); var e = scores.Where(s => s > m - 100).Select(s => MathF.Exp(s - "
                    + "m)).ToArray(); return e.Select(x => x / e.Sum()).ToArray(); }"),
            ("does not divide", "{ float m = scores.Max(); var e = scores.Select(s => MathF.Exp(s - m)).ToArray(); "
                + "return e.Select(x => x / e.Max()).ToArray(); }"),
            ("adds 1 to the sum", "{ float m = scores.Max(); var e = scores.Select(s => MathF.Exp(s - m)).ToArray(); "
                + "return e.Select(x => x / (e.Sum() + 1)).ToArray(); }"),
            ("", "{ float m = scores.Max(); var e = scores.Select(s => MathF.Exp(s - m)).ToArray(); "
                + "return e.Select(x => x / (e.Sum() - x)).ToArray(); }"),
            ("writes into scores and returns it",
                "{ float m = scores.Max(), sum = 0; for (int i = 0; i < scores.Length; "
                + "i++) sum += scores[i] = MathF.Exp(scores[i] - m); for (int i = 0; i < scores.Length; i++) "
                + "scores[i] /= sum; return scores; }"),
            ("", "{ float m = scores.Max(); for (int i = 0; i < scores.Length; i++) scores[i] -= m; "
                + "var e = scores.Select(MathF.Exp).ToArray(); return e.Select(x => x / e.Sum()).ToArray(); }")),

        .. To("RowSoftmax", "Matrix<float> MyRowSoftmax(Matrix<float> S)",
            ("goes down the columns",
                "=> Matrix<float>.Build.DenseOfColumns(S.EnumerateColumns().Select(c => MySoftmax(c.ToArray())));"),
            ("writes the rows as columns",
                "=> Matrix<float>.Build.DenseOfColumns(S.EnumerateRows().Select(r => MySoftmax(r.ToArray())));"),
            ("fills in one long array", "=> Matrix<float>.Build.Dense(S.RowCount, S.ColumnCount, "
                + "S.EnumerateRows().SelectMany(r => MySoftmax(r.ToArray())).ToArray());"),
            ("takes the whole matrix", "{ var a = MySoftmax(S.ToRowMajorArray()); "
                + "return Matrix<float>.Build.DenseOfRowMajor(S.RowCount, S.ColumnCount, a); }"),
            ("treats every row like the first", "=> Matrix<float>.Build.DenseOfRows(S.EnumerateRows()"
                + ".Select(_ => MySoftmax(S.Row(0).ToArray())));"),
            ("does not subtract the maximum", "=> S.PointwiseExp().NormalizeRows(1);"),
            ("replaces NaN", "=> S.PointwiseExp().NormalizeRows(1).Map(a => float.IsNaN(a) ? 0 : a);"),
            ("leaves the first row out",
                "{ var A = S.Clone(); for (int i = 1; i < S.RowCount; i++) A.SetRow(i, MySoftmax(S.Row(i).ToArray())); "
                + "return A; }"),
            ("leaves the first row out",
                "{ var A = Matrix<float>.Build.Dense(S.RowCount, S.ColumnCount); for (int i = 1; i < S.RowCount; i++) "
                + "A.SetRow(i, MySoftmax(S.Row(i).ToArray())); return A; }"),
            ("leaves the last row out",
                "{ var A = Matrix<float>.Build.Dense(S.RowCount, S.ColumnCount); for (int i = 0; i < S.RowCount - 1; "
                + "i++) A.SetRow(i, MySoftmax(S.Row(i).ToArray())); return A; }"),
            ("fills the first row only", "{ var A = Matrix<float>.Build.Dense(S.RowCount, S.ColumnCount); "
                + "A.SetRow(0, MySoftmax(S.Row(0).ToArray())); return A; }"),
            ("changes its input S",
                "{ for (int i = 0; i < S.RowCount; i++) S.SetRow(i, MySoftmax(S.Row(i).ToArray())); "
                + "return S.Clone(); }"),
            ("divides by the number of rows",
                "=> Matrix<float>.Build.DenseOfRows(S.EnumerateRows().Select(r => MySoftmax(r.ToArray()))) "
                + "/ S.RowCount;"),
            ("", "=> Matrix<float>.Build.DenseOfRows(S.EnumerateRows().Select(r => MySoftmax((r / "
                + "MathF.Sqrt(S.ColumnCount)).ToArray())));"),
            ("", "{ var A = Matrix<float>.Build.Dense(S.RowCount, S.RowCount); for (int i = 0; i < S.RowCount; i++) "
                + "A.SetRow(i, MySoftmax(S.Row(i).ToArray())); return A; }"),
            ("does not reset the sum",
                "{ float sum = 0; var A = S.Clone(); for (int i = 0; i < S.RowCount; i++) { float m = "
                    + "S.Row(i).Maximum(); for (int j = 0; j < S.ColumnCount; j++) sum += A[i, j] = MathF.Exp(S[i, "
                    + "j] - m); for (int j = 0; j < S.ColumnCount; j++) A[i, j] /= sum; } return A; }"),
            ("keeps the maximum of the rows before",
                "{ float m = float.MinValue; var A = S.Clone(); for (int i = 0; i < S.RowCount; i++) { "
                + "float sum = 0; for (int j = 0; j < S.ColumnCount; j++) m = MathF.Max(m, S[i, j]); "
                + "for (int j = 0; j < S.ColumnCount; j++) sum += A[i, j] = MathF.Exp(S[i, j] - m); "
                + "for (int j = 0; j < S.ColumnCount; j++) A[i, j] /= sum; } return A; }"),
            ("", "{ var A = S.Clone(); for (int i = 0; i < S.RowCount; i++) { float m = S.Column(i % S.ColumnCount)"
                + ".Maximum(); A.SetRow(i, (S.Row(i) - m).PointwiseExp()); } return A.NormalizeRows(1); }")),

        .. To("Temperature", "float MyTemperature(float[] scores, float share)",
            ("leaves T at 1", "=> 1;"),
            ("returns the share", "=> share;"),
            ("", "=> 1 / share;"),
            ("", "=> -1 / MathF.Log(share);"),
            ("", "=> 1e-4f * scores.Length;"),
            ("",
                "{ float T = 1; while (MySoftmax(scores.Select(s => s / T).ToArray()).Max() < share) T /= 2; return "
                    + "T; }"),
            ("",
                "{ for (float T = 0.001f; T < 100; T += 0.001f) if (MySoftmax(scores.Select(s => s / "
                    + "T).ToArray()).Max() <= share) return T; return 100; }"),
            ("", Bisected("low = 0, high = 1000", "Max() < share", "high = T; else low = T;", 60)),
            ("uses one temperature for all",
                Bisected("low = 0, high = 1000000", "Max() < share", "low = T; else high = T;", 60)),
            ("", Bisected("low = 0, high = 1000000", "Max() < share", "high = T; else low = T;", 20)),
            ("stops too early", Bisected("low = 0, high = 1000000", "Max() < share", "high = T; else low = T;", 28)),
            ("", Bisected("low = 0, high = 1000000", "Min() > 1 - share", "high = T; else low = T;", 60)),
            ("compares the first share",
                Bisected("low = 0, high = 1000000", "First() < share", "high = T; else low = T;", 60)),
            ("returns no temperature",
                Bisected("low = 0, high = 1000000", "Last() < share", "high = T; else low = T;", 60)),
            ("multiplies by T",
                "{ float low = 1e-6f, high = 1e6f; for (int k = 0; k < 80; k++) { float T = MathF.Sqrt(low * high); "
                + "if (MySoftmax(scores.Select(s => s * T).ToArray()).Max() > share) high = T; else low = T; } "
                + "return low; }"),
            ("", "=> (scores.Max() - scores.Min()) / MathF.Log(share / (1 - share));"),
            ("uses the formula for two words", "{ var s = scores.OrderDescending().ToArray(); "
                + "return (s[0] - s[1]) / MathF.Log(share / (1 - share)); }"),
            ("", "=> MathF.Abs(scores[0] - scores[1]) / MathF.Log(share / (1 - share));"),
            ("", "=> scores.Max() / MathF.Log(share * scores.Length);"),
            ("", "=> (scores[0] - scores[1]) / MathF.Log(1 - share);"),
            ("returns no temperature", "=> float.NaN;")),
    ];

    /// <summary>Softmax with these statements for the number m that is subtracted.</summary>
    private static string Shifted(string findsM) => $$"""
        {
            {{findsM}}
            float[] e = scores.Select(s => MathF.Exp(s - m)).ToArray();
            float sum = e.Sum();
            return e.Select(x => x / sum).ToArray();
        }
        """;

    private static string Bisected(string bounds, string condition, string steps, int count) => $$"""
        {
            float {{bounds}};
            for (int step = 0; step < {{count}}; step++)
            {
                float T = (low + high) / 2;
                if (MySoftmax(scores.Select(s => s / T).ToArray()).{{condition}}) {{steps}}
            }
            return low;
        }
        """;
}
