using Attention.Display;
using Attention.Lib;

namespace Attention.Course.Experiments;

/// <summary>What the width of random keys does to softmax, with and without the scale 1/√d_k.</summary>
/// <remarks>
/// A query and its keys are random, standard deviation 1 for each feature, so a score q·k has the standard deviation
/// √d_k. The Jacobian of softmax is diag(a) − aaᵀ: entry (i, j) is how fast share i moves when score j does.
/// </remarks>
/// <param name="Spread">The standard deviation of the scores.</param>
/// <param name="Entropy">The mean entropy of the shares, in nats; n equal shares have ln n.</param>
public sealed record Saturation(double Spread, double Entropy)
{
    private const int Draws = 1000, Keys = 16;
    private static readonly int[] s_sizes = [4, 16, 64, 256];

    /// <summary>Spread and entropy for d_k = 4, 16, 64 and 256, without and with the scale.</summary>
    public static Table Table => Table.Of(
        ExampleRows.Stack([.. s_sizes.Select(size => Row(Of(size, scaled: false), Of(size, scaled: true)))]),
        (string[])[.. s_sizes.Select(size => $"d_k = {size}")],
        ["spread of q·k", "entropy", "spread of q·k / √d_k", "entropy, scaled"],
        "Sixteen random scores, without and with the scale", decimals: 2);

    /// <summary>Spread and entropy for one width: means of 1,000 draws of a query and 16 keys.</summary>
    /// <param name="keySize">d_k, the features of a key.</param>
    /// <param name="scaled">Whether the scores are divided by √d_k.</param>
    /// <param name="seed">Decides the queries and keys; the same ones with and without the scale.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keySize"/> is not positive.</exception>
    public static Saturation Of(int keySize, bool scaled, ulong seed = 1)
    {
        double squares = 0, entropy = 0;
        foreach (double[] scores in RandomScores(Draws, Keys, keySize, scaled, seed))
        {
            squares += scores.Sum(score => score * score);
            Softmax.Naive<double>(scores, scores);
            entropy -= scores.Sum(share => share > 0 ? share * Math.Log(share) : 0);
        }

        return new(Math.Sqrt(squares / Draws / Keys), entropy / Draws);
    }

    /// <summary>
    /// The largest entry of the Jacobian, a(1 − a) of some share a, for each of many random queries with 8 keys, from
    /// the smallest up. It is at most 1/4; near 0 no score moves any share.
    /// </summary>
    /// <param name="draws">How many queries.</param>
    /// <param name="keySize">d_k, the features of a key.</param>
    /// <param name="scaled">Whether the scores are divided by √d_k.</param>
    /// <param name="seed">Decides the queries and keys; the same ones with and without the scale.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keySize"/> or <paramref name="draws"/> is not
    /// positive.</exception>
    public static double[] LargestDerivatives(int draws, int keySize, bool scaled, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draws);
        return [.. RandomScores(draws, keys: 8, keySize, scaled, seed).Select(Largest).Order()];

        static double Largest(double[] scores)
        {
            Softmax.Naive<double>(scores, scores);
            return scores.Max(share => share * (1 - share));
        }
    }

    private static IEnumerable<double[]> RandomScores(int draws, int keys, int keySize, bool scaled, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keySize);
        return Scores();

        IEnumerable<double[]> Scores()
        {
            var random = new SplitMix64(seed);
            double factor = scaled ? 1 / Math.Sqrt(keySize) : 1;
            for (int draw = 0; draw < draws; draw++)
            {
                float[] query = random.Normal(keySize);
                yield return
                [
                    .. Enumerable.Range(0, keys).Select(_ => factor * Dot.Naive<float>(query, random.Normal(keySize))),
                ];
            }
        }
    }

    private static double[,] Row(Saturation without, Saturation with)
        => new[,] { { without.Spread, without.Entropy, with.Spread, with.Entropy } };
}
