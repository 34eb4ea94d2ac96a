using MathNet.Numerics.LinearAlgebra;
using LeakTester = System.Func<System.Func<MathNet.Numerics.LinearAlgebra.Matrix<float>, MathNet.Numerics.LinearAlgebra.Matrix<float>>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>, bool>;

namespace Attention.Course;

internal static partial class Chapter05
{
    public static Exercise<LeakTester> LeakTest { get; } = new(Syllabus.LeakTest)
    {
        Task = "Somebody hands you a layer: words in, words out, both n × d. Return true if any output row depends on a later word of X, which a causal layer must not do. You can only call the layer.",
        Attempt = "MyLeakTest",
        Starter = """
            bool MyLeakTest(Func<Matrix<float>, Matrix<float>> layer, Matrix<float> X)   // X: n × d
            {
                throw new NotImplementedException();                                     // your code; true: it leaks
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
                    if (!layer(Y).SubMatrix(0, t, 0, X.ColumnCount).Equals(before.SubMatrix(0, t, 0, X.ColumnCount))) return true;
                }
                return false;                                                            // … and no earlier row has moved
            }
            """,
        Hints =
        [
            "If nobody reads the future, you may change the future and the past stays exactly as it was.",
            "Run the layer on X. For every t, change word t in a copy, run the layer again and compare the rows before t. If one differs, it leaks.",
            "`Y.SetRow(t, X.Row(t) + 1)` on a clone Y; then compare `SubMatrix(0, t, 0, X.ColumnCount)` of both results, for t from 1 to n − 1.",
        ],
        Insight = "Such a test needs no knowledge of the mask's inside: it finds an inverted mask, a shifted one and a mask that came after softmax.",
        Inputs = ["layer", "X"],
        Cases =
        [
            Layer("a causal layer is safe", (i, j, _) => j <= i),
            Layer("a layer without a mask leaks", (_, _, _) => true),
            Layer("an inverted mask leaks", (i, j, _) => j > i),
            Layer("a mask one column too wide leaks", (i, j, _) => j <= i + 1),
            Layer("only the first word reads ahead: a leak", (i, j, _) => j <= i || (i, j) == (0, 1)),
            Layer("only the last but one reads ahead: a leak", (i, j, n) => j <= i || (i, j) == (n - 2, n - 1)),
            new("a mask applied after softmax leaks through the sum", LateMask, LeakSample) { Given = "a layer that hides the future after softmax" },
            Layer("a sliding window is safe", (i, j, _) => j <= i && j >= i - 1),
            new("a layer that returns zeros is safe", ZeroLayer, LeakSample) { Given = "a layer that returns zeros" },
        ],
        Reference = (layer, x) => Moves(layer, x, Later(x)),
        WrongIdeas =
        [
            new("never finds one", "Your test never finds a leak. Do you change a copy after the first run, so that the two runs get different words?",
                (_, _) => false),
            new("always finds one", "Your test finds a leak in every layer, even in one that returns zeros. Compare like with like: the same rows of two runs.",
                (_, _) => true),
            new("turns the answer around", "The answers are the wrong way round: true means that the layer leaks.",
                (layer, x) => !Moves(layer, x, Later(x))),
            new("changes the past", "You changed an earlier word and looked at the later rows. They may depend on it; a leak is an earlier row that depends on a later word.",
                (layer, x) => Moves(layer, x, [.. Later(x).Select(pair => (pair.Row, pair.Changed))])),
            new("looks at the changed row", "You found a leak in a layer that has none. Only the rows before the changed word must stay: that row itself moves, and later ones may. And change a fresh copy of X each time; if X itself is changed, the next turn still feels it.",
                (layer, x) => Moves(layer, x, [.. Enumerable.Range(0, x.RowCount).Select(t => (t, t)), .. Later(x)])),
            new("looks at the first row only", "You changed the last word and looked at the first row only. A leak by one column, or in a later row, stays unseen: compare all rows before the changed one.",
                (layer, x) => Moves(layer, x, [(x.RowCount - 1, 0)])),
            new("changes the last word only", "You missed the layer in which only the first word reads ahead. Do you change every word in turn, not just the last? And do you compare exactly? A generous tolerance hides a small leak.",
                (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Changed == x.RowCount - 1)])),
            new("changes the second word only", "You changed the second word only. Leaks further behind stay unseen: change every word in turn.",
                (layer, x) => Moves(layer, x, [(1, 0)])),
        ],
    };

    private static Matrix<float> LeakSample => Sample.Random(5, 3, 17);

    private static Func<Matrix<float>, Matrix<float>> LateMask => x => Formulas.RowSoftmax(x * x.Transpose()).MapIndexed((i, j, weight) => j <= i ? weight : 0) * x;

    private static Func<Matrix<float>, Matrix<float>> ZeroLayer => x => Matrix<float>.Build.Dense(x.RowCount, x.ColumnCount);

    /// <summary>Self-attention on the words as they are, with a mask (query, key, number of words).</summary>
    private static Case Layer(string name, Func<int, int, int, bool> mayAttend)
        => new(name, (Func<Matrix<float>, Matrix<float>>)(x => Formulas.MaskedSoftmax(x * x.Transpose(), (i, j) => mayAttend(i, j, x.RowCount)) * x), LeakSample)
        {
            Given = $"the layer of the case “{name}”",
        };

    /// <summary>All pairs of a word and a row before it.</summary>
    private static (int Changed, int Row)[] Later(Matrix<float> x)
        => [.. from changed in Enumerable.Range(0, x.RowCount) from row in Enumerable.Range(0, changed) select (changed, row)];

    /// <summary>Whether, for any of the pairs, the row of the output moves when the word is changed.</summary>
    private static bool Moves(Func<Matrix<float>, Matrix<float>> layer, Matrix<float> x, (int Changed, int Row)[] pairs) => pairs.Any(pair =>
    {
        Matrix<float> y = x.Clone();
        y.SetRow(pair.Changed, x.Row(pair.Changed) + 1);
        return !layer(y).Row(pair.Row).Equals(layer(x).Row(pair.Row));
    });
}
