using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>One attention head on eight random tokens: what the experiments <c>ImpossibleScore</c> and <c>SequenceTasks</c> share.</summary>
/// <remarks>A token's features say which it is and where it stands: d = 8 + 8; d_k = d_v = 8; 448 parameters. 300 steps of 8 sequences.</remarks>
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
        seed, random => TokenSequence.Draw(random).ToExample(task, causal), Batch, Steps, Rate, model => model.Weights(Shown(task, causal)));

    public static Example[] HeldOut(SequenceTask task, bool causal = false) => [.. PublishedData.RandomTokens.Select(tokens => tokens.ToExample(task, causal))];

    public static Example Shown(SequenceTask task, bool causal = false) => PublishedData.RandomTokens[0].ToExample(task, causal);

    /// <summary>The tokens of the shown sequence with their positions.</summary>
    public static Labels Words => Labels(SequenceTask.Copy);

    /// <summary>The positions of the shown sequence that a task asks.</summary>
    public static Labels Labels(SequenceTask task) => (string[])[.. PublishedData.RandomTokens[0].Tokens.Index()
        .Where(token => PublishedData.RandomTokens[0].Answer(task, token.Index) >= 0).Select(token => $"{token.Index + 1} {TokenSequence.Letter(token.Item)}")];
}
