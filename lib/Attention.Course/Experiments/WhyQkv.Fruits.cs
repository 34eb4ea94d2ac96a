using Attention.Display;
using Attention.Lib;

namespace Attention.Course.Experiments;

/// <content>What the full model does with sentences about sweet fruits.</content>
public sealed partial class WhyQkv
{
    private const string Sweet = "甜";

    private static readonly string[] s_fruits = [.. Anaphora.Vocabulary.Class("fruit")];

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

    private static string Word(string text) => Anaphora.Vocabulary.Find(text)
        ?? throw new ArgumentException(
            $"“{text}” is not among the words: {string.Join(' ', Anaphora.Vocabulary.Words)}.", nameof(text));

    /// <summary>
    /// “The cat likes eating …, because it is very sweet”, with any word, or none, in the place of the fruit.
    /// </summary>
    private static string[] CatEats(string? inPlaceOfTheFruit)
        => [.. new[] { "猫", "喜欢", "吃", inPlaceOfTheFruit, "因为", "它", "很", Sweet }.OfType<string>()];

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

    /// <summary>A sentence that is only looked at: which noun is right does not matter.</summary>
    private Example Asked(IReadOnlyList<string> words) => Anaphora.ToExample(words, s_fruits[0], _embeddings);
}
