using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// Why queries, keys and values? Four models read “the animal crossed the street because it was very tired” and say which noun is meant.
/// Word vectors are random and stay as they are; only the projections differ.
/// </summary>
/// <remarks>
/// <para>Of the 128 sentences of <c>data/anaphora.tsv</c> a quarter is never trained on; every figure is about those.</para>
/// <para>
/// d = 24, d_k = 8, d_v = 24. The last word asks; what it is handed is compared with the vector of every noun, z · e / √d, and the best of the 12 is the answer.
/// 600 steps of 16 sentences.
/// </para>
/// </remarks>
public sealed class WhyQkv
{
    internal const string WeightsFile = "trained-why-qkv.tsv";
    private const int Features = 24, KeyFeatures = 8, Batch = 16, Steps = 600;
    private const double Rate = 0.01;

    /// <summary>The first seed whose full model looks at 苹果 in the running sentence; <c>data/README.md</c> tells what the others do.</summary>
    internal const ulong PublishedSeed = 3;

    private static readonly string[] s_tired = ["动物", "穿过", "街道", "因为", "它", "很", "累"];
    private static readonly string[] s_wide = [.. s_tired[..^1], "宽"];

    private static readonly string[] s_fruits = [.. Anaphora.Vocabulary.Class("fruit")];

    private readonly double[,] _embeddings;

    private WhyQkv(double[,] embeddings, IReadOnlyList<Candidate> candidates) => (_embeddings, Candidates) = (embeddings, candidates);

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

    /// <summary>One row per model: right answers on held-out sentences, and how much attention the asking word pays to the noun that is meant, and to itself.</summary>
    public Table Accuracies => Table.Of(Measures(), Names, ["right %", "on the noun %", "on itself %", "parameters"], "Which noun is meant? 32 held-out sentences");

    /// <summary>Where 累 (tired) looks in “the animal crossed the street because it was very tired”: one row per model, one column per word.</summary>
    public Figure Weights => Look("累 (tired) asks its sentence", s_tired, "动物");

    /// <summary>Where 甜 (sweet) looks in the running sentence, which no model was trained on.</summary>
    public Figure RunningSentence => Look("甜 (sweet) asks the running sentence", Corpus.Sentence.Words, "苹果");

    /// <summary>Where 甜 (sweet) looks in the full model when a cat likes eating an apple, a banana, a watermelon, a grape.</summary>
    /// <remarks>Of four fruits a model needs to find three: what is none of them is the fourth. It may answer right and look elsewhere; a heatmap shows where attention goes, not why an answer is right.</remarks>
    public Figure Fruits => Heatmap.Of(
        Candidate.Shown(Rows.Stack([.. s_fruits.Select(fruit => Candidates[^1].Model.Weights(Anaphora.ToExample(Cat(fruit), fruit, _embeddings)))])),
        Anaphora.Labels(s_fruits), [.. Anaphora.Labels(Cat("苹果")[..3]), "fruit", .. Anaphora.Labels(Cat("苹果")[4..])],
        "甜 (sweet) asks: which fruit?", max: 1, decimals: 2);

    /// <summary>The loss over the steps, one curve per trained model.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public Figure LossCurve => Candidate.LossCurve(Candidates, "Which noun is meant? Loss while training");

    /// <summary>The attention of the full model forming, step by step: one word changes, 累 (tired) or 宽 (wide), and another noun is meant.</summary>
    /// <exception cref="InvalidOperationException">The weights were read, not trained.</exception>
    public Figure Forming => Candidates[^1].Trained.Slider(weights => Heatmap.Of(
        weights, [("累", "tired"), ("宽", "wide")], [.. Anaphora.Labels(s_tired[..^1]), "累 / 宽"],
        "Who is tired, what is wide? The weights while training", max: 1, decimals: 2));

    internal IReadOnlyList<Candidate> Candidates { get; }

    internal WhyQkv TrainFrom(ulong seed)
    {
        Example[] sentences = [.. Anaphora.All.Where(sentence => !sentence.HeldOut).Select(sentence => sentence.ToExample(_embeddings))];
        return new(_embeddings, [.. Candidates.Select(candidate => candidate.Model.ParameterCount == 0
            ? candidate
            : candidate.Train(seed, random => sentences[random.Below(sentences.Length)], Batch, Steps, Rate, Pair))]);
    }

    internal IReadOnlyList<Example> HeldOut => [.. Anaphora.All.Where(sentence => sentence.HeldOut).Select(sentence => sentence.ToExample(_embeddings))];

    /// <summary>The numbers of <see cref="Accuracies"/>: models (no matrix, only W_V, W_Q = W_K, all three) × (right %, on the noun %, on itself %, parameters).</summary>
    public double[,] Measures()
    {
        Anaphora[] heldOut = [.. Anaphora.All.Where(sentence => sentence.HeldOut)];
        Example[] examples = [.. HeldOut];
        var measures = new double[Candidates.Count, 4];
        for (int m = 0; m < Candidates.Count; m++)
        {
            AttentionModel model = Candidates[m].Model;
            double onNoun = 0, onItself = 0;
            for (int i = 0; i < examples.Length; i++)
            {
                double[,] weights = model.Weights(examples[i]);
                onNoun += weights[0, heldOut[i].Sentence.Words.Index().First(word => word.Item == heldOut[i].Noun).Index];
                onItself += weights[0, weights.GetLength(1) - 1];
            }

            (measures[m, 0], measures[m, 3]) = (Candidate.Percent(model.Accuracy(examples)), model.ParameterCount);
            (measures[m, 1], measures[m, 2]) = (Candidate.Percent(onNoun / examples.Length), Candidate.Percent(onItself / examples.Length));
        }

        return measures;
    }

    private static string[] Cat(string fruit) => ["猫", "喜欢", "吃", fruit, "因为", "它", "很", "甜"];

    private Labels Names => (string[])[.. Candidates.Select(candidate => candidate.Name)];

    /// <summary>The weights of 累 and of 宽 in their sentences: 2 × 7.</summary>
    private double[,] Pair(AttentionModel model) => Rows.Stack(
        model.Weights(Anaphora.ToExample(s_tired, "动物", _embeddings)), model.Weights(Anaphora.ToExample(s_wide, "街道", _embeddings)));

    private Figure Look(string title, IReadOnlyList<string> words, string noun)
    {
        Example example = Anaphora.ToExample(words, noun, _embeddings);
        return Heatmap.Of(
            Candidate.Shown(Rows.Stack([.. Candidates.Select(candidate => candidate.Model.Weights(example))])), Names, Anaphora.Labels(words), title, max: 1, decimals: 2);
    }

    internal static WhyQkv Start(ulong seed)
    {
        var random = new SplitMix64(seed);
        double[,] embeddings = Parameter.Random("E", Anaphora.Vocabulary.Words.Count, Features, random, deviation: 1).Value;
        Parameter none = Parameter.Identity("I", Features);
        var nouns = new Parameter("nouns", new double[Features, Anaphora.Nouns.Count], frozen: true);
        foreach ((int column, string noun) in Anaphora.Nouns.Index())
        {
            for (int row = 0; row < Features; row++)
            {
                nouns.Value[row, column] = embeddings[Anaphora.Token(noun), row] / Math.Sqrt(Features); // so that logits start at about ±1
            }
        }

        Parameter Values() => Parameter.Random("W_V", Features, Features, random);
        Parameter Keys(string name) => Parameter.Random(name, Features, KeyFeatures, random);
        Parameter tied = Keys("W_Q = W_K");
        return new(embeddings, [
            Model("no matrix", none, none, none),
            Model("only W_V", none, none, Values()),
            Model("W_Q = W_K", tied, tied, Values()),
            Model("W_Q, W_K, W_V", Keys("W_Q"), Keys("W_K"), Values()),
        ]);

        Candidate Model(string name, Parameter query, Parameter key, Parameter value)
            => new(name, new AttentionModel([new Head(query, key, value, nouns, 1 / Math.Sqrt(query.Value.GetLength(1)))]));
    }
}
