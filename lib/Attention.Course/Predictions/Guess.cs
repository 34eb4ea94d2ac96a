using System.Globalization;

namespace Attention.Course;

/// <summary>What a reader expects before the result is shown: a number or a word.</summary>
/// <remarks>
/// In a cell: <c>Guess guess = 24;</c> or <c>Guess guess = "sweet";</c>. As long as there is none it is
/// <see langword="null"/>.
/// </remarks>
public sealed class Guess
{
    private Guess(double? number, string text) => (Number, Text) = (number, text);

    /// <summary>The number; null where the reader wrote something else.</summary>
    public double? Number { get; }

    /// <summary>The guess as it was written, without blanks around it.</summary>
    public string Text { get; }

    /// <summary>No guess: the reader asks to be shown the answer.</summary>
    internal static Guess Shown { get; } = new(null, "");

    /// <summary>A guessed number.</summary>
    /// <param name="number">Any number.</param>
    public static implicit operator Guess(double number) => new(number, Written(number));

    /// <summary>A guessed word, or a number that was written in quotes.</summary>
    /// <param name="text">What was written. Null or blank is no guess.</param>
    public static implicit operator Guess?(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : new(Read(text), text.Trim());

    /// <summary>The guess as it was written.</summary>
    public override string ToString() => Text;

    /// <summary>A number as a reader types it, with at most four decimals. What rounds to 0 has no sign.</summary>
    internal static string Written(double number, string format = "0.####")
    {
        string text = number.ToString(format, CultureInfo.InvariantCulture);
        return text.Any(digit => digit is not ('-' or '0' or '.')) ? text : text.TrimStart('-');
    }

    private static double? Read(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
