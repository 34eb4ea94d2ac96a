using Attention.Display;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>One sentence: its Chinese tokens, separated by blanks, and an English parallel.</summary>
/// <param name="Chinese">Tokens separated by one blank, punctuation included: <c>苹果 很 甜</c>.</param>
/// <param name="English">The same in English.</param>
public sealed record Sentence(string Chinese, string English)
{
    /// <summary>The words in order, without punctuation. A word that stands twice is there twice.</summary>
    public IReadOnlyList<string> Words => [.. Chinese.Split(' ').Where(token => !char.IsPunctuation(token[0]))];

    /// <summary>The words with their English, for the axes of a picture.</summary>
    public Labels Labels => Corpus.Labels(Words);

    /// <summary>The word vectors of this sentence, one row per word: n × d.</summary>
    public Matrix<float> Vectors => Corpus.Vectors.Rows(Words);

    /// <summary>The sentence as it is printed, without blanks.</summary>
    public override string ToString() => Chinese.Replace(" ", "", StringComparison.Ordinal);
}
