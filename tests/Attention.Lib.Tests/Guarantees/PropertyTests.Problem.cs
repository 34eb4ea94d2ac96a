using FsCheck;
using FsCheck.Fluent;

namespace Attention.Lib.Tests;

/// <content>The random problems, how they shrink, and how their results are compared.</content>
public partial class PropertyTests
{
    /// <summary>
    /// Checks a property on random problems; a failing one is shrunk towards few queries, few keys and few features.
    /// </summary>
    private static void Holds(Func<Problem, bool> property)
    {
        string[] variants = [.. Variants.All.Keys];
        Gen<(int, int, int, int, int)> numbers = Gen.Choose(1, 20)
            .Zip(Gen.Choose(1, 90))
            .Zip(Gen.Choose(1, 20).Zip(Gen.Choose(0, 6).Zip(Gen.Choose(0, 10_000))))
            .Select(x => (x.Item1.Item1, x.Item1.Item2, x.Item2.Item1, x.Item2.Item2.Item1, x.Item2.Item2.Item2));
        Prop.ForAll(Arb.From(numbers, Smaller), n =>
                variants.All(variant => property(new Problem(variant, n.Item1, n.Item2, n.Item3, n.Item4, n.Item5)))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20240615, 7));
    }

    private static IEnumerable<(int, int, int, int, int)> Smaller((int L, int S, int D, int Mask, int Seed) x)
    {
        foreach (int l in Fewer(x.L))
        {
            yield return (l, x.S, x.D, x.Mask, x.Seed);
        }

        foreach (int s in Fewer(x.S))
        {
            yield return (x.L, s, x.D, x.Mask, x.Seed);
        }

        foreach (int d in Fewer(x.D))
        {
            yield return (x.L, x.S, d, x.Mask, x.Seed);
        }

        if (x.Mask != 0)
        {
            yield return (x.L, x.S, x.D, 0, x.Seed);
        }

        static IEnumerable<int> Fewer(int n) => n > 1 ? new[] { n / 2, n - 1 }.Distinct() : [];
    }

    /// <summary>A random problem: sizes, a kind of mask, and all numbers from a seed.</summary>
    private sealed record Problem(string Variant, int L, int S, int D, int MaskKind, int Seed)
    {
        public MatrixView Queries => Sample.Matrix(L, D, Seed);

        public MatrixView Keys => Sample.Matrix(S, D, Seed + 1);

        public MatrixView Values => Sample.Matrix(S, 1 + Seed % 19, Seed + 2);

        /// <summary>Masks that hide or show, without a finite bias.</summary>
        public AttentionMask Mask =>
            MaskKind switch
            {
                0 => AttentionMask.None,
                1 => AttentionMask.Causal(),
                2 => AttentionMask.Causal(QueryOffset.BottomRight),
                3 => AttentionMask.SlidingWindow(Seed % 7, Seed % 3, Seed % 11 - 5),
                4 => AttentionMask.Padding(Seed % (S + 1)),
                5 => AttentionMask.Boolean([.. Sample.Vector(L * S, Seed + 3).Select(x => x > 0.2f)], L, S)
                    & AttentionMask.Padding(Math.Max(1, S - 3)),
                _ => AttentionMask.Causal(3)
                    & AttentionMask.Bias(
                        new MatrixView(
                            [.. Sample.Vector(S, Seed + 3).Select(x => x > 0 ? 0 : float.NegativeInfinity)], 1, S)
                    ),
            };

        public MatrixView Attend(
            MatrixView queries, MatrixView keys, MatrixView values, AttentionMask mask,
            AttentionOptions options = default)
        {
            MatrixView output = new(queries.Rows, values.Columns);
            Variants.All[Variant](
                queries.SplitHeads(1), keys.SplitHeads(1), values.SplitHeads(1), mask, output.SplitHeads(1), options);
            return output;
        }

        public static MatrixView Weights(MatrixView queries, MatrixView keys, AttentionMask mask)
        {
            MatrixView weights = new(queries.Rows, keys.Rows);
            ScaledDotProductAttention.Scores(queries, keys, mask, ScoreStage.Weights, weights);
            return weights;
        }
    }

    private static float[][] Rows(MatrixView x) => [.. Enumerable.Range(0, x.Rows).Select(i => x.Row(i).ToArray())];

    private static MatrixView Copy(MatrixView x) => Permuted(x, [.. Enumerable.Range(0, x.Rows)]);

    private static MatrixView Permuted(MatrixView x, int[] order)
    {
        MatrixView result = new(x.Rows, x.Columns);
        for (int i = 0; i < order.Length; i++)
        {
            x.Row(order[i]).CopyTo(result.Row(i));
        }

        return result;
    }

    private static int[] Shuffled(int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(order);
        return order;
    }

    private static bool Same(MatrixView x, MatrixView y) => Sample.ToArray(x).SequenceEqual(Sample.ToArray(y));

    private static bool Near(MatrixView x, MatrixView y, float tolerance = 2e-6f) =>
        Sample.ToArray(x).Zip(Sample.ToArray(y)).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance);

    private static bool Near(float x, float y) => Math.Abs(x - y) <= 3e-6f;
}
