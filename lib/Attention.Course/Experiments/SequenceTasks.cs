using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// Three tasks whose solution can be read off the heatmap: copy a token (the diagonal), reverse the sequence (the other
/// diagonal), name the token before (one beside the diagonal).
/// </summary>
/// <remarks>
/// The same model and training for all three; judged by the 200 sequences of <c>data/random-tokens.tsv</c>. Guessing
/// gives ln 8 = 2.079 and 12.5 %.
/// </remarks>
public sealed class SequenceTasks : Experiment<NextTokenResult>
{
    internal const string WeightsFile = "trained-sequence-tasks.tsv";
    private static readonly SequenceTask[] s_tasks = [SequenceTask.Copy, SequenceTask.Reverse, SequenceTask.Previous];

    private SequenceTasks(IReadOnlyList<Candidate> candidates) : base(candidates)
    {
    }

    /// <summary>Trains one model per task.</summary>
    /// <param name="seed">Decides the first weights and the sequences.</param>
    public static SequenceTasks Train(ulong seed = 1) => Start(seed).TrainFrom(seed);

    /// <summary>The models of seed 1 with their published weights, without training.</summary>
    public static SequenceTasks Published => new(Candidate.Read(WeightsFile, Start(1).Candidates));

    /// <summary>All three models, each trained with ten seeds.</summary>
    public static TenSeeds TenSeeds => TenSeeds.Of(nameof(SequenceTasks));

    /// <summary>Loss and right answers on held-out sequences, per task.</summary>
    public Table Losses => SequenceModel.Losses(Candidates, Result, "One head, three tasks");

    /// <summary>Where each position looks, per task.</summary>
    public override Figure Weights => Heatmap.Row(
        [.. Candidates.Select((candidate, i) =>
            ((Label)candidate.Name, (MatrixValues)Candidate.Shown(candidate.Model.Weights(Everywhere(s_tasks[i])))))],
        SequenceModel.Words, SequenceModel.Words, "One head, three tasks", oneScale: true,
        rowAxis: "query", columnAxis: "key", decimals: 2);

    /// <summary>The loss over the steps, one curve per task.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure LossCurve => Candidate.LossCurve(Candidates, "One head, three tasks: loss while training");

    /// <summary>The attention of “reverse” forming, step by step.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure Forming => Candidates[1].Trained.Slider(weights => Heatmap.Of(
        weights, SequenceModel.Words, SequenceModel.Words, "Reverse: the weights while training",
        rowAxis: "query", columnAxis: "key", max: 1, decimals: 2));

    internal SequenceTasks TrainFrom(ulong seed) => new([.. Candidates.Select((candidate, i) => SequenceModel.Train(
        candidate, s_tasks[i], causal: false, seed))]);

    /// <summary>All measures in <c>data/ten-seeds.tsv</c>, for one seed.</summary>
    internal static IEnumerable<Measured> Measure(ulong seed)
    {
        SequenceTasks trained = Train(seed);
        return SequenceModel.Measure(trained.Candidates, trained.Result);
    }
    private static string Name(SequenceTask task) => task.ToString().ToLowerInvariant();

    private protected override NextTokenResult Result(Candidate candidate)
        => SequenceModel.Result(candidate, s_tasks.Single(task => Name(task) == candidate.Name), causal: false);

    /// <summary>
    /// The shown sequence with every position asking, also the first, which “previous” never asks in training.
    /// </summary>
    private static Example Everywhere(SequenceTask task) => SequenceModel.Shown(task) with
    {
        Asking = SequenceModel.Shown(SequenceTask.Copy).Asking,
        Visible = SequenceModel.Shown(SequenceTask.Copy).Visible,
    };

    internal static SequenceTasks Start(ulong seed)
        => new([.. s_tasks.Select(task => SequenceModel.Start(Name(task), seed))]);
}
