using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// One attention head on eight random tokens: what the experiments <c>ImpossibleScore</c> and <c>SequenceTasks</c>
/// share.
/// </summary>
/// <remarks>
/// A token's features say which it is and where it stands: d = 8 + 8; d_k = d_v = 8; 448 parameters. 300 steps of 8
/// sequences.
/// </remarks>
internal static class SequenceModel
{
    private const int KeyFeatures = 8, Batch = 8, Steps = 300;
    private const double Rate = 0.02;

    public static Candidate Start(string name, ulong seed)
    {
        var random = new SplitMix64(seed);
        Parameter Projection(string matrix) => Parameter.Random(matrix, TokenSequence.Features, KeyFeatures, random);
        return new(name, new AttentionModel([new Head(
            Projection("W_Q"), Projection("W_K"), Projection("W_V"),
            Parameter.Random("W_O", KeyFeatures, TokenSequence.TokenCount, random), 1 / Math.Sqrt(KeyFeatures))]));
    }

    public static Candidate Train(Candidate candidate, SequenceTask task, bool causal, ulong seed) => candidate.Train(
        seed, random => TokenSequence.Draw(random).ToExample(task, causal), Batch, Steps, Rate,
        model => model.Weights(Shown(task, causal)));

    /// <summary>Loss and right answers on the held-out sequences.</summary>
    public static NextTokenResult Result(Candidate candidate, SequenceTask task, bool causal)
    {
        Example[] heldOut = [.. PublishedData.RandomTokens.Select(tokens => tokens.ToExample(task, causal))];
        return new(
            Math.Round(heldOut.Average(candidate.Model.Loss), 3), Candidate.Percent(candidate.Model.Accuracy(heldOut)));
    }

    /// <summary>The results of several models as a table.</summary>
    public static Table Losses(
        IReadOnlyList<Candidate> candidates, Func<Candidate, NextTokenResult> result, string title)
        => Table.Of(
            ExampleRows.Stack([.. candidates.Select(result).Select(one => new[,] { { one.Loss, one.Accuracy } })]),
            (string[])[.. candidates.Select(candidate => candidate.Name)], ["loss", "right %"], title);

    /// <summary>The results of several models as rows of the file of ten seeds.</summary>
    public static IEnumerable<Measured> Measure(
        IEnumerable<Candidate> candidates, Func<Candidate, NextTokenResult> result)
        => candidates.SelectMany(candidate => new Measured[]
        {
            new(candidate.Name, "loss", result(candidate).Loss),
            new(candidate.Name, "right %", result(candidate).Accuracy),
        });

    public static Example Shown(SequenceTask task, bool causal = false)
        => PublishedData.RandomTokens[0].ToExample(task, causal);

    /// <summary>The tokens of the shown sequence with their positions.</summary>
    public static Labels Words => Labels(SequenceTask.Copy);

    /// <summary>The positions of the shown sequence that a task asks.</summary>
    public static Labels Labels(SequenceTask task) => (string[])[.. PublishedData.RandomTokens[0].Tokens.Index()
        .Where(token => PublishedData.RandomTokens[0].Answer(task, token.Index) >= 0)
        .Select(token => $"{token.Index + 1} {TokenSequence.Letter(token.Item)}")];
}
