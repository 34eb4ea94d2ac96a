using Attention.Display;
using Attention.Lib;

namespace Attention.Course.Experiments;

/// <summary>
/// Why divide the scores by √d_k? The same model learns with and without it to find a letter in a list and to name the number behind it,
/// <c>c=2 a=0 f=3 …</c>, with keys of 4 to 256 features.
/// </summary>
/// <remarks>
/// Each letter has a random key of d_k features (W_K is not trained); what is learnt is the query for each letter, W_Q: 6 × d_k, and W_O: 10 × 4.
/// Queries and keys start with standard deviation 1 per feature, so a score has √d_k. 300 steps of 16 lists; judged by the 200 lists of <c>data/key-recall.tsv</c>.
/// </remarks>
public sealed class WhyScale
{
    internal const string WeightsFile = "trained-why-scale.tsv";
    private const int Batch = 16, Steps = 300;
    private const double Rate = 0.03;

    private static readonly int[] s_sizes = [4, 16, 64, 256];

    private WhyScale(IReadOnlyList<Candidate> candidates) => Candidates = candidates;

    /// <summary>Trains eight models: d_k = 4, 16, 64, 256, each with and without the scale.</summary>
    /// <param name="seed">Decides the keys, the first weights and the lists.</param>
    public static WhyScale Train(ulong seed = 1) => Start(seed).TrainFrom(seed);

    /// <summary>The models of seed 1 with their published weights, without training.</summary>
    public static WhyScale Published => new(Candidate.Read(WeightsFile, Start(1).Candidates));

    /// <summary>Right answers in percent on held-out lists; guessing gives 25.</summary>
    public Table Accuracies => Table.Of(Measures(), (string[])[.. s_sizes.Select(size => $"d_k = {size}")], ["q·k / √d_k", "q·k"], "Key recall: right answers, %");

    /// <summary>The loss over the steps at d_k = 256, with and without the scale.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public Figure LossCurve => Candidate.LossCurve(Candidates.TakeLast(2), "Key recall with d_k = 256: loss while training");

    /// <summary>Where each letter looks in one list at d_k = 256: right is one full cell per row.</summary>
    public Figure Weights => Heatmap.Row(
        [("q·k / √d_k", Candidate.Shown(EveryLetter(Candidates[^2].Model))), ("q·k", Candidate.Shown(EveryLetter(Candidates[^1].Model)))],
        Letters, PublishedData.KeyRecall[0].Words, "Each letter looks for itself, d_k = 256", oneScale: true, rowAxis: "asked", decimals: 2);

    /// <summary>The attention at d_k = 256 with the scale forming, step by step.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public Figure Forming => Candidates[^2].Trained.Slider(weights => Heatmap.Of(
        weights, Letters, PublishedData.KeyRecall[0].Words, "Each letter looks for itself: the weights while training", rowAxis: "asked", max: 1, decimals: 2));

    internal IReadOnlyList<Candidate> Candidates { get; }

    internal WhyScale TrainFrom(ulong seed) => new([.. Candidates.Select(candidate => candidate.Train(
        seed, random => LookUp.Draw(random, 1).ToExample(), Batch, Steps, Rate, EveryLetter))]);

    /// <summary>The numbers of <see cref="Accuracies"/>: d_k = 4, 16, 64, 256 × (scaled, unscaled), percent.</summary>
    public double[,] Measures()
    {
        Example[] heldOut = [.. PublishedData.KeyRecall.Select(list => list.ToExample())];
        var measures = new double[s_sizes.Length, 2];
        foreach ((int i, Candidate candidate) in Candidates.Index())
        {
            measures[i / 2, i % 2] = Candidate.Percent(candidate.Model.Accuracy(heldOut));
        }

        return measures;
    }

    /// <summary>What the size of a key does to 16 random scores: their spread (standard deviation), the entropy of their softmax in nats, and how much of a gradient passes it.</summary>
    /// <remarks>
    /// Means over 1000 draws of a query and 16 keys, standard deviation 1 per feature. The entropy of 16 equal weights is ln 16 = 2.77.
    /// The Jacobian of softmax is diag(a) − aaᵀ; its size is the root of the sum of its squares: 0 when one weight is 1.
    /// </remarks>
    /// <param name="seed">Decides the queries and keys.</param>
    /// <returns>d_k = 4, 16, 64, 256 × (spread, entropy, size of the Jacobian; the same three with the scale).</returns>
    public static double[,] SaturationMeasures(ulong seed = 1)
    {
        const int Draws = 1000, Keys = 16;
        var random = new SplitMix64(seed);
        var table = new double[s_sizes.Length, 6];
        foreach ((int row, int size) in s_sizes.Index())
        {
            for (int draw = 0; draw < Draws; draw++)
            {
                double[] query = Normal(size);
                double[] scores = [.. Enumerable.Range(0, Keys).Select(_ => Dot.Naive<double>(query, Normal(size)))];
                Add(scores, 0);
                Add([.. scores.Select(score => score / Math.Sqrt(size))], 3);
            }

            // The spread was gathered as a variance.
            (table[row, 0], table[row, 3]) = (Math.Sqrt(table[row, 0]), Math.Sqrt(table[row, 3]));

            void Add(double[] scores, int column)
            {
                var a = new double[Keys];
                Softmax.Naive<double>(scores, a);
                double squares = a.Sum(x => x * x);
                table[row, column] += scores.Sum(x => x * x) / Keys / Draws;
                table[row, column + 1] -= a.Sum(x => x > 0 ? x * Math.Log(x) : 0) / Draws;

                // ‖diag(a) − aaᵀ‖² = Σ a² − 2 Σ a³ + (Σ a²)²; rounding may leave it just below 0
                table[row, column + 2] += Math.Sqrt(Math.Max(0, squares - 2 * a.Sum(x => x * x * x) + squares * squares)) / Draws;
            }
        }

        return table;

        double[] Normal(int size) => [.. random.Normal(size).Select(x => (double)x)];
    }

    private static Labels Letters => (string[])[.. Enumerable.Range(0, LookUp.LetterCount).Select(LookUp.Letter)];

    /// <summary>All six letters ask the first held-out list: 6 × 6.</summary>
    private static double[,] EveryLetter(AttentionModel model) => Rows.Stack([.. Enumerable.Range(0, LookUp.LetterCount)
        .Select(letter => model.Weights((PublishedData.KeyRecall[0] with { Asked = [letter] }).ToExample()))]);

    internal static WhyScale Start(ulong seed) => new([.. Untrained(seed)]);

    private static IEnumerable<Candidate> Untrained(ulong seed)
    {
        foreach (int size in s_sizes)
        {
            foreach (bool scaled in new[] { true, false })
            {
                var random = new SplitMix64(seed);
                Parameter keys = Parameter.Random("W_K", LookUp.LetterCount, size, random, deviation: 1);
                var head = new Head(
                    Parameter.Random("W_Q", LookUp.LetterCount, size, random, deviation: 1),
                    new Parameter("W_K", Rows.Stack(keys.Value, new double[LookUp.NumberCount, size]), frozen: true), // a key tells the letter, not the number
                    Parameter.Identity("W_V", LookUp.Features),
                    Parameter.Random("W_O", LookUp.Features, LookUp.NumberCount, random),
                    scaled ? 1 / Math.Sqrt(size) : 1);
                yield return new(scaled ? $"scaled, d_k = {size}" : $"unscaled, d_k = {size}", new AttentionModel([head]));
            }
        }
    }
}
