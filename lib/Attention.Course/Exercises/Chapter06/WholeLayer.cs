using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter06
{
    public static Exercise<Layer> WholeLayer { get; } =
        new(Syllabus.WholeLayer)
        {
            Task =
                "Write the whole layer. X is n × d_model; WQ, WK and WV hold the matrices of all heads side by side "
                    + "and are cut into equal parts, one for each head; B is n × n, 0 where a query may look and −∞ "
                    + "where not; WO leads from the joined heads back to d_model.",
            Attempt = "MyLayer",
            Starter = """
                Matrix<float> MyLayer(Matrix<float> X, Matrix<float> WQ, Matrix<float> WK,
                    Matrix<float> WV, Matrix<float> WO, int heads, Matrix<float> B)
                {
                    throw new NotImplementedException();   // your code; the result is n × d_model
                }
                """,
            Solution = """
                Matrix<float> MyLayer(Matrix<float> X, Matrix<float> WQ, Matrix<float> WK,
                    Matrix<float> WV, Matrix<float> WO, int heads, Matrix<float> B)
                {
                    Matrix<float> Part(Matrix<float> all, int i)      // the columns of head i
                        => all.SubMatrix(0, all.RowCount, i * (all.ColumnCount / heads), all.ColumnCount / heads);
                    Matrix<float> Head(int i)
                    {
                        (Matrix<float> Q, Matrix<float> K) = (X * Part(WQ, i), X * Part(WK, i));
                        Matrix<float> S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount) + B;
                        Matrix<float> E = S.MapIndexed((r, c, score) => MathF.Exp(score - S.Row(r).Maximum()));
                        return E.NormalizeRows(1) * (X * Part(WV, i));
                    }
                    return Enumerable.Range(0, heads).Select(Head).Aggregate((left, right) => left.Append(right)) * WO;
                }
                """,
            Hints =
            [
                "You have all the parts: project, cut, attend in each head, put side by side, multiply by WO. The "
                    + "mask is added to the scores of every head.",
                "For head i take its columns of X·WQ, X·WK and X·WV. Scores divided by the root of the width of a "
                    + "key of that head, plus B; softmax by rows; times V. Append the results in order, then times "
                    + "WO.",
                "`all.SubMatrix(0, all.RowCount, i * size, size)` with size = all.ColumnCount / heads cuts; "
                    + "`Q * K.Transpose() / MathF.Sqrt(size) + B` are the scores; "
                    + "`.Aggregate((left, right) => left.Append(right)) * WO` joins.",
            ],
            Insight = "That is the layer of which Transformers are built: four matrices, a softmax, a mask.",
            Inputs = ["X", "WQ", "WK", "WV", "WO", "heads", "B"],
            Cases =
            [
                Words("one head, no mask", 2, 2, 1, 2, 2),
                Words("two heads, no mask", 3, 4, 2, 2, 2),
                Words("one head, a causal mask", 3, 3, 1, 2, 2, (i, j) => j <= i),
                Words("two heads, a causal mask", 4, 4, 2, 2, 2, (i, j) => j <= i),
                Words("three heads with keys of one feature", 3, 4, 3, 1, 2),
                Words("two heads with values wider than keys", 3, 3, 2, 2, 4, (i, j) => j < 2),
                Words("four heads with keys wider than values", 5, 2, 4, 3, 1, (i, j) => j != i),
                Words("everything square", 3, 3, 3, 3, 3, (i, j) => j >= i),
                Words("scores of hundreds", 4, 3, 2, 4, 2, (i, j) => j <= i, scale: 12),
                Words("scores of thousands", 3, 2, 2, 3, 2, scale: 40),
                Alone("scores of 60", 1, [60, 59]),
                Alone("a large query", 100, [1, 0.99f]),
                Words("the largest scores are hidden", 5, 3, 1, 2, 2, (i, j) => j == (i + 1) % 5, scale: 30),
            ],
            Reference = (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Weights(b)) * wo,
            WrongIdeas =
            [
                new(
                    "forgets the mask",
                    "B is not used: every word reads every word. Add it to the scores of every head, before softmax.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Weights(0 * Visible(b))) * wo
                ),
                new(
                    "does not scale",
                    "The division by √d_k is missing.",
                    (x, wq, wk, wv, wo, heads, b) =>
                        Joined(x, wq, wk, wv, heads, (q, k) => Formulas.RowSoftmax(q * k.Transpose() + b)) * wo
                ),
                new(
                    "scales by the width of all heads",
                    "You took the root of the width of all heads together. "
                        + "A score of a head adds up the features of that head alone.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Scaled(b, wk.ColumnCount)) * wo
                ),
                new(
                    "scales by √d_model",
                    "You divided by √d_model, the width of a word. Divide by the root of the width of a head's key.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Scaled(b, x.ColumnCount)) * wo
                ),
                new(
                    "runs one head",
                    "All features went into one head: cut Q, K and V into heads before the scores.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, 1, Weights(b)) * wo
                ),
                new(
                    "forgets WO",
                    "The heads are joined, but WO is missing: it mixes them and leads back to d_model.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Weights(b))
                ),
                new(
                    "uses the query matrix for the keys",
                    "The keys are projected with WQ. They have a matrix of their own: X·WK.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wq, wv, heads, Weights(b)) * wo
                ),
                new(
                    "exchanges query and key matrices",
                    "WQ and WK are exchanged: queries are X·WQ, keys X·WK.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wk, wq, wv, heads, Weights(b)) * wo
                ),
                new(
                    "turns the mask around",
                    "The mask is turned around: rows of B are queries, columns are keys.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Weights(b.Transpose())) * wo
                ),
                new(
                    "multiplies by a mask of zeros",
                    "You hid by multiplying scores with 0. A score of 0 still gets weight, because e⁰ is 1: add B "
                        + "instead.",
                    (x, wq, wk, wv, wo, heads, b) =>
                        Joined(x, wq, wk, wv, heads, (q, k) =>
                            Formulas.RowSoftmax(HeadScores(q, k).PointwiseMultiply(Visible(b)))) * wo
                ),
                new(
                    "masks after softmax",
                    "You hid after softmax, and the rows no longer add up to 1. Add B to the scores, before softmax.",
                    (x, wq, wk, wv, wo, heads, b) =>
                        Joined(x, wq, wk, wv, heads, (q, k) =>
                            Formulas.RowSoftmax(HeadScores(q, k)).PointwiseMultiply(Visible(b))) * wo
                ),
                new(
                    "takes the softmax by columns",
                    "Your softmax runs down the columns. Each word asks, and its row of weights adds up to 1.",
                    (x, wq, wk, wv, wo, heads, b) =>
                        Joined(x, wq, wk, wv, heads, (q, k) =>
                            Formulas.RowSoftmax((HeadScores(q, k) + b).Transpose()).Transpose()) * wo
                ),
                new(
                    "does not subtract the maximum",
                    "Right for small scores; larger ones overflow, and ∞/∞ gives NaN. "
                        + "Subtract from each row of the scores its own maximum, as in chapter 3.",
                    (x, wq, wk, wv, wo, heads, b) =>
                        Joined(x, wq, wk, wv, heads, (q, k) =>
                            (HeadScores(q, k) + b).PointwiseExp().NormalizeRows(1)) * wo
                ),
                new("divides by d_k",
                    "You divided by d_k, not by its root.",
                    (x, wq, wk, wv, wo, heads, b) =>
                        Joined(x, wq, wk, wv, heads, (q, k) =>
                            Formulas.RowSoftmax(q * k.Transpose() / k.ColumnCount + b)) * wo),
                new("cuts the root to a whole number",
                    "You cut √d_k to a whole number. Divide by the root itself: MathF.Sqrt(K.ColumnCount).",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, (q, k) =>
                        Formulas.RowSoftmax(q * k.Transpose() / (int)Math.Sqrt(k.ColumnCount) + b)) * wo),
                new("scales by √heads",
                    "You divided by the root of the number of heads. Divide by the root of the width of a "
                        + "head's key.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Scaled(b, heads)) * wo),
                new("scales by the width of the values",
                    "You took the root of the width of a head's value. A score adds up the features of a key.",
                    (x, wq, wk, wv, wo, heads, b) =>
                        Joined(x, wq, wk, wv, heads, Scaled(b, wv.ColumnCount / heads)) * wo),
                new("uses the key matrix for the values",
                    "The values are projected with WK. They have a matrix of their own: X·WV.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wk, heads, Weights(b)) * wo),
                new("takes the heads in reverse",
                    "The heads are joined in reverse order: head 0 belongs on the left.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Weights(b)) is var z
                        ? Formulas.PerHead(heads, h => Formulas.Head(z, heads - 1 - h, heads)) * wo
                        : x),
                new("gives each head the first part",
                    "Every head got the first columns of WQ, WK and WV. Head i starts at column i · width of "
                        + "a head.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Weights(b)) is var z
                        ? Formulas.PerHead(heads, _ => Formulas.Head(z, 0, heads)) * wo
                        : x),
                new("adds the words again",
                    "You added X to the result. A Transformer block does that around the layer; the layer "
                        + "alone does not.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Weights(b)) * wo + x),
                new("always hides the future",
                    "You hid the future, whatever B says. Add B to the scores: it says who may look at whom.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, (q, k) =>
                        Formulas.MaskedSoftmax(HeadScores(q, k), (i, j) => j <= i)) * wo),
                new("subtracts the mask",
                    "You subtracted B: −(−∞) is +∞. Add it.",
                    (x, wq, wk, wv, wo, heads, b) => Joined(x, wq, wk, wv, heads, Weights(-b)) * wo),
            ],
        };

    // What each head makes of the values, side by side. "weights" makes the weights of a head, n × n.
    private static Matrix<float> Joined(
        Matrix<float> x, Matrix<float> wq, Matrix<float> wk, Matrix<float> wv, int heads,
        Func<Matrix<float>, Matrix<float>, Matrix<float>> weights) =>
        Formulas.PerHead(heads, i =>
            weights(Formulas.Head(x * wq, i, heads), Formulas.Head(x * wk, i, heads))
                * Formulas.Head(x * wv, i, heads));

    private static Matrix<float> HeadScores(Matrix<float> q, Matrix<float> k) =>
        q * k.Transpose() / MathF.Sqrt(k.ColumnCount);

    private static Func<Matrix<float>, Matrix<float>, Matrix<float>> Weights(Matrix<float> mask) =>
        (q, k) => Formulas.RowSoftmax(HeadScores(q, k) + mask);

    private static Func<Matrix<float>, Matrix<float>, Matrix<float>> Scaled(Matrix<float> mask, int width) =>
        (q, k) => Formulas.RowSoftmax(q * k.Transpose() / MathF.Sqrt(width) + mask);

    /// <summary>1 where the mask is 0, and 0 where it is −∞.</summary>
    private static Matrix<float> Visible(Matrix<float> mask) => mask.Map(x => x == 0 ? 1f : 0);

    /// <summary>
    /// Two words of two features in one head: the second feature is the query, the first one is the key and the value.
    /// </summary>
    private static Case Alone(string name, float query, float[] keys) =>
        new(
            name,
            Sample.Matrix(new float[,] { { keys[0], query }, { keys[1], query } }),
            Sample.Matrix(new float[,] { { 0 }, { 1 } }),
            Sample.Matrix(new float[,] { { 1 }, { 0 } }),
            Sample.Matrix(new float[,] { { 1 }, { 0 } }),
            Sample.Matrix(new float[,] { { 1, -2 } }),
            1,
            Matrix<float>.Build.Dense(2, 2));

    private static Case Words(
        string name, int words, int width, int heads, int keyWidth, int valueWidth,
        Func<int, int, bool>? mayAttend = null, float scale = 1) =>
        new(
            name,
            Sample.Random(words, width, 51) * scale,
            Sample.Random(width, heads * keyWidth, 52),
            Sample.Random(width, heads * keyWidth, 53),
            Sample.Random(width, heads * valueWidth, 54),
            Sample.Random(heads * valueWidth, width, 55),
            heads,
            Matrix<float>.Build.Dense(
                words, words, (i, j) => mayAttend is null || mayAttend(i, j) ? 0 : float.NegativeInfinity));
}
