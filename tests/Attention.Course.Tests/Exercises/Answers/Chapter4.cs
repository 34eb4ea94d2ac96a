using static Attention.Course.Tests.Exercises.Answers.WrongAnswer;

namespace Attention.Course.Tests.Exercises.Answers;

internal static class Chapter4
{
    public static IEnumerable<WrongAnswer> Answers =>
    [
        .. To("ScaledDotProduct", "Matrix<float> MyAttention(Matrix<float> Q, Matrix<float> K, Matrix<float> V)",
            ("cuts the root to a whole number",
                "=> MyRowSoftmax(Q * K.Transpose() / (int)Math.Sqrt(K.ColumnCount)) * V;"),
            ("scales by the number of queries", "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(Q.RowCount)) * V;"),
            ("scales by the number of keys", "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(K.RowCount)) * V;"),
            ("scales by the width of the values",
                "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(V.ColumnCount)) * V;"),
            ("multiplies by √d_k", "=> MyRowSoftmax(Q * K.Transpose() * MathF.Sqrt(K.ColumnCount)) * V;"),
            ("takes percentages", "=> (Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)).NormalizeRows(1) * V;"),
            ("normalises to length 1",
                "=> (Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)).PointwiseExp().NormalizeRows(2) * V;"),
            ("does not divide by the sum", "=> (Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)).PointwiseExp() * V;"),
            ("blends the keys", "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)) * K;"),
            ("does not scale", "=> MyRowSoftmax(Q * K.Transpose()) * V;"),
            ("divides by d_k", "=> MyRowSoftmax(Q * K.Transpose() / K.ColumnCount) * V;"),
            ("divides by d_k", "=> MyRowSoftmax(Q / MathF.Sqrt(Q.ColumnCount) * (K / MathF.Sqrt(K.ColumnCount))"
                + ".Transpose()) * V;"),
            ("scales the shares", "=> MyRowSoftmax(Q * K.Transpose()) / MathF.Sqrt(K.ColumnCount) * V;"),
            ("", "=> MyRowSoftmax(Q * K.Transpose() * V / MathF.Sqrt(K.ColumnCount));"),
            ("", "=> Q * K.Transpose() * MyRowSoftmax(V);"),
            ("takes the fourth root", "=> MyRowSoftmax(Q * K.Transpose() / MathF.Pow(K.ColumnCount, 0.25f)) * V;"),
            ("does not scale", "=> MyRowSoftmax(Q * K.Transpose() / MathF.Pow(K.ColumnCount, 1 / 2)) * V;"),
            ("", "=> MyRowSoftmax(Q * K.Transpose() / K.ColumnCount / K.ColumnCount) * V;"),
            ("", "=> MyRowSoftmax(Q * K.Transpose() / 8) * V;"),
            ("", "=> MyRowSoftmax(Q * K.Transpose() / 2) * V;"),
            ("turns the weights over",
                "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)).Transpose() * V;"),
            ("exchanges queries and keys", "=> MyRowSoftmax(K * Q.Transpose() / MathF.Sqrt(K.ColumnCount)) * V;"),
            ("turns the scores around", "=> MyRowSoftmax(-Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)) * V;"),
            ("forgets softmax", "=> Q * K.Transpose() / MathF.Sqrt(K.ColumnCount) * V;"),
            ("returns the weights", "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(K.ColumnCount));"),
            ("takes softmax twice",
                "=> MyRowSoftmax(MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(K.ColumnCount))) * V;"),
            ("adds a causal mask",
                "{ var S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount); return MyRowSoftmax(S.MapIndexed((i, j, s) "
                    + "=> j <= i ? s : float.NegativeInfinity)) * V; }"),
            ("takes the cosines",
                "=> MyRowSoftmax(Q.NormalizeRows(2) * K.NormalizeRows(2).Transpose() / MathF.Sqrt(K.ColumnCount)) * "
                    + "V;"),
            ("", "=> MyRowSoftmax(Q * Q.Transpose() / MathF.Sqrt(Q.ColumnCount)) * V;"),
            ("", "=> MyRowSoftmax(K * K.Transpose() / MathF.Sqrt(K.ColumnCount)) * V;"),
            ("",
                "{ var S = Q * K.Transpose(); return S.MapIndexed((i, j, s) => MathF.Exp(s / MathF.Sqrt(K.ColumnCount) "
                + "- S.Row(i).Maximum())).NormalizeRows(1) * V; }"),
            ("multiplies by √d_k",
                "{ var S = Q * K.Transpose(); return S.MapIndexed((i, j, s) => MathF.Exp((s - S.Row(i).Maximum()) "
                + "* MathF.Sqrt(K.ColumnCount))).NormalizeRows(1) * V; }"),
            ("subtracts the maximum of the column",
                "{ var S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount); return S.MapIndexed((i, j, s) => MathF.Exp(s "
                + "- S.Column(j).Maximum())).NormalizeRows(1) * V; }"),
            ("subtracts the first score of a row",
                "{ var S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount); return S.MapIndexed((i, j, s) => MathF.Exp(s "
                + "- S[i, 0])).NormalizeRows(1) * V; }"),
            ("replaces NaN",
                "{ var S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount); return S.PointwiseExp().NormalizeRows(1)"
                + ".Map(a => float.IsNaN(a) ? 0 : a) * V; }"),
            ("",
                "{ var S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount); return S.Map(s => MathF.Exp(MathF.Min(s, "
                    + "80))).NormalizeRows(1) * V; }"),
            ("", "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)) * V + Q;"),
            ("averages the result",
                "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)) * V / V.RowCount;")),

        .. To("ScoreVariance", "double MyVariance(int d, double varQ, double varK)",
            ("counts each product twice", "=> 2 * d * varQ * varK;"),
            ("adds the variances", "=> varQ + varK;"),
            ("adds the variances", "=> d * (varQ + varK);"),
            ("returns the standard deviation", "=> Math.Sqrt(d * varQ * varK);"),
            ("takes one product only", "=> varQ * varK;"),
            ("returns 1 always", "=> 1;"),
            ("forgets the variances", "=> d;"),
            ("forgets the variance of k", "=> d * varQ;"),
            ("takes the variance of q twice", "=> d * varQ * varQ;"),
            ("takes the variance of k twice", "=> d * varK * varK;"),
            ("takes the root of d", "=> Math.Sqrt(d) * varQ * varK;"),
            ("squares the variances", "=> d * Math.Pow(varQ * varK, 2);"),
            ("squares d", "=> Math.Pow(d, 2) * varQ * varK;"),
            ("", "=> Math.Pow(varQ * varK, d);"),
            ("adds d", "=> d + varQ * varK;"),
            ("adds the variances", "=> d + varQ + varK;"),
            ("divides by the variances", "=> d / (varQ * varK);"),
            ("takes the mean", "=> varQ * varK / d;"),
            ("scales the scores", "=> varQ * varK / Math.Sqrt(d);"),
            ("cuts to a whole number", "=> (int)(d * varQ * varK);"),
            ("", "=> d * Math.Max(varQ, varK);"),
            ("takes the roots of the variances", "=> d * Math.Sqrt(varQ) * Math.Sqrt(varK);")),

        .. To("BugHunt",
            "Matrix<float> SelfAttention(Matrix<float> X, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV, int "
                + "heads)",
            ("does not scale", Layer(scale: "1")),
            ("exchanges the query and the key matrix", Layer(q: "X * WK", k: "X * WQ")),
            ("leaves the keys out", Layer(k: "X")),
            ("scales by √embed_size", Layer(scale: "MathF.Sqrt(embedSize)")),
            ("does not apply the matrices", Layer(q: "X", k: "X", v: "X")),
            ("leaves the values out", Layer(v: "X")),
            ("uses the query matrix for the keys", Layer(k: "X * WQ")),
            ("uses the query matrix for the values", Layer(v: "X * WQ")),
            ("uses the key matrix for the values", Layer(v: "X * WK")),
            ("forgets the root", Layer(scale: "headDim")),
            ("multiplies by the root", Layer(scale: "(1 / MathF.Sqrt(headDim))")),
            ("scales by √heads", Layer(scale: "MathF.Sqrt(heads)")),
            ("scales by the number of words", Layer(scale: "MathF.Sqrt(X.RowCount)")),
            ("cuts the root to a whole number", Layer(scale: "(int)MathF.Sqrt(headDim)")),
            ("", Layer(scale: "MathF.Sqrt(embedSize / 2)")),
            ("divides by the width of the word", Layer(scale: "embedSize")),
            ("", Layer(start: "h")),
            ("gives each head the first part", Layer(start: "0")),
            ("takes the softmax by columns", Layer(softmax: "NormalizeColumns(1)")),
            ("normalises to length 1", Layer(softmax: "NormalizeRows(2)")),
            ("takes the heads in reverse", Layer(join: "right.Append(left)")),
            ("", Layer(join: "left + right")),
            ("", Layer(join: "left.Stack(right)")),
            ("multiplies from the left", Layer(q: "WQ * X", k: "WK * X", v: "WV * X")),
            ("turns the matrices over",
                Layer(q: "X * WQ.Transpose()", k: "X * WK.Transpose()", v: "X * WV.Transpose()"))),
    ];

    /// <summary>Text 2's layer with both bugs mended, but for what is given.</summary>
    private static string Layer(
        string q = "X * WQ", string k = "X * WK", string v = "X * WV", string scale = "MathF.Sqrt(headDim)",
        string start = "h * headDim", string softmax = "NormalizeRows(1)", string join = "left.Append(right)") => $$"""
        {
            int embedSize = X.ColumnCount, headDim = embedSize / heads;
            (Matrix<float> Q, Matrix<float> K, Matrix<float> V) = ({{q}}, {{k}}, {{v}});
            Matrix<float> Head(Matrix<float> M, int h) => M.SubMatrix(0, M.RowCount, {{start}}, headDim);
            Matrix<float> Scores(int h) => Head(Q, h) * Head(K, h).Transpose() / {{scale}};
            Matrix<float> Attend(int h) => Scores(h).PointwiseExp().{{softmax}} * Head(V, h);
            return Enumerable.Range(0, heads).Select(Attend).Aggregate((left, right) => {{join}});
        }
        """;
}
