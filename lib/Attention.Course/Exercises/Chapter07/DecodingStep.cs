using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<Decode> DecodingStep { get; } = new(Syllabus.DecodingStep)
    {
        Task = "One decoding step with a cache. keys and values hold one row for each word so far; q, k and v belong "
            + "to the new word. Return the cache with the new word as its last row, and the output of the new word: "
            + "attention of q over all keys, its own included, scaled by √d_k.",
        Attempt = "MyDecode",
        Starter = """
            // keys: n × d_k, values: n × d_v; q and k: d_k numbers, v: d_v numbers
            (Matrix<float> Keys, Matrix<float> Values, float[] Output) MyDecode(
                Matrix<float> keys, Matrix<float> values, float[] q, float[] k, float[] v)
            {
                throw new NotImplementedException();   // your code
            }
            """,
        Solution = """
            // keys: n × d_k, values: n × d_v; q and k: d_k numbers, v: d_v numbers
            (Matrix<float> Keys, Matrix<float> Values, float[] Output) MyDecode(
                Matrix<float> keys, Matrix<float> values, float[] q, float[] k, float[] v)
            {
                Matrix<float> K = keys.InsertRow(keys.RowCount, Vector<float>.Build.Dense(k));
                Matrix<float> V = values.InsertRow(values.RowCount, Vector<float>.Build.Dense(v));
                Vector<float> s = K * Vector<float>.Build.Dense(q) / MathF.Sqrt(q.Length);   // n + 1 scores
                Vector<float> e = (s - s.Maximum()).PointwiseExp();
                return (K, V, (e * V / e.Sum()).ToArray());
            }
            """,
        Hints =
        [
            "The new word may attend to itself. What must be in the cache before its query asks?",
            "Append k to the keys and v to the values. Then one row of attention: scores of q with every key, divided "
                + "by √d_k, softmax, blend of the values.",
            "`keys.InsertRow(keys.RowCount, Vector<float>.Build.Dense(k))`, the same for values; "
                + "`s = K * Vector<float>.Build.Dense(q) / MathF.Sqrt(q.Length)`; e^(s − largest), divided by its sum, "
                + "times V.",
        ],
        Insight = "About 4nd flops for a new word, and no word before it was computed again. "
            + "Under the causal mask that is the last row of attention over the whole text.",
        Inputs = ["keys", "values", "q", "k", "v"],
        Cases =
        [
            Cached("the second word", [[1]], [[10, 0]], [1], [2], [0, 10]),
            Cached("a new key that fits better than the others", [[0, 1], [1, 0]], [[1, 2], [3, 4]], [2, 2], [2, 1],
                [7, 9]),
            Cached("a new key that fits worse", [[2, 1], [1, 2]], [[1, 2], [3, 4]], [1, 1], [-1, 0], [7, 9]),
            Cached("equal keys", [[1, 1], [1, 1]], [[3], [6]], [1, 2], [1, 1], [9]),
            Cached("a query of zeros", [[1, 2], [3, 4]], [[1], [2]], [0, 0], [5, 6], [6]),
            Cached("negative scores", [[2, 3], [1, 2]], [[1], [3]], [-1, -1], [3, 1], [8]),
            Cached("scores of 200", [[20], [20.1f]], [[1, 2], [4, 3]], [10], [19.9f], [5, 0]),
            Cached("scores of −200", [[20], [20.1f]], [[1, 2], [4, 3]], [-10], [19.9f], [5, 0]),
            Cached("scores far apart", [[-200], [200]], [[1, 2], [4, 3]], [1], [150], [5, 0]),
            Remembered("1,003 features", 2, 1_003, 2),
            Remembered("five words before, values wider than keys", 5, 3, 4),
            Remembered("four words before, values narrower than keys", 4, 5, 2),
            Remembered("nine words before, 9 features", 9, 9, 9),
        ],
        Reference = (keys, values, q, k, v) => Answer(Grown(keys, k), Grown(values, v), q),
        WrongIdeas =
        [
            new("asks before it appends",
                "The new word does not see itself: its key and value were not there when the query asked. "
                    + "Append first.",
                (keys, values, q, k, v) => (Grown(keys, k), Grown(values, v), Answer(keys, values, q).Output)),
            new("does not keep the new word",
                "The output is right, but the cache came back as it was: the next word will not see this one.",
                (keys, values, q, k, v) => (keys, values, Answer(Grown(keys, k), Grown(values, v), q).Output)),
            new("changes nothing", "The new word is missing from the cache, and from its own output. Append it first.",
                (keys, values, q, _, _) => Answer(keys, values, q)),
            new("puts the new word first",
                "The new word is the first row of the cache. Rows are in the order of the words: it is the last.",
                (keys, values, q, k, v) => Answer(First(keys, k), First(values, v), q)),
            new("replaces the last word",
                "The new word took the row of the one before it. The cache grows by a row.",
                (keys, values, q, k, v) => Answer(Replaced(keys, k), Replaced(values, v), q)),
            new("keeps the query in place of the key",
                "You appended q to the keys. A word is found by its key; its query is needed once, now.",
                (keys, values, q, _, v) => Answer(Grown(keys, q), Grown(values, v), q)),
            new("asks with the key", "The scores are those of k with every key. The query asks.",
                (keys, values, _, k, v) => Answer(Grown(keys, k), Grown(values, v), k)),
            new("does not scale", "The division by √d_k is missing.",
                (keys, values, q, k, v) => Answer(Grown(keys, k), Grown(values, v), q, scale: 1)),
            new("divides by d_k", "You divided the scores by d_k. Divide by its root.",
                (keys, values, q, k, v) => Answer(Grown(keys, k), Grown(values, v), q, scale: 1f / q.Length)),
            new("scales by the number of words",
                "You took the root of the number of words. A score is a sum over the features of a key: use q.Length.",
                (keys, values, q, k, v) =>
                    Answer(Grown(keys, k), Grown(values, v), q, scale: 1 / MathF.Sqrt(keys.RowCount + 1)),
                (keys, values, q, k, v) =>
                    Answer(Grown(keys, k), Grown(values, v), q, scale: 1 / MathF.Sqrt(keys.RowCount))),
            new("does not subtract the maximum",
                "Right for small scores; larger ones overflow, and ∞/∞ gives NaN. Subtract the largest score first.",
                (keys, values, q, k, v) => Blend(Grown(keys, k), Grown(values, v), Powers(Grown(keys, k), q, 0),
                    divides: true)),
            new("does not divide by the sum",
                "The weights do not add up to 1: e^score is there, but not divided by the sum of them.",
                (keys, values, q, k, v) => Blend(Grown(keys, k), Grown(values, v), Powers(Grown(keys, k), q, null),
                    divides: false)),
            new("returns the new value",
                "The output is v itself. The new word also listens to the words before it.",
                (keys, values, _, k, v) => (Grown(keys, k), Grown(values, v), v)),
        ],
    };

    private static Case Cached(
        string name, float[][] keys, float[][] values, float[] q, float[] k, float[] v) =>
        new(name, Matrix<float>.Build.DenseOfRowArrays(keys), Matrix<float>.Build.DenseOfRowArrays(values), q, k, v);

    private static Case Remembered(string name, int words, int keyWidth, int valueWidth) =>
        new(name, Sample.Random(words, keyWidth, 91), Sample.Random(words, valueWidth, 92),
            new SplitMix64(93).Normal(keyWidth), new SplitMix64(94).Normal(keyWidth),
            new SplitMix64(95).Normal(valueWidth));

    private static Matrix<float> Grown(Matrix<float> rows, float[] row) =>
        rows.InsertRow(rows.RowCount, Vector<float>.Build.DenseOfArray(row));

    private static Matrix<float> First(Matrix<float> rows, float[] row) =>
        rows.InsertRow(0, Vector<float>.Build.DenseOfArray(row));

    private static Matrix<float> Replaced(Matrix<float> rows, float[] row)
    {
        Matrix<float> replaced = rows.Clone();
        replaced.SetRow(rows.RowCount - 1, row);
        return replaced;
    }

    private static (Matrix<float> Keys, Matrix<float> Values, float[] Output) Answer(
        Matrix<float> keys, Matrix<float> values, float[] q, float? scale = null)
    {
        Vector<float> scores = keys * Vector<float>.Build.Dense(q) * (scale ?? 1 / MathF.Sqrt(q.Length));
        Vector<float> shares = Vector<float>.Build.Dense(Formulas.Softmax(scores));
        return (keys, values, (shares * values).ToArray());
    }

    /// <summary>e^(score − shift); no shift means the largest score.</summary>
    private static Vector<float> Powers(Matrix<float> keys, float[] q, float? shift)
    {
        Vector<float> scores = keys * Vector<float>.Build.Dense(q) / MathF.Sqrt(q.Length);
        return (scores - (shift ?? scores.Maximum())).PointwiseExp();
    }

    private static (Matrix<float> Keys, Matrix<float> Values, float[] Output) Blend(
        Matrix<float> keys, Matrix<float> values, Vector<float> powers, bool divides) =>
        (keys, values, (powers * values / (divides ? powers.Sum() : 1)).ToArray());
}
