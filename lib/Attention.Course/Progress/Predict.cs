using System.Globalization;
using System.Runtime.CompilerServices;

namespace Attention.Course;

/// <summary>
/// Guess first, then look: a guess that turns out wrong teaches more than a result that was only read.
/// </summary>
/// <remarks>The first guess is kept in the record that <see cref="Progress"/> shows; what is said here depends on the
/// arguments alone.</remarks>
public static class Predict
{
    private const double Tolerance = 0.02 + 1e-6; // 2 %, and a little for the rounding of float

    /// <summary>Puts a guess beside the result.</summary>
    /// <param name="guess">The reader's guess; <see langword="null"/> as long as there is none.</param>
    /// <param name="actual">What came out.</param>
    /// <param name="decimals">How many decimals of the result are shown; 0 to 4.</param>
    /// <param name="question">What was asked; the expression behind <paramref name="actual"/> when omitted.</param>
    /// <returns>
    /// One line that says both. A guess is right when it is off by at most 2 % of the result (by 0.02 when the result
    /// is 0), or when it is just the number shown. The guess is quoted as it was typed, with at most four decimals.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is outside 0 … 4.</exception>
    public static string Number(
        double? guess, double actual, int decimals = 0, [CallerArgumentExpression(nameof(actual))] string question = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 4);
        (string? typed, string shown) =
            (guess is { } value ? Text(value, "0.####") : null, Text(actual, "F" + decimals));
        bool isNear = guess is { } near
            && (near.Equals(actual) || Math.Abs(near - actual) < Tolerance * (actual == 0 ? 1 : Math.Abs(actual)));
        bool isShown = guess is { } same && same == double.Parse(shown, CultureInfo.InvariantCulture);
        return Compare(typed, typed, shown, shown, isNear || isShown, question, "a number");
    }

    /// <summary>Puts a guessed word beside the one that came out.</summary>
    /// <param name="guess">The reader's guess, in Chinese or in English; <see langword="null"/> or blank as long as
    /// there is none.</param>
    /// <param name="actual">What came out.</param>
    /// <param name="question">What was asked; the expression behind <paramref name="actual"/> when omitted.</param>
    /// <returns>One line that says both, words of the corpus with their English. Blanks around a guess and upper or
    /// lower case do not matter.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actual"/> is null.</exception>
    public static string Word(
        string? guess, string actual, [CallerArgumentExpression(nameof(actual))] string question = "")
    {
        ArgumentNullException.ThrowIfNull(actual);
        string? typed = string.IsNullOrWhiteSpace(guess) ? null : guess.Trim();
        string? word = Corpus.Vocabulary.Find(typed) ?? typed;
        return Compare(
            typed, WithEnglish(word), actual, WithEnglish(actual)!,
            actual.Equals(word, StringComparison.OrdinalIgnoreCase), question, "a word");
    }

    private static string Compare(
        string? typed, string? guess, string actual, string shown, bool isRight, string question, string what)
    {
        if (typed is null)
        {
            return $"{shown}   (no guess yet: write {what} in place of null and run this cell again)";
        }

        // two chapters may ask for the same expression
        Ledger.Current?.RecordPrediction($"{question} = {actual}", typed, isRight);
        return isRight ? $"{shown}   as you predicted" : $"{shown}   you predicted {guess}";
    }

    private static string Text(double value, string format)
    {
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        // what rounds to 0 has no sign
        return text.Any(digit => digit is not ('-' or '0' or '.')) ? text : text.TrimStart('-');
    }

    private static string? WithEnglish(string? word) =>
        word is not null && Corpus.Vocabulary.Words.Contains(word) ? $"{Corpus.Gloss(word)} ({word})" : word;
}
