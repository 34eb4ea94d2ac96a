using static Attention.Course.Tests.Exercises.Answers.WrongAnswer;

namespace Attention.Course.Tests.Exercises.Answers;

internal static class Chapter6
{
    private const string CrossHead =
        "Matrix<float> MyCross(Matrix<float> X, Matrix<float> C, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV)";

    private const string LayerHead = "Matrix<float> MyLayer(Matrix<float> X, Matrix<float> WQ, Matrix<float> WK, "
        + "Matrix<float> WV, Matrix<float> WO, int heads, Matrix<float> B)";

    public static IEnumerable<WrongAnswer> Answers =>
    [
        .. To("SplitHeads", "Matrix<float>[] MySplit(Matrix<float> X, int heads)",
            ("splits the words", Split("X.SubMatrix(h * X.RowCount / heads, X.RowCount / heads, 0, X.ColumnCount)")),
            ("gives each head the same part", Split("X.SubMatrix(0, X.RowCount, 0, size)")),
            ("moves on by one feature", Split("X.SubMatrix(0, X.RowCount, h, size)")),
            ("gives each head everything", Split("X.Clone()")),
            ("takes them in reverse", Split("X.SubMatrix(0, X.RowCount, (heads - 1 - h) * size, size)")),
            ("deals the features like cards",
                Split("Matrix<float>.Build.Dense(X.RowCount, size, (i, j) => X[i, j * heads + h])")),
            ("", Split("X.SubMatrix(0, X.RowCount, h * heads, size)")),
            ("turns the heads", Split("X.SubMatrix(0, X.RowCount, h * size, size).Transpose()")),
            ("cuts the numbers row after row",
                Split("Matrix<float>.Build.Dense(X.RowCount, size, (i, j) => "
                    + "X.ToRowMajorArray()[h * X.RowCount * size + i * size + j])")),
            ("", Split("X.SubMatrix(0, 1, h * size, size)")),
            ("", Split("X.SubMatrix(0, size, h * size, size)")),
            ("", Split("X.SubMatrix(0, X.RowCount, h * size, size - 1)")),
            ("", Split("X.SubMatrix(0, X.RowCount, h * size, X.ColumnCount - h * size)")),
            ("divides the numbers", Split("X.SubMatrix(0, X.RowCount, h * size, size) / heads")),
            ("", Split("X.SubMatrix(0, X.RowCount, h == 0 ? 0 : h * size - 1, size)")),
            ("leaves the heads empty", Split("Matrix<float>.Build.Dense(X.RowCount, size)")),
            ("leaves the last head out", "{ int size = X.ColumnCount / heads; return Enumerable.Range(0, heads - 1)"
                + ".Select(h => X.SubMatrix(0, X.RowCount, h * size, size)).ToArray(); }"),
            ("", "{ int size = X.ColumnCount / heads; return Enumerable.Range(1, heads)"
                + ".Select(h => X.SubMatrix(0, X.RowCount, h * size, size)).ToArray(); }"),
            ("", "=> new Matrix<float>[heads];"),
            ("makes one head", "=> [X];"),
            ("exchanges number and width", "{ int size = X.ColumnCount / heads; return Enumerable.Range(0, size)"
                + ".Select(h => X.SubMatrix(0, X.RowCount, h * heads, heads)).ToArray(); }")),

        .. To("MergeHeads", "Matrix<float> MyMerge(Matrix<float>[] Z)",
            ("stacks the heads", "=> Z.Aggregate((a, b) => a.Stack(b));"),
            ("adds the heads", "=> Z.Aggregate((a, b) => a + b);"),
            ("takes them in reverse", "=> Z.Aggregate((a, b) => b.Append(a));"),
            ("averages the heads", "=> Z.Aggregate((a, b) => a + b) / Z.Length;"),
            ("keeps the first head", "=> Z[0];"),
            ("", "=> Z[0].Append(Z[1]);"),
            ("merges two heads only", "=> Z.Length == 1 ? Z[0] : Z[0].Append(Z[1]);"),
            ("", "=> Z[0].Append(Z[^1]);"),
            ("repeats the first head at the front",
                "{ var M = Z[0]; for (int h = 0; h < Z.Length; h++) M = M.Append(Z[h]); return M; }"),
            ("leaves the last head out",
                "{ var M = Z[0]; for (int h = 1; h < Z.Length - 1; h++) M = M.Append(Z[h]); return M; }"),
            ("keeps the first head", "{ var M = Z[0]; for (int h = 1; h < Z.Length; h++) M.Append(Z[h]); return M; }"),
            ("deals the columns like cards",
                "{ int w = Z[0].ColumnCount; return Matrix<float>.Build.Dense(Z[0].RowCount, w * Z.Length, "
                + "(i, j) => Z[j % Z.Length][i, j / Z.Length]); }"),
            ("repeats the first column of each head",
                "{ int w = Z[0].ColumnCount; return Matrix<float>.Build.Dense(Z[0].RowCount, w * Z.Length, "
                + "(i, j) => Z[j / w][i, 0]); }"),
            ("moves on by one column",
                "{ int w = Z[0].ColumnCount; var M = Matrix<float>.Build.Dense(Z[0].RowCount, w * Z.Length); "
                + "for (int h = 0; h < Z.Length; h++) M.SetSubMatrix(0, h, Z[h]); return M; }"),
            ("turns the result", "=> Z.Aggregate((a, b) => a.Append(b)).Transpose();"),
            ("reshapes without turning",
                "{ float[] all = Z.SelectMany(head => head.ToRowMajorArray()).ToArray(); "
                    + "int w = Z.Length * Z[0].ColumnCount; "
                    + "return Matrix<float>.Build.Dense(Z[0].RowCount, w, (i, j) => all[i * w + j]); }"),
            ("", "=> Z.Aggregate((a, b) => a * b);"),
            ("", "=> Z.OrderBy(head => head[0, 0]).Aggregate((a, b) => a.Append(b));")),

        .. To("CountParameters", "int MyCount(int dModel, int heads, int dK, int dV)",
            ("forgets W_O or W_V", "=> heads * (2 * dModel * dK + dModel * dV);"),
            ("makes W_O square", "=> heads * (2 * dModel * dK + dModel * dV) + dModel * dModel;"),
            ("counts one head", "=> 2 * dModel * dK + dModel * dV + heads * dV * dModel;"),
            ("takes the usual sizes for granted", "=> 4 * dModel * dModel;"),
            ("", "=> 3 * dModel * dModel + dModel * dModel * heads;"),
            ("takes dK three times", "=> heads * dModel * (2 * dK + dV) + heads * dK * dModel;"),
            ("forgets the keys", "=> heads * (dModel * dK + dModel * dV) + heads * dV * dModel;"),
            ("", "=> heads * dModel * (2 * dK + 2 * dV) + dModel;"),
            ("counts W_O like the projections", "=> heads * dModel * (2 * dK + dV) * 2;"),
            ("", "=> heads * 2 * dK + heads * dV + dModel;"),
            ("counts the rows of W_O only", "=> heads * dModel * (dK + dK + dV) + heads * dV;"),
            ("", "=> heads * heads * dModel * (2 * dK + 2 * dV);"),
            ("forgets the heads", "=> dModel * (2 * dK + 2 * dV);"),
            ("adds biases", "=> heads * dModel * 2 * (dK + dV) + heads * (2 * dK + dV) + dModel;"),
            ("gives every head a full W_O",
                "=> heads * (dModel * dK * 2 + dModel * dV) + heads * heads * dV * dModel;"),
            ("makes the projections of each head square", "=> heads * dModel * dModel * 4;"),
            ("takes keys and values as equally wide", "=> heads * dModel * dK * 4;"),
            ("takes the keys as wide as the values", "=> heads * dModel * dV * 4;"),
            ("", "=> heads * (dModel * dK + dK * dK + dModel * dV) + heads * dV * dModel;"),
            ("", "=> dModel / heads * (2 * dK + dV) * heads + heads * dV * dModel;"),
            ("makes W_O square by the merged width",
                "=> heads * dModel * (2 * dK + dV) + heads * dV * (heads * dV);"),
            ("makes W_O too small", "=> heads * dModel * (2 * dK + dV) + dV * dModel;"),
            ("forgets the heads", "=> dModel * (2 * dK + dV) + dModel * dModel;"),
            ("takes dK three times", "=> 3 * heads * dModel * dK + heads * dV * dModel;"),
            ("adds instead of multiplying",
                "=> heads * ((dModel + dK) * 2 + dModel + dV) + heads * dV + dModel;")),

        .. To("CrossAttention", CrossHead,
            ("asks itself", Cross(k: "X * WK", v: "X * WV")),
            ("leaves X out", Cross(q: "C * WQ")),
            ("takes the values from X", Cross(v: "X * WV")),
            ("takes the keys from X", Cross(k: "X * WK")),
            ("exchanges the texts", Cross(q: "C * WQ", k: "X * WK", v: "X * WV")),
            ("does not scale", Cross(scale: "1")),
            ("scales by √d_model", Cross(scale: "MathF.Sqrt(X.ColumnCount)")),
            ("divides by d_k", Cross(scale: "K.ColumnCount")),
            ("cuts the root to a whole number", Cross(scale: "(int)MathF.Sqrt(K.ColumnCount)")),
            ("exchanges query and key matrices", Cross(q: "X * WK", k: "C * WQ")),
            ("exchanges key and value matrices", Cross(k: "C * WV", v: "C * WK")),
            ("uses the query matrix for the values", Cross(v: "C * WQ")),
            ("does not project the queries", Cross(q: "X")),
            ("does not project the keys", Cross(k: "C")),
            ("does not project the values", Cross(v: "C")),
            ("uses the key matrix for the values", Cross(v: "K")),
            ("", Cross(q: "X * WQ", k: "C * WQ", v: "C * WQ")),
            ("",
                "=> MyRowSoftmax(X * WQ * (C * WK).Transpose() / MathF.Sqrt(WK.ColumnCount)) * (C * WV) + X * WV;"),
            ("", "=> MyAttention(C * WK, X * WQ, C * WV);"),
            ("", "=> MyAttention(X * WQ, C * WK, C * WV).Transpose();"),
            ("",
                "=> MyRowSoftmax((X * WQ * (C * WK).Transpose() / MathF.Sqrt(WK.ColumnCount)).Transpose()) * (C * "
                    + "WV);"),
            ("turns the weights over",
                "=> MyRowSoftmax((X * WQ * (C * WK).Transpose() / MathF.Sqrt(WK.ColumnCount))).Transpose() * (C * "
                    + "WV);"),
            ("", "=> MyAttention(X * WQ, (X + C) * WK, (X + C) * WV);"),
            ("", "=> MyAttention(X * WQ, C * WK, MyRowSoftmax(C * WV));"),
            ("stacks the texts", Cross(k: "X.Stack(C) * WK", v: "X.Stack(C) * WV")),
            ("stacks the texts", Cross(k: "C.Stack(X) * WK", v: "C.Stack(X) * WV")),
            ("", Cross(q: "X.Stack(C) * WQ")),
            ("", Cross(scale: "MathF.Sqrt(2)")),
            ("", Cross(scale: "(K.ColumnCount / 2f)")),
            ("", Cross(scale: "((K.ColumnCount + 1) / 2f)")),
            ("", Cross(scale: "(K.ColumnCount == 1 ? 1 : MathF.Sqrt(2))")),
            ("scales by the width of the values", Cross(scale: "MathF.Sqrt(WV.ColumnCount)")),
            ("scales by the number of words", Cross(scale: "MathF.Sqrt(C.RowCount)")),
            ("multiplies by √d_k", Cross(scale: "(1 / MathF.Sqrt(K.ColumnCount))")),
            ("scales by √d_model",
                "=> (X * WQ * (C * WK).Transpose() / MathF.Sqrt(X.ColumnCount)).PointwiseExp().NormalizeRows(1)"
                    + " * (C * WV);"),
            ("does not subtract the maximum",
                "=> (X * WQ * (C * WK).Transpose() / MathF.Sqrt(WK.ColumnCount)).PointwiseExp().NormalizeRows(1)"
                    + " * (C * WV);"),
            ("",
                "=> MyRowSoftmax((X * WQ * (C * WK).Transpose() / MathF.Sqrt(WK.ColumnCount))"
                    + ".Map(s => Math.Clamp(s, -100, 100))) * (C * WV);"),
            ("",
                "=> MyRowSoftmax((X * WQ * (C * WK).Transpose() / MathF.Sqrt(WK.ColumnCount))"
                    + ".Map(s => MathF.Abs(s))) * (C * WV);"),
            ("",
                "=> MyRowSoftmax((X * WQ * (C * WK).Transpose() / MathF.Sqrt(WK.ColumnCount))"
                    + ".Map(s => MathF.Max(s, 0))) * (C * WV);")),

        .. To("WholeLayer", LayerHead,
            ("forgets the mask", Layer(mask: "")),
            ("does not scale", Layer(scale: "1")),
            ("scales by the width of all heads", Layer(scale: "MathF.Sqrt(WK.ColumnCount)")),
            ("scales by √d_model", Layer(scale: "MathF.Sqrt(X.ColumnCount)")),
            ("forgets WO", Layer(last: "")),
            ("uses the query matrix for the keys", Layer(k: "WQ")),
            ("exchanges query and key matrices", Layer(q: "WK", k: "WQ")),
            ("turns the mask around", Layer(mask: " + B.Transpose()")),
            ("subtracts the mask", Layer(mask: " - B")),
            ("forgets the mask", Layer(mask: " + B * 0")),
            ("", Layer(mask: " * (B + 1)")),
            ("divides by d_k", Layer(scale: "K.ColumnCount")),
            ("cuts the root to a whole number", Layer(scale: "(int)MathF.Sqrt(K.ColumnCount)")),
            ("scales by the width of the values", Layer(scale: "MathF.Sqrt(WV.ColumnCount / heads)")),
            ("scales by √heads", Layer(scale: "MathF.Sqrt(heads)")),
            ("uses the key matrix for the values", Layer(v: "WK")),
            ("", Layer(start: "i")),
            ("gives each head the first part", Layer(start: "0")),
            ("takes the heads in reverse", Layer(join: "right.Append(left)")),
            ("", Layer(join: "left + right")),
            ("", Layer(join: "left.Stack(right)")),
            ("", Layer(last: " * WO.Transpose()")),
            ("adds the words again", Layer(last: " * WO + X")),
            ("takes the heads in reverse", Layer(start: "(heads - 1 - i) * (all.ColumnCount / heads)")),
            ("does not subtract the maximum", Layer(softmax: "S.PointwiseExp().NormalizeRows(1)")),
            ("", Layer(softmax: "MyRowSoftmax(S).MapIndexed((r, c, a) => c <= r ? a : 0)", mask: "")),
            ("always hides the future",
                Layer(softmax: "MyRowSoftmax(S.MapIndexed((r, c, s) => c <= r ? s : "
                    + "float.NegativeInfinity))", mask: "")),
            ("multiplies by a mask of zeros",
                Layer(softmax: "MyRowSoftmax(S.Map(s => float.IsNegativeInfinity(s) ? 0 : s))")),
            ("",
                Layer(softmax: "MyRowSoftmax(S.Map(s => float.IsNegativeInfinity(s) ? -1e9f : s))", last: " * WO * 2")),
            ("takes the softmax by columns", Layer(softmax: "MyRowSoftmax(S.Transpose()).Transpose()"))),
    ];

    private static string Split(string head) => $$"""
        {
            int size = X.ColumnCount / heads;
            return Enumerable.Range(0, heads).Select(h => (Matrix<float>)({{head}})).ToArray();
        }
        """;

    private static string Cross(
        string q = "X * WQ", string k = "C * WK", string v = "C * WV",
        string scale = "MathF.Sqrt(K.ColumnCount)") => $$"""
        {
            (Matrix<float> Q, Matrix<float> K) = ({{q}}, {{k}});
            Matrix<float> V = {{v}};
            return MyRowSoftmax(Q * K.Transpose() / {{scale}}) * V;
        }
        """;

    private static string Layer(
        string q = "WQ", string k = "WK", string v = "WV", string scale = "MathF.Sqrt(K.ColumnCount)",
        string mask = " + B", string softmax = "MyRowSoftmax(S)", string start = "i * (all.ColumnCount / heads)",
        string join = "left.Append(right)", string last = " * WO") => $$"""
        {
            Matrix<float> Part(Matrix<float> all, int i)
                => all.SubMatrix(0, all.RowCount, {{start}}, all.ColumnCount / heads);
            Matrix<float> Head(int i)
            {
                (Matrix<float> Q, Matrix<float> K) = (X * Part({{q}}, i), X * Part({{k}}, i));
                Matrix<float> S = Q * K.Transpose() / {{scale}}{{mask}};
                return {{softmax}} * (X * Part({{v}}, i));
            }
            return Enumerable.Range(0, heads).Select(Head).Aggregate((left, right) => {{join}}){{last}};
        }
        """;
}
