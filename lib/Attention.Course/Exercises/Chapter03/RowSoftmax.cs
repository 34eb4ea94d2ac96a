using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter03
{
    public static Exercise<Func<Matrix<float>, Matrix<float>>> RowSoftmax { get; } =
        new(Syllabus.RowSoftmax)
        {
            Task = "Write softmax for a matrix of scores: each row becomes shares that add up to 1.",
            Attempt = "MyRowSoftmax",
            Starter = """
                Matrix<float> MyRowSoftmax(Matrix<float> S)   // S: queries × keys
                {
                    throw new NotImplementedException();      // MySoftmax may help
                }
                """,
            Solution = """
                Matrix<float> MyRowSoftmax(Matrix<float> S)   // S: queries × keys
                    => Matrix<float>.Build.DenseOfRows(S.EnumerateRows().Select(row => MySoftmax(row.ToArray())));
                """,
            Hints =
            [
                "Each row is one word that asks. It has 100 % of its attention to give, whatever the other rows do.",
                "Go through the rows. Take the softmax of each one by itself, with its own maximum and its own sum. "
                    + "Put the results into a new matrix.",
                "`Matrix<float>.Build.DenseOfRows(S.EnumerateRows().Select(row => …))`, with "
                    + "MySoftmax(row.ToArray()) in place of the dots.",
            ],
            Insight =
                "Each row sums to 1, not the matrix and not the columns; "
                + "so even symmetric scores give weights that are not "
                + "symmetric.",
            Inputs = ["S"],
            Cases =
            [
                new(
                    "a single key",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 5 },
                            { -5 },
                        }
                    )
                ),
                new(
                    "a single query",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 0, 2 },
                        }
                    )
                ),
                new(
                    "two words",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 2, 1 },
                            { 1, 1 },
                        }
                    )
                ),
                new(
                    "negative scores",
                    Sample.Matrix(
                        new float[,]
                        {
                            { -1, 1 },
                            { -2, -4 },
                        }
                    )
                ),
                new(
                    "a row far above another",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 5000, 5001 },
                            { -5000, -4999 },
                        }
                    )
                ),
                new(
                    "a row far below the next one",
                    Sample.Matrix(
                        new float[,]
                        {
                            { -5000, -4999 },
                            { 5000, 5001 },
                        }
                    )
                ),
                new(
                    "a large gap, the maximum last",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 0, 300 },
                            { 1, 0 },
                        }
                    )
                ),
                new(
                    "large scores that lie close together",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 900, 901 },
                            { 901, 900 },
                        }
                    )
                ),
                new(
                    "a score far below the others",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 3, -200 },
                            { -200, 3 },
                        }
                    )
                ),
                new(
                    "two queries, three keys",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2, 3 },
                            { 0, 0, 1 },
                        }
                    )
                ),
                new(
                    "three queries, two keys",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, -1 },
                            { 0, 2 },
                            { 3, 3 },
                        }
                    )
                ),
                new(
                    "as many queries as keys",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2, 0 },
                            { 3, 1, -1 },
                            { 0, 0, 2 },
                        }
                    )
                ),
            ],
            Reference = Formulas.RowSoftmax,
            WrongIdeas =
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
                    "Your shares are right but in the wrong places: MathNet fills a matrix from one long array "
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
                    "You divided each row by the sum of its scores, not of e^score.",
                    s => s.MapIndexed((i, _, score) => score / s.Row(i).Sum()),
                    s => s.NormalizeRows(1)
                ),
                new(
                    "does not subtract the maximum",
                    "Right for small scores; larger ones overflow. Subtract from each row its own maximum.",
                    s => s.PointwiseExp() is var e ? e.MapIndexed((i, _, x) => x / e.Row(i).Sum()) : s,
                    s => Formulas.ByRow(s, InDouble),
                    s => s.PointwiseExp().NormalizeRows(1)
                ),
                new(
                    "subtracts the maximum of the matrix",
                    "You subtracted the maximum of the whole matrix: in a row far below it every e^score is 0, and "
                        + "nothing is left to share out. Subtract each row's own maximum.",
                    s =>
                        s.Subtract(s.Enumerate().Max()).PointwiseExp() is var e
                            ? e.MapIndexed((i, _, x) => x / e.Row(i).Sum())
                            : s,
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
                    s =>
                        Formulas.ByRow(s, row =>
                            [.. row.Select(x => x == row.Max() ? 1f / row.Count(y => y == row.Max()) : 0)]
                        )
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
                new("takes it twice", "You took softmax twice: the shares were turned into shares once more.", s =>
                    Formulas.RowSoftmax(Formulas.RowSoftmax(s))
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
                    s => s.PointwiseExp() is var e
                        ? e.MapIndexed((i, _, x) => x / e.Row(i).Sum() is var a && float.IsNaN(a) ? 0 : a)
                        : s,
                    s => s.PointwiseExp() is var e
                        ? e.MapIndexed((i, _, x) => x / e.Row(i).Sum() is var a && float.IsNaN(a) ? 1 : a)
                        : s,
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
            ],
        };
}
