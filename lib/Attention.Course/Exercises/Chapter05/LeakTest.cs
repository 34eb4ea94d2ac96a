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
            Cases =
            [
                Attending("a causal layer is safe", (i, j, _) => j <= i),
                Attending("a layer without a mask leaks", (_, _, _) => true),
                Attending("an inverted mask leaks", (i, j, _) => j > i),
                Attending("a mask one column too wide leaks", (i, j, _) => j <= i + 1),
                Attending("a sliding window is safe", (i, j, _) => j <= i && j >= i - 1),
                Attending("a layer in which all read the first word only is safe", (_, j, _) => j == 0),
                new("a mask applied after softmax leaks through the sum", LateMask, LeakSample)
                {
                    Given = "a layer that hides the future after softmax",
                },
                Layer("a layer that returns zeros is safe", (x, i, f) => 0),
                Layer("a layer that returns X is safe", (x, i, f) => x[i, f]),
                Layer("a layer that adds up the words so far is safe", (x, i, f) => x.Column(f, 0, i + 1).Sum()),
                .. Later(LeakSample)
                    .Select(pair =>
                        Reading(
                            $"word {pair.Row} alone reads word {pair.Changed}: a leak",
                            pair.Row,
                            pair.Changed,
                            (x, f) => x[pair.Changed, f]
                        )
                    ),
                Layer("a leak two words ahead", (x, i, f) => x[i, f] + (i + 2 < x.RowCount ? x[i + 2, f] : 0)),
                Layer("a leak that only lowers", (x, i, f) => x[i, f] - (i + 1 < x.RowCount ? x[i + 1, f] : 0)),
                Reading("a leak out of the first feature", 1, 3, (x, f) => x[3, 0]),
                Reading("a leak out of the second feature", 1, 3, (x, f) => x[3, 1]),
                Reading("a leak out of the last feature", 1, 3, (x, f) => x[3, 2]),
                Reading("a leak into the first feature", 1, 3, (x, f) => f == 0 ? x[3, f] : 0),
                Reading("a leak into the second feature", 1, 3, (x, f) => f == 1 ? x[3, f] : 0),
                Reading("a leak into the last feature", 1, 3, (x, f) => f == 2 ? x[3, f] : 0),
                Reading("a leak out of the first feature into the second", 1, 3, (x, f) => f == 1 ? x[3, 0] : 0),
                Reading("a leak out of the second feature into the last", 1, 3, (x, f) => f == 2 ? x[3, 1] : 0),
                Reading("a leak out of the last feature into the first", 1, 3, (x, f) => f == 0 ? x[3, 2] : 0),
                Reading("a leak that leaves the sum of the row as it is", 1, 3, (x, f) => f == 0 ? x[3, 0]
                    : f == 1 ? -x[3, 0]
                    : 0),
                Reading("a small leak", 1, 3, (x, f) => 0.0005f * x[3, f]),
                Layer("two words that leak in opposite directions", (x, i, f) => x[i, f]
                    + (
                        i == 0 ? x[2, f]
                        : i == 1 ? -x[2, f]
                        : 0
                    )),
                new(
                    "two words with four features: a leak",
                    (Words)(x => x.Stack(x).SubMatrix(1, 2, 0, 4)),
                    Sample.Random(2, 4, 19)
                )
                {
                    Given = "a layer that exchanges two words",
                },
                new(
                    "two words with four features: a leak out of the last",
                    (Words)(x => x.MapIndexed((i, _, value) => i == 0 ? value + x[1, 3] : value)),
                    Sample.Random(2, 4, 21)
                )
                {
                    Given = "a layer that adds the last feature of word 1 to word 0",
                },
                new(
                    "two words with four features: a leak out of the third",
                    (Words)(x => x.MapIndexed((i, _, value) => i == 0 ? value + x[1, 2] : value)),
                    Sample.Random(2, 4, 22)
                )
                {
                    Given = "a layer that adds the third feature of word 1 to word 0",
                },
                new("two words with four features: safe", (Words)(x => x * 3), Sample.Random(2, 4, 20))
                {
                    Given = "a layer that triples X",
                },
                new("a single word cannot leak", (Words)(x => x * 2), Sample.Random(1, 3, 18))
                {
                    Given = "a layer that doubles a single word",
                },
            ],
            Reference = (layer, x) => Moves(layer, x, Later(x)),
            WrongIdeas =
            [
                new(
                    "never finds one",
                    "Your test never finds a leak. Do you change a copy after the first run, so that the two runs get "
                        + "different words?",
                    (_, _) => false
                ),
                new(
                    "always finds one",
                    "Your test finds a leak in every layer, even in one that returns zeros. "
                        + "Compare like with like: the same rows of two runs.",
                    (_, _) => true
                ),
                new(
                    "turns the answer around",
                    "The answers are the wrong way round: true means that the layer leaks.",
                    (layer, x) => !Moves(layer, x, Later(x))
                ),
                new(
                    "changes the past",
                    "You changed an earlier word and looked at the later rows. They may depend on it; "
                        + "a leak is an earlier row that depends on a later word.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Select(pair => (pair.Row, pair.Changed))])
                ),
                new(
                    "looks at the changed row",
                    "You found a leak in layers that have none: the row of the changed word, or a later one, was "
                        + "compared. Only the rows before it must stay. And change a fresh copy of X each time; if X "
                        + "itself is changed, the next turn still feels it.",
                    (layer, x) =>
                        Moves(layer, x, [.. Enumerable.Range(0, x.RowCount).Select(t => (t, t)), .. Later(x)]),
                    (layer, x) =>
                        Moves(layer, x, [.. Enumerable.Range(1, x.RowCount - 1).Select(t => (t, t)), .. Later(x)]),
                    (layer, x) =>
                        Moves(
                            layer,
                            x,
                            [
                                .. from t in Enumerable.Range(0, x.RowCount)
                                from row in Enumerable.Range(0, x.RowCount)
                                select (t, row),
                            ]
                        )
                ),
                new(
                    "looks at the first row only",
                    "Leaks into later rows stay unseen: you looked at the first row only. "
                        + "Compare all rows before the changed one.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Row == 0)])
                ),
                new(
                    "looks at the first row and the last word",
                    "You changed the last word and looked at the first row only. Change every word in turn, "
                        + "and compare all rows before it.",
                    (layer, x) =>
                        Moves(layer, x, [.. Later(x).Where(pair => pair is (_, 0) && pair.Changed == x.RowCount - 1)])
                ),
                new(
                    "changes the last word only",
                    "You changed the last word only. Leaks out of the words before it stay unseen: "
                        + "change every word in turn.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Changed == x.RowCount - 1)])
                ),
                new(
                    "leaves the last word unchanged",
                    "The last word is never changed. The loop runs while t < X.RowCount.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Changed < x.RowCount - 1)])
                ),
                new(
                    "leaves the second word unchanged",
                    "The second word is never changed. It has the index 1: the loop starts there.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Changed > 1)])
                ),
                new(
                    "leaves the first row out",
                    "The first row is never compared. In C# the first index is 0: "
                        + "row 0 stands before every changed word.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Row > 0)])
                ),
                new(
                    "changes the second word only",
                    "You changed the second word only. Leaks further behind stay unseen: change every word in turn.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Changed == 1)])
                ),
                new(
                    "changes one word in the middle only",
                    "You changed one word in the middle only. Leaks out of others stay unseen: "
                        + "change every word in turn.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Changed == x.RowCount / 2)])
                ),
                new(
                    "looks one word ahead only",
                    "You compared only the row just before the changed word. "
                        + "A row may also read two or more words ahead: "
                        + "compare all rows before the changed one.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Row == pair.Changed - 1)])
                ),
                new(
                    "leaves the row just before out",
                    "The row just before the changed word is never compared. Compare all rows 0 … t − 1.",
                    (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pair.Row < pair.Changed - 1)])
                ),
                new(
                    "changes one feature only",
                    "You changed one feature of a word only. A leak may come out of another one: "
                        + "change all features of the word.",
                    [
                        .. Enumerable
                            .Range(0, 3)
                            .Select(feature =>
                                (LeakTester)(
                                    (layer, x) => Moves(layer, x, Later(x), change: (y, t) => y[t, feature] += 1)
                                )
                            ),
                        (layer, x) => Moves(layer, x, Later(x), change: (y, t) => y[t, y.ColumnCount - 1] += 1),
                    ]
                ),
                new(
                    "compares one feature only",
                    "You compared one feature of the rows only. A leak may go into another one: compare all features.",
                    [
                        .. Enumerable
                            .Range(0, 3)
                            .Select(feature =>
                                (LeakTester)(
                                    (layer, x) =>
                                        Moves(layer, x, Later(x), (before, after) => before[feature] != after[feature])
                                )
                            ),
                        (layer, x) => Moves(layer, x, Later(x), (before, after) => before[^1] != after[^1]),
                    ]
                ),
                new(
                    "changes and compares one feature only",
                    "You changed one feature of a word, and compared only that one. "
                        + "A leak may come out of any feature and go into any: "
                        + "change and compare all of them.",
                    [
                        .. Enumerable
                            .Range(0, 3)
                            .Select(feature =>
                                (LeakTester)(
                                    (layer, x) =>
                                        Moves(
                                            layer,
                                            x,
                                            Later(x),
                                            (before, after) => before[feature] != after[feature],
                                            (y, t) => y[t, feature] += 1
                                        )
                                )
                            ),
                    ]
                ),
                new(
                    "changes words to NaN",
                    "You changed a word to NaN or ∞. A hidden word is multiplied by 0, and 0 · NaN and 0 · ∞ are "
                        + "NaN: safe layers look as if they leaked. Change it by a finite number.",
                    (layer, x) => Moves(layer, x, Later(x), change: (y, t) => y.SetRow(t, y.Row(t) * float.NaN)),
                    (layer, x) =>
                        Moves(layer, x, [.. Later(x).Where(pair => pair.Changed == x.RowCount - 1)], change: (y, t) =>
                            y.SetRow(t, y.Row(t) * float.NaN)
                        )
                ),
                new(
                    "ignores what becomes smaller",
                    "A leak may also make numbers smaller. Compare whether they differ, not whether they grow.",
                    (layer, x) =>
                        Moves(layer, x, Later(x), (before, after) =>
                            after.Zip(before, (a, b) => a - b).Any(move => move > 1e-6f)
                        )
                ),
                new(
                    "ignores what becomes larger",
                    "A leak may also make numbers larger. Compare whether they differ, not whether they shrink.",
                    (layer, x) =>
                        Moves(layer, x, Later(x), (before, after) =>
                            after.Zip(before, (a, b) => b - a).Any(move => move > 1e-6f)
                        )
                ),
                new(
                    "compares the sums of the rows",
                    "You compared the sums of the rows. One feature may grow by what another one loses: "
                        + "compare number by number.",
                    (layer, x) =>
                        Moves(layer, x, Later(x), (before, after) => MathF.Abs(before.Sum() - after.Sum()) > 1e-5f)
                ),
                new(
                    "compares with a generous tolerance",
                    "The small leak stays unseen: your tolerance is too generous. "
                        + "Without a leak the rows are equal to the last digit.",
                    [
                        .. new[] { 0.001f, 0.01f, 0.1f }.Select(tolerance =>
                            (LeakTester)(
                                (layer, x) =>
                                    Moves(layer, x, Later(x), (before, after) =>
                                        after.Zip(before, (a, b) => MathF.Abs(a - b)).Any(move => move > tolerance)
                                    )
                            )
                        ),
                    ]
                ),
            ],
        };

    private static Matrix<float> LeakSample => Sample.Random(5, 3, 17);

    private static Words LateMask =>
        x => Formulas.RowSoftmax(x * x.Transpose()).MapIndexed((i, j, weight) => j <= i ? weight : 0) * x;

    /// <summary>Self-attention on the words as they are, with a mask (query, key, number of words).</summary>
    private static Case Attending(string name, Func<int, int, int, bool> mayAttend) =>
        new(
            name,
            (Words)(x => Formulas.MaskedSoftmax(x * x.Transpose(), (i, j) => mayAttend(i, j, x.RowCount)) * x),
            LeakSample
        )
        {
            Given = $"the layer of the case “{name}”",
        };

    /// <summary>A layer that computes each number of its output from X, the word and the feature.</summary>
    private static Case Layer(string name, Func<Matrix<float>, int, int, float> output) =>
        new(
            name,
            (Words)(x => Matrix<float>.Build.Dense(x.RowCount, x.ColumnCount, (i, f) => output(x, i, f))),
            LeakSample
        )
        {
            Given = $"the layer of the case “{name}”",
        };

    /// <summary>A layer that returns X, and adds to one word something of a later one.</summary>
    private static Case Reading(string name, int earlier, int later, Func<Matrix<float>, int, float> added) =>
        Layer(name, (x, i, f) => x[i, f] + (i == earlier && later < x.RowCount ? added(x, f) : 0));

    /// <summary>All pairs of a word and a row before it.</summary>
    private static (int Changed, int Row)[] Later(Matrix<float> x) =>
        [
            .. from changed in Enumerable.Range(0, x.RowCount)
            from row in Enumerable.Range(0, changed)
            select (changed, row),
        ];

    /// <summary>Whether, for any of the pairs, the row of the output moves when the word is changed.</summary>
    private static bool Moves(
        Words layer,
        Matrix<float> x,
        (int Changed, int Row)[] pairs,
        Func<Vector<float>, Vector<float>, bool>? differ = null,
        Action<Matrix<float>, int>? change = null
    ) =>
        pairs.Any(pair =>
        {
            Matrix<float> y = x.Clone();
            (change ?? ((words, word) => words.SetRow(word, words.Row(word) + 1)))(y, pair.Changed);
            return (differ ?? ((before, after) => !before.Equals(after)))(
                layer(x).Row(pair.Row),
                layer(y).Row(pair.Row)
            );
        });
}
