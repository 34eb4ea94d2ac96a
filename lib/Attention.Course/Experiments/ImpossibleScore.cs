using Attention.Display;
using Attention.Lib;

namespace Attention.Course.Experiments;

/// <summary>
/// A model that names the next of eight random tokens, trained without and with a causal mask. Without the mask it
/// reads the answer, and its loss is lower than is possible without reading it.
/// </summary>
/// <remarks>
/// <para>
/// Each token is drawn from eight, independently. A model that does not see it can do no better on average than give
/// each the share 1/8: a loss of ln 8 = 2.079 (Gibbs' inequality). On a sample of 200 · 7 tokens the loss can be a
/// little lower by chance; a much lower loss is a leak.
/// </para>
/// <para>
/// Training draws new sequences all the time, so that nothing can be learnt by heart; judged by the 200 sequences of
/// <c>data/random-tokens.tsv</c>.
/// </para>
/// </remarks>
public sealed class ImpossibleScore : Experiment<NextTokenResult>
{
    internal const string WeightsFile = "trained-impossible-score.tsv";
    private const string NoMask = "no mask", CausalMask = "causal mask";

    private ImpossibleScore(IReadOnlyList<Candidate> candidates) : base(candidates)
    {
    }

    /// <summary>The loss of a guess that gives each of the eight tokens the same share: ln 8.</summary>
    public static double Floor => Math.Log(TokenSequence.TokenCount);

    /// <summary>Trains the same model twice to name the next token: without a mask, and with the causal one.</summary>
    /// <param name="seed">Decides the first weights and the sequences.</param>
    public static ImpossibleScore Train(ulong seed = 1) => Start(seed).TrainFrom(seed);

    /// <summary>The models of seed 1 with their published weights, without training.</summary>
    public static ImpossibleScore Published => new(Candidate.Read(WeightsFile, Start(1).Candidates));

    /// <summary>Both models, each trained with ten seeds.</summary>
    public static TenSeeds TenSeeds => TenSeeds.Of(nameof(ImpossibleScore));

    /// <summary>Loss and right answers on held-out sequences; guessing gives ln 8 = 2.079 and 12.5 %.</summary>
    public Table Losses => SequenceModel.Losses(Candidates, Result, "The next of eight random tokens");

    /// <summary>Where each position looks to name the next token: without a mask, at the answer.</summary>
    public override Figure Weights => Heatmap.Row(
        [(NoMask, Look(NoMask)), (CausalMask, Look(CausalMask))],
        SequenceModel.Labels(SequenceTask.Next), SequenceModel.Words, "Where each token looks for the next",
        oneScale: true, rowAxis: "query", columnAxis: "key", decimals: 2,
        masks: [AttentionMask.None, AttentionMask.Causal()]);

    /// <summary>The loss over the steps, with and without the mask, and ln 8.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure LossCurve =>
        Candidate.LossCurve(Candidates, "The next of eight random tokens: loss while training", ("ln 8", Floor));

    /// <summary>The leak forming, step by step: the attention of the model without a mask.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure Forming => Candidates[0].Trained.Slider(weights => Heatmap.Of(
        weights, SequenceModel.Labels(SequenceTask.Next), SequenceModel.Words,
        "Without a mask: the weights while training",
        rowAxis: "query", columnAxis: "key", max: 1, decimals: 2));

    internal ImpossibleScore TrainFrom(ulong seed) => new([.. Candidates.Select(candidate => SequenceModel.Train(
        candidate, SequenceTask.Next, IsCausal(candidate), seed))]);

    /// <summary>All measures in <c>data/ten-seeds.tsv</c>, for one seed.</summary>
    internal static IEnumerable<Measured> Measure(ulong seed)
    {
        ImpossibleScore trained = Train(seed);
        return SequenceModel.Measure(trained.Candidates, trained.Result);
    }

    internal static ImpossibleScore Start(ulong seed)
        => new([SequenceModel.Start(NoMask, seed), SequenceModel.Start(CausalMask, seed)]);

    private static bool IsCausal(Candidate candidate) => candidate.Name == CausalMask;

    private protected override NextTokenResult Result(Candidate candidate)
        => SequenceModel.Result(candidate, SequenceTask.Next, IsCausal(candidate));

    private MatrixValues Look(string model)
    {
        Candidate candidate = Candidate.Named(Candidates, model);
        return Candidate.Shown(candidate.Model.Weights(SequenceModel.Shown(SequenceTask.Next, IsCausal(candidate))));
    }
}
