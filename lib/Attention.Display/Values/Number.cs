using System.Globalization;

namespace Attention.Display;

/// <summary>How numbers are written: the same in every culture, never more than four decimals.</summary>
internal static class Number
{
    /// <summary>A number for people, with a true minus sign.</summary>
    public static string Text(double value, int decimals) =>
        value switch
        {
            double.NaN => "NaN",
            double.PositiveInfinity => "∞",
            double.NegativeInfinity => "−∞",
            _ when Math.Abs(value) >= 1e6 => Minus(value.ToString("0.##e0", CultureInfo.InvariantCulture)),
            _ => Minus(value.ToString("F" + decimals, CultureInfo.InvariantCulture)),
        };

    /// <summary>A number with as many decimals as it needs, at most four.</summary>
    public static string Short(double value) =>
        Math.Abs(value) is >= 1e6 || !double.IsFinite(value)
            ? Text(value, 0)
            : Minus(value.ToString("0.####", CultureInfo.InvariantCulture));

    /// <summary>A number that may be very small or large, with about three digits: 0.0012, 12.3, 4.5e−7.</summary>
    public static string Digits(double value) =>
        !double.IsFinite(value) ? Text(value, 0)
        : Math.Abs(value) is > 0 and < 1e-3 or >= 1e6 ? Minus(value.ToString("0.##e0", CultureInfo.InvariantCulture))
        : Short(Round(value, 3));

    /// <summary>
    /// The decimals that all <paramref name="values"/> are shown with: none when they are whole, two as a rule, more
    /// when all are small.
    /// </summary>
    public static int Decimals(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double largest = finite.Length == 0 ? 0 : finite.Max(Math.Abs);
        int enough = largest switch
        {
            >= 1000 => 0,
            >= 100 => 1,
            >= 0.1 or 0 => 2,
            >= 0.01 => 3,
            _ => 4,
        };
        return Enumerable
            .Range(0, enough)
            .FirstOrDefault(d => finite.All(v => Math.Abs(v - Math.Round(v, d)) < 1e-6), enough);
    }

    /// <summary>
    /// A number rounded to a few significant digits: what a picture's data need, and no noise of the last bits.
    /// </summary>
    public static double Round(double value, int digits = 5) =>
        double.Parse(value.ToString("E" + (digits - 1), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        + 0.0;

    /// <summary>A pixel coordinate, to a tenth.</summary>
    public static string Pixel(double value) =>
        (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Minus(string text) =>
        text.StartsWith('-')
            ? (text.AsSpan(1).ContainsAnyInRange('1', '9') ? "−" + text[1..] : text[1..]).Replace(
                "e-",
                "e−",
                StringComparison.Ordinal
            )
            : text.Replace("e-", "e−", StringComparison.Ordinal);
}
