using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises.Mutation;

/// <summary>Inputs that no check knows: they tell whether two functions mean the same.</summary>
internal static class Probes
{
    private const int Count = 24;

    /// <summary>The inputs for an exercise, the same in every run.</summary>
    public static IReadOnlyList<Case> Of(string exercise)
    {
        var random = new SplitMix64(2024);
        return [.. Enumerable.Range(0, Count).Select(i => Probe(exercise, i, random))];
    }

    private static Case Probe(string exercise, int i, SplitMix64 random) =>
        exercise switch
        {
            "Dot" => Of(Vector(random, i, 1), Vector(random, i, 1)),
            "Norm" => Of(Vector(random, i + 1, i % 3 == 0 ? 0.05f : 3)),
            "Cosine" => Of(Vector(random, i + 1, i % 3 == 0 ? 0.1f : 3), Vector(random, i + 1, i % 4 == 0 ? 0.2f : 2)),
            "SimilarityMatrix" => Of(Matrix(random, 1 + i % 4, 1 + i / 4)),
            "CosineMatrix" => Of(Matrix(random, 1 + i % 4, 2 + i / 4) * (i % 3 == 0 ? 0.05f : 2)),
            "Lengthen" => Prefers(i, random),
            "StableSoftmax" => Of(Vector(random, 1 + i % 6, i % 3 == 0 ? 300 : 2)),
            "RowSoftmax" => Of(Matrix(random, 1 + i % 4, 1 + i % 5) * (i % 3 == 0 ? 300 : 2)),
            "Temperature" => Chapter03.TopShare(
                "",
                Vector(random, 2 + i % 5, i % 3 == 0 ? 100 : 1),
                0.55f + 0.018f * i
            ),
            "ScaledDotProduct" => Attention(1 + i % 3, 1 + i % 4, 1 + i % 5, 1 + i % 2, i % 6 == 5 ? 60 : 1, random),
            "ScoreVariance" => Of(1 + i, random.Uniform() * 3, random.Uniform() * 3),
            "BugHunt" => SelfAttention(1 + i % 4, 1 + i % 3, 1 + i % 5, random),
            "CausalMask" => Of(i),
            "PaddingMask" => Of(Enumerable.Range(0, i % 4).Select(_ => random.Below(2 + i / 4)).ToArray(), 1 + i / 4),
            "MaskedWeights" => Masked(1 + i % 5, i, random),
            "LeakTest" => Layer(i, random),
            "SplitHeads" => Of(Matrix(random, 1 + i % 5, (1 + i % 3) * (1 + i % 4)), 1 + i % 4),
            "MergeHeads" => Of(
                (object)Enumerable.Range(0, 1 + i % 4).Select(_ => Matrix(random, 1 + i % 3, 1 + i % 5)).ToArray()
            ),
            "CountParameters" => Of(1 + random.Below(9), 1 + random.Below(5), 1 + random.Below(7), 1 + random.Below(7)),
            "CrossAttention" => Cross(
                1 + i % 3,
                1 + i % 4,
                1 + i % 5,
                1 + i / 5,
                1 + i % 2,
                i % 6 == 5 ? 12 : 1,
                random
            ),
            "WholeLayer" => Layer(1 + i % 4, 1 + i % 3, 1 + i % 3, 1 + i % 2, i % 6 == 5 ? 12 : 1, random),
            "OnlineSoftmax" => Online(i, random),
            "MemoryBound" => Of(Size(random), Size(random), Size(random), Size(random)),
            "LeavesTheCache" => Of(
                i switch
                {
                    < 8 => 1 + i,
                    < 16 => 4 * i * i * 700 * 700,
                    _ => 4 * i * i * 300 * 300 - 1,
                }
            ),
            "MergeBlocks" => Of(Block(i, i % 5 == 4, random), Block(i, i % 7 == 6, random)),
            "KeyHead" => Groups(1 + random.Below(6), 1 + random.Below(6), random),
            "FlashHead" => Blocks(1 + i % 3, 1 + i % 4, 1 + i % 5, 1 + i % 3, i % 6 == 5 ? 60 : 1, random),
            "DecodingStep" => Cached(1 + i % 5, 1 + i % 4, 1 + i % 3, i % 6 == 5 ? 60 : 1, random),
            "PositionWaves" => Of(3 * i, 2 + i / 3 * 2),
            "RotaryTurn" => Of(Vector(random, 2 + i / 4 * 2, 1), 3 * i % 50),
            "DistancePenalty" => Of(1 + i % 7, (float)random.Uniform()),
            "PreviousTokenHead" => Of(
                (object)Enumerable.Range(0, 2 + i % 5).Select(_ => Matrix(random, 2 + i % 4, 2 + i % 4)).ToArray()),
            "PronounRank" => Of(Vector(random, 4 + i % 6, 1), 1 + i % 2, 2 - i % 2),
            "WithoutHead" => Of(
                Matrix(random, 1 + i % 3, 2 + i % 4), Matrix(random, 1 + i % 3, 1 + i % 5),
                Matrix(random, (1 + i % 4) * (1 + i % 5), 2 + i % 4), random.Below(1 + i % 4)),
            _ => throw new ArgumentOutOfRangeException(
                nameof(exercise),
                exercise,
                "There are no probes for this exercise."
            ),
        };

    private static Case Of(params object[] inputs) => new("", inputs);

    private static float[] Vector(SplitMix64 random, int length, float size) =>
        [.. random.Normal(length).Select(x => size * x)];

    private static Matrix<float> Matrix(SplitMix64 random, int rows, int columns) =>
        Matrix<float>.Build.DenseOfRowMajor(rows, columns, random.Normal(rows * columns));

    private static double Size(SplitMix64 random) => Math.Pow(10, 6 * random.Uniform());

    private static Case Attention(int n, int m, int dK, int dV, float size, SplitMix64 random) =>
        Of(Matrix(random, n, dK) * size, Matrix(random, m, dK), Matrix(random, m, dV));

    private static Case SelfAttention(int n, int heads, int width, SplitMix64 random)
    {
        int d = heads * width;
        return Of(Matrix(random, n, d), Matrix(random, d, d), Matrix(random, d, d), Matrix(random, d, d), heads);
    }

    private static Case Cross(int n, int m, int d, int dK, int dV, float size, SplitMix64 random) =>
        Of(
            Matrix(random, n, d) * size,
            Matrix(random, m, d),
            Matrix(random, d, dK),
            Matrix(random, d, dK),
            Matrix(random, d, dV)
        );

    private static Case Layer(int n, int heads, int dK, int dV, float size, SplitMix64 random)
    {
        int d = 2 + n % 3;
        return Of(
            Matrix(random, n, d) * size,
            Matrix(random, d, heads * dK),
            Matrix(random, d, heads * dK),
            Matrix(random, d, heads * dV),
            Matrix(random, heads * dV, d),
            heads,
            Matrix<float>.Build.Dense(n, n, (i, j) => j <= i ? 0 : float.NegativeInfinity));
    }

    private static Case Masked(int n, int i, SplitMix64 random)
    {
        float size = (i / 6) switch
        {
            0 => 1,
            1 => 40,
            2 => 700,
            _ => 5000,
        };
        return Of(Matrix(random, n, n) * size, random.Below(n + 1));
    }

    private static Case Online(int i, SplitMix64 random)
    {
        int width = 1 + i % 4;
        float size = i % 3 == 0 ? 60 : 2;
        float max = size * random.Normal(1)[0],
            score = size * random.Normal(1)[0];
        return i % 5 == 4
            ? Of(
                (float.NegativeInfinity, 0f, new float[width]),
                i % 2 == 0 ? score : float.NegativeInfinity,
                Vector(random, width, 1)
            )
            : Of(
                (max, 1 + (float)random.Uniform(), Vector(random, width, 2)),
                i % 7 == 6 ? float.NegativeInfinity : score,
                Vector(random, width, 2)
            );
    }

    private static (float Max, float Sum, float[] Output) Block(int i, bool isHidden, SplitMix64 random)
    {
        int width = 1 + i % 4;
        float size = i % 3 == 0 ? 60 : 2;
        return isHidden
            ? (float.NegativeInfinity, 0, new float[width])
            : (size * random.Normal(1)[0], 1 + (float)random.Uniform(), Vector(random, width, 2));
    }

    private static Case Groups(int keyHeads, int group, SplitMix64 random) =>
        Of(random.Below(keyHeads * group), keyHeads * group, keyHeads);

    private static Case Blocks(int n, int dK, int dV, int count, float size, SplitMix64 random)
    {
        int[] sizes = [.. Enumerable.Range(0, count).Select(_ => 1 + random.Below(4))];
        return Of(
            Matrix(random, n, dK) * size,
            Array.ConvertAll(sizes, m => Matrix(random, m, dK)),
            Array.ConvertAll(sizes, m => Matrix(random, m, dV)));
    }

    private static Case Cached(int words, int dK, int dV, float size, SplitMix64 random) =>
        Of(
            Matrix(random, words, dK), Matrix(random, words, dV),
            Vector(random, dK, size), Vector(random, dK, 1), Vector(random, dV, 1));

    private static Case Prefers(int i, SplitMix64 random)
    {
        int words = 2 + i % 4,
            asking = random.Below(words),
            answering = (asking + 1 + random.Below(words - 1)) % words;
        Matrix<float> x = Matrix(random, words, 1 + i % 3);
        if (x.Row(asking) * x.Row(answering) < 0)
        {
            x.SetRow(answering, -x.Row(answering));
        }

        return Chapter02.Prefers("", x, asking, answering);
    }

    /// <summary>
    /// A linear layer in which each number of the output reads some numbers of the words before it, and perhaps of a
    /// later one.
    /// </summary>
    private static Case Layer(int i, SplitMix64 random)
    {
        int n = 2 + i % 4,
            d = 1 + i % 3,
            leakTo = random.Below(n),
            leakFrom = random.Below(n),
            into = random.Below(d),
            of = random.Below(d);
        float sign = random.Below(2) == 0 ? 1 : -1;
        Matrix<float> weights = Matrix(random, n, n);
        Func<Matrix<float>, Matrix<float>> layer = x =>
            Matrix<float>.Build.Dense(x.RowCount, x.ColumnCount, (row, f) =>
                Enumerable.Range(0, row + 1).Sum(j => weights[row, j] * x[j, f])
                + (row == leakTo && f == into ? sign * x[leakFrom, of] : 0)
            );
        return Of(layer, Matrix(random, n, d));
    }
}
