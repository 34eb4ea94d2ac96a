using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter08
{
    public static Exercise<Func<int, float, Matrix<float>>> DistancePenalty { get; } = new(Syllabus.DistancePenalty)
    {
        Task = "Write the n × n matrix B that is added to the scores: query i (row) loses slope for each place between "
            + "it and key j (column), and keys after it are hidden with −∞. The diagonal is 0.",
        Attempt = "MyPenalty",
        Starter = """
            Matrix<float> MyPenalty(int n, float slope)
            {
                throw new NotImplementedException();   // your code; n × n
            }
            """,
        Solution = """
            Matrix<float> MyPenalty(int n, float slope) => Matrix<float>.Build.Dense(n, n,
                (i, j) => j <= i ? slope * (j - i) : float.NegativeInfinity);
            """,
        Hints =
        [
            "Two rules in one matrix: the causal mask of chapter 5, and a number that falls with the distance.",
            "For j ≤ i the distance is i − j, so B is −slope · (i − j). For j > i it is −∞.",
            "`j <= i ? slope * (j - i) : float.NegativeInfinity`: j − i is 0 on the diagonal and negative to its left.",
        ],
        Insight = "Nothing is learnt and nothing is added to the words: a rule that is defined for any length.",
        Inputs = ["n", "slope"],
        Cases =
        [
            new("one word", 1, 1f),
            new("two words", 2, 1f),
            new("three words, half a point a place", 3, 0.5f),
            new("a slope of 0 leaves the causal mask", 3, 0f),
            new("four words", 4, 0.25f),
            new("five words, two points a place", 5, 2f),
            new("nine words", 9, 0.125f),
        ],
        Reference = (n, slope) => Penalty(n, (i, j) => j <= i ? slope * (j - i) : float.NegativeInfinity),
        WrongIdeas =
        [
            new("rewards distance", "Distant words gain. They lose: −slope · (i − j).",
                (n, slope) => Penalty(n, (i, j) => j <= i ? slope * (i - j) : float.NegativeInfinity)),
            new("leaves the future visible",
                "The future is not hidden, and later words even gain. Where j > i, B is −∞.",
                (n, slope) => Penalty(n, (i, j) => slope * (j - i))),
            new("punishes both sides",
                "You took the distance on both sides and hid nothing. Where j > i, B is −∞.",
                (n, slope) => Penalty(n, (i, j) => -slope * Math.Abs(i - j))),
            new("hides with 0", "The future has a score of 0, which hides nothing: e⁰ = 1. Where j > i, B is −∞.",
                (n, slope) => Penalty(n, (i, j) => j <= i ? slope * (j - i) : 0)),
            new("hides with a finite number",
                "The future has a large negative number. Only −∞ hides whatever the scores are.",
                (n, slope) => Penalty(n, (i, j) => j <= i ? slope * (j - i) : -1e9f),
                (n, slope) => Penalty(n, (i, j) => j <= i ? slope * (j - i) : -1e20f),
                (n, slope) => Penalty(n, (i, j) => j <= i ? slope * (j - i) : float.MinValue)),
            new("exchanges rows and columns",
                "Rows and columns are exchanged: word 0 reads everything. Row i is the query, column j the key.",
                (n, slope) => Penalty(n, (i, j) => j >= i ? slope * (i - j) : float.NegativeInfinity)),
            new("hides the word from itself", "A word may read itself: the diagonal is 0. The condition is j ≤ i.",
                (n, slope) => Penalty(n, (i, j) => j < i ? slope * (j - i) : float.NegativeInfinity)),
            new("forgets the slope", "The slope is missing: each place costs slope.",
                (n, _) => Penalty(n, (i, j) => j <= i ? j - i : float.NegativeInfinity)),
            new("forgets the distance", "Every word loses the same. The loss is slope times the distance i − j.",
                (n, slope) => Penalty(n, (i, j) => j <= i ? -slope : float.NegativeInfinity),
                (n, slope) => Penalty(n, (i, j) => j == i ? 0 : j < i ? -slope : float.NegativeInfinity)),
            new("is the causal mask alone", "That is the causal mask. Each place of distance costs slope besides.",
                (n, _) => Penalty(n, (i, j) => j <= i ? 0 : float.NegativeInfinity)),
            new("counts from the first word",
                "You wrote slope · j. A row differs from the right one by a constant, so softmax gives the same "
                    + "weights; but here the diagonal is to be 0.",
                (n, slope) => Penalty(n, (i, j) => j <= i ? slope * j : float.NegativeInfinity)),
            new("counts the word itself as one place away",
                "The word itself is 0 places away, so the diagonal is 0: i − j, not i − j + 1.",
                (n, slope) => Penalty(n, (i, j) => j <= i ? slope * (j - i - 1) : float.NegativeInfinity)),
            new("squares the distance", "The loss grows with the square of the distance. Each place costs the same.",
                (n, slope) => Penalty(n, (i, j) => j <= i ? -slope * (i - j) * (i - j) : float.NegativeInfinity)),
            new("returns weights", "Those are factors between 0 and 1. B is added to the scores, before the softmax.",
                (n, slope) => Penalty(n, (i, j) => j <= i ? MathF.Exp(slope * (j - i)) : 0)),
        ],
    };

    private static Matrix<float> Penalty(int n, Func<int, int, float> of) => Matrix<float>.Build.Dense(n, n, of);
}
