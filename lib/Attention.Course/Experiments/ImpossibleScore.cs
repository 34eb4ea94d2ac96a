using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// The impossible score: a model that names the next of eight random tokens without an error. Nobody can; it reads the answer, because the causal mask is missing.
/// </summary>
/// <remarks>
/// <para>
/// Each token is drawn from eight, independently. Whoever does not see it cannot do better on average than to give each the share 1/8: a loss of
/// ln 8 = 2.079 (Gibbs' inequality). Less, beyond the chance of a finite sample, is a leak. A sample of 200 · 7 tokens can lie a little below by luck.
/// </para>
/// <para>Training draws new sequences all the time, so that nothing can be learnt by heart; judged by the 200 sequences of <c>data/random-tokens.tsv</c>.</para>
/// </remarks>
public sealed class ImpossibleScore
{
    internal const string WeightsFile = "trained-impossible-score.tsv";
    private ImpossibleScore(IReadOnlyList<Candidate> candidates) => Candidates = candidates;

    /// <summary>The loss of a guess that gives each of the eight tokens the same share: ln 8.</summary>
    public static double Floor => Math.Log(TokenSequence.TokenCount);

    /// <summary>Trains the same model twice to name the next token: without a mask, and with the causal one.</summary>
    /// <param name="seed">Decides the first weights and the sequences.</param>
    public static ImpossibleScore Train(ulong seed = 1) => Start(seed).TrainFrom(seed);

    /// <summary>The models of seed 1 with their published weights, without training.</summary>
    public static ImpossibleScore Published => new(Candidate.Read(WeightsFile, Start(1).Candidates));

    /// <summary>Loss and share of right answers on held-out sequences; guessing gives ln 8 = 2.079 and 0.125.</summary>
    public Table Losses => Table.Of(Measures(), ["no mask", "causal mask"], ["loss", "right"], "The next of eight random tokens", decimals: 3);

    /// <summary>Where each position looks to name the next token: without a mask, at the answer.</summary>
    public Figure Weights => Heatmap.Row(
        [("no mask", Look(0)), ("causal mask", Look(1))], SequenceModel.Labels(SequenceTask.Next), SequenceModel.Words,
        "Where each token looks for the next", oneScale: true, decimals: 2);

    /// <summary>The loss over the steps, with and without the mask, and ln 8.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public Figure LossCurve => Candidate.LossCurve(Candidates, "The next of eight random tokens: loss while training", Floor);

    /// <summary>The leak forming, step by step: the attention of the model without a mask.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public Figure Forming => Candidates[0].Trained.Slider(weights => Heatmap.Of(
        weights, SequenceModel.Labels(SequenceTask.Next), SequenceModel.Words, "Without a mask: the weights while training", max: 1, decimals: 2));

    internal IReadOnlyList<Candidate> Candidates { get; }

    internal ImpossibleScore TrainFrom(ulong seed) => new([.. Candidates.Select((candidate, causal) => SequenceModel.Train(candidate, SequenceTask.Next, causal == 1, seed))]);

    /// <summary>The numbers of <see cref="Losses"/>: (no mask, causal) × (loss, right).</summary>
    public double[,] Measures()
    {
        var measures = new double[2, 2];
        foreach ((int m, Candidate candidate) in Candidates.Index())
        {
            Example[] heldOut = SequenceModel.HeldOut(SequenceTask.Next, causal: m == 1);
            measures[m, 0] = Math.Round(heldOut.Average(candidate.Model.Loss), 3);
            measures[m, 1] = Math.Round(candidate.Model.Accuracy(heldOut), 3);
        }

        return measures;
    }

    private double[,] Look(int candidate) => Candidate.Shown(Candidates[candidate].Model.Weights(SequenceModel.Shown(SequenceTask.Next, causal: candidate == 1)));

    internal static ImpossibleScore Start(ulong seed) => new([SequenceModel.Start("no mask", seed), SequenceModel.Start("causal mask", seed)]);
}
