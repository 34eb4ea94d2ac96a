using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>How many times faster than the first.</summary>
public static class SpeedUp
{
    /// <summary>
    /// Draws one lying bar per variant: its length is the time of the first divided by its own, written at its end
    /// beside the time itself.
    /// </summary>
    /// <param name="times">Names and times, the slow baseline first: <c>[("naive", 12.3), ("SIMD", 1.1)]</c>.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="unit">The unit of the times.</param>
    /// <exception cref="ArgumentException">There are no times.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is not positive and finite.</exception>
    public static Figure Of((Label Name, double Time)[] times, string title = "", string unit = "ms")
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Length == 0)
        {
            throw new ArgumentException("There must be at least one time.", nameof(times));
        }

        if (times.Any(t => !(t.Time > 0 && double.IsFinite(t.Time))))
        {
            throw new ArgumentOutOfRangeException(nameof(times), "Every time must be positive and finite.");
        }

        (title, unit) = (SafeText.Clean(title), SafeText.Clean(unit));
        var names = Labels.Create([.. times.Select(t => t.Name)]);
        double[] factors = [.. times.Select(t => times[0].Time / t.Time)];
        string[] ends = [.. times.Select((t, i) => $"×{Number.Digits(factors[i])}  ({Number.Digits(t.Time)} {unit})")];
        double left = Chart.Edge + names.Max(label => TextSize.Width(CellLayout.OneLine(label), 12)) + 10,
            endWidth = ends.Max(end => TextSize.Width(end, 12)) + 10;
        var x = new Axis(0, factors.Max()) { Bare = true };
        var y = new Axis(times.Length - 0.5, -0.5) { Names = [.. names.Select((label, i) => new Tick(i, label))] };
        var box = new Box(left, Chart.TitleHeight(title), Math.Max(620 - left - endWidth, 200), 32 * times.Length);
        var bars = new BarSet(
            [.. Enumerable.Range(0, times.Length).Select(i => (double)i)],
            factors,
            0.7,
            Palette.Series[0],
            Lying: true,
            [.. names.Select((name, i) => $"{name}\n{ends[i]}")]
        )
        {
            Ends = ends,
        };
        return new Figure(
            new Chart(
                title,
                Math.Max(box.Right + endWidth + Chart.Edge, TextSize.Width(title, 16) + 2 * Chart.Edge),
                box.Bottom + Chart.Edge,
                [new Panel(box, x, y, [bars])]
            )
            {
                Alt =
                    $"Speed-up{(title.Length > 0 ? $" “{title}”" : "")} against {names[0]}: {string.Join(", ", names.Select((name, i) => $"{name} {ends[i]}"))}.",
                Plain = TextTable.Of(title, names, ["speed-up"], (i, _) => ends[i], times.Length, 1),
            }
        );
    }
}
