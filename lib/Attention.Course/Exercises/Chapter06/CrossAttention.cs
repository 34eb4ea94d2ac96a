using Cross = System.Func<MathNet.Numerics.LinearAlgebra.Matrix<float>, MathNet.Numerics.LinearAlgebra.Matrix<float>, MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>, MathNet.Numerics.LinearAlgebra.Matrix<float>, MathNet.Numerics.LinearAlgebra.Matrix<float>>;

namespace Attention.Course;

internal static partial class Chapter06
{
    public static Exercise<Cross> CrossAttention { get; } = new(Syllabus.CrossAttention)
    {
        Task = "The words of X ask, the words of another text C, the context, answer: write attention with queries from X, keys and values from C, each projected by its own matrix. X and C may have different numbers of words.",
        Attempt = "MyCross",
        Starter = """
            Matrix<float> MyCross(
                Matrix<float> X, Matrix<float> C, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV)
            {
                throw new NotImplementedException();   // your code; one row for each word of X
            }
            """,
        Solution = """
            Matrix<float> MyCross(
                Matrix<float> X, Matrix<float> C, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV)
            {
                (Matrix<float> Q, Matrix<float> K, Matrix<float> V) = (X * WQ, C * WK, C * WV);
                Matrix<float> S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount);
                return S.MapIndexed((i, j, score) => MathF.Exp(score - S.Row(i).Maximum())).NormalizeRows(1) * V;
            }
            """,
        Hints =
        [
            "Nothing in softmax(Q·Kᵀ/√d_k)·V says that Q and K come from the same text.",
            "Who asks? X: project it with WQ. Who answers and hands over? C: project it with WK and with WV. The rest is as in self-attention.",
            "`(X * WQ, C * WK, C * WV)`, then scores, softmax by rows, times V.",
        ],
        Insight = "Self-attention is cross-attention of a text with itself; one function serves both.",
        Inputs = ["X", "C", "WQ", "WK", "WV"],
        Cases =
        [
            Texts("two words ask two words", 2, 2, 2, 2),
            Texts("two words ask three", 2, 3, 2, 2),
            Texts("three words ask one", 3, 1, 2, 2),
            Texts("values wider than keys", 3, 4, 2, 5),
        ],
        Reference = (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wk, c * wv),
        WrongIdeas =
        [
            new("asks itself", "All three come from X: that is self-attention, C is not read at all. Keys and values come from C.",
                (x, c, wq, wk, wv) => Formulas.Attention(x * wq, x * wk, x * wv)),
            new("leaves X out", "All three come from C: nobody of X asks. The queries come from X.",
                (x, c, wq, wk, wv) => Formulas.Attention(c * wq, c * wk, c * wv)),
            new("exchanges the texts", "C asks and X answers: the wrong way round. Queries come from X, keys and values from C; the result has a row for each word of X.",
                (x, c, wq, wk, wv) => Formulas.Attention(c * wq, x * wk, x * wv)),
            new("takes the values from X", "The keys come from C, but the values from X. Key and value belong to the same word of C: the one that is found is the one that hands over.",
                (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wk, x * wv)),
            new("takes the keys from X", "The values come from C, but the keys from X. Key and value belong to the same word of C.",
                (x, c, wq, wk, wv) => Formulas.Attention(x * wq, x * wk, c * wv)),
            new("does not scale", "The division by √d_k is missing: the same function as before, with the same scale.",
                (x, c, wq, wk, wv) => Formulas.RowSoftmax(x * wq * (c * wk).Transpose()) * (c * wv)),
            new("exchanges key and value layers", "WK and WV are exchanged: keys are C·WK, values C·WV.",
                (x, c, wq, wk, wv) => Formulas.Attention(x * wq, c * wv, c * wk)),
            new("takes the softmax by columns", "Your softmax runs down the columns. Each word of X asks, and its row of weights adds up to 1.",
                (x, c, wq, wk, wv) => Formulas.RowSoftmax((x * wq * (c * wk).Transpose() / MathF.Sqrt(wk.ColumnCount)).Transpose()).Transpose() * (c * wv)),
        ],
    };

    private static Case Texts(string name, int words, int others, int keyWidth, int valueWidth) => new(name,
        Sample.Random(words, 3, 31), Sample.Random(others, 3, 32), Sample.Random(3, keyWidth, 33), Sample.Random(3, keyWidth, 34), Sample.Random(3, valueWidth, 35));
}
