using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter05
{
    public static Exercise<LeakTester> LeakTest { get; } =
        new(Syllabus.LeakTest)
        {
            Task =
                "Somebody hands you a layer: words in, words out, both n × d. "
                + "Return true if any output row depends on a later "
                + "word of X, which a causal layer must not do. You can only call the layer.",
            Attempt = "MyLeakTest",
            Starter = """
                bool MyLeakTest(Func<Matrix<float>, Matrix<float>> layer, Matrix<float> X)   // X: n × d
                {
                    throw new NotImplementedException();   // your code; true: it leaks
                }
                """,
            Solution = """
                bool MyLeakTest(Func<Matrix<float>, Matrix<float>> layer, Matrix<float> X)   // X: n × d
                {
                    Matrix<float> before = layer(X);
                    for (int t = 1; t < X.RowCount; t++)
                    {
                        Matrix<float> Y = X.Clone();
                        Y.SetRow(t, X.Row(t) + 1);                                           // change word t …
                        Matrix<float> after = layer(Y);
                        if (Enumerable.Range(0, t).Any(i => !after.Row(i).Equals(before.Row(i)))) return true;
                    }
                    return false;   // … and no earlier row has moved
                }
                """,
            Hints =
            [
                "If nobody reads the future, you may change the future and the past stays exactly as it was.",
                "Run the layer on X. For every t, change word t in a copy, run the layer again and compare the rows "
                    + "before t. If one differs, it leaks.",
                "`Y.SetRow(t, X.Row(t) + 1)` on a clone Y; then compare row i of both results, for every i before t, "
                    + "for t from 1 to n − 1.",
            ],
            Insight =
                "Such a test needs no knowledge of the mask's inside: it finds an inverted mask, a shifted one and a "
                    + "mask that came after softmax.",
            Inputs = ["layer", "X"],
            Cases = CasesOfLeakTest,
            Reference = (layer, x) => Moves(layer, x, Later(x)),
            WrongIdeas = WrongIdeasOfLeakTest,
        };

    /// <summary>All pairs of a word and a row before it.</summary>
    private static (int Changed, int Row)[] Later(Matrix<float> x) =>
        [
            .. from changed in Enumerable.Range(0, x.RowCount)
            from row in Enumerable.Range(0, changed)
            select (changed, row),
        ];

    /// <summary>Whether, for any of the pairs, the row of the output moves when the word is changed.</summary>
    /// <param name="layer">The layer that is tested.</param>
    /// <param name="x">Its words.</param>
    /// <param name="pairs">A word to change, and the row to look at.</param>
    /// <param name="differ">Whether a row has moved; null takes any difference.</param>
    /// <param name="change">Changes a word; null adds 1 to each of its features.</param>
    private static bool Moves(
        Words layer,
        Matrix<float> x,
        (int Changed, int Row)[] pairs,
        Func<Vector<float>, Vector<float>, bool>? differ = null,
        Action<Matrix<float>, int>? change = null)
    {
        differ ??= (before, after) => !before.Equals(after);
        change ??= (words, word) => words.SetRow(word, words.Row(word) + 1);
        return pairs.Any(pair =>
        {
            Matrix<float> y = x.Clone();
            change(y, pair.Changed);
            return differ(layer(x).Row(pair.Row), layer(y).Row(pair.Row));
        });
    }
}
