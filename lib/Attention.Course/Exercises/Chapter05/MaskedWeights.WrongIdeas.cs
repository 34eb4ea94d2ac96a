using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter05
{
    private static IReadOnlyList<WrongIdea<Func<Matrix<float>, int, Matrix<float>>>> WrongIdeasOfMaskedWeights =>
    [
        new(
            "multiplies the scores by 0",
            "You set hidden scores to 0, but e⁰ = 1: what is hidden still gets a share. "
                + "Set them to −∞, or leave them out.",
            (s, length) => Formulas.RowSoftmax(Replaced(s, length, 0)),
            (s, length) => Overflowing(Replaced(s, length, 0)),
            (s, length) => EmptyRowsAsZero(Formulas.RowSoftmax(Replaced(s, length, 0)), length)
        ),
        new(
            "zeroes after softmax",
            "You took the weights of hidden keys away after softmax: the rest no longer adds up to 1. "
                + "Divide each row by its new sum, or mask before.",
            (s, length) => Zeroed(Formulas.RowSoftmax(s), length)
        ),
        new(
            "counts hidden scores while dividing",
            "Hidden keys are gone at the end, but the maximum, or the softmax, was taken over hidden scores "
                + "as well. Where one of them is far above the visible ones, their shares are rounded to 0. "
                + "Hide before softmax.",
            (s, length) =>
                Zeroed(Formulas.RowSoftmax(s), length) is var left
                    ? left.MapIndexed((i, _, w) => w == 0 ? 0 : w / left.Row(i).Sum())
                    : s
        ),
        new(
            "hides with a finite number",
            "You hid scores with a finite number: in place of −∞, or added to the score. "
                + "A visible score may lie below it, and in a "
                + "row that may see nothing all are equal: then hidden keys get shares. "
                + "Set them to −∞, or leave them out.",
            [
                .. FiniteNumbers.Select(finite =>
                    (MaskedWeighting)((s, length) => Formulas.RowSoftmax(Replaced(s, length, finite)))
                ),
                .. FiniteNumbers.Select(finite =>
                    (MaskedWeighting)(
                        (s, length) => EmptyRowsAsZero(Formulas.RowSoftmax(Replaced(s, length, finite)), length)
                    )
                ),
                .. FiniteNumbers.Select(finite =>
                    (MaskedWeighting)((s, length) => Formulas.RowSoftmax(Lowered(s, length, finite)))
                ),
                .. FiniteNumbers.Select(finite =>
                    (MaskedWeighting)(
                        (s, length) => EmptyRowsAsZero(Formulas.RowSoftmax(Lowered(s, length, finite)), length)
                    )
                ),
            ]
        ),
        new(
            "divides 0 by 0",
            "A row that may see no key gives NaN: that is 0/0, or −∞ − (−∞). "
                + "One NaN spreads through the whole model; "
                + "such a row must be all 0.",
            (s, length) => Formulas.RowSoftmax(Replaced(s, length, float.NegativeInfinity))
        ),
        new(
            "gives an empty row equal shares",
            "A row that may see no key gets equal shares. It must be all 0: what is hidden gets exactly 0. "
                + "(float.MinValue in place of −∞ leads to this, too.)",
            (s, length) =>
                Formulas
                    .RowSoftmax(Replaced(s, length, float.NegativeInfinity))
                    .Map(weight => float.IsNaN(weight) ? 1f / s.ColumnCount : weight)
        ),
        new(
            "gives an empty row 1",
            "A row that may see no key has a 1. It must be all 0: what is hidden gets exactly 0.",
            (s, length) =>
                Formulas
                    .RowSoftmax(Replaced(s, length, float.NegativeInfinity))
                    .Map(weight => float.IsNaN(weight) ? 1 : weight),
            (s, length) =>
                Formulas
                    .RowSoftmax(Replaced(s, length, float.NegativeInfinity))
                    .MapIndexed((i, j, weight) => float.IsNaN(weight) ? (i == j ? 1 : 0) : weight)
        ),
        new(
            "multiplies 0 by ∞",
            "Every weight is NaN. Is there a product such as 0 · −∞ in your mask? It is NaN. "
                + "Choose between the score and −∞ instead of adding a product.",
            (s, length) => s.Map(_ => float.NaN)
        ),
        new(
            "does not subtract the maximum",
            "Right for small scores. Large ones overflow or vanish in e^score. "
                + "Subtract from each row the largest score that is visible in it.",
            (s, length) =>
                Formulas.MaskedSoftmax(s, (_, _) => false) + Zeroed(s.PointwiseExp(), length).NormalizeRows(1),
            (s, length) =>
                Zeroed(s.PointwiseExp(), length) is var e
                    ? e.MapIndexed((i, _, x) => x == 0 ? 0 : x / e.Row(i).Sum())
                    : s,
            (s, length) =>
                Zeroed(s.PointwiseExp(), length) is var e ? e.MapIndexed((i, _, x) => x / e.Row(i).Sum()) : s
        ),
        new(
            "does not divide",
            "Those are the values of e^(score − max). Divide every row by its sum, so that it adds up to 1.",
            (s, length) =>
                s.MapIndexed(
                    (i, j, x) =>
                        MaySee(i, j, length)
                            ? MathF.Exp(x - s.Row(i).Where((_, key) => MaySee(i, key, length)).Max())
                            : 0
                )
        ),
        new(
            "lets either mask allow",
            "You joined the masks with \"or\". A key must be allowed by both: j ≤ i and j < length.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i || j < length)
        ),
        new(
            "forgets the padding",
            "Only the causal mask is there: padding is still read by the rows behind it. "
                + "It needs j < length as well.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i)
        ),
        new(
            "forgets the future",
            "Only the padding is hidden: the future is still read. It needs j ≤ i as well.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j < length)
        ),
        new(
            "reads one pad",
            "One column too far: the first pad is visible. The real words have the indices 0 … length − 1: "
                + "j < length.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i && j <= length)
        ),
        new(
            "hides the last real word",
            "One column too few: the last real word is hidden. The condition is j < length.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i && j < length - 1)
        ),
        new("hides the word from itself", "A word may read itself: j ≤ i, not j < i.", (s, length) =>
            Formulas.MaskedSoftmax(s, (i, j) => j < i && j < length)
        ),
        new(
            "peeks at the next word",
            "One column too far: each word reads the next one, too. The condition is j ≤ i.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i + 1 && j < length)
        ),
        new(
            "empties the rows of padding",
            "The rows of padding are 0. Padding must not be read; "
                + "that it reads does no harm, and the task asks "
                + "for shares there.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i && j < length && i < length)
        ),
        new(
            "reads the future alone",
            "Rows and columns are exchanged: you hid the past. Row i is the query, column j the key: j ≤ i.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j >= i && j < length)
        ),
        new(
            "turns the mask around",
            "You kept what should be hidden and hid the rest. true means \"may attend\" here.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => !MaySee(i, j, length))
        ),
        new("hides nothing", "Nothing is hidden: those are the weights without a mask.", (s, _) =>
            Formulas.RowSoftmax(s)
        ),
        new(
            "goes down the columns",
            "Your softmax runs down the columns. It is the query, a row, that shares out its attention.",
            (s, length) =>
                Formulas
                    .RowSoftmax(Replaced(s, length, float.NegativeInfinity).Transpose())
                    .Transpose()
                    .Map(weight => float.IsNaN(weight) ? 0 : weight)
        ),
        new(
            "gives all to the winner",
            "The largest visible score of each row got everything. Softmax is softer: "
                + "every visible key keeps a share.",
            (s, length) =>
                Formulas.MaskedSoftmax(s, (i, j) => MaySee(i, j, length)) is var w
                    ? w.MapIndexed((i, _, x) => x > 0 && x == w.Row(i).Max() ? 1f : 0)
                    : s
        ),
        new("hides with +∞ or NaN",
            "Every row in which something is hidden and something visible is NaN. "
                + "Did you set hidden scores to +∞ or NaN? Set them to −∞, or leave them out.",
            (s, length) => Formulas.RowSoftmax(Replaced(s, length, float.PositiveInfinity)),
            (s, length) =>
                EmptyRowsAsZero(Formulas.RowSoftmax(Replaced(s, length, float.PositiveInfinity)), length)),
        new("counts the padding",
            "You took the number of pads, n − length, for the number of words: j < length.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i && j < s.RowCount - length)),
        new("keeps the padding only",
            "You kept the padding and hid the words. The real words have the indices 0 … length − 1: "
                + "j < length.",
            (s, length) => Formulas.MaskedSoftmax(s, (i, j) => j <= i && j >= length)),
    ];

    private static float[] FiniteNumbers =>
        [-1e2f, -1e3f, -2e3f, -1e4f, -1e5f, -1e6f, -1e8f, -1e9f, -1e10f, -1e20f, -1e30f];

    private static bool MaySee(int i, int j, int length) => j <= i && j < length;

    private static Matrix<float> Replaced(Matrix<float> scores, int length, float hidden) =>
        scores.MapIndexed((i, j, score) => MaySee(i, j, length) ? score : hidden);

    private static Matrix<float> Lowered(Matrix<float> scores, int length, float by) =>
        scores.MapIndexed((i, j, score) => MaySee(i, j, length) ? score : score + by);

    private static Matrix<float> Zeroed(Matrix<float> weights, int length) =>
        weights.MapIndexed((i, j, weight) => MaySee(i, j, length) ? weight : 0);

    private static Matrix<float> EmptyRowsAsZero(Matrix<float> weights, int length) =>
        weights.MapIndexed((i, _, weight) => MaySee(i, 0, length) ? weight : 0);

    private static Matrix<float> Overflowing(Matrix<float> scores) => scores.PointwiseExp().NormalizeRows(1);
}
