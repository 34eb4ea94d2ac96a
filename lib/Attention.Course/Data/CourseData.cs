using Attention.Display;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>
/// Makes the corpus, its word vectors and its picture in the folder <c>data</c>, each from what stands beside it and a
/// fixed seed.
/// </summary>
public static class CourseData
{
    /// <summary>The largest number of features that is published.</summary>
    public const int MaxDimension = 8;

    /// <summary>How many positions apart two words may stand to count as neighbours.</summary>
    public const int Window = 3;

    /// <summary>The name and the whole text (UTF-8, <c>\n</c>) of every generated file.</summary>
    public static IEnumerable<(string Name, string Text)> Generate()
    {
        string corpus = CorpusTemplates.Fill(Corpus.Resource("corpus-templates.tsv"), Corpus.Vocabulary);
        Matrix<double> vectors = PpmiVectors.Factorize(Similarity(corpus), MaxDimension);
        yield return ("corpus.tsv", corpus);
        yield return ("word-vectors.tsv", WordVectors.Format(Corpus.Vocabulary.Words, vectors));
        yield return ("sentence.svg", SentencePicture().ToSvg());
        yield return ("flow.svg", Flow.Of("").ToSvg());
    }

    /// <summary>The picture of the README: the scores of all words of the running sentence with all words.</summary>
    private static Figure SentencePicture()
    {
        Matrix<float> x = Corpus.Sentence.Vectors; // n × d
        return Heatmap.Of(
            x * x.Transpose(),
            Corpus.Sentence.Labels,
            Corpus.Sentence.Labels,
            "Every word of the sentence asks every word: how much have you to do with me?",
            rowAxis: "the word that asks",
            columnAxis: "the word that answers",
            decimals: 2
        );
    }

    /// <summary>The matrix that the vectors are learnt from, word × word.</summary>
    internal static Matrix<double> Similarity(string corpus)
        => PpmiVectors.Ppmi(CountNeighbours(Corpus.Rows(corpus).Select(cells => cells[0].Split(' '))));

    /// <summary>How often two words stand at most <see cref="Window"/> positions apart, word × word.</summary>
    internal static Matrix<double> CountNeighbours(IEnumerable<IReadOnlyList<string>> sentences)
        => PpmiVectors.CountNeighbours(sentences, Corpus.Vocabulary.Words, Window);
}
