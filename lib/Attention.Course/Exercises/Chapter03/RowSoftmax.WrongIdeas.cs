using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter03
{
    private static IReadOnlyList<WrongIdea<Func<Matrix<float>, Matrix<float>>>> WrongIdeasOfRowSoftmax =>
    [
        new(
            "goes down the columns",
            "You took the softmax of the columns: now the shares of each key add up to 1. "
                + "It is the asking word, the row, that shares out its attention.",
            s => Formulas.RowSoftmax(s.Transpose()).Transpose(),
            s => s.PointwiseExp().NormalizeColumns(1)
        ),
        new(
            "writes the rows as columns",
            "Your shares are right but turned: the rows have become columns. "
                + "Build the matrix with DenseOfRows, or write with SetRow.",
            s => Formulas.RowSoftmax(s).Transpose()
        ),
        new(
            "fills in one long array",
            "Your shares are right but at the wrong positions: MathNet fills a matrix from one long array "
                + "column by column. Use DenseOfRows or SetRow.",
            s => Matrix<float>.Build.Dense(s.RowCount, s.ColumnCount, Formulas.RowSoftmax(s).ToRowMajorArray())
        ),
        new(
            "takes the whole matrix",
            "The whole matrix adds up to 1. Each row must: every word has 100 % of its own.",
            s => s.Subtract(s.Enumerate().Max()).PointwiseExp() is var e ? e / e.Enumerate().Sum() : s,
            s => s.PointwiseExp() is var e ? e / e.Enumerate().Sum() : s
        ),
        new(
            "divides by the sum of the scores",
            "You divided each row by the sum of its scores, or of their sizes, not of e^score.",
            s => s.MapIndexed((i, _, score) => score / s.Row(i).Sum()),
            s => s.NormalizeRows(1)
        ),
        new(
            "does not subtract the maximum",
            "Right for small scores; larger ones overflow. Subtract from each row its own maximum.",
            s => DividedByRowSums(s.PointwiseExp()),
            s => Formulas.ByRow(s, InDouble),
            s => s.PointwiseExp().NormalizeRows(1)
        ),
        new(
            "subtracts the maximum of the matrix",
            "You subtracted the maximum of the whole matrix: in a row far below it every e^score is 0, and "
                + "nothing is left to share out. Subtract each row's own maximum.",
            s => DividedByRowSums(s.Subtract(s.Enumerate().Max()).PointwiseExp()),
            s => s.Subtract(s.Enumerate().Max()).PointwiseExp().NormalizeRows(1)
        ),
        new(
            "subtracts the first score of a row",
            "You subtracted the first score of each row. If another one is far larger, its e^score still "
                + "overflows. Subtract the row's maximum.",
            s => Formulas.ByRow(s, row => Shifted(row, row[0]))
        ),
        new(
            "does not divide",
            "Those are the values of e^score, relative to the row's largest. Divide every row by its own sum.",
            s => Formulas.ByRow(s, row => Exp(row, row.Max()))
        ),
        new(
            "returns the powers",
            "Those are the values of e^score. Divide every row by its own sum; "
                + "and subtract the row's largest score first.",
            s => s.PointwiseExp()
        ),
        new(
            "normalises to length 1",
            "You brought the rows of e^score to length 1, as vectors. The shares of a row must add up to 1: "
                + "NormalizeRows(1).",
            s => Formulas.ByRow(s, row => Exp(row, row.Max())).NormalizeRows(2),
            s => s.PointwiseExp().NormalizeRows(2)
        ),
        new(
            "gives all to the winner",
            "The largest score of each row got everything. Softmax is softer: every score keeps a share.",
            s => Formulas.ByRow(
                s, row => [.. row.Select(x => x == row.Max() ? 1f / row.Count(y => y == row.Max()) : 0)])
        ),
        new(
            "treats every row like the first",
            "Every row got the shares of the first. Take the softmax of each row by itself.",
            s => Formulas.ByRow(s, _ => Formulas.Softmax(s.Row(0)))
        ),
        new(
            "turns the scores around",
            "The order is turned around: the smallest score gets the largest share. "
                + "Is there a minus too many in the exponent?",
            s => Formulas.RowSoftmax(-s)
        ),
        new(
            "takes it twice",
            "You took softmax twice: the shares were turned into shares once more.",
            s => Formulas.RowSoftmax(Formulas.RowSoftmax(s))
        ),
        new("keeps the maximum of the rows before",
            "Your maximum goes on from row to row: in a row far below an earlier one every e^score "
                + "is 0. Start it anew for each row.",
            s => Matrix<float>.Build.DenseOfRows(s.EnumerateRows().Select((row, i) =>
                Shifted(row.ToArray(), s.EnumerateRows().Take(i + 1).Max(before => before.Maximum()))))),
        new("does not reset the sum",
            "Your sum goes on from row to row. It must start at 0 again for each row.",
            s => Formulas.ByRow(s, row => Exp(row, row.Max())) is var e
                ? e.MapIndexed((i, _, x) => x / e.EnumerateRows().Take(i + 1).Sum(row => row.Sum()))
                : s),
        new("replaces NaN",
            "Right for small scores. For large ones e^score overflows, and you put another number in "
                + "place of NaN. Subtract from each row its own maximum first; then there is no NaN.",
            s => DividedByRowSums(s.PointwiseExp()).Map(a => float.IsNaN(a) ? 0 : a),
            s => DividedByRowSums(s.PointwiseExp()).Map(a => float.IsNaN(a) ? 1 : a),
            s => s.PointwiseExp().NormalizeRows(1).Map(a => float.IsNaN(a) ? 0 : a)),
        new("leaves the first row out",
            "The first row has no shares. In C# the first index is 0: the loop over the rows starts "
                + "there.",
            s => Formulas.RowSoftmax(s).MapIndexed((i, _, a) => i == 0 ? 0 : a),
            s => Formulas.RowSoftmax(s).MapIndexed((i, j, a) => i == 0 ? s[i, j] : a)),
        new("leaves the last row out",
            "The last row has no shares. The loop over the rows runs while i < S.RowCount.",
            s => Formulas.RowSoftmax(s).MapIndexed((i, _, a) => i == s.RowCount - 1 ? 0 : a),
            s => Formulas.RowSoftmax(s).MapIndexed((i, j, a) => i == s.RowCount - 1 ? s[i, j] : a)),
        new("fills the first row only",
            "Only the first row has shares. The loop runs over all rows; return after it, not inside.",
            s => Formulas.RowSoftmax(s).MapIndexed((i, _, a) => i == 0 ? a : 0),
            s => Formulas.RowSoftmax(s).MapIndexed((i, j, a) => i == 0 ? a : s[i, j])),
        new("divides by the number of rows",
            "The whole matrix adds up to 1: each row was divided by the number of rows as well. Each "
                + "row adds up to 1.",
            s => Formulas.RowSoftmax(s) / s.RowCount),
        new("divides by the root of the number of keys",
            "You divided the scores by √n first. That changes their differences, and so the shares.",
            s => Formulas.RowSoftmax(s / MathF.Sqrt(s.ColumnCount))),
    ];

    private static Matrix<float> DividedByRowSums(Matrix<float> powers) =>
        powers.MapIndexed((i, _, power) => power / powers.Row(i).Sum());
}
