using static Attention.Course.Tests.Exercises.Answers.WrongAnswer;

namespace Attention.Course.Tests.Exercises.Answers;

internal static class Chapter5
{
    public static IEnumerable<WrongAnswer> Answers =>
    [
        .. To("CausalMask", "bool[,] MyCausal(int n)",
            ("turns true around", Mask("j > i")),
            ("reads the future", Mask("j >= i")),
            ("hides the word from itself", Mask("j < i")),
            ("peeks at the next word", Mask("j <= i + 1")),
            ("hides nothing", Mask("true")),
            ("sees only itself", Mask("i == j")),
            ("turns the triangle on its side", Mask("i + j < n")),
            ("", Mask("j <= n / 2")),
            ("", Mask("j <= i && i - j < 5")),
            ("", Mask("j <= i && i - j < 3")),
            ("hides all but word 0 from itself", Mask("j <= i - 1 || j == 0")),
            ("", Mask("(i + j) % 2 == 0")),
            ("", Mask("j <= i && i < 10")),
            ("sees only the next word", Mask("j == i + 1")),
            ("", Mask("j < i + 2 && j > 0")),
            ("hides all but word 0 from itself",
                "{ var mask = new bool[n, n]; for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) mask[i, j] = "
                    + "true; if (n > 0) mask[0, 0] = true; return mask; }"),
            ("",
                "{ var mask = new bool[n, n]; for (int i = 0; i <= n; i++) for (int j = 0; j <= i; j++) mask[i, j] = "
                    + "true; return mask; }"),
            ("The result has the shape", "=> new bool[n + 1, n + 1];"),
            ("sees only the first word",
                "{ var mask = new bool[n, n]; for (int i = 0; i < n; i++) mask[i, 0] = true; return mask; }"),
            ("leaves the last row out", "{ var mask = new bool[n, n]; for (int i = 0; i < n - 1; i++) for (int j = 0; "
                + "j <= i; j++) mask[i, j] = true; return mask; }")),

        .. To("PaddingMask", "bool[,,] MyPadding(int[] lengths, int n)",
            ("hides nothing", Padding("true")),
            ("uses the shortest sentence", Padding("j < lengths.Min()")),
            ("uses the longest sentence", Padding("j < lengths.Max()")),
            ("uses the first sentence", Padding("j < lengths[0]")),
            ("pads on the left", Padding("j >= n - lengths[s]")),
            ("adds a causal mask", Padding("j < lengths[s] && j <= i")),
            ("hides the padded rows", Padding("i < lengths[s]")),
            ("hides rows and columns", Padding("i < lengths[s] && j < lengths[s]")),
            ("reads one pad", Padding("j <= lengths[s]")),
            ("turns true around", Padding("j >= lengths[s]")),
            ("takes the length of another sentence", Padding("j < lengths[i]")),
            ("", Padding("j < lengths[j]")),
            ("takes the length of another sentence", Padding("j < lengths[i % lengths.Length]")),
            ("averages the lengths", Padding("j < lengths.Average()")),
            ("adds up the lengths", Padding("j < lengths.Sum()")),
            ("counts the padding", Padding("j < n - lengths[s]")),
            ("counts the sentences", Padding("j < lengths.Length")),
            ("", Padding("s < lengths[s]")),
            ("fills the diagonal only", Padding("i == j && j < lengths[s]")),
            ("", Padding("j <= lengths[s] - 1 && s < 100")),
            ("shows the last word only", Padding("j == lengths[s] - 1")),
            ("The result has the shape", "=> new bool[n, n, lengths.Length];"),
            ("leaves the first sentence out",
                "{ var mask = new bool[lengths.Length, n, n]; for (int s = 1; s < lengths.Length; s++) for (int i = 0; "
                + "i < n; i++) for (int j = 0; j < lengths[s]; j++) mask[s, i, j] = true; return mask; }"),
            ("leaves the last sentence out",
                "{ var mask = new bool[lengths.Length, n, n]; for (int s = 0; s < lengths.Length - 1; s++) for (int "
                    + "i = 0; i < n; i++) for (int j = 0; j < lengths[s]; j++) mask[s, i, j] = true; return mask; }"),
            ("leaves the last row out",
                "{ var mask = new bool[lengths.Length, n, n]; for (int s = 0; s < lengths.Length; s++) for (int i = 0; "
                + "i < n - 1; i++) for (int j = 0; j < lengths[s]; j++) mask[s, i, j] = true; return mask; }")),

        .. To("MaskedWeights", "Matrix<float> MyMaskedWeights(Matrix<float> S, int length)",
            ("hides with a finite number", Hidden("-1e4f", emptyRows: true)),
            ("hides with a finite number", Hidden("-2000", emptyRows: true)),
            ("hides with a finite number", Hidden("s - 10000", emptyRows: true)),
            ("hides with a finite number", Hidden("-1e20f", emptyRows: true)),
            ("hides with a finite number", Hidden("-1e20f")),
            ("hides with a finite number", Hidden("-1e9f")),
            ("gives an empty row equal shares", Hidden("float.MinValue")),
            ("hides with a finite number", Hidden("-100", emptyRows: true)),
            ("hides with a finite number", Hidden("-65504")),
            ("", Hidden("s * 1000000", emptyRows: true)),
            ("multiplies the scores by 0", Hidden("0")),
            ("multiplies the scores by 0", Hidden("0", emptyRows: true)),
            ("divides 0 by 0", Hidden("float.NegativeInfinity")),
            ("hides with +∞ or NaN", Hidden("float.PositiveInfinity", emptyRows: true)),
            ("hides with +∞ or NaN", Hidden("float.NaN", emptyRows: true)),
            ("reads one pad", Visible("j <= i && j <= length")),
            ("empties the rows of padding", Visible("j <= i && j < length && i < length")),
            ("hides the word from itself", Visible("j < i && j < length")),
            ("forgets the padding", Visible("j <= i")),
            ("forgets the future", Visible("j < length")),
            ("lets either mask allow", Visible("j <= i || j < length")),
            ("peeks at the next word", Visible("j <= i + 1 && j < length")),
            ("reads the future alone", Visible("j >= i && j < length")),
            ("empties the rows of padding", Visible("j <= i && i < length")),
            ("keeps the padding only", Visible("j <= i && j >= length")),
            ("counts the padding", Visible("j <= i && j < S.RowCount - length")),
            ("", Visible("j <= Math.Max(i, length)")),
            ("hides the word from itself", Visible("j < Math.Min(i, length)")),
            ("", Visible("i < length && j < length")),
            ("does not subtract the maximum", """
                {
                    var E = S.MapIndexed((i, j, s) => j <= i && j < length ? MathF.Exp(s) : 0);
                    return E.MapIndexed((i, j, e) => e == 0 ? 0 : e / E.Row(i).Sum());
                }
                """),
            ("counts hidden scores while dividing", """
                {
                    var E = S.MapIndexed((i, j, s) => j <= i && j < length ? MathF.Exp(s - S.Row(i).Maximum()) : 0);
                    return E.MapIndexed((i, j, e) => e == 0 ? 0 : e / E.Row(i).Sum());
                }
                """),
            ("gives an empty row equal shares", """
                {
                    var A = MyRowSoftmax(S.MapIndexed((i, j, s) => j <= i && j < length ? s : float.NegativeInfinity));
                    return A.Map(a => float.IsNaN(a) ? 1f / S.ColumnCount : a);
                }
                """),
            ("multiplies 0 by ∞", """
                {
                    var B = Matrix<float>.Build.Dense(S.RowCount, S.RowCount, (i, j) => j <= i && j < length ? 0 : 1);
                    return MyRowSoftmax(S + B * float.NegativeInfinity);
                }
                """),
            ("", """
                {
                    var B = Matrix<float>.Build.Dense(S.RowCount, S.RowCount, (i, j) => j <= i && j < length ? 0 : 1);
                    return MyRowSoftmax(S + B * float.NegativeInfinity).Map(a => float.IsNaN(a) ? 0 : a);
                }
                """),
            ("zeroes after softmax",
                "=> MyRowSoftmax(S).MapIndexed((i, j, a) => j <= i && j < length ? a : 0);"),
            ("counts hidden scores while dividing", "=> MyRowSoftmax(S).MapIndexed((i, j, a) => j <= i && j < length "
                + "? a : 0).NormalizeRows(1);"),
            ("hides nothing", "=> MyRowSoftmax(S);"),
            ("", "=> length == 0 ? S : MyRowSoftmax(S.MapIndexed((i, j, s) => j <= i && j < length ? s "
                + ": float.NegativeInfinity));"),
            ("",
                "{ var A = MyRowSoftmax(S.MapIndexed((i, j, s) => j <= i && j < length ? s : float.NegativeInfinity)); "
                + "return A.MapIndexed((i, j, a) => float.IsNaN(a) ? (j == 0 ? 1 : 0) : a); }")),

        .. To("LeakTest", "bool MyLeakTest(Func<Matrix<float>, Matrix<float>> layer, Matrix<float> X)",
            ("changes one feature only", Changed("Y[t, 0] += 1;")),
            ("changes one feature only", Changed("Y[t, X.ColumnCount - 1] += 1;")),
            ("compares one feature only", Changed(differ: "before[i, 0] != after[i, 0]")),
            ("ignores what becomes smaller", Changed(differ: "(after.Row(i) - before.Row(i)).Maximum() > 1e-6f")),
            ("compares the sums of the rows",
                Changed(differ: "MathF.Abs(after.Row(i).Sum() - before.Row(i).Sum()) > 1e-5f")),
            ("looks one word ahead only", Changed(rows: "i == t - 1")),
            ("leaves the row just before out", Changed(rows: "i < t - 1")),
            ("looks at the first row only", Changed(rows: "i == 0 && t > 0")),
            ("changes words to NaN", Changed("Y.SetRow(t, X.Row(t) * float.NaN);")),
            ("changes words to NaN", Changed("Y.SetRow(t, X.Row(t) * float.NaN);", words: "t == X.RowCount - 1")),
            ("changes the last word only", Changed(words: "t == X.RowCount - 1")),
            ("changes the second word only", Changed(words: "t == 1")),
            ("leaves the last word unchanged", Changed(words: "t < X.RowCount - 1")),
            ("", Changed("Y.SetRow(t, X.Row(t) * 2);", words: "t == 2")),
            ("", Changed("Y.SetRow(t, X.Row(t) + 1e-9f);")),
            ("compares with a generous tolerance",
                Changed(differ: "(after.Row(i) - before.Row(i)).AbsoluteMaximum() > 0.01f")),
            ("", Changed(differ: "(after.Row(i) - before.Row(i)).AbsoluteMaximum() > 0.5f")),
            ("", Changed(differ: "after.Row(i).Equals(before.Row(i))")),
            ("", Changed(differ: "after[i, 0] > before[i, 0]")),
            ("", Changed(differ: "MathF.Abs(after.Row(i).Sum() - before.Row(i).Sum()) > 0.1f")),
            ("", Changed(differ: "after.Row(i).Maximum() != before.Row(i).Maximum()")),
            ("looks at the changed row", Changed(rows: "i <= t")),
            ("changes the past", Changed(rows: "i > t")),
            ("leaves the first row out", Changed(rows: "i < t && i > 0")),
            ("never finds one", "=> !layer(X).Equals(layer(X));"),
            ("", "=> !layer(X).Equals(X);"),
            ("", "{ var Y = X.Clone(); Y.SetRow(X.RowCount - 1, X.Row(X.RowCount - 1) + 1); "
                + "return !layer(X).Equals(layer(Y)); }"),
            ("", "{ var Y = X.Clone(); Y.SetRow(0, X.Row(0) + 1); return !layer(X).Row(X.RowCount - 1)"
                + ".Equals(layer(Y).Row(X.RowCount - 1)); }"),
            ("", "{ var half = X.SubMatrix(0, Math.Max(1, X.RowCount / 2), 0, X.ColumnCount); return !layer(X)"
                + ".SubMatrix(0, half.RowCount, 0, X.ColumnCount).Equals(layer(half)); }"),
            ("looks at the first row only",
                "{ var before = layer(X); var Y = X.Clone(); for (int t = 1; t < X.RowCount; t++) { Y.SetRow(t, "
                + "Y.Row(t) + 1); } return !before.Row(0).Equals(layer(Y).Row(0)); }")),
    ];

    private static string Mask(string condition) => $$"""
        {
            var mask = new bool[n, n];
            for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) mask[i, j] = {{condition}};
            return mask;
        }
        """;

    private static string Padding(string condition) => $$"""
        {
            var mask = new bool[lengths.Length, n, n];
            for (int s = 0; s < lengths.Length; s++)
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++)
                        mask[s, i, j] = {{condition}};
            return mask;
        }
        """;

    /// <summary>Softmax after hidden scores s were replaced.</summary>
    private static string Hidden(string replacement, bool emptyRows = false) => $$"""
        {
            {{(emptyRows ? "if (length == 0) return S * 0;" : "")}}
            return MyRowSoftmax(S.MapIndexed((i, j, s) => j <= i && j < length ? s : {{replacement}}));
        }
        """;

    /// <summary>Masked softmax with another condition for what may be seen.</summary>
    private static string Visible(string condition) => $$"""
        {
            var H = S.MapIndexed((i, j, s) => {{condition}} ? s : float.NegativeInfinity);
            return MyRowSoftmax(H).Map(a => float.IsNaN(a) ? 0 : a);
        }
        """;

    private static string Changed(
        string change = "Y.SetRow(t, X.Row(t) + 1);", string words = "true", string rows = "i < t",
        string differ = "!after.Row(i).Equals(before.Row(i))") => $$"""
        {
            Matrix<float> before = layer(X);
            for (int t = 0; t < X.RowCount; t++)
            {
                if (!({{words}})) continue;
                Matrix<float> Y = X.Clone();
                {{change}}
                Matrix<float> after = layer(Y);
                for (int i = 0; i < X.RowCount; i++)
                    if ({{rows}} && ({{differ}})) return true;
            }
            return false;
        }
        """;
}
