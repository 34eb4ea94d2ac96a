using System.Globalization;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// A number as JavaScript writes it (ECMAScript, Number::toString), since VS Code saves a notebook so: 1E-07 becomes
/// 1e-7, 1.0 becomes 1, and −0 becomes 0.
/// </summary>
internal static class JsonNumber
{
    private const int LargestPoint = 21, SmallestPoint = -6;

    public static string Write(string number)
    {
        bool isWhole = !number.AsSpan().ContainsAny('.', 'e', 'E');
        if (isWhole && number != "-0")
        {
            return number;
        }
        double value = double.Parse(number, CultureInfo.InvariantCulture);
        return value == 0 ? "0"
            : double.IsFinite(value) ? (value < 0 ? "-" : "") + Positive(Math.Abs(value))
            : number; // larger than any double: left as it is
    }

    private static string Positive(double value)
    {
        (string digits, int point) = Shortest(value);
        if (point is > SmallestPoint and <= LargestPoint)
        {
            return point <= 0 ? "0." + new string('0', -point) + digits
                : point < digits.Length ? digits[..point] + "." + digits[point..]
                : digits.PadRight(point, '0');
        }
        string mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{point - 1:+0;-0}");
    }

    /// <summary>The fewest digits that read back as the value, and how many of them stand before the point.</summary>
    private static (string Digits, int Point) Shortest(double value)
    {
        string[] parts = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        string[] mantissa = parts[0].Split('.');
        int exponent = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        string all = string.Concat(mantissa), digits = all.TrimStart('0');
        return (digits.TrimEnd('0'), mantissa[0].Length - (all.Length - digits.Length) + exponent);
    }
}
