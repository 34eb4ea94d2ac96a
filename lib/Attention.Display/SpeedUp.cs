using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>How many times faster than the first.</summary>
public static class SpeedUp
{
    /// <summary>
    /// Draws one lying bar per variant: its length is the time of the first divided by its own, written at its end
    /// beside the time itself. Where one is more than 20 times as fast as another, dots on a logarithmic axis.
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

        // Where one is many times faster than another, the axis is logarithmic: otherwise the short bars look equal.
        // The length of a bar would mean nothing there, so dots stand in its place, at lines that name the factor.
        bool log = factors.Max() / factors.Min() > 20;
        Axis x = log
            ? new Axis(Math.Min(factors.Min(), 1) / 1.3, factors.Max() * 1.05)
            {
                Log = true,
                Title = "times as fast, logarithmic axis",
            }
            : new Axis(0, factors.Max()) { Bare = true };
        var y = new Axis(times.Length - 0.5, -0.5) { Names = Ticks.Of(names) };
        double left = Chart.Edge + names.Max(name => TextSize.Width(name.OneLine(), 12)) + 10;
        double room = ends.Max(end => TextSize.Width(end, log ? 13 : 12)) + 10, titleHeight = Chart.TitleHeight(title);
        var box = new Box(left, titleHeight, Math.Max(430 - left - room, 120), 28 * times.Length);
        double[] places = [.. Enumerable.Range(0, times.Length).Select(i => (double)i)];
        string[] hovers = [.. names.Select((name, i) => $"{name}\n{ends[i]}")];
        Mark[] marks = log
            ? [
                new Line(factors, places, Palette.Series[0]) { Width = 0, Dots = 8, Hovers = hovers },
                new Words(factors, places, ends, "right"),
            ]
            : [new BarSet(places, factors, 0.7, Palette.Series[0], Lying: true, hovers) { Ends = ends }];
        double width = Math.Max(box.Right + room, log ? box.Left + TextSize.Width(x.Title, 12) + Chart.Edge : 0);
        var area = new Box(0, titleHeight, width, box.Height + (log ? 46 : Chart.Edge));
        return new Figure(Plot.Single(title, new Panel(box, area, x, y, marks)) with
        {
            Alt = $"{AltText.Begin("Speed-up", title)} against {names[0]}: {string.Join(", ", names.Select((name, i) => $"{name} {ends[i]}"))}.",
            Numbers = [new("", names, ["speed-up"], (i, _) => ends[i])],
        });
    }
}
