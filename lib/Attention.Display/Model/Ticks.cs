using System.Globalization;

namespace Attention.Display.Model;

/// <summary>Round numbers along an axis.</summary>
internal static class Ticks
{
    /// <summary>Names at 0, 1, 2 …</summary>
    public static IReadOnlyList<Tick> Of(Labels names) => [.. names.Select((name, i) => new Tick(i, name))];

    public static IReadOnlyList<Tick> Round(Axis axis, int most = 6) => axis.Log ? Powers(axis) : Steps(axis, most);

    /// <summary>
    /// The range from the smallest to the largest value, a little wider, so that no line runs along the border.
    /// </summary>
    public static Axis Around(IEnumerable<double> values, bool log = false, bool fromZero = false)
    {
        double[] usable = [.. values.Where(v => double.IsFinite(v) && (!log || v > 0))];
        if (usable.Length == 0)
        {
            return new Axis(log ? 1 : 0, log ? 10 : 1) { Log = log };
        }

        double low = usable.Min(),
            high = usable.Max();
        if (log)
        {
            double margin = Math.Max(0.05 * Math.Log10(high / low), 0.1);
            return new Axis(low * Math.Pow(10, -margin), high * Math.Pow(10, margin)) { Log = true };
        }

        if (fromZero)
        {
            (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        }

        double edge = high > low ? 0.05 * (high - low) : Math.Max(Math.Abs(high), 1) * 0.5;
        return new Axis(fromZero && low == 0 ? 0 : low - edge, high + edge);
    }

    private static List<Tick> Steps(Axis axis, int most)
    {
        double span = axis.End - axis.Start;
        double power = Math.Pow(10, Math.Floor(Math.Log10(span / most)));
        double step = new[] { 1.0, 2, 2.5, 5, 10 }.Select(m => m * power).First(s => span / s <= most + 0.0001);
        return
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i => (Math.Ceiling(axis.Start / step - 1e-9) + i) * step)
                .TakeWhile(at => at <= axis.End + 1e-6 * span)
                .Select(at => new Tick(Number.Round(at, 10), Number.Digits(at))),
        ];
    }

    private static List<Tick> Powers(Axis axis)
    {
        int first = (int)Math.Floor(Math.Log10(axis.Start)),
            last = (int)Math.Ceiling(Math.Log10(axis.End));
        double[] within =
            last - first > 3 ? [1]
            : last - first > 1 ? [1, 2, 5]
            : [1, 2, 3, 5, 7];
        int every = Math.Max(1, (last - first) / 7);
        return
        [
            .. Enumerable
                .Range(first, last - first + 1)
                .Where(e => (e - first) % every == 0)
                .SelectMany(e => within.Select(m =>
                    new Tick(Number.Round(m * Math.Pow(10, e), 10), Power(m, e))))
                .Where(tick => tick.At >= axis.Start * 0.9999 && tick.At <= axis.End * 1.0001),
        ];
    }

    /// <summary>A step of a logarithmic axis. Where its zeros would have to be counted, it is written as a power:
    /// 10⁹.</summary>
    private static string Power(double step, int exponent)
    {
        if (exponent is >= -3 and <= 4)
        {
            return Number.Digits(step * Math.Pow(10, exponent));
        }

        string raised = string.Concat(exponent.ToString(CultureInfo.InvariantCulture)
            .Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
        return (step == 1 ? "" : $"{step}·") + $"10{raised}";
    }
}
