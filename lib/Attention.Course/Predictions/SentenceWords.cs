namespace Attention.Course;

/// <summary>What may be guessed where a word of the running sentence is asked for.</summary>
internal static class SentenceWords
{
    public static IReadOnlyList<string> All { get; }
        = [.. Corpus.Sentence.Words.Distinct().Select(word => Corpus.Gloss(word))];
}
