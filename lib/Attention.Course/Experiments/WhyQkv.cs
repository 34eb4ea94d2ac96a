using Attention.Display;
using Attention.Lib;

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
public sealed class WhyQkv : Experiment<NounResult>
{
    internal const string WeightsFile = "trained-why-qkv.tsv";
    private const int Features = 24, KeyFeatures = 8, Batch = 16, Steps = 600;
    private const double Rate = 0.01;
    private const string Full = "all three", Sweet = "甜";

    /// <summary>
    /// The first seed whose full model looks at 苹果 in the running sentence; <c>data/README.md</c> tells what the others
    /// do.
    /// </summary>
    internal const ulong PublishedSeed = 3;

    private static readonly string[] s_tired = ["动物", "穿过", "街道", "因为", "它", "很", "累"];
    private static readonly string[] s_wide = [.. s_tired[..^1], "宽"];
    private static readonly string[] s_fruits = [.. Anaphora.Vocabulary.Class("fruit")];

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
    /// The four models and two controls with other key widths, each trained with ten seeds: right answers and
    /// attention, in percent. “tied” has as many parameters as “all three, d_k = 4”; “tied, d_k = 16” has as many as
    /// “all three”.
    /// </summary>
    public static TenSeeds TenSeeds => TenSeeds.Of(nameof(WhyQkv));

    /// <summary>
    /// The full model on sentences with fruits, with each of the ten seeds, in percent: its attention to the fruit, and
    /// the share of the fruit as the answer when the sentence does not name it.
    /// </summary>
    public static TenSeeds FruitsOfTenSeeds => TenSeeds.Of(nameof(FruitsOfTenSeeds));

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

    /// <summary>
    /// Where 甜 (sweet) looks in the full model when a cat likes eating an apple, a banana, a watermelon, a grape.
    /// </summary>
    /// <remarks>
    /// Three of these four sentences are among those that the model was trained on; that of 香蕉 (banana) is held out. A
    /// model may answer right without attention to the fruit: it can learn to find three of the four fruits, and to
    /// answer with the fourth where it finds none of them.
    /// </remarks>
    public Figure Fruits => Heatmap.Of(
        Candidate.Shown(ExampleRows.Stack([.. s_fruits.Select(fruit => Model.Weights(Asked(CatEats(fruit))))])),
        Anaphora.Labels(s_fruits),
        [.. Anaphora.Labels(CatEats("苹果")[..3]), "fruit", .. Anaphora.Labels(CatEats("苹果")[4..])],
        "sweet 甜 asks: which fruit?", rowAxis: "the fruit", columnAxis: "looks at", max: 1, decimals: 2);

    /// <summary>
    /// What the full model answers about “the cat likes eating …, because it is very sweet”: with each fruit, with
    /// nothing, and with a dog in its place. One row for what stands there, one column for each fruit; a cell is the
    /// share of that answer.
    /// </summary>
    public Figure FruitAblation
    {
        get
        {
            string?[] places = [.. s_fruits, null, "狗"];
            return Heatmap.Of(
                Candidate.Shown(ExampleRows.Stack([.. places.Select(FruitShares)])),
                [.. Anaphora.Labels(s_fruits), "nothing", .. Anaphora.Labels(["狗"])],
                Anaphora.Labels(s_fruits), "The cat likes eating …: the model's answer",
                rowAxis: "in the sentence", columnAxis: "answer", max: 1, decimals: 2);
        }
    }

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
    /// The share that the full model gives to one fruit as the answer to “the cat likes eating …, because it is very
    /// sweet”, 0 to 1.
    /// </summary>
    /// <param name="fruit">The answer, in Chinese or in English: <c>grape</c>.</param>
    /// <param name="inTheSentence">The word in the fruit's place, in Chinese or in English; null leaves it out.</param>
    /// <exception cref="ArgumentException">A word is not in the vocabulary, or the answer is no fruit.</exception>
    public double AnswerShare(string fruit, string? inTheSentence)
    {
        int answer = Array.IndexOf(s_fruits, Word(fruit));
        return answer >= 0
            ? FruitShares(inTheSentence is null ? null : Word(inTheSentence))[0, answer]
            : throw new ArgumentException($"“{fruit}” is no fruit: {string.Join(", ", s_fruits)}.", nameof(fruit));
    }

    /// <summary>
    /// The attention that 甜 (sweet) pays to one fruit in “the cat likes eating …”, in the full model, 0 to 1.
    /// </summary>
    /// <param name="fruit">The fruit in the sentence, in Chinese or in English.</param>
    /// <exception cref="ArgumentException">The word is not in the vocabulary.</exception>
    public double AttentionOn(string fruit) => Model.Weights(Asked(CatEats(Word(fruit))))[0, 3];

    /// <summary>
    /// The same models with other key widths, so that tied and not tied can be compared at equal numbers of parameters.
    /// </summary>
    internal IReadOnlyList<Candidate> Controls { get; }

    internal IReadOnlyList<Example> HeldOut =>
        [.. Anaphora.All.Where(sentence => sentence.HeldOut).Select(sentence => sentence.ToExample(_embeddings))];

    internal WhyQkv TrainFrom(ulong seed) =>
        new(_embeddings, [.. Candidates.Select(candidate => Train(candidate, seed))], Controls);

    /// <summary>All measures in <c>data/ten-seeds.tsv</c>, for one seed.</summary>
    internal static IEnumerable<Measured> Measure(ulong seed)
    {
        WhyQkv trained = Train(seed);
        IEnumerable<Candidate> controls = trained.Controls.Select(control => trained.Train(control, seed));
        foreach (Candidate candidate in trained.Candidates.Concat(controls))
        {
            NounResult result = trained.Result(candidate);
            yield return new(candidate.Name, "right %", result.Accuracy);
            yield return new(candidate.Name, "on the noun %", result.OnNoun);
            yield return new(candidate.Name, "on itself %", result.OnItself);
            yield return new(candidate.Name, "parameters", result.Parameters);
        }
    }

    /// <summary>
    /// What the full model does with apples and with the fruit on which it looks least, for one of the ten seeds.
    /// </summary>
    internal static IEnumerable<Measured> MeasureFruits(ulong seed)
    {
        WhyQkv trained = Train(seed);
        double[,] running = trained.Model.Weights(trained.Asked(Corpus.Sentence.Words));
        string least = s_fruits.MinBy(trained.AttentionOn)!;
        yield return new(
            Full, "on the apples of the running sentence %", Candidate.Percent(running[0, 3] + running[0, 5]));
        yield return new(Full, "on the fruit looked at least %", Candidate.Percent(trained.AttentionOn(least)));
        yield return new(
            Full, "that fruit as the answer without it %", Candidate.Percent(trained.AnswerShare(least, null)));
        yield return new(Full, "with a dog in its place %", Candidate.Percent(trained.AnswerShare(least, "dog")));
    }

    internal static WhyQkv Start(ulong seed)
    {
        var random = new SplitMix64(seed);
        double[,] embeddings =
            Parameter.Random("E", Anaphora.Vocabulary.Words.Count, Features, random, deviation: 1).Value;
        Parameter none = Parameter.Identity("I", Features);
        var nouns = new Parameter("nouns", new double[Features, Anaphora.Nouns.Count], frozen: true);
        foreach ((int column, string noun) in Anaphora.Nouns.Index())
        {
            for (int row = 0; row < Features; row++)
            {
                // Divided, so that logits start at about ±1.
                nouns.Value[row, column] = embeddings[Anaphora.Token(noun), row] / Math.Sqrt(Features);
            }
        }

        // The order of these lines is the order in which random numbers are drawn.
        Parameter tied = Keys("W_Q = W_K", KeyFeatures);
        IReadOnlyList<Candidate> candidates =
        [
            Model("no matrix", none, none, none),
            Model("only W_V", none, none, Values()),
            Model("tied", tied, tied, Values()),
            Model(Full, Keys("W_Q", KeyFeatures), Keys("W_K", KeyFeatures), Values()),
        ];
        Parameter wide = Keys("W_Q = W_K", 2 * KeyFeatures);
        return new(embeddings, candidates,
        [
            Model("tied, d_k = 16", wide, wide, Values()),
            Model("all three, d_k = 4", Keys("W_Q", KeyFeatures / 2), Keys("W_K", KeyFeatures / 2), Values()),
        ]);

        Parameter Values() => Parameter.Random("W_V", Features, Features, random);
        Parameter Keys(string name, int width) => Parameter.Random(name, Features, width, random);
        Candidate Model(string name, Parameter query, Parameter key, Parameter value) => new(
            name, new AttentionModel([new Head(query, key, value, nouns, 1 / Math.Sqrt(query.Value.GetLength(1)))]));
    }

    private AttentionModel Model => Candidate.Named(Candidates, Full).Model;

    private Labels Names => (string[])[.. Candidates.Select(candidate => candidate.Name)];

    private static string Word(string text) => Anaphora.Vocabulary.Find(text)
        ?? throw new ArgumentException(
            $"“{text}” is not among the words: {string.Join(' ', Anaphora.Vocabulary.Words)}.", nameof(text));

    /// <summary>
    /// “The cat likes eating …, because it is very sweet”, with any word, or none, in the place of the fruit.
    /// </summary>
    private static string[] CatEats(string? inPlaceOfTheFruit)
        => [.. new[] { "猫", "喜欢", "吃", inPlaceOfTheFruit, "因为", "它", "很", Sweet }.OfType<string>()];

    /// <summary>A sentence that is only looked at: which noun is right does not matter.</summary>
    private Example Asked(IReadOnlyList<string> words) => Anaphora.ToExample(words, s_fruits[0], _embeddings);

    private Candidate Train(Candidate candidate, ulong seed)
    {
        Example[] sentences =
            [.. Anaphora.All.Where(sentence => !sentence.HeldOut).Select(sentence => sentence.ToExample(_embeddings))];
        return candidate.Model.ParameterCount == 0
            ? candidate
            : candidate.Train(seed, random => sentences[random.Below(sentences.Length)], Batch, Steps, Rate, Pair);
    }

    private protected override NounResult Result(Candidate candidate)
    {
        AttentionModel model = candidate.Model;
        Anaphora[] heldOut = [.. Anaphora.All.Where(sentence => sentence.HeldOut)];
        Example[] examples = [.. HeldOut];
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

    /// <summary>
    /// The shares of the four fruits as answers, 1 × 4, when this word stands in the place of the fruit.
    /// </summary>
    private double[,] FruitShares(string? inPlaceOfTheFruit)
    {
        double[,] logits = Model.Logits(Asked(CatEats(inPlaceOfTheFruit)));
        double[] shares = [.. logits.Cast<double>()];
        Softmax.Naive<double>(shares, shares);
        var fruits = new double[1, s_fruits.Length];
        foreach ((int i, string fruit) in s_fruits.Index())
        {
            fruits[0, i] = shares[Anaphora.Nouns.Index().First(noun => noun.Item == fruit).Index];
        }

        return fruits;
    }

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
