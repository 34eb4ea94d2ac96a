using System.Globalization;
using System.Runtime.CompilerServices;
using Attention.Display;

namespace Attention.Course;

/// <summary>Inputs and results as the feedback shows them: on one line, or a block of lines for a matrix.</summary>
internal static class ValueText
{
    private const int LongestVector = 12,
        LargestMatrix = 400,
        WidestMatrix = 16,
        AllDigits = 9;

    /// <summary>A value with at most four decimals.</summary>
    public static string Of(object? value) => Of(value, DisplayText.Number);

    /// <summary>Two values, with more digits than usual where they would look equal otherwise.</summary>
    public static (string Expected, string Yours) OfBoth(object? expected, object? yours)
    {
        (string left, string right) = (Of(expected), Of(yours));
        for (int digits = 5; left == right && digits <= AllDigits; digits++)
        {
            string WithDigits(double number) =>
                number.ToString($"G{digits}", CultureInfo.InvariantCulture).Replace('-', '−');
            (left, right) = (Of(expected, WithDigits), Of(yours, WithDigits));
        }

        return (left, right);
    }

    private static string Of(object? value, Func<double, string> number)
    {
        NumberArray?[] arrays = Value.Arrays(value);
        string[] texts = [.. arrays.Select(array => array is null ? "null" : Of(array, number))];
        return value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            ITuple words when arrays.All(array => array is null) => Words(words),
            ITuple when !texts.Any(text => text.Contains('\n')) => $"({string.Join("; ", texts)})",
            Array when texts.Length == 0 => "nothing",
            _ when texts.Length == 0 => value.ToString() ?? "",
            _ => string.Join("\n\n", texts),
        };
    }

    private static string Words(ITuple words) =>
        string.Join(", ", Enumerable.Range(0, words.Length).Select(i => words[i] ?? "null"));

    private static string Of(NumberArray array, Func<double, string> number) =>
        array.Shape.Length switch
        {
            0 => number(array.Numbers[0]),
            1 => Vector(array, number),
            _ => Matrix(array, number),
        };

    private static string Vector(NumberArray array, Func<double, string> number)
    {
        string numbers = string.Join(", ", array.Numbers.Take(LongestVector).Select(number));
        return array.Numbers.Length > LongestVector ? $"({numbers}, …)" : $"({numbers})";
    }

    private static string Matrix(NumberArray array, Func<double, string> number)
    {
        if (array.Numbers.Length is 0 or > LargestMatrix || array.Columns > WidestMatrix)
        {
            return $"a {array.ShapeText} matrix";
        }

        string[] numbers = [.. array.Numbers.Select(number)];
        int width = numbers.Max(text => text.Length);
        IEnumerable<string> rows = numbers
            .Chunk(array.Columns)
            .Select(
                (row, i) =>
                    (i > 0 && i % array.Rows == 0 ? "\n" : "")
                    + string.Join("  ", row.Select(text => text.PadLeft(width)))
            );
        return string.Join('\n', rows);
    }
}
