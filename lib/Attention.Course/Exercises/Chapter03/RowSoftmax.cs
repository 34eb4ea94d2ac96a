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
            Cases = CasesOfRowSoftmax,
            Reference = Formulas.RowSoftmax,
            WrongIdeas = WrongIdeasOfRowSoftmax,
        };
}
