using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter04
{
    public static Exercise<Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>>> ScaledDotProduct { get; } = new(Syllabus.ScaledDotProduct)
        {
            Task = "Write softmax(Q·Kᵀ/√d_k)·V, with the softmax taken row by row. There may be more keys than queries, and the values may have another width than the keys.",
            Attempt = "MyAttention",
            Starter = """
                // Q is n × d_k, K is m × d_k, V is m × d_v; the result is n × d_v
                Matrix<float> MyAttention(Matrix<float> Q, Matrix<float> K, Matrix<float> V)
                {
                    throw new NotImplementedException();   // your code
                }
                """,
            Solution = """
                // Q is n × d_k, K is m × d_k, V is m × d_v; the result is n × d_v
                Matrix<float> MyAttention(Matrix<float> Q, Matrix<float> K, Matrix<float> V)
                {
                    Matrix<float> S = Q * K.Transpose() / MathF.Sqrt(K.ColumnCount);   // n × m
                    Matrix<float> E = S.MapIndexed((i, j, score) => MathF.Exp(score - S.Row(i).Maximum()));
                    return E.NormalizeRows(1) * V;                                     // every row of E ÷ its sum
                }
                """,
            Hints =
            [
                "Three steps: scores, shares, blend. Each query asks every key; its shares mix the values.",
                "S = Q·Kᵀ divided by √d_k, where d_k is the width of a key. Softmax on every row of S. Then the weights times V.",
                "`Q * K.Transpose() / MathF.Sqrt(K.ColumnCount)`; then e^(score − the row's maximum), divided by the row's sum, which is what NormalizeRows(1) does; then `* V`.",
            ],
            Insight = "Two matrix products with a softmax between them: that is all of attention.",
            Inputs = ["Q", "K", "V"],
            Cases =
            [
                new("one query, two keys", Sample.Matrix(new float[,] { { 2, 0, 0, 0 } }), Sample.Matrix(new float[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 } }), Sample.Matrix(new float[,] { { 10, 0 }, { 0, 10 } })),
                new("two queries, two keys", Sample.Matrix(new float[,] { { 1, 2, 0 }, { 0, 1, 1 } }), Sample.Matrix(new float[,] { { 2, 1, 0 }, { 0, 0, 3 } }), Sample.Matrix(new float[,] { { 1, 2 }, { 3, 4 } })),
                new("more keys than queries", Sample.Random(2, 4, 1), Sample.Random(5, 4, 2), Sample.Random(5, 4, 3)),
                new("values wider than keys", Sample.Random(3, 2, 4), Sample.Random(3, 2, 5), Sample.Random(3, 6, 6)),
                new("a single key gives its value", Sample.Random(2, 3, 7), Sample.Random(1, 3, 8), Sample.Matrix(new float[,] { { 1, -2 } })),
                new("scores that would overflow", Sample.Random(3, 4, 9) * 100, Sample.Random(4, 4, 10) * 100, Sample.Random(4, 2, 11)),
            ],
            Reference = Formulas.Attention,
            WrongIdeas =
            [
                new("does not scale", "The division by √d_k is missing. Without it, wide keys give large scores, and softmax turns into a hard choice.",
                    (q, k, v) => Formulas.RowSoftmax(q * k.Transpose()) * v),
                new("divides by d_k", "You divided by d_k, not by its root. Scores grow like √d_k, so divided by d_k they end up too flat.",
                    (q, k, v) => Formulas.RowSoftmax(q * k.Transpose() / k.ColumnCount) * v),
                new("scales by another size", "You took the root of another size: the number of keys, or the width of V. The score is a sum over the features of a key: use K.ColumnCount.",
                    (q, k, v) => Formulas.RowSoftmax(q * k.Transpose() / MathF.Sqrt(k.RowCount)) * v)
                {
                    Shows = (inputs, result) => inputs is [Matrix<float> q, Matrix<float> k, Matrix<float> v]
                        && Value.Same(result, Formulas.RowSoftmax(q * k.Transpose() / MathF.Sqrt(v.ColumnCount)) * v),
                },
                new("scales the shares", "You divided by √d_k after softmax: then the shares of a row no longer add up to 1. Divide the scores, before softmax.",
                    (q, k, v) => Formulas.RowSoftmax(q * k.Transpose()) / MathF.Sqrt(k.ColumnCount) * v),
                new("does not subtract the maximum", "Right for small scores; larger ones overflow, and ∞/∞ gives NaN. Subtract from each row of the scores its own maximum, as in chapter 3.",
                    (q, k, v) => (q * k.Transpose() / MathF.Sqrt(k.ColumnCount)).PointwiseExp().NormalizeRows(1) * v),
                new("takes softmax over the queries", "You took the softmax of the columns: each key shares itself out among the queries. Each query, a row, shares its attention out among the keys.",
                    (q, k, v) => Formulas.RowSoftmax(k * q.Transpose() / MathF.Sqrt(k.ColumnCount)).Transpose() * v),
                new("lets the whole matrix add up to 1", "You divided by the sum of all e^score, so the whole matrix adds up to 1. Each row must add up to 1 by itself: every query shares out all of its attention.",
                    (q, k, v) => OfWholeMatrix(q * k.Transpose() / MathF.Sqrt(k.ColumnCount)) * v),
                new("subtracts the maximum of the whole matrix", "You subtracted the largest score of the whole matrix. In a row that lies far below it every e^score becomes 0, and nothing is left to share out. Subtract from each row its own maximum.",
                    (q, k, v) => OfRowsBelowOneMaximum(q * k.Transpose() / MathF.Sqrt(k.ColumnCount)) * v),
                new("forgets softmax", "You multiplied the raw scores with V. Softmax comes between: it makes shares of them that add up to 1.",
                    (q, k, v) => q * k.Transpose() / MathF.Sqrt(k.ColumnCount) * v),
                new("returns the weights", "Those are the weights: who listens to whom. Multiply them with V to hand over what is said.",
                    (q, k, v) => Formulas.RowSoftmax(q * k.Transpose() / MathF.Sqrt(k.ColumnCount))),
            ],
        };

    private static Matrix<float> OfWholeMatrix(Matrix<float> scores)
    {
        Matrix<float> powers = (scores - scores.Enumerate().Max()).PointwiseExp();
        return powers / powers.Enumerate().Sum();
    }

    private static Matrix<float> OfRowsBelowOneMaximum(Matrix<float> scores)
        => (scores - scores.Enumerate().Max()).PointwiseExp().NormalizeRows(1);
}
