using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter05
{
    private static IReadOnlyList<WrongIdea<LeakTester>> WrongIdeasOfLeakTest =>
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
            (layer, x) => Moves(layer, x, [.. Enumerable.Range(0, x.RowCount).Select(t => (t, t)), .. Later(x)]),
            (layer, x) => Moves(layer, x, [.. Enumerable.Range(1, x.RowCount - 1).Select(t => (t, t)), .. Later(x)]),
            (layer, x) => Moves(layer, x,
            [
                .. from t in Enumerable.Range(0, x.RowCount)
                from row in Enumerable.Range(0, x.RowCount)
                select (t, row),
            ])
        ),
        new(
            "looks at the first row only",
            "Leaks into later rows stay unseen: you looked at the first row only. "
                + "Compare all rows before the changed one.",
            Among((pair, x) => pair.Row == 0)
        ),
        new(
            "looks at the first row and the last word",
            "You changed the last word and looked at the first row only. Change every word in turn, "
                + "and compare all rows before it.",
            Among((pair, x) => pair.Row == 0 && pair.Changed == x.RowCount - 1)
        ),
        new(
            "changes the last word only",
            "You changed the last word only. Leaks out of the words before it stay unseen: "
                + "change every word in turn.",
            Among((pair, x) => pair.Changed == x.RowCount - 1)
        ),
        new(
            "leaves the last word unchanged",
            "The last word is never changed. The loop runs while t < X.RowCount.",
            Among((pair, x) => pair.Changed < x.RowCount - 1)
        ),
        new(
            "leaves the second word unchanged",
            "The second word is never changed. It has the index 1: the loop starts there.",
            Among((pair, x) => pair.Changed > 1)
        ),
        new(
            "leaves the first row out",
            "The first row is never compared. In C# the first index is 0: "
                + "row 0 stands before every changed word.",
            Among((pair, x) => pair.Row > 0)
        ),
        new(
            "changes the second word only",
            "You changed the second word only. Leaks further behind stay unseen: change every word in turn.",
            Among((pair, x) => pair.Changed == 1)
        ),
        new(
            "changes one word in the middle only",
            "You changed one word in the middle only. Leaks out of others stay unseen: "
                + "change every word in turn.",
            Among((pair, x) => pair.Changed == x.RowCount / 2)
        ),
        new(
            "looks one word ahead only",
            "You compared only the row just before the changed word. "
                + "A row may also read two or more words ahead: "
                + "compare all rows before the changed one.",
            Among((pair, x) => pair.Row == pair.Changed - 1)
        ),
        new(
            "leaves the row just before out",
            "The row just before the changed word is never compared. Compare all rows 0 … t − 1.",
            Among((pair, x) => pair.Row < pair.Changed - 1)
        ),
        new(
            "changes one feature only",
            "You changed one feature of a word only. A leak may come out of another one: "
                + "change all features of the word.",
            [
                .. Enumerable.Range(0, 3).Select(feature => Changing((y, t) => y[t, feature] += 1)),
                Changing((y, t) => y[t, y.ColumnCount - 1] += 1),
            ]
        ),
        new(
            "compares one feature only",
            "You compared one feature of the rows only. A leak may go into another one: compare all features.",
            [
                .. Enumerable.Range(0, 3)
                    .Select(feature => Comparing((before, after) => before[feature] != after[feature])),
                Comparing((before, after) => before[^1] != after[^1]),
            ]
        ),
        new(
            "changes and compares one feature only",
            "You changed one feature of a word, and compared only that one. "
                + "A leak may come out of any feature and go into any: "
                + "change and compare all of them.",
            [
                .. Enumerable.Range(0, 3).Select(feature => (LeakTester)((layer, x) => Moves(
                    layer, x, Later(x),
                    (before, after) => before[feature] != after[feature], (y, t) => y[t, feature] += 1))),
            ]
        ),
        new(
            "changes words to NaN",
            "You changed a word to NaN or ∞. A hidden word is multiplied by 0, and 0 · NaN and 0 · ∞ are "
                + "NaN: safe layers look as if they leaked. Change it by a finite number.",
            Changing((y, t) => y.SetRow(t, y.Row(t) * float.NaN)),
            (layer, x) => Moves(
                layer, x, [.. Later(x).Where(pair => pair.Changed == x.RowCount - 1)],
                change: (y, t) => y.SetRow(t, y.Row(t) * float.NaN))
        ),
        new(
            "ignores what becomes smaller",
            "A leak may also make numbers smaller. Compare whether they differ, not whether they grow.",
            Comparing((before, after) => after.Zip(before, (a, b) => a - b).Any(move => move > 1e-6f))
        ),
        new(
            "ignores what becomes larger",
            "A leak may also make numbers larger. Compare whether they differ, not whether they shrink.",
            Comparing((before, after) => after.Zip(before, (a, b) => b - a).Any(move => move > 1e-6f))
        ),
        new(
            "compares the sums of the rows",
            "You compared the sums of the rows. One feature may grow by what another one loses: "
                + "compare number by number.",
            Comparing((before, after) => MathF.Abs(before.Sum() - after.Sum()) > 1e-5f)
        ),
        new(
            "compares with a generous tolerance",
            "The small leak stays unseen: your tolerance is too generous. "
                + "Without a leak the rows are equal to the last digit.",
            Tolerating(0.001f),
            Tolerating(0.01f),
            Tolerating(0.1f)
        ),
    ];

    /// <summary>A test that changes words and looks at rows before them, but only at some of these pairs.</summary>
    private static LeakTester Among(Func<(int Changed, int Row), Matrix<float>, bool> pairs) =>
        (layer, x) => Moves(layer, x, [.. Later(x).Where(pair => pairs(pair, x))]);

    /// <summary>A test that compares the rows in its own way.</summary>
    private static LeakTester Comparing(Func<Vector<float>, Vector<float>, bool> differ) =>
        (layer, x) => Moves(layer, x, Later(x), differ);

    private static LeakTester Tolerating(float tolerance) =>
        Comparing((before, after) => after.Zip(before, (a, b) => MathF.Abs(a - b)).Any(move => move > tolerance));

    /// <summary>A test that changes a word in its own way.</summary>
    private static LeakTester Changing(Action<Matrix<float>, int> change) =>
        (layer, x) => Moves(layer, x, Later(x), change: change);
}
