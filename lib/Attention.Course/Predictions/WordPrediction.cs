using System.Runtime.CompilerServices;

namespace Attention.Course;

/// <summary>A question whose answer is a word.</summary>
/// <param name="name">The property that holds it.</param>
public sealed class WordPrediction([CallerMemberName] string name = "") : Prediction(name)
{
    /// <summary>The words to choose from; empty where any text may be guessed.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Puts a guess beside the result.</summary>
    /// <param name="guess">The reader's guess, for a word of the corpus in Chinese or in English;
    /// <see langword="null"/> as long as there is none, <see cref="Predict.Show"/> to be shown the answer.</param>
    /// <param name="actual">What came out.</param>
    /// <returns>Without a guess the question, and not the answer; else both, and a sentence that says why.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actual"/> is null.</exception>
    public GuessFeedback Judge(Guess? guess, string actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        return Judge(guess, WithEnglish(actual), new KnownGuess(actual, Why));
    }

    internal override IReadOnlyList<string> Choices => Options;

    private protected override string Form => Options.Count > 0
        ? $"one of {string.Join(", ", Options.Select(option => $"\"{option}\""))}"
        : "a word or a number in quotes";

    private protected override bool IsUnderstood(Guess guess)
        => Options.Count == 0 || Options.Any(option => new KnownGuess(option, "").Includes(guess));

    private protected override string Quoted(Guess guess) => WithEnglish(guess.Text);

    private static string WithEnglish(string word)
        => Corpus.Vocabulary.Find(word) is { } chinese ? $"{Corpus.Gloss(chinese)} ({chinese})" : word;
}
