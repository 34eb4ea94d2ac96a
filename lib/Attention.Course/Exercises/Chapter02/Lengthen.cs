using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter02
{
    public static Exercise<Func<Matrix<float>, int, int, Matrix<float>>> Lengthen { get; } = new(Syllabus.Lengthen)
    {
        Task = "Return a copy of X in which one vector has another length, and its old direction: so that the largest score in row i of X·Xᵀ stands in column j, and there alone. i and j are two words, and their score is positive to begin with.",
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
            "The score of i with j grows with the length of vector j, and no other score in row i does. How many times must it grow to pass the largest?",
            "`Y.SetRow(j, factor * X.Row(j))` on a clone Y, with a factor larger than the largest score of row i divided by the score at j.",
        ],
        Insight = "The diagonal need not win: a long neighbour beats the word itself, without turning by a degree.",
        Inputs = ["X", "i", "j"],
        Cases =
        [
            Prefers("two words", Sample.Matrix(new float[,] { { 2, 0 }, { 1, 1 } }), 0, 1),
            Prefers("a third word that is in the lead", Sample.Matrix(new float[,] { { 1, 0 }, { 0.5f, 0.5f }, { 3, 1 } }), 0, 1),
            Prefers("a nearly right angle", Sample.Matrix(new float[,] { { 1, 0 }, { 0.001f, 1 }, { 0.5f, 0 } }), 0, 1),
            Prefers("an earlier word", Sample.Matrix(new float[,] { { 1, 1, 0 }, { 0, 2, 2 }, { 1, 3, 1 } }), 2, 0),
            Prefers("吃 prefers the second 苹果", Corpus.Sentence.Vectors, 2, 5, "X = Corpus.Sentence.Vectors, i = 2 (吃), j = 5 (苹果)"),
        ],
        Reference = (x, i, j) => Stretched(x, j, 2 * (x * x.Row(i)).Maximum() / (x.Row(i) * x.Row(j))),
        WrongIdeas =
        [
            new("changes nothing", "X is as it was. Make one of its vectors longer.", (x, _, _) => x.Clone())
            {
                Shows = (inputs, result) => Value.Same(inputs[0], result, 1e-6),
            },
            new("lengthens the vector that asks", "You changed the length of row i, which asks. Its scores with the others all change by the same factor then, so their order stays. Change row j, which answers.",
                (x, i, _) => Stretched(x, i, 3))
            {
                Shows = (inputs, result) => Change.Of(inputs, result) is { Factors: var factors } && factors[(int)inputs[1]] is not (null or 1) && factors[(int)inputs[2]] == 1,
            },
            new("lengthens every vector", "You changed several vectors. If all get longer, the order of the scores stays as it was. Change row j only.",
                (x, _, _) => x * 3)
            {
                Shows = (inputs, result) => Change.Of(inputs, result) is { Factors: var factors } && factors.Count(factor => factor != 1) > 1,
            },
            new("turns the vector", "You gave row j another direction. Keep its direction: multiply the whole row by one positive number.",
                (x, i, j) => { Matrix<float> y = x.Clone(); y.SetRow(j, x.Row(i) * 2); return y; })
            {
                Shows = (inputs, result) => Change.Of(inputs, result) is { Factors: var factors } && factors[(int)inputs[2]] is null,
            },
            new("turns the vector around", "Your factor is negative: the vector points the other way now. The factor must be positive.", (x, _, j) => Stretched(x, j, -5))
            {
                Shows = (inputs, result) => Change.Of(inputs, result) is { Factors: var factors } && factors[(int)inputs[2]] < 0,
            },
            new("stops at a draw", "It is a draw: column j has the largest score, but not alone. Make the vector a little longer still.",
                (x, i, j) => Stretched(x, j, (x * x.Row(i)).Maximum() / (x.Row(i) * x.Row(j))))
            {
                Shows = (inputs, result) => Change.Of(inputs, result) is { Lead: > -1e-5f and < 1e-5f },
            },
            new("beats only the diagonal", "Row i prefers j to itself now, but a third word is still ahead. Compare with the largest score of the row, not only with the diagonal.",
                (x, i, j) => Stretched(x, j, 1.5f * (x.Row(i) * x.Row(i)) / (x.Row(i) * x.Row(j))))
            {
                Shows = (inputs, result) => Change.Of(inputs, result) is { Lead: < 0, BeatsDiagonal: true },
            },
            new("lengthens too little", "The right vector, the right direction, but not long enough yet: another score in row i is still larger. How much is enough depends on X: compute the factor from the scores of row i.",
                (x, _, j) => Stretched(x, j, 1.5f))
            {
                Shows = (inputs, result) => Change.Of(inputs, result) is { Lead: < 0, BeatsDiagonal: false },
            },
        ],
    };

    private static Case Prefers(string name, Matrix<float> x, int i, int j, string? given = null) => new(name, x, i, j)
    {
        Given = given,
        Judge = result => Change.Of([x, i, j], result) switch
        {
            null => $"The result must be {x.RowCount} × {x.ColumnCount}, like X, and hold finite numbers.",
            { Factors: var factors } when factors.Count(factor => factor != 1) > 1 || factors.Any(factor => factor is not > 0) => "Only one vector may change, and only its length.",
            { Lead: > 1e-5f } => null,
            { Scores: var scores } => $"The scores of row i are {Value.Text(scores.ToArray())} now.",
        },
    };

    private static Matrix<float> Stretched(Matrix<float> x, int row, float factor)
    {
        Matrix<float> y = x.Clone();
        y.SetRow(row, x.Row(row) * factor);
        return y;
    }

    /// <summary>What was done to X.</summary>
    /// <param name="Factors">By how much each row became longer; null where its direction changed.</param>
    /// <param name="Scores">Row i of the new X·Xᵀ.</param>
    /// <param name="Lead">By how much, in parts of the largest score, j is ahead of all others.</param>
    /// <param name="BeatsDiagonal">Whether i prefers j to itself.</param>
    private sealed record Change(float?[] Factors, Vector<float> Scores, float Lead, bool BeatsDiagonal)
    {
        public static Change? Of(object[] inputs, object result)
        {
            (var x, int i, int j) = ((Matrix<float>)inputs[0], (int)inputs[1], (int)inputs[2]);
            if (result is not Matrix<float> y || y.RowCount != x.RowCount || y.ColumnCount != x.ColumnCount || !y.Enumerate().All(float.IsFinite))
            {
                return null;
            }

            Vector<float> scores = y * y.Row(i);
            float others = scores.Where((_, column) => column != j).Max();
            return new([.. Enumerable.Range(0, x.RowCount).Select(row => Factor(x.Row(row), y.Row(row)))],
                scores, (scores[j] - others) / Math.Max(Math.Abs(scores[j]), Math.Abs(others)), scores[j] > scores[i]);
        }

        private static float? Factor(Vector<float> before, Vector<float> after)
        {
            float factor = (before * after) / (before * before);
            return (after - factor * before).L2Norm() > 1e-4 * Math.Max(1, after.L2Norm()) ? null : Math.Abs(factor - 1) < 1e-6 ? 1 : factor;
        }
    }
}
