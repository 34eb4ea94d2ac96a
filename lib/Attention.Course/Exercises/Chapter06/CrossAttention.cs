using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter06
{
    public static Exercise<Cross> CrossAttention { get; } =
        new(Syllabus.CrossAttention)
        {
            Task =
                "The words of X ask, the words of another text C, the context, answer: "
                + "write attention with queries from X, keys and values from C, each projected by its own matrix. "
                + "X and C may have different numbers of words.",
            Attempt = "MyCross",
            Starter = """
                Matrix<float> MyCross(
                    Matrix<float> X, Matrix<float> C,
                    Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV)
                {
                    throw new NotImplementedException();   // your code; one row for each word of X
                }
                """,
            Solution = """
                Matrix<float> MyCross(
                    Matrix<float> X, Matrix<float> C,
                    Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV)
                {
                    (Matrix<float> Q, Matrix<float> K, Matrix<float> V) = (X * WQ, C * WK, C * WV);
                    Matrix<float> S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount);
                    return S.MapIndexed((i, j, score) => MathF.Exp(score - S.Row(i).Maximum())).NormalizeRows(1) * V;
                }
                """,
            Hints =
            [
                "Nothing in softmax(Q·Kᵀ/√d_k)·V says that Q and K come from the same text.",
                "Who asks? X: project it with WQ. Who answers and hands over? C: project it with WK and with WV. "
                    + "The rest is as in self-attention.",
                "`(X * WQ, C * WK, C * WV)`, then scores, softmax by rows, times V.",
            ],
            Insight = "Self-attention is cross-attention of a text with itself; one function serves both.",
            Inputs = ["X", "C", "WQ", "WK", "WV"],
            Cases =
            [
                Texts("two words ask two words", 2, 2, 2, 2, 2),
                Texts("two words ask three", 2, 3, 3, 2, 2),
                Texts("three words ask one", 3, 1, 3, 2, 2),
                Texts("keys of one feature", 2, 3, 3, 1, 2),
                Texts("keys of three features", 3, 2, 4, 3, 2),
                Texts("keys of four features", 4, 3, 2, 4, 3),
                Texts("values wider than keys", 3, 4, 3, 2, 5),
                Texts("everything square", 3, 3, 3, 3, 3),
                Texts("scores of hundreds", 4, 6, 3, 4, 2, scale: 12),
                Texts("scores of thousands", 3, 5, 2, 3, 2, scale: 40),
                Alone("large scores that lie close together", [500, 501]),
                Alone("scores of 60", [60, 59]),
                Alone("a first score far below the second", [-200, 3]),
                Alone("a first score far above the second", [3, -200]),
            ],
            Reference = (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wk, c * wv),
            WrongIdeas =
            [
                new(
                    "asks itself",
                    "All three come from X: that is self-attention, C is not read at all. Keys and values come from C.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, x * wk, x * wv)
                ),
                new(
                    "leaves X out",
                    "All three come from C: nobody of X asks. The queries come from X.",
                    (x, c, wq, wk, wv) => Formulas.Attention(c * wq, c * wk, c * wv)
                ),
                new(
                    "exchanges the texts",
                    "C asks and X answers: the wrong way round. Queries come from X, keys and values from C; "
                        + "the result has a row for each word of X.",
                    (x, c, wq, wk, wv) => Formulas.Attention(c * wq, x * wk, x * wv)
                ),
                new(
                    "takes the values from X",
                    "The keys come from C, but the values from X. Key and value belong to the same word of C: "
                        + "the one that is found is the one that hands over.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wk, x * wv)
                ),
                new(
                    "takes the keys from X",
                    "The values come from C, but the keys from X. Key and value belong to the same word of C.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, x * wk, c * wv)
                ),
                new(
                    "does not scale",
                    "The division by √d_k is missing: the same function as before, with the same scale.",
                    (x, c, wq, wk, wv) => Formulas.RowSoftmax(x * wq * (c * wk).Transpose()) * (c * wv),
                    (x, c, wq, wk, wv) => (x * wq * (c * wk).Transpose()).PointwiseExp().NormalizeRows(1) * (c * wv)
                ),
                new(
                    "scales by √d_model",
                    "You divided by √d_model, the width of a word. A score adds up d_k products: "
                        + "divide by √d_k, the width of a key.",
                    (x, c, wq, wk, wv) => Divided(x * wq, c * wk, MathF.Sqrt(x.ColumnCount)) * (c * wv),
                    (x, c, wq, wk, wv) =>
                        (x * wq * (c * wk).Transpose() / MathF.Sqrt(x.ColumnCount)).PointwiseExp().NormalizeRows(1)
                        * (c * wv)
                ),
                new(
                    "scales by the width of the values",
                    "You took the root of the width of the values. A score adds up d_k products: "
                        + "divide by √d_k, the width of a key.",
                    (x, c, wq, wk, wv) => Divided(x * wq, c * wk, MathF.Sqrt(wv.ColumnCount)) * (c * wv)
                ),
                new(
                    "scales by the number of words",
                    "You took the root of the number of words. A score adds up d_k products: "
                        + "divide by √d_k, the width of a key.",
                    (x, c, wq, wk, wv) => Divided(x * wq, c * wk, MathF.Sqrt(c.RowCount)) * (c * wv),
                    (x, c, wq, wk, wv) => Divided(x * wq, c * wk, MathF.Sqrt(x.RowCount)) * (c * wv)
                ),
                new(
                    "divides by d_k",
                    "You divided by d_k, not by its root.",
                    (x, c, wq, wk, wv) => Divided(x * wq, c * wk, wk.ColumnCount) * (c * wv),
                    (x, c, wq, wk, wv) =>
                        (x * wq * (c * wk).Transpose() / wk.ColumnCount).PointwiseExp().NormalizeRows(1) * (c * wv)
                ),
                new("multiplies by √d_k", "You multiplied by √d_k. Divide by it.", (x, c, wq, wk, wv) =>
                    Divided(x * wq, c * wk, 1 / MathF.Sqrt(wk.ColumnCount)) * (c * wv)
                ),
                new(
                    "does not subtract the maximum",
                    "Right for small scores; larger ones overflow, and ∞/∞ gives NaN. "
                        + "Subtract from each row of the scores its own maximum, as in chapter 3.",
                    (x, c, wq, wk, wv) => Formulas.Scores(x * wq, c * wk).PointwiseExp().NormalizeRows(1) * (c * wv),
                    (x, c, wq, wk, wv) =>
                        Formulas.Scores(x * wq, c * wk).PointwiseExp() is var e
                            ? e.MapIndexed((i, _, power) => power / e.Row(i).Sum()) * (c * wv)
                            : x
                ),
                new(
                    "exchanges key and value matrices",
                    "WK and WV are exchanged: keys are C·WK, values C·WV.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wv, c * wk)
                ),
                new(
                    "exchanges query and key matrices",
                    "WQ and WK are exchanged: queries are X·WQ, keys C·WK.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wk, c * wq, c * wv)
                ),
                new(
                    "uses the query matrix for the keys",
                    "The keys are projected with WQ. They have a matrix of their own: C·WK.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wq, c * wv)
                ),
                new(
                    "uses the key matrix for the values",
                    "The values are projected with WK. They have a matrix of their own: C·WV.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wk, c * wk)
                ),
                new("does not project the values", "The values are not projected: V = C·WV.", (x, c, wq, wk, wv) =>
                    Formulas.Attention(x * wq, c * wk, c)
                ),
                new(
                    "does not project at all",
                    "Nothing is projected: queries are X·WQ, keys C·WK, values C·WV.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x, c, c)
                ),
                new(
                    "takes the softmax by columns",
                    "Your softmax runs down the columns. Each word of X asks, and its row of weights adds up to 1.",
                    (x, c, wq, wk, wv) =>
                        Formulas.RowSoftmax(Formulas.Scores(x * wq, c * wk).Transpose()).Transpose() * (c * wv),
                    (x, c, wq, wk, wv) => Formulas.Scores(x * wq, c * wk).PointwiseExp().NormalizeColumns(1) * (c * wv)
                ),
                new(
                    "forgets softmax",
                    "You multiplied the raw scores with the values. Softmax comes between.",
                    (x, c, wq, wk, wv) => Formulas.Scores(x * wq, c * wk) * (c * wv)
                ),
                new(
                    "returns the weights",
                    "Those are the weights. Multiply them with the values, C·WV.",
                    (x, c, wq, wk, wv) => Formulas.RowSoftmax(Formulas.Scores(x * wq, c * wk))
                ),
                new(
                    "stacks the texts",
                    "X and C were put together, and all words ask and answer. X asks C alone: "
                        + "the words of X are no keys.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, x.Stack(c) * wk, x.Stack(c) * wv),
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c.Stack(x) * wk, c.Stack(x) * wv)
                ),
                new("cuts the root to a whole number",
                    "You cut √d_k to a whole number. Divide by the root itself: MathF.Sqrt(K.ColumnCount).",
                    (x, c, wq, wk, wv) => Divided(x * wq, c * wk, (int)Math.Sqrt(wk.ColumnCount)) * (c * wv)),
                new("uses the query matrix for the values",
                    "The values are projected with WQ. They have a matrix of their own: C·WV.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wk, c * wq)),
                new("does not project the queries",
                    "The queries are not projected: Q = X·WQ.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x, c * wk, c * wv)),
                new("does not project the keys",
                    "The keys are not projected: K = C·WK.",
                    (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c, c * wv)),
                new("turns the weights over",
                    "Your weights are turned over: a row belongs to a word of X, a column to a word of C.",
                    (x, c, wq, wk, wv) => Formulas.RowSoftmax(Formulas.Scores(x * wq, c * wk)).Transpose() * (c * wv)),
            ],
        };

    private static Matrix<float> Divided(Matrix<float> q, Matrix<float> k, float divisor) =>
        Formulas.RowSoftmax(q * k.Transpose() / divisor);

    /// <summary>One word asks two with one feature each, and the projections change nothing.</summary>
    private static Case Alone(string name, float[] scores) =>
        new(
            name,
            Sample.Matrix(
                new float[,]
                {
                    { 1 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { scores[0] },
                    { scores[1] },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 1 },
                }
            ),
            Sample.Matrix(
                new float[,]
                {
                    { 0.01f },
                }
            )
        );

    private static Case Texts(
        string name,
        int words,
        int others,
        int width,
        int keyWidth,
        int valueWidth,
        float scale = 1
    ) =>
        new(
            name,
            Sample.Random(words, width, 31) * scale,
            Sample.Random(others, width, 32) * scale,
            Sample.Random(width, keyWidth, 33),
            Sample.Random(width, keyWidth, 34),
            Sample.Random(width, valueWidth, 35)
        );
}
