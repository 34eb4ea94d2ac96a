using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter02
{
    public static Exercise<Func<Matrix<float>, int, int, Matrix<float>>> Lengthen { get; } =
        new(Syllabus.Lengthen)
        {
            Task =
                "Return a copy of X in which one vector has another length, and its old direction: so that the "
                    + "largest score in row i of X·Xᵀ stands in column j, and there alone. i and j are two words, "
                    + "and their score is positive to begin with.",
            Attempt = "MyPrefer",
            Starter = """
                Matrix<float> MyPrefer(Matrix<float> X, int i, int j)   // X: n × d
                {
                    throw new NotImplementedException();                // your code; the result is n × d
                }
                """,
            Solution = """
                Matrix<float> MyPrefer(Matrix<float> X, int i, int j)   // X: n × d
                {
                    Vector<float> scores = X * X.Row(i);                // row i of X·Xᵀ
                    float factor = 2 * scores.Maximum() / scores[j];    // twice the best score is surely ahead
                    Matrix<float> Y = X.Clone();
                    Y.SetRow(j, factor * X.Row(j));
                    return Y;
                }
                """,
            Hints =
            [
                "A longer answer speaks louder. Which vector answers here, the one of row i or the one of row j?",
                "The score of i with j grows with the length of vector j, and no other score in row i does. "
                    + "How many times must it grow to pass the largest?",
                "`Y.SetRow(j, factor * X.Row(j))` on a clone Y, with a factor larger than the largest score of row i "
                    + "divided by the score at j.",
            ],
            Insight = "The diagonal need not win: a long neighbour beats the word itself, without turning by a degree.",
            Inputs = ["X", "i", "j"],
            Cases = CasesOfLengthen,
            LastCase = NeedsMore,
            Reference = (x, i, j) => Stretched(x, j, 2 * (x * x.Row(i)).Maximum() / (x.Row(i) * x.Row(j))),
            WrongIdeas = WrongIdeasOfLengthen,
        };

    internal static Case Prefers(string name, Matrix<float> x, int i, int j, string? given = null) =>
        new(name, x, i, j)
        {
            Given = given,
            Judge = result =>
                Change.Of([x, i, j], result) switch
                {
                    null => $"The result must be {x.RowCount} × {x.ColumnCount}, like X, and hold finite numbers.",
                    { IsOfOneLength: false } => "Only one vector may change, and only its length.",
                    { Lead: > 1e-7f } => null,
                    { Scores: var scores } => $"The scores of row i are {ValueText.Of(scores.ToArray())} now.",
                },
        };

    /// <summary>
    /// Words that need four times the largest factor that was enough so far: a fixed factor fails here.
    /// </summary>
    private static Case NeedsMore(IReadOnlyList<CaseOutcome> tried)
    {
        float largest = tried.Max(one =>
            Change.Of(one.Case.Inputs, one.Outcome.Result!)!.Factors[(int)one.Case.Inputs[2]] ?? 1
        );
        return Prefers(
            "a vector that must become four times as long as any before",
            Sample.Matrix(
                new float[,]
                {
                    { 1, 0 },
                    { 1 / (4 * largest), 1 },
                }
            ),
            0,
            1
        );
    }

    private static Matrix<float> Stretched(Matrix<float> x, int row, float factor) =>
        WithRow(x, row, x.Row(row) * factor);

    private static Matrix<float> WithRow(Matrix<float> x, int row, Vector<float> vector)
    {
        Matrix<float> y = x.Clone();
        y.SetRow(row, vector);
        return y;
    }

    /// <summary>What was done to X.</summary>
    /// <param name="Factors">By how much each row became longer; null where its direction changed.</param>
    /// <param name="Scores">Row i of the new X·Xᵀ.</param>
    /// <param name="Lead">By how much, in parts of the largest score, j is ahead of all others.</param>
    /// <param name="BeatsDiagonal">Whether i prefers j to itself.</param>
    /// <param name="IsOfRowJ">Whether row j alone has another length, or nothing has.</param>
    private sealed record Change(
        float?[] Factors,
        Vector<double> Scores,
        double Lead,
        bool BeatsDiagonal,
        bool IsOfRowJ
    )
    {
        /// <summary>Whether at most one vector changed, and only in its length.</summary>
        public bool IsOfOneLength => Factors.Count(factor => factor != 1) <= 1 && Factors.All(factor => factor > 0);

        public static Change? Of(object[] inputs, object result)
        {
            (var x, int i, int j) = ((Matrix<float>)inputs[0], (int)inputs[1], (int)inputs[2]);
            if (
                result is not Matrix<float> y
                || y.RowCount != x.RowCount
                || y.ColumnCount != x.ColumnCount
                || !y.Enumerate().All(float.IsFinite)
            )
            {
                return null;
            }

            // In double precision, so that rounding does not make two close scores equal.
            Matrix<double> exact = y.Map(value => (double)value);
            Vector<double> scores = exact * exact.Row(i);
            double others = scores.Where((_, column) => column != j).Max();
            float?[] factors = [.. Enumerable.Range(0, x.RowCount).Select(row => Factor(x.Row(row), y.Row(row)))];
            return new(
                factors,
                scores,
                (scores[j] - others) / Math.Max(Math.Abs(scores[j]), Math.Abs(others)),
                scores[j] > scores[i],
                factors[j] is > 0 && factors.Where((_, row) => row != j).All(factor => factor == 1)
            );
        }

        private static float? Factor(Vector<float> before, Vector<float> after)
        {
            double factor = Product(before, after) / Product(before, before);
            double distance = Math.Sqrt(before.Zip(after, (x, y) => (y - factor * x) * (y - factor * x)).Sum());
            double length = Math.Sqrt(Product(after, after));
            return distance > 1e-4 * Math.Max(Math.Sqrt(Product(before, before)), length) ? null
                : Math.Abs(factor - 1) < 1e-6 ? 1
                : (float)factor;
        }

        private static double Product(Vector<float> x, Vector<float> y) => x.Zip(y, (a, b) => (double)a * b).Sum();
    }
}
