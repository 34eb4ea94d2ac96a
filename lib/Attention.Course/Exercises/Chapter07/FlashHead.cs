using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter07
{
    public static Exercise<Flash> FlashHead { get; } = new(Syllabus.FlashHead)
    {
        Task = "Flash attention for one head: softmax(Q·Kᵀ/√d_k)·V, where the keys and values come in blocks. "
            + "K[b] holds the keys of block b, V[b] their values. Take one block at a time, and keep of the blocks "
            + "before it only a maximum, a sum and an output for each query.",
        Attempt = "MyFlash",
        Starter = """
            // Q: n × d_k; K[b]: keys of block b, m_b × d_k; V[b]: their values, m_b × d_v
            Matrix<float> MyFlash(Matrix<float> Q, Matrix<float>[] K, Matrix<float>[] V)
            {
                throw new NotImplementedException();   // your code; the result is n × d_v
            }
            """,
        Solution = """
            // Q: n × d_k; K[b]: keys of block b, m_b × d_k; V[b]: their values, m_b × d_v
            Matrix<float> MyFlash(Matrix<float> Q, Matrix<float>[] K, Matrix<float>[] V)
            {
                var Z = Matrix<float>.Build.Dense(Q.RowCount, V[0].ColumnCount);
                for (int i = 0; i < Q.RowCount; i++)
                {
                    float max = float.NegativeInfinity, sum = 0;
                    Vector<float> output = Z.Row(i);                                    // zeros
                    for (int b = 0; b < K.Length; b++)
                    {
                        Vector<float> s = K[b] * Q.Row(i) / MathF.Sqrt(Q.ColumnCount);  // scores of this block
                        float larger = MathF.Max(max, s.Maximum()), keep = MathF.Exp(max - larger);
                        Vector<float> e = (s - larger).PointwiseExp();
                        (max, sum, output) = (larger, keep * sum + e.Sum(), keep * output + e * V[b]);
                    }
                    Z.SetRow(i, output / sum);
                }
                return Z;
            }
            """,
        Hints =
        [
            "It is 7.1 with a block in place of a single key. What must each query remember from one block to the next?",
            "For each query: max = −∞, sum = 0, output = zeros. For each block: its scores, the larger maximum, "
                + "what is old shrinks by e^(old − new), and e^(score − new maximum) is added, in output times the "
                + "values. After the last block: output / sum.",
            "`s = K[b] * Q.Row(i) / MathF.Sqrt(Q.ColumnCount)`, `e = (s - larger).PointwiseExp()`; then "
                + "sum = keep * sum + e.Sum() and output = keep * output + e * V[b].",
        ],
        Insight = "No row of n weights was ever there: one block of scores, a maximum, a sum, an output. "
            + "The library does the same for 48 queries at a time, with tiles for the two products.",
        Inputs = ["Q", "K", "V"],
        Cases =
        [
            Blocks("one block of one key", [[1, 2]], [[[3, 1]]], [[[5, -2, 4]]]),
            Blocks("one query, two blocks of one key", [[2]], [[[1]], [[2]]], [[[10, 0]], [[0, 10]]]),
            Blocks("one block of two keys", [[1, 0], [0, 2]], [[[1, 1], [2, 0]]], [[[1], [4]]]),
            Blocks("the larger score comes first", [[1]], [[[3]], [[1]]], [[[10]], [[0]]]),
            Blocks("the largest score in the middle", [[1]], [[[1]], [[4]], [[2]]], [[[1]], [[2]], [[7]]]),
            Blocks("all scores negative", [[-1, -1]], [[[2, 3]], [[1, 2]]], [[[1]], [[3]]]),
            Blocks("equal scores", [[1]], [[[2]], [[2], [2]]], [[[3]], [[6], [9]]]),
            Blocks("scores of 200", [[10]], [[[20]], [[20.1f]]], [[[1, 2]], [[4, 3]]]),
            Blocks("scores of −200", [[-10]], [[[20]], [[20.1f]]], [[[1, 2]], [[4, 3]]]),
            Blocks("a second block far above", [[1]], [[[-200], [-199]], [[200]]], [[[1], [2]], [[5]]]),
            Blocks("a second block far below", [[1]], [[[200]], [[-200], [-201]]], [[[5]], [[1], [2]]]),
            Blocks("scores far apart in one block", [[1]], [[[-200], [200], [150]]], [[[1], [2], [5]]]),
            Drawn("three blocks of two keys", 3, 4, 2, 2, 2, 2),
            Drawn("blocks of different sizes", 4, 3, 5, 3, 1, 4),
            Drawn("values wider than keys", 2, 2, 6, 2, 3),
            Drawn("more queries than keys", 6, 9, 1, 1, 2),
            Drawn("1,003 blocks of one key", 1, 2, 1, [.. Enumerable.Repeat(1, 1_003)]),
        ],
        Reference = (q, k, v) => Formulas.Attention(q, Together(k), Together(v)),
        WrongIdeas =
        [
            new("does not scale", "The division by √d_k is missing: chapter 4's scale belongs here, too.",
                (q, k, v) => ByBlock(q, k, v, scale: 1)),
            new("divides by d_k", "You divided the scores by d_k. Divide by its root.",
                (q, k, v) => ByBlock(q, k, v, scale: 1f / q.ColumnCount)),
            new("never rescales",
                "Sum and output stay measured from the old maximum while the new block is measured from the new one. "
                    + "Multiply both by e^(old − new) first.",
                (q, k, v) => ByBlock(q, k, v, keepSum: One, keepOutput: One)),
            new("rescales only the sum",
                "Sum is rescaled to the new maximum, output is not. Both were measured from the old one.",
                (q, k, v) => ByBlock(q, k, v, keepOutput: One)),
            new("rescales only the output",
                "Output is rescaled to the new maximum, sum is not. Both were measured from the old one.",
                (q, k, v) => ByBlock(q, k, v, keepSum: One)),
            new("takes softmax of each block by itself, and adds",
                "Each block has shares of its own that add up to 1, and you added the blends: the weights of a query "
                    + "then add up to the number of blocks. Divide once, by the sum over all blocks.",
                (q, k, v) => Add(k.Zip(v, (keys, values) => Formulas.Attention(q, keys, values)))),
            new("averages the blocks",
                "Each block has shares of its own, and you took the mean of the blends. A block with larger scores "
                    + "must count more: divide once, by the sum over all blocks.",
                (q, k, v) => Add(k.Zip(v, (keys, values) => Formulas.Attention(q, keys, values))) / k.Length),
            new("keeps the last block", "Only the last block is left. Those before it count, too.",
                (q, k, v) => Formulas.Attention(q, k[^1], v[^1])),
            new("keeps the first block", "Only the first block is there. Those after it count, too.",
                (q, k, v) => Formulas.Attention(q, k[0], v[0])),
            new("does not divide by the sum", "The output is not divided by the sum of all e^(score − max).",
                (q, k, v) => ByBlock(q, k, v, divides: false)),
            new("does not subtract the maximum",
                "Right for small scores; larger ones overflow, and ∞/∞ gives NaN. Measure from the maximum.",
                (q, k, v) => Formulas.Scores(q, Together(k)).PointwiseExp().NormalizeRows(1) * Together(v)),
            new("gives all to the winner", "Each query took the value of its best key alone.",
                (q, k, v) => Formulas.ByRow(Formulas.Scores(q, Together(k)),
                    row => [.. row.Select(x => x == row.Max() ? 1f : 0)]) * Together(v)),
        ],
    };

    private static Case Blocks(string name, float[][] queries, float[][][] keys, float[][][] values) =>
        new(name, Matrix<float>.Build.DenseOfRowArrays(queries),
            Array.ConvertAll(keys, Matrix<float>.Build.DenseOfRowArrays),
            Array.ConvertAll(values, Matrix<float>.Build.DenseOfRowArrays));

    private static Case Drawn(string name, int queries, int keyWidth, int valueWidth, params int[] sizes) =>
        new(name, Sample.Random(queries, keyWidth, 71),
            sizes.Select((size, b) => Sample.Random(size, keyWidth, 72 + (ulong)b)).ToArray(),
            sizes.Select((size, b) => Sample.Random(size, valueWidth, 82 + (ulong)b)).ToArray());

    private static Matrix<float> Together(Matrix<float>[] blocks) =>
        blocks.Aggregate((upper, lower) => upper.Stack(lower));

    private static Matrix<float> Add(IEnumerable<Matrix<float>> parts) => parts.Aggregate((x, y) => x + y);

    /// <summary>Block by block, as the solution does it, with what may be done wrong as parameters.</summary>
    private static Matrix<float> ByBlock(
        Matrix<float> q, Matrix<float>[] k, Matrix<float>[] v, float? scale = null,
        Func<float, float, float>? keepSum = null, Func<float, float, float>? keepOutput = null, bool divides = true)
    {
        return Formulas.ByRow(q, query =>
        {
            float max = float.NegativeInfinity, sum = 0;
            float[] output = new float[v[0].ColumnCount];
            foreach ((Matrix<float> keys, Matrix<float> values) in k.Zip(v))
            {
                var scores = keys * Vector<float>.Build.Dense(query) * (scale ?? 1 / MathF.Sqrt(q.ColumnCount));
                float larger = MathF.Max(max, scores.Maximum());
                Vector<float> powers = (scores - larger).PointwiseExp();
                sum = (keepSum ?? Keep)(max, larger) * sum + powers.Sum();
                output = Mix(output, (keepOutput ?? Keep)(max, larger), (powers * values).AsArray(), 1);
                max = larger;
            }

            return divides ? [.. output.Select(o => o / sum)] : output;
        });
    }
}
