using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter04
{
    private static IReadOnlyList<WrongIdea<Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>>>>
        WrongIdeasOfScaledDotProduct =>
    [
        new(
            "does not scale",
            "The division by √d_k is missing, or you divided by 1, as by Math.Pow(d, 1 / 2): 1 / 2 is 0 in C#. "
                + "Without the division wide keys give large scores, and softmax turns into a hard choice.",
            (q, k, v) => Formulas.RowSoftmax(q * k.Transpose()) * v,
            (q, k, v) => Overflowing(q * k.Transpose()) * v
        ),
        new(
            "divides by d_k",
            "You divided by d_k, or twice by its root. Scores grow like √d_k, so divided by d_k they end up "
                + "too flat.",
            (q, k, v) => Scaled(q, k, 1f / k.ColumnCount) * v,
            (q, k, v) => Overflowing(q * k.Transpose() / k.ColumnCount) * v
        ),
        new(
            "multiplies by √d_k",
            "You multiplied by √d_k. Divide by it: wide keys give large scores, and this takes them back.",
            (q, k, v) => Scaled(q, k, MathF.Sqrt(k.ColumnCount)) * v,
            (q, k, v) => Overflowing(q * k.Transpose() * MathF.Sqrt(k.ColumnCount)) * v
        ),
        new(
            "cuts the root to a whole number",
            "You cut √d_k to a whole number. Divide by the root itself: MathF.Sqrt(K.ColumnCount).",
            (q, k, v) => Scaled(q, k, 1f / (int)Math.Sqrt(k.ColumnCount)) * v,
            (q, k, v) => Overflowing(q * k.Transpose() / (int)Math.Sqrt(k.ColumnCount)) * v
        ),
        new(
            "scales by the number of keys",
            "You took the root of the number of keys. A score is a sum over the features of a key: "
                + "use K.ColumnCount.",
            (q, k, v) => Scaled(q, k, 1 / MathF.Sqrt(k.RowCount)) * v,
            (q, k, v) => Overflowing(q * k.Transpose() / MathF.Sqrt(k.RowCount)) * v
        ),
        new(
            "scales by the number of queries",
            "You took the root of the number of queries. A score is a sum over the features of a key: "
                + "use K.ColumnCount.",
            (q, k, v) => Scaled(q, k, 1 / MathF.Sqrt(q.RowCount)) * v,
            (q, k, v) => Overflowing(q * k.Transpose() / MathF.Sqrt(q.RowCount)) * v
        ),
        new(
            "scales by the width of the values",
            "You took the root of the width of V. A score is a sum over the features of a key: "
                + "use K.ColumnCount.",
            (q, k, v) => Scaled(q, k, 1 / MathF.Sqrt(v.ColumnCount)) * v,
            (q, k, v) => Overflowing(q * k.Transpose() / MathF.Sqrt(v.ColumnCount)) * v
        ),
        new(
            "scales the shares",
            "You divided by √d_k after softmax: then the shares of a row no longer add up to 1. "
                + "Divide the scores, before softmax.",
            (q, k, v) => Formulas.RowSoftmax(q * k.Transpose()) / MathF.Sqrt(k.ColumnCount) * v,
            (q, k, v) => Overflowing(q * k.Transpose()) / MathF.Sqrt(k.ColumnCount) * v
        ),
        new(
            "does not subtract the maximum",
            "Right for small scores; larger ones overflow, and ∞/∞ gives NaN. "
                + "Subtract from each row of the scores its own maximum, as in chapter 3.",
            (q, k, v) => Overflowing(Formulas.Scores(q, k)) * v,
            (q, k, v) =>
                Formulas.Scores(q, k).PointwiseExp() is var e
                    ? e.MapIndexed((i, _, x) => x / e.Row(i).Sum()) * v
                    : v
        ),
        new(
            "takes softmax over the queries",
            "You took the softmax of the columns: each key shares itself out among the queries. "
                + "Each query, a row, shares its attention out among the keys.",
            (q, k, v) => Formulas.RowSoftmax(k * q.Transpose() / MathF.Sqrt(k.ColumnCount)).Transpose() * v,
            (q, k, v) => Formulas.Scores(q, k).PointwiseExp().NormalizeColumns(1) * v
        ),
        new(
            "lets the whole matrix add up to 1",
            "You divided by the sum of all e^score, so the whole matrix adds up to 1. "
                + "Each row must add up to 1 by itself: every query shares out all of its attention.",
            (q, k, v) => OfWholeMatrix(Formulas.Scores(q, k)) * v,
            (q, k, v) => Formulas.Scores(q, k).PointwiseExp() is var e ? e / e.Enumerate().Sum() * v : v
        ),
        new(
            "subtracts the maximum of the whole matrix",
            "You subtracted the largest score of the whole matrix. In a row that lies far below it every "
                + "e^score becomes 0, and nothing is left to share out. Subtract from each row its own "
                + "maximum.",
            (q, k, v) => BelowOneMaximum(Formulas.Scores(q, k)).NormalizeRows(1) * v,
            (q, k, v) =>
                BelowOneMaximum(Formulas.Scores(q, k)) is var e
                    ? e.MapIndexed((i, _, x) => x / e.Row(i).Sum()) * v
                    : v
        ),
        new(
            "does not divide by the sum",
            "The weights of a row do not add up to 1: e^score is there, but not divided by the row's sum.",
            (q, k, v) =>
                Formulas.ByRow(Formulas.Scores(q, k), row => [.. row.Select(x => MathF.Exp(x - row.Max()))])
                * v,
            (q, k, v) => Formulas.Scores(q, k).PointwiseExp() * v
        ),
        new(
            "normalises to length 1",
            "You brought the rows of e^score to length 1, as vectors: NormalizeRows(2). "
                + "The shares of a row must add up to 1: NormalizeRows(1).",
            (q, k, v) =>
                Formulas
                    .ByRow(Formulas.Scores(q, k), row => [.. row.Select(x => MathF.Exp(x - row.Max()))])
                    .NormalizeRows(2) * v,
            (q, k, v) => Formulas.Scores(q, k).PointwiseExp().NormalizeRows(2) * v
        ),
        new(
            "takes percentages",
            "You divided the scores themselves by their sum, or by that of their sizes. "
                + "Softmax divides e^score by the sum of all e^score.",
            (q, k, v) => Formulas.Scores(q, k) is var s ? s.MapIndexed((i, _, x) => x / s.Row(i).Sum()) * v : v,
            (q, k, v) => Formulas.Scores(q, k).NormalizeRows(1) * v
        ),
        new(
            "gives all to the winner",
            "Each query took the value of its best key alone. Softmax is softer: every key keeps a share.",
            (q, k, v) =>
                Formulas.ByRow(Formulas.Scores(q, k), row => [.. row.Select(x => x == row.Max() ? 1f : 0)]) * v
        ),
        new(
            "forgets softmax",
            "You multiplied the raw scores with V. Softmax comes between: "
                + "it makes shares of them that add up to 1.",
            (q, k, v) => Formulas.Scores(q, k) * v,
            (q, k, v) => q * k.Transpose() * v
        ),
        new(
            "returns the weights",
            "Those are the weights: who listens to whom. Multiply them with V to hand over what is said.",
            (q, k, v) => Formulas.RowSoftmax(Formulas.Scores(q, k))
        ),
        new(
            "returns the scores",
            "Those are the scores. Make shares of each row with softmax, and multiply them with V.",
            (q, k, _) => Formulas.Scores(q, k)
        ),
        new(
            "blends the keys",
            "You blended the keys: weights times K. What is handed over are the values: weights times V.",
            (q, k, v) => Formulas.RowSoftmax(Formulas.Scores(q, k)) * k
        ),
        new(
            "turns the weights over",
            "Your weights are turned over: rows and columns are exchanged before they are multiplied with V. "
                + "A row belongs to a query, a column to a key.",
            (q, k, v) => Formulas.RowSoftmax(Formulas.Scores(q, k)).Transpose() * v
        ),
        new(
            "exchanges queries and keys",
            "The keys ask and the queries answer: you have K·Qᵀ. It is Q·Kᵀ, with a row for each query.",
            (q, k, v) => Formulas.Attention(k, q, v)
        ),
        new(
            "averages the values",
            "Every query got the plain average of the values. The weights come from the scores.",
            (q, k, v) => Matrix<float>.Build.Dense(q.RowCount, v.ColumnCount, (_, c) => v.Column(c).Average())
        ),
        new(
            "turns the scores around",
            "The order is turned around: the smallest score gets the largest share. "
                + "Is there a minus too many in the exponent?",
            (q, k, v) => Formulas.RowSoftmax(-Formulas.Scores(q, k)) * v
        ),
        new("takes softmax twice",
            "You took softmax twice: the shares were turned into shares once more.",
            (q, k, v) => Formulas.RowSoftmax(Formulas.RowSoftmax(Formulas.Scores(q, k))) * v),
        new("adds a causal mask",
            "You hid later keys. A mask comes in chapter 5; here every query reads every key.",
            (q, k, v) => Formulas.MaskedSoftmax(Formulas.Scores(q, k), (i, j) => j <= i) * v),
        new("takes the cosines",
            "You took cosines for scores: queries and keys were brought to length 1. A longer key "
                + "may speak louder.",
            (q, k, v) => Formulas.RowSoftmax(Formulas.Scores(q.NormalizeRows(2), k.NormalizeRows(2))) * v,
            (q, k, v) => Formulas.RowSoftmax(q.NormalizeRows(2) * k.NormalizeRows(2).Transpose()) * v),
        new("replaces NaN",
            "Right for small scores. For large ones e^score overflows, and you put 0 in place of "
                + "NaN. Subtract from each row of the scores its own maximum; then there is no NaN.",
            (q, k, v) => Overflowing(Formulas.Scores(q, k)).Map(a => float.IsNaN(a) ? 0 : a) * v),
        new("cuts large scores off",
            "You cut large scores off to avoid the overflow: then two large scores count as equal. "
                + "Subtract from each row its own maximum instead; that changes nothing.",
            (q, k, v) => Formulas.RowSoftmax(Formulas.Scores(q, k).PointwiseMinimum(80)) * v),
        new("subtracts the first score of a row",
            "You subtracted the first score of each row. If another one is far larger, its e^score "
                + "still overflows. Subtract the row's maximum.",
            (q, k, v) => Formulas.Scores(q, k) is var s
                ? s.MapIndexed((i, _, x) => MathF.Exp(x - s[i, 0])).NormalizeRows(1) * v
                : v),
        new("subtracts the maximum of the column",
            "You subtracted the largest score of each column. That changes the shares. Subtract from "
                + "each row its own maximum.",
            (q, k, v) => Formulas.Scores(q, k) is var s
                ? s.MapIndexed((_, j, x) => MathF.Exp(x - s.Column(j).Maximum())).NormalizeRows(1) * v
                : v),
        new("averages the result",
            "You divided by the number of keys as well. The shares add up to 1 already: their sum "
                + "times V is the blend.",
            (q, k, v) => Formulas.Attention(q, k, v) / v.RowCount),
        new("takes the fourth root",
            "You divided by the fourth root of d_k: the root of a root. Divide by √d_k.",
            (q, k, v) => Scaled(q, k, MathF.Pow(k.ColumnCount, -0.25f)) * v),
    ];

    private static Matrix<float> Scaled(Matrix<float> q, Matrix<float> k, float factor) =>
        Formulas.RowSoftmax(q * k.Transpose() * factor);

    /// <summary>Softmax of each row without subtracting its maximum.</summary>
    private static Matrix<float> Overflowing(Matrix<float> scores) => scores.PointwiseExp().NormalizeRows(1);

    private static Matrix<float> OfWholeMatrix(Matrix<float> scores) =>
        BelowOneMaximum(scores) is var powers ? powers / powers.Enumerate().Sum() : scores;

    private static Matrix<float> BelowOneMaximum(Matrix<float> scores) =>
        (scores - scores.Enumerate().Max()).PointwiseExp();
}
