using Attention.Display;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>
/// The corpus of the course: 600 sentences in Chinese and English, and the word vectors learnt from them.
/// </summary>
/// <remarks>Where each file comes from, and how to make it again, is told in <c>data/README.md</c>.</remarks>
public static class Corpus
{
    /// <summary>How many features of the published vectors the course uses by default.</summary>
    public const int Dimension = 6;

    private static readonly Lazy<WordVectors> s_published = new(() => WordVectors.Parse(Resource("word-vectors.tsv")));
    private static readonly Lazy<WordVectors> s_vectors = new(() => s_published.Value.WithDimension(Dimension));
    private static readonly Lazy<IReadOnlyList<Sentence>> s_sentences =
        new(() => [.. Rows(Resource("corpus.tsv")).Select(cells => new Sentence(cells[0], cells[1]))]);

    private static readonly Lazy<Matrix<double>> s_counts =
        new(() => CourseData.CountNeighbours(Sentences.Select(sentence => sentence.Words)));

    /// <summary>The 32 words with their classes and English glosses.</summary>
    public static Vocabulary Vocabulary { get; } = Vocabulary.Parse(Resource("corpus-words.tsv"));

    /// <summary>All 600 sentences, in the order of <c>data/corpus.tsv</c>.</summary>
    public static IReadOnlyList<Sentence> Sentences => s_sentences.Value;

    /// <summary>The sentence that goes through all chapters: “我喜欢吃苹果，因为苹果很甜”.</summary>
    public static Sentence Sentence { get; } =
        new("我 喜欢 吃 苹果 ， 因为 苹果 很 甜", "I like eating apples, because apples are very sweet");

    /// <summary>One vector of six features per word, as published in <c>data/word-vectors.tsv</c>.</summary>
    public static WordVectors Vectors => s_vectors.Value;

    /// <summary>
    /// Three words by three features that have names, sweet, edible and person, small enough to compute with by hand:
    /// <c>data/hand-vectors.tsv</c>.
    /// </summary>
    public static WordVectors HandVectors => WordVectors.Parse(Resource("hand-vectors.tsv"));

    /// <summary>
    /// The 32 words by the four features with which chapter 4 begins, noun, adjective, food and round:
    /// <c>data/topic-vectors.tsv</c>.
    /// </summary>
    public static WordVectors TopicVectors => WordVectors.Parse(Resource("topic-vectors.tsv"));

    /// <summary>The published vectors with another number of features, 1 to 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is outside 1 … 8.</exception>
    public static WordVectors VectorsOf(int dimension) => s_published.Value.WithDimension(dimension);

    /// <summary>
    /// How often each of some words stands near each other in the 600 sentences, at most three words apart.
    /// </summary>
    /// <param name="words">n words, in Chinese or in English.</param>
    /// <returns>n × n, symmetric: a pair counts for both of its words, so a word beside itself counts twice.</returns>
    /// <exception cref="KeyNotFoundException">One of the words is not among the 32; the message lists them.</exception>
    public static Matrix<double> NeighbourCounts(IReadOnlyList<string> words) => Among(words, s_counts.Value);

    /// <summary>
    /// How many times as often as by chance each of some words stands near each other: the count of a pair, divided by
    /// the count that there would be if neighbours were drawn at random, each word as often as it has neighbours in
    /// all.
    /// </summary>
    /// <param name="words">n words, in Chinese or in English.</param>
    /// <returns>n × n, symmetric; 1 is chance.</returns>
    /// <exception cref="KeyNotFoundException">One of the words is not among the 32; the message lists them.</exception>
    public static Matrix<double> TimesChance(IReadOnlyList<string> words) =>
        Among(words, PpmiVectors.TimesChance(s_counts.Value));

    /// <summary>The English of a word, such as <c>apple</c> for 苹果.</summary>
    /// <exception cref="KeyNotFoundException">The word is not one of the 32; the message lists them.</exception>
    public static string Gloss(string word) => Vocabulary.Gloss(word);

    /// <summary>Words for the axes of a picture: the English first, the Chinese beside it.</summary>
    /// <param name="words">The words in Chinese or in English.</param>
    /// <exception cref="KeyNotFoundException">One of the words is not among the 32; the message lists them.</exception>
    public static Labels Labels(IEnumerable<string> words) => Vocabulary.Labels(words);

    private static Matrix<double> Among(IReadOnlyList<string> words, Matrix<double> ofAll)
    {
        int[] rows = [.. words.Select(Vocabulary.IndexOf)];
        return Matrix<double>.Build.Dense(rows.Length, rows.Length, (i, j) => ofAll[rows[i], rows[j]]);
    }

    /// <summary>The lines of a tab-separated text after its heading, each split into its cells.</summary>
    internal static IEnumerable<string[]> Rows(string text)
        => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t'));

    internal static string Resource(string name)
    {
        using Stream stream = typeof(Corpus).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in Attention.Course.dll.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
