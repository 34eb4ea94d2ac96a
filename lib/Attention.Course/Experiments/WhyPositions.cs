using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// Why positions? One attention head, without a mask, names the token before: without positions, with sinusoidal and
/// with rotary ones. Trained on eight tokens, tested on up to 64.
/// </summary>
/// <remarks>
/// <para>
/// The features of a token say which of eight it is; sinusoidal positions are 16 features more. d_k = d_v = 16; 512
/// parameters, with sinusoidal positions 1,280. 300 steps of 8 sequences. Guessing gives 12.5 %, and naming a token
/// that is frequent in the sequence gives more.
/// </para>
/// <para>
/// Eight tokens are judged by the 200 sequences of <c>data/random-tokens.tsv</c>; 16, 32 and 64 tokens by 200
/// sequences that are drawn with the seed of that file. Sines and cosines may differ between systems in the last of 53
/// bits, as e^x and ln do: the trained weights are rounded, and a test disturbs them by far more.
/// </para>
/// <para>
/// Eight features in place of 16 were tried first, with the seeds 1 to 3. The order of the models was the same, and
/// rotary positions were less sharp: 97 % instead of 100 % on eight tokens.
/// </para>
/// </remarks>
public sealed class WhyPositions : Experiment<double>
{
    internal const string WeightsFile = "trained-why-positions.tsv";
    private const string None = "no positions", Sinusoidal = "sinusoidal", Turned = "rotary";
    private const int KeyFeatures = 16, PlaceFeatures = 16, Batch = 8, Steps = 300;
    private const double Rate = 0.02;

    private const int Reach = TokenSequence.Length - 1;

    private static readonly string[] s_models = [None, Sinusoidal, Turned];
    private static readonly SequenceTask[] s_tasks = [SequenceTask.Copy, SequenceTask.Previous, SequenceTask.Reverse];
    private static readonly int[] s_longer = [16, 32, 64];

    private WhyPositions(IReadOnlyList<Candidate> candidates) : base(candidates)
    {
    }

    /// <summary>Trains the three models to name the token before.</summary>
    /// <param name="seed">Decides the first weights and the sequences.</param>
    public static WhyPositions Train(ulong seed = 1) => Start(seed).TrainFrom(seed);

    /// <summary>The models of seed 1 with their published weights, without training.</summary>
    public static WhyPositions Published => new(Candidate.Read(WeightsFile, Start(1).Candidates));

    /// <summary>
    /// Right answers in percent on eight tokens, each model trained with ten seeds for each task: to copy, to name the
    /// token before, to reverse.
    /// </summary>
    public static TenSeeds TenSeeds => TenSeeds.Of(nameof(WhyPositions));

    /// <summary>
    /// Right answers in percent on 16, 32 and 64 tokens: the token before, named by what was learnt on eight; once with
    /// all tokens, once with those at most 7 positions away (<c>window</c>).
    /// </summary>
    public static TenSeeds LongerOfTenSeeds => TenSeeds.Of(nameof(LongerOfTenSeeds));

    /// <summary>Where each position looks for the token before, with each model.</summary>
    public override Figure Weights => Heatmap.Row(
        [.. Candidates.Select(candidate => ((Label)candidate.Name, (MatrixValues)Candidate.Shown(Look(candidate))))],
        SequenceModel.Labels(SequenceTask.Previous), SequenceModel.Words, "Name the token before", oneScale: true,
        rowAxis: "query", columnAxis: "key", max: 1, decimals: 2);

    /// <summary>The loss over the steps, one curve per model.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure LossCurve => Candidate.LossCurve(Candidates, "Name the token before: loss while training");

    /// <summary>The attention with rotary positions forming, step by step.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure Forming => Candidates[^1].Trained.Slider(weights => Heatmap.Of(
        weights, SequenceModel.Labels(SequenceTask.Previous), SequenceModel.Words,
        "Rotary: the weights while training", rowAxis: "query", columnAxis: "key", max: 1, decimals: 2));

    /// <summary>
    /// The feature vectors of the positions 0 … n − 1: <c>sin(p · 10000^(−2f/d))</c> in feature 2f, the cosine in
    /// feature 2f + 1.
    /// </summary>
    /// <remarks>Source: Vaswani et al., Attention Is All You Need (2017), section 3.5.</remarks>
    internal static double[,] Sinusoids(int positions, int features)
    {
        var waves = new double[positions, features];
        for (int p = 0; p < positions; p++)
        {
            for (int f = 0; f < features; f += 2)
            {
                (waves[p, f], waves[p, f + 1]) = Math.SinCos(p * Math.Pow(10_000, -(double)f / features));
            }
        }

        return waves;
    }

    internal WhyPositions TrainFrom(ulong seed)
        => new([.. Candidates.Select(candidate => Train(candidate, SequenceTask.Previous, seed))]);

    /// <summary>All measures in <c>data/ten-seeds.tsv</c>, for one seed.</summary>
    internal static IEnumerable<Measured> Measure(ulong seed)
        => s_models.SelectMany(name => s_tasks.Select(task => new Measured(
            name, $"{(task == SequenceTask.Previous ? "before" : task.ToString().ToLowerInvariant())} %",
            Accuracy(Train(Untrained(name, seed), task, seed), Examples(name, task, TokenSequence.Length)))));

    /// <summary>The same for longer sequences.</summary>
    internal static IEnumerable<Measured> MeasureLonger(ulong seed)
    {
        foreach (Candidate trained in Train(seed).Candidates)
        {
            foreach (int length in s_longer)
            {
                IReadOnlyList<Example> all = Examples(trained.Name, SequenceTask.Previous, length);
                yield return new(trained.Name, $"{length} tokens %", Accuracy(trained, all));
                yield return new(
                    trained.Name, $"{length} tokens, window %", Accuracy(trained, [.. all.SelectMany(Windows)]));
            }
        }
    }

    internal static WhyPositions Start(ulong seed)
        => new([.. s_models.Select(name => Untrained(name, seed))]);

    /// <summary>A sequence with the positions that a model is given.</summary>
    internal static Example ToExample(TokenSequence tokens, SequenceTask task, string model)
        => tokens.ToExample(task, Sinusoids(tokens.Tokens.Length, model == Sinusoidal ? PlaceFeatures : 0));

    /// <summary>
    /// One example for each asking row, of the tokens at most 7 positions away: the distances that eight tokens have.
    /// </summary>
    /// <remarks>What stands further away is left out, as a mask would hide it. Rotary positions count from the first
    /// token that is left; only distances matter to them.</remarks>
    internal static IEnumerable<Example> Windows(Example whole)
        => whole.AskingPositions.Select((position, i) =>
        {
            int first = Math.Max(0, position - Reach), end = Math.Min(whole.Inputs.GetLength(0), position + Reach + 1);
            return new Example(
                ExampleRows.Of(whole.Inputs, [.. Enumerable.Range(first, end - first)]),
                ExampleRows.Of(whole.Asking, i),
                [end - first], [whole.Answers[i]])
            {
                AskingPositions = [position - first],
            };
        });

    private static Candidate Train(Candidate candidate, SequenceTask task, ulong seed) => candidate.Train(
        seed, random => ToExample(TokenSequence.Draw(random), task, candidate.Name), Batch, Steps, Rate,
        _ => Look(candidate));

    private protected override double Result(Candidate candidate)
        => Accuracy(candidate, Examples(candidate.Name, SequenceTask.Previous, TokenSequence.Length));

    private static double Accuracy(Candidate candidate, IReadOnlyList<Example> examples)
        => Candidate.Percent(candidate.Model.Accuracy(examples));

    /// <summary>200 examples that no training draws.</summary>
    private static IReadOnlyList<Example> Examples(string model, SequenceTask task, int length)
    {
        var random = new SplitMix64(PublishedData.Seed);
        IEnumerable<TokenSequence> sequences = length == TokenSequence.Length
            ? PublishedData.RandomTokens
            : Enumerable.Range(0, PublishedData.HeldOut).Select(_ => TokenSequence.Draw(random, length));
        return [.. sequences.Select(tokens => ToExample(tokens, task, model))];
    }

    private static double[,] Look(Candidate candidate) => candidate.Model.Weights(
        ToExample(PublishedData.RandomTokens[0], SequenceTask.Previous, candidate.Name));

    private static Candidate Untrained(string name, ulong seed)
    {
        var random = new SplitMix64(seed);
        int features = TokenSequence.TokenCount + (name == Sinusoidal ? PlaceFeatures : 0);
        Parameter Projection(string matrix) => Parameter.Random(matrix, features, KeyFeatures, random);
        return new(name, new AttentionModel([new Head(
            Projection("W_Q"), Projection("W_K"), Projection("W_V"),
            Parameter.Random("W_O", KeyFeatures, TokenSequence.TokenCount, random), 1 / Math.Sqrt(KeyFeatures),
            name == Turned ? new Rotary(KeyFeatures) : null)]));
    }
}
