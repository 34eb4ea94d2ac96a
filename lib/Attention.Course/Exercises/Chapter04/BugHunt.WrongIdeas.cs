using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter04
{
    private static IReadOnlyList<WrongIdea<SelfAttention>> WrongIdeasOfBugHunt =>
    [
        new(
            "scales by √embed_size",
            "One bug is mended: the matrices are applied. The scale is still √embedSize; "
                + "a head's score adds up headDim products "
                + "only, so its scores come out too small and its weights too flat.",
            DividedByRootOf((x, heads) => x.ColumnCount)
        ),
        new(
            "does not apply the matrices",
            "One bug is mended: the scale. But WQ, WK and WV are still never used: "
                + "every word asks, answers and speaks with its raw vector.",
            (x, wq, wk, wv, heads) => Heads(x, x, x, heads, x.ColumnCount / heads)
        ),
        new(
            "applies the query matrix only",
            "Only the queries are projected. Keys and values have matrices of their own: WK and WV.",
            (x, wq, wk, wv, heads) => Heads(x * wq, x, x, heads, x.ColumnCount / heads),
            (x, wq, wk, wv, heads) => Heads(x * wq, x, x, heads, x.ColumnCount)
        ),
        new(
            "leaves the values out",
            "Queries and keys are projected, the values are not: V = X·WV.",
            (x, wq, wk, wv, heads) => Heads(x * wq, x * wk, x, heads, x.ColumnCount / heads),
            (x, wq, wk, wv, heads) => Heads(x * wq, x * wk, x, heads, x.ColumnCount)
        ),
        new(
            "leaves the keys out",
            "Queries and values are projected, the keys are not: K = X·WK.",
            (x, wq, wk, wv, heads) => Heads(x * wq, x, x * wv, heads, x.ColumnCount / heads),
            (x, wq, wk, wv, heads) => Heads(x * wq, x, x * wv, heads, x.ColumnCount)
        ),
        new(
            "leaves the queries out",
            "Keys and values are projected, the queries are not: Q = X·WQ.",
            (x, wq, wk, wv, heads) => Heads(x, x * wk, x * wv, heads, x.ColumnCount / heads),
            (x, wq, wk, wv, heads) => Heads(x, x * wk, x * wv, heads, x.ColumnCount)
        ),
        new(
            "uses one matrix for all three",
            "The same matrix makes queries, keys and values. There are three of them, "
                + "because asking, answering and speaking are three parts.",
            (x, wq, wk, wv, heads) => Heads(x * wq, x * wq, x * wq, heads, x.ColumnCount / heads),
            (x, wq, wk, wv, heads) => Heads(x * wk, x * wk, x * wk, heads, x.ColumnCount / heads),
            (x, wq, wk, wv, heads) => Heads(x * wv, x * wv, x * wv, heads, x.ColumnCount / heads)
        ),
        new(
            "uses the query matrix for the keys",
            "The keys are projected with WQ. They have a matrix of their own: K = X·WK.",
            (x, wq, wk, wv, heads) => Heads(x * wq, x * wq, x * wv, heads, x.ColumnCount / heads)
        ),
        new(
            "uses the key matrix for the values",
            "The values are projected with WK. They have a matrix of their own: V = X·WV.",
            (x, wq, wk, wv, heads) => Heads(x * wq, x * wk, x * wk, heads, x.ColumnCount / heads)
        ),
        new(
            "exchanges the query and the key matrix",
            "WQ and WK are exchanged: Q = X·WQ asks, K = X·WK answers. "
                + "Then a row of scores belongs to a word that asks.",
            (x, wq, wk, wv, heads) => Heads(x * wk, x * wq, x * wv, heads, x.ColumnCount / heads)
        ),
        new(
            "exchanges the key and the value matrix",
            "WK and WV are exchanged: K = X·WK, V = X·WV.",
            (x, wq, wk, wv, heads) => Heads(x * wq, x * wv, x * wk, heads, x.ColumnCount / heads)
        ),
        new(
            "exchanges the query and the value matrix",
            "WQ and WV are exchanged: Q = X·WQ, V = X·WV.",
            (x, wq, wk, wv, heads) => Heads(x * wv, x * wk, x * wq, heads, x.ColumnCount / heads)
        ),
        new(
            "multiplies from the left",
            "You wrote WQ * X. Here a word is a row of X, so the matrix stands on the right: X * WQ.",
            (x, wq, wk, wv, heads) => Heads(wq * x, wk * x, wv * x, heads, x.ColumnCount / heads),
            (x, wq, wk, wv, heads) => Heads(wq * x, wk * x, wv * x, heads, x.ColumnCount)
        ),
        new(
            "turns the matrices over",
            "The matrices are turned over. A word is a row of X, and the matrices are made for that: "
                + "X * WQ, without Transpose().",
            (x, wq, wk, wv, heads) =>
                Heads(x * wq.Transpose(), x * wk.Transpose(), x * wv.Transpose(), heads, x.ColumnCount / heads)
        ),
        new(
            "splits before it projects",
            "You split first and projected each part by itself: "
                + "a head then sees only its own slice of the word. "
                + "Project the whole vector, then split.",
            (x, wq, wk, wv, heads) => Heads(
                PerPart(x, wq, heads), PerPart(x, wk, heads), PerPart(x, wv, heads), heads, x.ColumnCount / heads)
        ),
        new(
            "does not scale",
            "The matrices are applied, but the scale is gone: divide the scores by √headDim.",
            DividedByRootOf((x, heads) => 1)
        ),
        new(
            "multiplies by the root",
            "The matrices are applied, but you multiplied by √headDim. Divide by it.",
            DividedByRootOf((x, heads) => 1f / (x.ColumnCount / heads)),
            (x, wq, wk, wv, heads) => Overflowing(x * wq, x * wk, x * wv, heads, 1f / (x.ColumnCount / heads))
        ),
        new(
            "forgets the root",
            "The matrices are applied, and headDim is the right number, but its root is missing: "
                + "divide by √headDim.",
            DividedByRootOf((x, heads) => MathF.Pow(x.ColumnCount / heads, 2))
        ),
        new(
            "scales by √heads",
            "You divided by the root of the number of heads. What counts is how many products a score adds up: "
                + "headDim.",
            DividedByRootOf((x, heads) => heads)
        ),
        new(
            "scales by the number of words",
            "You divided by the root of the number of words. What counts is how many products a score adds up: "
                + "headDim.",
            DividedByRootOf((x, heads) => x.RowCount)
        ),
        new("uses the query matrix for the values",
            "The values are projected with WQ. They have a matrix of their own: V = X·WV.",
            (x, wq, wk, wv, heads) => Heads(x * wq, x * wk, x * wq, heads, x.ColumnCount / heads)),
        new("cuts the root to a whole number",
            "The matrices are applied, but the root is cut to a whole number. Divide by "
                + "MathF.Sqrt(headDim).",
            DividedByRootOf((x, heads) => MathF.Pow((int)Math.Sqrt(x.ColumnCount / heads), 2))),
        new("divides by the width of the word",
            "The matrices are applied, but you divided by embedSize. Divide by √headDim.",
            DividedByRootOf((x, heads) => MathF.Pow(x.ColumnCount, 2))),
        new("takes the heads in reverse",
            "The heads are in reverse order: head 0 belongs on the left.",
            (x, wq, wk, wv, heads) => Formulas.PerHead(
                heads, h => Formulas.Head(Mended(x, wq, wk, wv, heads), heads - 1 - h, heads))),
        new("gives each head the first part",
            "Every head got the first headDim features. Head h starts at column h · headDim.",
            (x, wq, wk, wv, heads) => Formulas.PerHead(
                heads, _ => Formulas.Head(Mended(x, wq, wk, wv, heads), 0, heads))),
        new("takes the softmax by columns",
            "Your softmax runs down the columns. Each word asks, and its row of weights adds up to 1.",
            Weighed(scores => scores.PointwiseExp().NormalizeColumns(1))),
        new("normalises to length 1",
            "You brought the rows of e^score to length 1, as vectors: NormalizeRows(2). The shares "
                + "of a row must add up to 1: NormalizeRows(1).",
            Weighed(scores => scores.PointwiseExp().NormalizeRows(2))),
    ];

    /// <summary>The matrices are applied; the scores are divided by the root of this number.</summary>
    private static SelfAttention DividedByRootOf(Func<Matrix<float>, int, float> squared) =>
        (x, wq, wk, wv, heads) => Heads(x * wq, x * wk, x * wv, heads, squared(x, heads));

    /// <summary>The matrices are applied and the scores are right; they become weights in some other way.</summary>
    private static SelfAttention Weighed(Func<Matrix<float>, Matrix<float>> weights) =>
        (x, wq, wk, wv, heads) => Formulas.PerHead(heads, h =>
            weights(Formulas.Scores(Formulas.Head(x * wq, h, heads), Formulas.Head(x * wk, h, heads)))
                * Formulas.Head(x * wv, h, heads));

    /// <summary><see cref="Heads"/> without subtracting the maximum, as the starter does it.</summary>
    private static Matrix<float> Overflowing(
        Matrix<float> q, Matrix<float> k, Matrix<float> v, int heads, float scaleSquared) =>
        Formulas.PerHead(heads, h =>
        {
            Matrix<float> scores = Formulas.Head(q, h, heads) * Formulas.Head(k, h, heads).Transpose();
            return Overflowing(scores / MathF.Sqrt(scaleSquared)) * Formulas.Head(v, h, heads);
        });

    /// <summary>Each head's columns times the same part of the matrix.</summary>
    private static Matrix<float> PerPart(Matrix<float> x, Matrix<float> w, int heads)
    {
        int size = x.ColumnCount / heads;
        return Formulas.PerHead(heads, h => Formulas.Head(x, h, heads) * w.SubMatrix(h * size, size, h * size, size));
    }
}
