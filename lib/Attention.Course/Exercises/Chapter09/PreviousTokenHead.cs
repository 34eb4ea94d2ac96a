using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter09
{
    public static Exercise<Func<Matrix<float>[], int>> PreviousTokenHead { get; } = new(Syllabus.PreviousTokenHead)
    {
        Task = "You get the attention maps of several heads for one text. Return the number of the head that gives "
            + "most to the token before: the largest mean of A[i, i − 1] over all rows but the first.",
        Attempt = "MyPreviousHead",
        Starter = """
            int MyPreviousHead(Matrix<float>[] maps)   // each n × n
            {
                throw new NotImplementedException();   // your code; a number from 0 on
            }
            """,
        Solution = """
            int MyPreviousHead(Matrix<float>[] maps)   // each n × n
            {
                float[] given = [.. maps.Select(A =>
                    Enumerable.Range(1, A.RowCount - 1).Sum(i => A[i, i - 1]))];
                return Array.IndexOf(given, given.Max());
            }
            """,
        Hints =
        [
            "Row i says what token i reads. Where in row i stands the token before?",
            "For each map add up the numbers just below the diagonal. All maps have the same size, so the largest sum "
                + "is the largest mean.",
            "`Enumerable.Range(1, A.RowCount - 1).Sum(i => A[i, i - 1])` for each map, then the place of the largest.",
        ],
        Insight = "One line of code finds in any model with maps what a head looks at, as long as the question is about places.",
        Inputs = ["maps"],
        Cases =
        [
            new("two heads, two tokens", (object)new[] { Map(0.9f, 0.1f, 0.2f, 0.8f), Map(0.5f, 0.5f, 0.7f, 0.3f) }),
            new("one head alone", (object)Maps(1, 3, 40)),
            .. Enumerable.Range(0, 12).Select(i => new Case(
                $"{2 + i % 5} heads, {2 + i % 4} tokens", (object)Maps(2 + i % 5, 2 + i % 4, 41 + (ulong)i))),
        ],
        Reference = maps => Best(maps, A => Below(A, (i, j) => j == i - 1)),
        WrongIdeas =
        [
            new("looks for the next token", "You added A[i, i + 1]: that is the token after. Before is A[i, i − 1].",
                maps => Best(maps, A => Below(A, (i, j) => j == i + 1))),
            new("looks for the token itself", "You added the diagonal: that is the token itself. Before is A[i, i − 1].",
                maps => Best(maps, A => Below(A, (i, j) => j == i))),
            new("takes all tokens before",
                "You added all that lies below the diagonal. Only the one token just before counts: A[i, i − 1].",
                maps => Best(maps, A => Below(A, (i, j) => j < i))),
            new("looks for the head with the least", "That head gives least to the token before. Look for the largest.",
                maps => Best(maps, A => -Below(A, (i, j) => j == i - 1))),
            new("takes one row", "One row says little: take the mean over all rows but the first.",
                maps => Best(maps, A => A[1, 0]), maps => Best(maps, A => A[A.RowCount - 1, A.RowCount - 2])),
            new("takes the largest single weight", "You took the largest single weight. Take the mean over the rows.",
                maps => Best(maps, A => Enumerable.Range(1, A.RowCount - 1).Max(i => A[i, i - 1]))),
            new("counts from 1", "One too many: heads are counted from 0.",
                maps => 1 + Best(maps, A => Below(A, (i, j) => j == i - 1))),
            new("takes the first token", "You added the first column. The token before row i is column i − 1.",
                maps => Best(maps, A => A.Column(0).Sum()), maps => Best(maps, A => A.Column(0).Sum() - A[0, 0])),
        ],
    };

    private static int Best(Matrix<float>[] maps, Func<Matrix<float>, float> measure)
        => Enumerable.Range(0, maps.Length).MaxBy(head => measure(maps[head]));

    private static float Below(Matrix<float> map, Func<int, int, bool> counts)
        => map.EnumerateIndexed().Where(one => counts(one.Item1, one.Item2)).Sum(one => one.Item3);

    private static Matrix<float> Map(float a, float b, float c, float d)
        => Sample.Matrix(new[,] { { a, b }, { c, d } });

    /// <summary>Random maps, whose rows add up to 1.</summary>
    private static Matrix<float>[] Maps(int heads, int tokens, ulong seed) =>
        [.. Enumerable.Range(0, heads).Select(head =>
            Formulas.RowSoftmax(2 * Sample.Random(tokens, tokens, 100 * seed + (ulong)head)))];
}
