using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// Why divide the scores by √d_k? The same model learns with and without it to find a letter in a list and to name the
/// number behind it, <c>c=2 a=0 f=3 …</c>, with keys of 4 to 256 features.
/// </summary>
/// <remarks>
/// Each letter has a random key of d_k features (W_K is not trained); what is learnt is the query for each letter, W_Q:
/// 6 × d_k, and W_O: 10 × 4. Queries and keys start with standard deviation 1 per feature, so a score has √d_k. 300
/// steps of 16 lists; judged by the 200 lists of <c>data/key-recall.tsv</c>.
/// </remarks>
public sealed class WhyScale : Experiment<double>
{
    internal const string WeightsFile = "trained-why-scale.tsv";
    private const int Batch = 16, Steps = 300;
    private const double Rate = 0.03;

    private static readonly int[] s_sizes = [4, 16, 64, 256];

    private static readonly (string Name, bool Scaled, bool SmallStart, bool SmallSteps)[] s_variants =
    [
        ("scaled", true, false, false),
        ("not scaled", false, false, false),
        ("not scaled, start ÷ √d_k", false, true, false),
        ("not scaled, steps ÷ √d_k", false, false, true),
        ("not scaled, start and steps ÷ √d_k", false, true, true),
    ];

    private WhyScale(IReadOnlyList<Candidate> candidates) : base(candidates)
    {
    }

    /// <summary>Trains eight models: d_k = 4, 16, 64, 256, each with and without the scale.</summary>
    /// <param name="seed">Decides the keys, the first weights and the lists.</param>
    public static WhyScale Train(ulong seed = 1) => Start(seed).TrainFrom(seed);

    /// <summary>The models of seed 1 with their published weights, without training.</summary>
    public static WhyScale Published => new(Candidate.Read(WeightsFile, Start(1).Candidates));

    /// <summary>
    /// Right answers in percent for d_k = 4 to 256, each model trained with ten seeds: scaled; not scaled; not scaled,
    /// with W_Q divided by √d_k at the start; not scaled, with the steps of W_Q divided by √d_k; not scaled, with both.
    /// </summary>
    public static TenSeeds TenSeeds => TenSeeds.Of(nameof(WhyScale));

    /// <summary>Right answers in percent on held-out lists; guessing gives 25.</summary>
    public Table Accuracies => Table.Of(
        ExampleRows.Stack(
            [.. s_sizes.Select(size => new[,] { { Accuracy(size, scaled: true), Accuracy(size, scaled: false) } })]),
        (string[])[.. s_sizes.Select(size => $"d_k = {size}")], ["q·k / √d_k", "q·k"], "Key recall: right answers, %");

    /// <summary>The loss over the steps at d_k = 256, with and without the scale.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure LossCurve =>
        Candidate.LossCurve(Candidates.TakeLast(2), "Key recall with d_k = 256: loss while training");

    /// <summary>Where each letter looks in one list at d_k = 256: right is one full cell per row.</summary>
    public override Figure Weights => Heatmap.Row(
        [
            ("q·k / √d_k", Candidate.Shown(EveryLetter(Candidates[^2].Model))),
            ("q·k", Candidate.Shown(EveryLetter(Candidates[^1].Model))),
        ],
        Letters, PublishedData.KeyRecall[0].Words, "Each letter looks for itself, d_k = 256",
        oneScale: true, rowAxis: "letter asked for", columnAxis: "in the list", decimals: 2, max: 1);

    /// <summary>The attention at d_k = 256 with the scale forming, step by step.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure Forming => Candidates[^2].Trained.Slider(weights => Heatmap.Of(
        weights, Letters, PublishedData.KeyRecall[0].Words, "Each letter looks for itself: the weights while training",
        rowAxis: "letter asked for", columnAxis: "in the list", max: 1, decimals: 2));

    /// <summary>Right answers of one model on the held-out lists, in percent.</summary>
    /// <param name="keySize">d_k: 4, 16, 64 or 256.</param>
    /// <param name="scaled">Whether its scores are divided by √d_k.</param>
    /// <exception cref="ArgumentException">There is no model of that width; the message lists them.</exception>
    public double Accuracy(int keySize, bool scaled) => this[Name(keySize, scaled)];

    internal WhyScale TrainFrom(ulong seed) => new([.. Candidates.Select(candidate => Train(candidate, seed))]);

    /// <summary>All measures in <c>data/ten-seeds.tsv</c>, for one seed.</summary>
    internal static IEnumerable<Measured> Measure(ulong seed)
    {
        foreach ((string name, bool scaled, bool smallStart, bool smallSteps) in s_variants)
        {
            foreach (int size in s_sizes)
            {
                Candidate start = Untrained(name, seed, size, scaled, smallStart, smallSteps);
                yield return new(name, $"d_k = {size}", Accuracy(Train(start, seed)));
            }
        }
    }

    internal static WhyScale Start(ulong seed) => new(
    [
        .. s_sizes.SelectMany(size => new[]
        {
            Untrained(Name(size, scaled: true), seed, size, scaled: true),
            Untrained(Name(size, scaled: false), seed, size, scaled: false),
        }),
    ]);

    private static string Name(int size, bool scaled) => $"{(scaled ? "scaled" : "not scaled")}, d_k = {size}";

    private static Labels Letters => (string[])[.. Enumerable.Range(0, LookUp.LetterCount).Select(LookUp.Letter)];

    private static Candidate Train(Candidate candidate, ulong seed) => candidate.Train(
        seed, random => LookUp.Draw(random, 1).ToExample(), Batch, Steps, Rate, EveryLetter);

    private protected override double Result(Candidate candidate) => Accuracy(candidate);

    private static double Accuracy(Candidate candidate) =>
        Candidate.Percent(candidate.Model.Accuracy([.. PublishedData.KeyRecall.Select(list => list.ToExample())]));

    /// <summary>All six letters ask the first held-out list: 6 × 6.</summary>
    private static double[,] EveryLetter(AttentionModel model) => ExampleRows.Stack(
    [
        .. Enumerable.Range(0, LookUp.LetterCount).Select(letter =>
            model.Weights((PublishedData.KeyRecall[0] with { Asked = [letter] }).ToExample())),
    ]);

    /// <summary>A model before training.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="seed">Decides the keys and the first weights; the same numbers for all models of one width.</param>
    /// <param name="size">d_k.</param>
    /// <param name="scaled">Whether scores are divided by √d_k.</param>
    /// <param name="smallStart">Whether W_Q starts with its numbers divided by √d_k.</param>
    /// <param name="smallSteps">Whether the steps of W_Q are divided by √d_k.</param>
    private static Candidate Untrained(
        string name, ulong seed, int size, bool scaled, bool smallStart = false, bool smallSteps = false)
    {
        var random = new SplitMix64(seed);
        double root = Math.Sqrt(size);
        double[,] keys = Parameter.Random("W_K", LookUp.LetterCount, size, random, deviation: 1).Value;
        var head = new Head(
            Parameter.Random(
                "W_Q", LookUp.LetterCount, size, random,
                deviation: smallStart ? 1 / root : 1, stepFactor: smallSteps ? 1 / root : 1),
            // A key tells the letter, not the number.
            new Parameter("W_K", ExampleRows.Stack(keys, new double[LookUp.NumberCount, size]), frozen: true),
            Parameter.Identity("W_V", LookUp.Features),
            Parameter.Random("W_O", LookUp.Features, LookUp.NumberCount, random),
            scaled ? 1 / root : 1);
        return new(name, new AttentionModel([head]));
    }
}
