using System.Globalization;
using System.Runtime.CompilerServices;

namespace Attention.Course;

/// <summary>Guess first, then look: a guess that turns out wrong teaches more than a result that was only read.</summary>
/// <remarks>The first guess is kept in the record that <see cref="Progress"/> shows; what is said here depends on the arguments alone.</remarks>
public static class Predict
{
    /// <summary>Puts a guess beside the result.</summary>
    /// <param name="guess">The reader's guess; <see langword="null"/> as long as there is none.</param>
    /// <param name="actual">What came out.</param>
    /// <param name="decimals">How many decimals are shown and compared; 0 to 4.</param>
    /// <param name="question">What was asked; the expression behind <paramref name="actual"/> when omitted.</param>
    /// <returns>One line that says both. A guess is right when it shows the same digits as the result.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is outside 0 … 4.</exception>
    public static string Number(double? guess, double actual, int decimals = 0, [CallerArgumentExpression(nameof(actual))] string question = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 4);
        return Compare(guess is { } value ? Text(value) : null, Text(actual), question, "a number");

        string Text(double value) => (value + 0.0).ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    /// <summary>Puts a guessed word beside the one that came out.</summary>
    /// <param name="guess">The reader's guess; <see langword="null"/> as long as there is none.</param>
    /// <param name="actual">What came out.</param>
    /// <param name="question">What was asked; the expression behind <paramref name="actual"/> when omitted.</param>
    /// <returns>One line that says both. Blanks around a guess and upper or lower case do not matter.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actual"/> is null.</exception>
    public static string Word(string? guess, string actual, [CallerArgumentExpression(nameof(actual))] string question = "")
    {
        ArgumentNullException.ThrowIfNull(actual);
        return Compare(guess?.Trim(), actual, question, "a word");
    }

    private static string Compare(string? guess, string actual, string question, string what)
    {
        if (guess is null)
        {
            return $"{actual}   (no guess yet: write {what} in place of null and run this cell again)";
        }

        bool isRight = guess.Equals(actual, StringComparison.OrdinalIgnoreCase);
        Ledger.Current?.RecordPrediction($"{question} = {actual}", guess, isRight); // two chapters may ask for the same expression
        return isRight ? $"{actual}   as you predicted" : $"{actual}   you predicted {guess}";
    }
}
