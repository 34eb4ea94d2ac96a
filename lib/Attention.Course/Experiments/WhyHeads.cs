using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>Why several heads? One token has to fetch two numbers from the same list, <c>c=2 a=0 f=3 …</c>: “what is behind c, and what is behind f?”</summary>
/// <remarks>
/// One head of 8 features and two heads of 4 have the same 320 parameters; one head of 16 has twice as many.
/// 400 steps of 16 lists; judged by the 200 lists of <c>data/two-look-ups.tsv</c>.
/// </remarks>
public sealed class WhyHeads
{
    internal const string WeightsFile = "trained-why-heads.tsv";
    private const int Batch = 16, Steps = 400, Questions = 2;
    private const double Rate = 0.02;

    private WhyHeads(IReadOnlyList<Candidate> candidates) => Candidates = candidates;

    /// <summary>Trains three models: 1 head × 8, 2 heads × 4, 1 head × 16.</summary>
    /// <param name="seed">Decides the first weights and the lists.</param>
    /// <param name="sameStart">Whether both heads of the second model start from the same numbers. Then they get the same gradients, and stay one head for ever.</param>
    public static WhyHeads Train(ulong seed = 1, bool sameStart = false) => Start(seed, sameStart).TrainFrom(seed);

    /// <summary>The models of seed 1 with their published weights, without training.</summary>
    public static WhyHeads Published => new(Candidate.Read(WeightsFile, Start(1).Candidates));

    /// <summary>Right answers in percent on held-out lists, to the first and to the second question; guessing gives 25.</summary>
    public Table Accuracies => Table.Of(
        Measures(), (string[])[.. Candidates.Select(candidate => candidate.Name)], ["first %", "second %", "mean %", "parameters"], "Two look-ups at once: right answers");

    /// <summary>Right answers of the two-headed model with both heads, and with one left out: which question fails?</summary>
    public Table Ablation => Table.Of(AblationMeasures(), ["both heads", "without head 1", "without head 2"], ["first %", "second %"], "What each head is for", decimals: 1);

    /// <summary>Where every head of every model looks in one list.</summary>
    public Figure Weights => Heatmap.Of(
        Candidate.Shown(Rows.Stack([.. Candidates.Select(candidate => Look(candidate.Model))])),
        ["1 head × 8", "2 × 4, head 1", "2 × 4, head 2", "1 head × 16"], Shown.Words, Title, max: 1, decimals: 2);

    /// <summary>The loss over the steps, one curve per model.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public Figure LossCurve => Candidate.LossCurve(Candidates, "Two look-ups at once: loss while training");

    /// <summary>The attention of both heads forming, step by step.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public Figure Forming => Candidates[1].Trained.Slider(weights => Heatmap.Of(
        weights, ["head 1", "head 2"], Shown.Words, $"{Title} The weights while training", max: 1, decimals: 2));

    internal IReadOnlyList<Candidate> Candidates { get; }

    internal WhyHeads TrainFrom(ulong seed) => new([.. Candidates.Select(candidate => candidate.Train(
        seed, random => LookUp.Draw(random, Questions).ToExample(), Batch, Steps, Rate, Look))]);

    internal static IReadOnlyList<Example> HeldOut => [.. PublishedData.TwoLookUps.Select(list => list.ToExample())];

    /// <summary>The numbers of <see cref="Accuracies"/>: models (1 × 8, 2 × 4, 1 × 16) × (first %, second %, mean %, parameters).</summary>
    public double[,] Measures()
    {
        IReadOnlyList<Example> heldOut = HeldOut;
        var measures = new double[Candidates.Count, 4];
        foreach ((int m, Candidate candidate) in Candidates.Index())
        {
            double first = candidate.Model.Accuracy(heldOut, 0), second = candidate.Model.Accuracy(heldOut, 1);
            (measures[m, 0], measures[m, 1]) = (Candidate.Percent(first), Candidate.Percent(second));
            (measures[m, 2], measures[m, 3]) = (Candidate.Percent((first + second) / 2), candidate.Model.ParameterCount);
        }

        return measures;
    }

    /// <summary>The numbers of <see cref="Ablation"/>: (both heads, without head 1, without head 2) × (first %, second %).</summary>
    public double[,] AblationMeasures()
    {
        IReadOnlyList<Example> heldOut = HeldOut;
        var measures = new double[3, Questions];
        for (int i = 0; i < measures.Length; i++)
        {
            measures[i / Questions, i % Questions] = Candidate.Percent(Candidates[1].Model.Accuracy(heldOut, question: i % Questions, without: i / Questions - 1));
        }

        return measures;
    }

    /// <summary>Whom a head of the two-headed model looks for, whatever the list: <c>W_Q · W_Kᵀ / √4</c>, the score of every letter asked for with every letter of a list.</summary>
    /// <param name="head">0 or 1.</param>
    /// <returns>12 × 6: first the letters a … f as the first question, then as the second; in the columns the letters a … f of the list.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such head.</exception>
    public double[,] LearntScores(int head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, Candidates[1].Model.Heads.Count);
        Head learnt = Candidates[1].Model.Heads[head];
        double[,] scores = Product.Of(learnt.Query.Value, Product.Transpose(learnt.Key.Value)); // 12 × 10
        var letters = new double[scores.GetLength(0), LookUp.LetterCount];
        for (int i = 0; i < letters.Length; i++)
        {
            (int asked, int letter) = (i / LookUp.LetterCount, i % LookUp.LetterCount);
            letters[asked, letter] = learnt.Scale * scores[asked, letter];
        }

        return letters;
    }

    private static LookUp Shown => PublishedData.TwoLookUps[0];

    private static string Title => $"What is behind {LookUp.Letter(Shown.Asked[0])}, and what behind {LookUp.Letter(Shown.Asked[1])}?";

    /// <summary>The weights of every head on the first held-out list: heads × 6.</summary>
    private static double[,] Look(AttentionModel model)
        => Rows.Stack([.. Enumerable.Range(0, model.Heads.Count).Select(head => model.Weights(Shown.ToExample(), head))]);

    internal static WhyHeads Start(ulong seed, bool sameStart = false) => new([.. Untrained(seed, sameStart)]);

    private static IEnumerable<Candidate> Untrained(ulong seed, bool sameStart)
    {
        foreach ((int heads, int features) in new[] { (1, 8), (2, 4), (1, 16) })
        {
            var random = new SplitMix64(seed);
            yield return new($"{heads} {(heads == 1 ? "head" : "heads")} × {features}", new AttentionModel(
                [.. Enumerable.Range(1, heads).Select(head => FirstHead(head, features, sameStart ? new SplitMix64(seed) : random))],
                Questions));
        }
    }

    private static Head FirstHead(int head, int features, SplitMix64 random) => new(
        Parameter.Random($"W_Q {head}", Questions * LookUp.LetterCount, features, random),
        Parameter.Random($"W_K {head}", LookUp.Features, features, random),
        Parameter.Random($"W_V {head}", LookUp.Features, features, random),
        Parameter.Random($"W_O {head}", features, Questions * LookUp.NumberCount, random),
        1 / Math.Sqrt(features));
}
