using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// Why queries, keys and values? Four models read “the animal crossed the street because it was very tired” and say
/// which noun is meant. Word vectors are random and stay as they are; only the projections differ.
/// </summary>
/// <remarks>
/// <para>
/// Of the 128 sentences of <c>data/anaphora.tsv</c> 96 are trained on; every figure is about the other 32.
/// </para>
/// <para>
/// d = 24, d_k = 8, d_v = 24. The last word asks; what it is handed is compared with the vector of every noun, z · e /
/// √d, and the best of the 12 is the answer. 600 steps of 16 sentences.
/// </para>
/// </remarks>
public sealed partial class WhyQkv : Experiment<NounResult>
{
    internal const string WeightsFile = "trained-why-qkv.tsv";
    private const string Full = "all three";

    /// <summary>
    /// The first seed whose full model looks at 苹果 in the running sentence; <c>data/README.md</c> tells what the others
    /// do.
    /// </summary>
    internal const ulong PublishedSeed = 3;

    private static readonly string[] s_tired = ["动物", "穿过", "街道", "因为", "它", "很", "累"];
    private static readonly string[] s_wide = [.. s_tired[..^1], "宽"];

    private readonly double[,] _embeddings;

    private WhyQkv(double[,] embeddings, IReadOnlyList<Candidate> candidates, IReadOnlyList<Candidate> controls)
        : base(candidates) => (_embeddings, Controls) = (embeddings, controls);

    /// <summary>Trains the three models that have something to train; the fourth has no matrix at all.</summary>
    /// <param name="seed">Decides the word vectors, the first weights and the order of the sentences.</param>
    public static WhyQkv Train(ulong seed = PublishedSeed) => Start(seed).TrainFrom(seed);

    /// <summary>The models of the published seed with their published weights, without training.</summary>
    public static WhyQkv Published
    {
        get
        {
            WhyQkv start = Start(PublishedSeed);
            Candidate.Read(WeightsFile, start.Candidates);
            return start;
        }
    }

    /// <summary>
    /// One row for each model: right answers on the 32 held-out sentences, and how much attention the asking word pays
    /// to the noun that is meant, and to itself.
    /// </summary>
    public Table Accuracies => Table.Of(
        ExampleRows.Stack([.. Candidates.Select(candidate => Row(Result(candidate)))]),
        Names, ["right %", "on the noun %", "on itself %", "parameters"], "Which noun is meant? 32 held-out sentences");

    /// <summary>
    /// Where 累 (tired) looks in “the animal crossed the street because it was very tired”: one row per model.
    /// </summary>
    public override Figure Weights => Look("tired 累 asks its sentence", s_tired, "动物");

    /// <summary>
    /// Where tired 累 and wide 宽 look in two sentences that differ in this one word: the full model, one row each.
    /// </summary>
    public Figure TiredOrWide => Heatmap.Of(
        Candidate.Shown(Pair(Model)), Anaphora.Labels(["累", "宽"]),
        [.. Anaphora.Labels(s_tired[..^1]), "itself"],
        "Who is tired? What is wide?", rowAxis: "asks", columnAxis: "looks at", max: 1, decimals: 2);

    /// <summary>Where 甜 (sweet) looks in the running sentence, which no model was trained on.</summary>
    public Figure RunningSentence => Look("sweet 甜 asks the running sentence", Corpus.Sentence.Words, "苹果");

    /// <summary>The loss over the steps, one curve per trained model.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure LossCurve => Candidate.LossCurve(Candidates, "Which noun is meant? Loss while training");

    /// <summary>
    /// The attention of the full model forming, step by step: one word changes, 累 (tired) or 宽 (wide), and another noun
    /// is meant.
    /// </summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public override Figure Forming => Candidate.Named(Candidates, Full).Trained.Slider(weights => Heatmap.Of(
        weights, Anaphora.Labels(["累", "宽"]), [.. Anaphora.Labels(s_tired[..^1]), "itself"],
        "Who is tired, what is wide? The weights while training",
        rowAxis: "asks", columnAxis: "looks at", max: 1, decimals: 2));

    /// <summary>
    /// The same models with other key widths, so that tied and not tied can be compared at equal numbers of parameters.
    /// </summary>
    internal IReadOnlyList<Candidate> Controls { get; }

    internal IReadOnlyList<Example> HeldOut => Examples(heldOut: true);

    internal WhyQkv TrainFrom(ulong seed) =>
        new(_embeddings, [.. Candidates.Select(candidate => Train(candidate, seed))], Controls);

    private AttentionModel Model => Candidate.Named(Candidates, Full).Model;

    private Labels Names => (string[])[.. Candidates.Select(candidate => candidate.Name)];

    private protected override NounResult Result(Candidate candidate)
    {
        AttentionModel model = candidate.Model;
        Anaphora[] heldOut = [.. Anaphora.All.Where(sentence => sentence.HeldOut)];
        Example[] examples = Examples(heldOut: true);
        double onNoun = 0, onItself = 0;
        for (int i = 0; i < examples.Length; i++)
        {
            double[,] weights = model.Weights(examples[i]);
            onNoun += weights[0, heldOut[i].Sentence.Words.Index().First(word => word.Item == heldOut[i].Noun).Index];
            onItself += weights[0, weights.GetLength(1) - 1];
        }

        return new(
            Candidate.Percent(model.Accuracy(examples)), Candidate.Percent(onNoun / examples.Length),
            Candidate.Percent(onItself / examples.Length), model.ParameterCount);
    }

    private static double[,] Row(NounResult result)
        => new[,] { { result.Accuracy, result.OnNoun, result.OnItself, result.Parameters } };

    /// <summary>The weights of 累 and of 宽 in their sentences: 2 × 7.</summary>
    private double[,] Pair(AttentionModel model) => ExampleRows.Stack(
        model.Weights(Anaphora.ToExample(s_tired, "动物", _embeddings)),
        model.Weights(Anaphora.ToExample(s_wide, "街道", _embeddings)));

    private Figure Look(string title, IReadOnlyList<string> words, string noun)
    {
        Example example = Anaphora.ToExample(words, noun, _embeddings);
        return Heatmap.Of(
            Candidate.Shown(ExampleRows.Stack([.. Candidates.Select(candidate => candidate.Model.Weights(example))])),
            Names, Anaphora.Labels(words), title, max: 1, decimals: 2);
    }
}
