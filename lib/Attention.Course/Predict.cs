using System.Globalization;

namespace Attention.Course;

/// <summary>Guess first, then look: a guess that turns out wrong teaches more than a result that was only read.</summary>
public static class Predict
{
    /// <summary>Puts a guess beside the result.</summary>
    /// <param name="guess">The reader's guess; <see langword="null"/> as long as there is none.</param>
    /// <param name="actual">What came out.</param>
    /// <param name="decimals">How many decimals are shown and compared; 0 to 4.</param>
    /// <returns>One line that says both. A guess is right when it shows the same digits as the result.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is outside 0 … 4.</exception>
    public static string Number(double? guess, double actual, int decimals = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 4);

        string shown = Text(actual);
        return guess switch
        {
            null => $"{shown}   (no guess yet: write a number in place of null and run this cell again)",
            _ when Text(guess.Value) == shown => $"{shown}   as you predicted",
            _ => $"{shown}   you predicted {Text(guess.Value)}",
        };

        string Text(double value) => (value + 0.0).ToString("F" + decimals, CultureInfo.InvariantCulture);
    }
}
