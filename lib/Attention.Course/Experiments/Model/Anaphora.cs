using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>
/// A sentence whose last word, an adjective, tells which of its two nouns “it” is: <c>data/anaphora.tsv</c>.
/// </summary>
/// <param name="Sentence">Such as 动物 穿过 街道 ， 因为 它 很 累, "The animal crossed the street because it was tired".</param>
/// <param name="Noun">The noun that is meant, 动物.</param>
/// <param name="HeldOut">Whether the sentence is kept from training.</param>
internal sealed record Anaphora(Sentence Sentence, string Noun, bool HeldOut)
{
    // What an animal does, to what kind of thing, and what such a thing can be.
    private static readonly (string Chinese, string English, string Other, string Property)[] s_templates =
        [("穿过", "crossed", "place", "extent"), ("喜欢 吃", "liked eating", "fruit", "taste")];

    private static readonly Lazy<IReadOnlyList<Anaphora>> s_all =
        new(() => [.. Corpus.Rows(Corpus.Resource("anaphora.tsv"))
            .Select(cells => new Anaphora(new(cells[0], cells[1]), cells[2], cells[3] == "test"))]);

    /// <summary>The 128 sentences of the file.</summary>
    public static IReadOnlyList<Anaphora> All => s_all.Value;

    /// <summary>The words of the sentences and those of the running sentence.</summary>
    public static Vocabulary Vocabulary { get; } = Vocabulary.Parse(Corpus.Resource("anaphora-words.tsv"));

    /// <summary>The nouns, in the order of the file: the classes to choose from.</summary>
    public static IReadOnlyList<string> Nouns { get; } =
        [.. Vocabulary.Class("animal"), .. Vocabulary.Class("place"), .. Vocabulary.Class("fruit")];

    /// <summary>
    /// Every animal with every place and every fruit, each with two adjectives for the one and two for the other; a
    /// quarter is held out.
    /// </summary>
    public static string Generate(ulong seed)
    {
        var sentences =
            from template in s_templates
            from animal in Vocabulary.Class("animal")
            from other in Vocabulary.Class(template.Other)
            from adjective in Vocabulary.Class("state").Concat(Vocabulary.Class(template.Property))
            select (
                $"{animal} {template.Chinese} {other} ， 因为 它 很 {adjective}",
                $"The {Gloss(animal)} {template.English} the {Gloss(other)} because it was very {Gloss(adjective)}",
                Vocabulary.Class("state").Contains(adjective) ? animal : other);
        var all = sentences.ToArray();
        HashSet<int> heldOut = [.. new SplitMix64(seed).Permutation(all.Length).Take(all.Length / 4)];
        return "Chinese\tEnglish\tmeant\tuse\n" + string.Concat(all.Select((line, i) =>
            $"{line.Item1}\t{line.Item2}\t{line.Item3}\t{(heldOut.Contains(i) ? "test" : "train")}\n"));
    }

    /// <summary>The sentence as X, n × d; its last word is the row that asks.</summary>
    /// <param name="embeddings">A vector for every word of the vocabulary, words × d.</param>
    public Example ToExample(double[,] embeddings) => ToExample(Sentence.Words, Noun, embeddings);

    /// <summary>
    /// Any words of the vocabulary as X, n × d; the last is the row that asks for <paramref name="noun"/>.
    /// </summary>
    public static Example ToExample(IReadOnlyList<string> words, string noun, double[,] embeddings)
    {
        int[] tokens = [.. words.Select(Token)];
        return new(
            ExampleRows.Of(embeddings, tokens), ExampleRows.Of(embeddings, tokens[^1]), [tokens.Length],
            [[Nouns.Index().First(entry => entry.Item == noun).Index]]);
    }

    /// <summary>The number of a word: its row among the embeddings.</summary>
    public static int Token(string word) => Vocabulary.Words.Index().First(entry => entry.Item == word).Index;

    /// <summary>Words for the axes of a picture: the English first, the Chinese beside it.</summary>
    public static Labels Labels(IEnumerable<string> words) => Vocabulary.Labels(words);

    private static string Gloss(string word) => Vocabulary.Gloss(word);
}
