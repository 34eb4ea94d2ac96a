using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// Why several heads? One token has to fetch two numbers from the same list, <c>c=2 a=0 f=3 …</c>: “what is behind c,
/// and what is behind f?”
/// </summary>
/// <remarks>
/// One head of 8 features and two heads of 4 have the same 320 parameters; one head of 16 has twice as many, for inputs
/// of only 10 features. 400 steps of 16 lists; judged by the 200 lists of <c>data/two-look-ups.tsv</c>.
/// </remarks>
public sealed class WhyHeads : Experiment<TwoAnswersResult>
{
    internal const string WeightsFile = "trained-why-heads.tsv";
    private const int Batch = 16, Steps = 400, Questions = 2;
    private const double Rate = 0.02;
    private readonly bool _fixedRoles;

    private WhyHeads(IReadOnlyList<Candidate> candidates, bool fixedRoles = false) : base(candidates) =>
        _fixedRoles = fixedRoles;

    /// <summary>
    /// Trains three models: 1 head × 8, 2 heads × 4, 1 head × 16. Any letter may be asked for first or second.
    /// </summary>
    /// <param name="seed">Decides the first weights and the lists.</param>
    public static WhyHeads Train(ulong seed = 1) => Start(seed).TrainFrom(seed);

    /// <summary>
    /// Trains the same models on an easier task, with fixed roles: the first question is always for a, b or c, the
    /// second for d, e or f. Judged by the 200 lists of <c>data/two-look-ups-fixed-roles.tsv</c>.
    /// </summary>
    /// <param name="seed">Decides the first weights and the lists.</param>
    public static WhyHeads TrainFixedRoles(ulong seed = 1) =>
        new WhyHeads(Start(seed).Candidates, fixedRoles: true).TrainFrom(seed);

    /// <summary>The models of seed 1 with their published weights, without training.</summary>
    public static WhyHeads Published => new(Candidate.Read(WeightsFile, Start(1).Candidates));

    /// <summary>
    /// The three models and twins, two heads that start from the same numbers, each trained with ten seeds: right
    /// answers in percent to the question that the model answers better, to the other one, and the mean of both.
    /// </summary>
    public static TenSeeds TenSeeds => TenSeeds.Of(nameof(WhyHeads));

    /// <summary>The three models on the task with fixed roles, each trained with ten seeds.</summary>
    public static TenSeeds FixedRolesOfTenSeeds => TenSeeds.Of(nameof(FixedRolesOfTenSeeds));

    /// <summary>
    /// Right answers in percent on held-out lists, to the first and to the second question; guessing gives 25.
    /// </summary>
    public Table Accuracies => Table.Of(
        ExampleRows.Stack([.. Candidates.Select(candidate => Row(Result(candidate)))]),
        (string[])[.. Candidates.Select(candidate => candidate.Name)], ["first %", "second %", "mean %", "parameters"],
        _fixedRoles ? "First a, b or c; second d, e or f" : "Two look-ups at once: right answers");

    /// <summary>
    /// Right answers of the two-headed model with both heads, and with one left out: which question fails?
    /// </summary>
    public Table Ablation => Table.Of(
        ExampleRows.Stack(
            [.. new[] { Result(Two), Without(0), Without(1) }
                .Select(result => new[,] { { result.First, result.Second } })]),
        ["both heads", "without head 0", "without head 1"], ["first %", "second %"], "What each head is for",
        decimals: 1);

    /// <summary>Where every head of every model looks in one list.</summary>
    public override Figure Weights => Heatmap.Of(
        Candidate.Shown(ExampleRows.Stack([.. Candidates.Select(candidate => Look(candidate.Model))])),
        ["1 head × 8", "2 × 4, head 0", "2 × 4, head 1", "1 head × 16"], Shown.Words, Title,
        rowAxis: "head", columnAxis: "in the list", max: 1, decimals: 2);

    /// <summary>The loss over the steps, one curve per model.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure LossCurve => Candidate.LossCurve(Candidates, "Two look-ups at once: loss while training");

    /// <summary>The attention of both heads forming, step by step.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure Forming => Two.Trained.Slider(weights => Heatmap.Of(
        weights, ["head 0", "head 1"], Shown.Words, $"{Title} The weights while training", max: 1, decimals: 2));

    internal static IReadOnlyList<Example> HeldOut => [.. PublishedData.TwoLookUps.Select(list => list.ToExample())];

    /// <summary>What the two-headed model reaches when one of its heads is left out.</summary>
    /// <param name="head">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such head.</exception>
    public TwoAnswersResult Without(int head)
    {
        ThrowIfNoHead(head);
        return Result(Two, without: head);
    }

    /// <summary>
    /// The scores that a head of the two-headed model gives to every letter of a list for every letter asked for, the
    /// same in every list: <c>W_Q · W_Kᵀ / √4</c>.
    /// </summary>
    /// <param name="head">0 or 1.</param>
    /// <returns>12 × 6: first the letters a … f as the first question, then as the second; in the columns the letters a
    /// … f of the list.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such head.</exception>
    public double[,] LearntScores(int head)
    {
        ThrowIfNoHead(head);
        Head learnt = Two.Model.Heads[head];
        double[,] scores = Product.WithTransposed(learnt.Query.Value, learnt.Key.Value); // 12 × 10
        var letters = new double[scores.GetLength(0), LookUp.LetterCount];
        for (int i = 0; i < letters.Length; i++)
        {
            (int asked, int letter) = (i / LookUp.LetterCount, i % LookUp.LetterCount);
            letters[asked, letter] = learnt.Scale * scores[asked, letter];
        }

        return letters;
    }

    internal WhyHeads TrainFrom(ulong seed)
        => new([.. Candidates.Select(candidate => Train(candidate, seed, _fixedRoles))], _fixedRoles);

    /// <summary>
    /// Two heads that start from the same numbers, trained: they get the same gradients and stay equal.
    /// </summary>
    internal static WhyHeads TrainTwins(ulong seed) =>
        new([Train(Untrained("2 heads × 4, same start", seed, 2, 4, sameStart: true), seed, false)]);

    /// <summary>All measures in <c>data/ten-seeds.tsv</c>, for one seed.</summary>
    internal static IEnumerable<Measured> Measure(ulong seed)
        => Measure(Train(seed)).Concat(Measure(TrainTwins(seed)));

    /// <summary>The same for fixed roles.</summary>
    internal static IEnumerable<Measured> MeasureFixedRoles(ulong seed) => Measure(TrainFixedRoles(seed));

    internal static WhyHeads Start(ulong seed) => new(
    [
        Untrained("1 head × 8", seed, 1, 8),
        Untrained("2 heads × 4", seed, 2, 4),
        Untrained("1 head × 16", seed, 1, 16),
    ]);

    private static LookUp Shown => PublishedData.TwoLookUps[0];

    private static string Title =>
        $"What is behind {LookUp.Letter(Shown.Asked[0])}, and what behind {LookUp.Letter(Shown.Asked[1])}?";

    private Candidate Two => Candidates.First(candidate => candidate.Model.Heads.Count == 2);

    private static IEnumerable<Measured> Measure(WhyHeads trained)
    {
        foreach (Candidate candidate in trained.Candidates)
        {
            TwoAnswersResult result = trained.Result(candidate);
            yield return new(candidate.Name, "one question %", Math.Max(result.First, result.Second));
            yield return new(candidate.Name, "the other %", Math.Min(result.First, result.Second));
            yield return new(candidate.Name, "mean %", result.Mean);
        }
    }

    private static Candidate Train(Candidate candidate, ulong seed, bool fixedRoles) => candidate.Train(
        seed, random => (fixedRoles ? LookUp.DrawFixedRoles(random) : LookUp.Draw(random, Questions)).ToExample(),
        Batch, Steps, Rate, Look);

    private protected override TwoAnswersResult Result(Candidate candidate) => Result(candidate, without: -1);

    private TwoAnswersResult Result(Candidate candidate, int without)
    {
        IReadOnlyList<Example> heldOut = _fixedRoles
            ? [.. PublishedData.FixedRoles.Select(list => list.ToExample())]
            : HeldOut;
        double first = candidate.Model.Accuracy(heldOut, question: 0, without);
        double second = candidate.Model.Accuracy(heldOut, question: 1, without);
        return new(
            Candidate.Percent(first), Candidate.Percent(second), Candidate.Percent((first + second) / 2),
            candidate.Model.ParameterCount);
    }

    private static double[,] Row(TwoAnswersResult result)
        => new[,] { { result.First, result.Second, result.Mean, result.Parameters } };

    /// <summary>The weights of every head on the first held-out list: heads × 6.</summary>
    private static double[,] Look(AttentionModel model)
        => ExampleRows.Stack(
            [.. Enumerable.Range(0, model.Heads.Count).Select(head => model.Weights(Shown.ToExample(), head))]);

    private void ThrowIfNoHead(int head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, Two.Model.Heads.Count);
    }

    private static Candidate Untrained(string name, ulong seed, int heads, int features, bool sameStart = false)
    {
        var random = new SplitMix64(seed);
        return new(name, new AttentionModel(
            [.. Enumerable.Range(0, heads)
                .Select(head => NewHead(head, features, sameStart ? new SplitMix64(seed) : random))],
            Questions));
    }

    private static Head NewHead(int head, int features, SplitMix64 random) => new(
        Parameter.Random($"W_Q {head}", Questions * LookUp.LetterCount, features, random),
        Parameter.Random($"W_K {head}", LookUp.Features, features, random),
        Parameter.Random($"W_V {head}", LookUp.Features, features, random),
        Parameter.Random($"W_O {head}", features, Questions * LookUp.NumberCount, random),
        1 / Math.Sqrt(features));
}
