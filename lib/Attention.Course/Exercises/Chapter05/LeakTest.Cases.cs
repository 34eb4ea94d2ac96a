using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter05
{
    private static IReadOnlyList<Case> CasesOfLeakTest =>
    [
        Attending("a causal layer is safe", (i, j) => j <= i),
        Attending("a layer without a mask leaks", (_, _) => true),
        Attending("an inverted mask leaks", (i, j) => j > i),
        Attending("a mask one column too wide leaks", (i, j) => j <= i + 1),
        Attending("a sliding window is safe", (i, j) => j <= i && j >= i - 1),
        Attending("a layer in which all read the first word only is safe", (_, j) => j == 0),
        Described("a mask applied after softmax leaks through the sum", LateMask, LeakSample,
            "a layer that hides the future after softmax"),
        Layer("a layer that returns zeros is safe", (x, i, f) => 0),
        Layer("a layer that returns X is safe", (x, i, f) => x[i, f]),
        Layer("a layer that adds up the words so far is safe", (x, i, f) => x.Column(f, 0, i + 1).Sum()),
        .. Later(LeakSample).Select(pair => Reading(
            $"word {pair.Row} alone reads word {pair.Changed}: a leak",
            pair.Row, pair.Changed, (x, f) => x[pair.Changed, f])),
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
        Reading("a leak that leaves the sum of the row as it is", 1, 3,
            (x, f) => f == 0 ? x[3, 0] : f == 1 ? -x[3, 0] : 0),
        Reading("a small leak", 1, 3, (x, f) => 0.0005f * x[3, f]),
        Layer("two words that leak in opposite directions",
            (x, i, f) => x[i, f] + (i == 0 ? x[2, f] : i == 1 ? -x[2, f] : 0)),
        Described("two words with four features: a leak",
            x => x.Stack(x).SubMatrix(1, 2, 0, 4),
            Sample.Random(2, 4, 19), "a layer that exchanges two words"),
        Described("two words with four features: a leak out of the last",
            x => x.MapIndexed((i, _, value) => i == 0 ? value + x[1, 3] : value),
            Sample.Random(2, 4, 21), "a layer that adds the last feature of word 1 to word 0"),
        Described("two words with four features: a leak out of the third",
            x => x.MapIndexed((i, _, value) => i == 0 ? value + x[1, 2] : value),
            Sample.Random(2, 4, 22), "a layer that adds the third feature of word 1 to word 0"),
        Described("two words with four features: safe", x => x * 3, Sample.Random(2, 4, 20), "a layer that triples X"),
        Described("a single word cannot leak", x => x * 2, Sample.Random(1, 3, 18),
            "a layer that doubles a single word"),
    ];

    private static Matrix<float> LeakSample => Sample.Random(5, 3, 17);

    private static Words LateMask =>
        x => Formulas.RowSoftmax(x * x.Transpose()).MapIndexed((i, j, weight) => j <= i ? weight : 0) * x;

    /// <summary>Self-attention on the words as they are, with a mask (query, key).</summary>
    private static Case Attending(string name, Func<int, int, bool> mayAttend) =>
        Named(name, x => Formulas.MaskedSoftmax(x * x.Transpose(), mayAttend) * x);

    /// <summary>A layer that computes each number of its output from X, the word and the feature.</summary>
    private static Case Layer(string name, Func<Matrix<float>, int, int, float> output) =>
        Named(name, x => Matrix<float>.Build.Dense(x.RowCount, x.ColumnCount, (i, f) => output(x, i, f)));

    /// <summary>A layer that returns X, and adds to one word something of a later one.</summary>
    private static Case Reading(string name, int earlier, int later, Func<Matrix<float>, int, float> added) =>
        Layer(name, (x, i, f) => x[i, f] + (i == earlier && later < x.RowCount ? added(x, f) : 0));

    /// <summary>A layer that the name of its case describes.</summary>
    private static Case Named(string name, Words layer) =>
        Described(name, layer, LeakSample, $"the layer of the case “{name}”");

    private static Case Described(string name, Words layer, Matrix<float> x, string description) =>
        new(name, layer, x) { Given = description };
}
