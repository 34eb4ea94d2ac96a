using Attention.Display;
using Attention.Lib;

namespace Attention.Course.Experiments;

/// <summary>
/// Padding without a mask. Pads are zeros, and a zero key has the score 0, which counts e⁰ = 1 in the softmax: the pads
/// take weight from the tokens.
/// </summary>
/// <remarks>
/// <para>With p pads beside n tokens of the scores s₁ … sₙ, the pads take exactly <c>p / (p + Σ e^sⱼ)</c> of every row.
/// All scores 0: p / (p + n).</para>
/// <para>
/// Scores that are normal with mean 0 and variance 1, as √d_k makes them, have a mean e^s of √e = 1.65. With that mean
/// in place of the sum the share would be <c>p / (p + n·√e)</c>; the true mean is larger, because the share is a convex
/// function of the sum (Jensen's inequality), and draws near to it as n grows.
/// </para>
/// </remarks>
public static class PaddingTheft
{
    private const int Features = 16;

    /// <summary>A row that may see no key, four keys: what comes of −1e20, of −∞, and of this library.</summary>
    /// <remarks>−1e20 is finite: the maximum is subtracted, 0 is left everywhere, and every hidden key gets the same
    /// share. −∞ − (−∞) is not a number.</remarks>
    public static Table HiddenRow()
    {
        const int Keys = 4;
        var weights = new double[3, Keys];
        foreach ((int row, double hidden) in new[] { -1e20, double.NegativeInfinity }.Index())
        {
            double[] scores = [.. Enumerable.Repeat(hidden, Keys)];
            Softmax.Naive<double>(scores, scores);
            Buffer.BlockCopy(scores, 0, weights, row * Keys * sizeof(double), Keys * sizeof(double));
        }

        var ours = new MatrixView(1, Keys);
        ScaledDotProductAttention.Scores(
            new MatrixView(1, Features), new MatrixView(Keys, Features), AttentionMask.Boolean(new bool[1, Keys]),
            ScoreStage.Weights, ours);
        for (int j = 0; j < Keys; j++)
        {
            weights[2, j] = ours[0, j];
        }

        return Table.Of(
            weights, ["−1e20 before softmax", "−∞ before softmax", "Attention.Lib"],
            (string[])[.. Enumerable.Range(1, Keys).Select(key => $"key {key}")],
            "The weights of a query that may see no key", decimals: 2);
    }

    /// <summary>The mean share that pads take, 0 to 1, one number per number of pads.</summary>
    /// <param name="tokens">n, how many real tokens there are.</param>
    /// <param name="pads">Numbers of pads to try.</param>
    /// <param name="seed">Decides the queries and keys: 10,000 draws, standard deviation 1 per feature, d_k =
    /// 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> or a number of pads is not
    /// positive.</exception>
    public static double[] Measure(int tokens, int[] pads, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(pads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        foreach (int count in pads)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, nameof(pads));
        }

        const int Draws = 10_000;
        var random = new SplitMix64(seed);
        var shares = new double[pads.Length];
        for (int draw = 0; draw < Draws; draw++)
        {
            float[] query = random.Normal(Features);
            double[] scores =
                [.. Enumerable.Range(0, tokens)
                    .Select(_ => Dot.Naive<float>(query, random.Normal(Features)) / Math.Sqrt(Features))];
            for (int i = 0; i < pads.Length; i++)
            {
                double[] weights = [.. scores, .. new double[pads[i]]]; // a zero key scores 0
                Softmax.Naive<double>(weights, weights);
                shares[i] += weights[tokens..].Sum() / Draws;
            }
        }

        return shares;
    }
}
