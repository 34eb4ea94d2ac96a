using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter03
{
    public static Exercise<Func<Matrix<float>, Matrix<float>>> RowSoftmax { get; } = new(Syllabus.RowSoftmax)
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
            "Go through the rows. Take the softmax of each one by itself, with its own maximum and its own sum. Put the results into a new matrix.",
            "`Matrix<float>.Build.DenseOfRows(S.EnumerateRows().Select(row => …))`, with MySoftmax(row.ToArray()) in place of the dots.",
        ],
        Insight = "Each row sums to 1, not the matrix and not the columns; so even symmetric scores give weights that are not symmetric.",
        Inputs = ["S"],
        Cases =
        [
            new("two words", Sample.Matrix(new float[,] { { 2, 1 }, { 1, 1 } })),
            new("two queries, three keys", Sample.Matrix(new float[,] { { 1, 2, 3 }, { 0, 0, 1 } })),
            new("three queries, two keys", Sample.Matrix(new float[,] { { 1, -1 }, { 0, 2 }, { 3, 3 } })),
            new("a single key", Sample.Matrix(new float[,] { { 5 }, { -5 } })),
            new("a row far above another", Sample.Matrix(new float[,] { { 500, 501 }, { -500, -499 } })),
        ],
        Reference = Formulas.RowSoftmax,
        WrongIdeas =
        [
            new("goes down the columns", "You took the softmax of the columns: now the shares of each key add up to 1. It is the asking word, the row, that shares out its attention.",
                s => Formulas.RowSoftmax(s.Transpose()).Transpose()),
            new("writes the rows as columns", "Your shares are right but turned: the rows have become columns. Build the matrix with DenseOfRows, or write with SetRow.",
                s => Formulas.RowSoftmax(s).Transpose()),
            new("fills in one long array", "Your shares are right but in the wrong places: MathNet fills a matrix from one long array column by column. Use DenseOfRows or SetRow.",
                s => Matrix<float>.Build.Dense(s.RowCount, s.ColumnCount, Formulas.RowSoftmax(s).ToRowMajorArray())),
            new("takes the whole matrix", "The whole matrix adds up to 1. Each row must: every word has 100 % of its own.",
                s => s.Subtract(s.Enumerate().Max()).PointwiseExp() / s.Subtract(s.Enumerate().Max()).PointwiseExp().Enumerate().Sum()),
            new("divides by the sum of the scores", "You divided each row by the sum of its scores, not of e^score.",
                s => s.MapIndexed((i, _, score) => score / s.Row(i).Sum())),
            new("does not subtract the maximum", "Right for small scores; larger ones overflow. Subtract from each row its own maximum.",
                s => s.PointwiseExp().NormalizeRows(1)),
            new("subtracts the maximum of the matrix", "You subtracted the maximum of the whole matrix: in a row far below it every e^score is 0, and 0/0 is NaN. Subtract each row's own maximum.",
                s => s.Subtract(s.Enumerate().Max()).MapIndexed((_, _, x) => MathF.Exp(x)) is var e ? e.MapIndexed((i, _, x) => x / e.Row(i).Sum()) : s),
            new("does not divide", "Those are the values of e^score. Divide every row by its own sum.",
                s => s.MapIndexed((i, _, score) => MathF.Exp(score - s.Row(i).Maximum()))),
        ],
    };
}
