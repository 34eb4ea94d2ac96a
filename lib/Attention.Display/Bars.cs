using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Numbers as bars: shares after softmax, terms of a sum, speed-ups.</summary>
public static class Bars
{
    /// <summary>Draws one upright bar per value, from 0, with its number at its end and its name below.</summary>
    /// <param name="values">The heights; a negative value hangs down.</param>
    /// <param name="labels">One name per bar; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="decimals">Decimals of the numbers, 0 … 4; as many as they need when omitted.</param>
    /// <exception cref="ArgumentException">There are not as many labels as values, or no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is not 0 … 4.</exception>
    public static Figure Of(VectorValues values, Labels? labels = null, string title = "", int? decimals = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        (Label Name, VectorValues Values)[] series = [("", values)];
        int count = Series.CommonLength(series);
        (title, Labels names, int shown) =
            (SafeText.Clean(title), Labels.For(labels, count, "values"), Decimals(series, decimals));

        // Turned names lean over the left edge.
        double slot = Math.Clamp(400.0 / count, 8, 60), first = TextSize.Width(names[0].OneLine(), 12) * 0.71;
        bool turned = names.Any(name => FlatWidth(name) > slot - 2);
        double slotOnTelephone = (Chart.TelephoneWidth - 4 * Chart.Edge - first) / (count - 0.5);
        slot = turned && first > slot / 2 ? Math.Clamp(slotOnTelephone, 8, slot) : slot;
        double lean = turned ? Math.Max(0, first - slot / 2) : 0;
        double namesHeight = turned ? names.Max(name => TextSize.Width(name.OneLine(), 12)) * 0.71 + 14
            : names.Any(name => name.Gloss?.Length > 0) ? 40 : 24;
        bool numbers = values.Max(v => TextSize.Width(Number.Text(v, shown), 12)) <= slot - 3;

        double titleHeight = Chart.TitleHeight(title), left = 2 * Chart.Edge + lean;
        var box = new Box(left, titleHeight + 18, slot * count, 200);
        Axis y = Ticks.Around(values, fromZero: true) with { Bare = true };

        // Bars that hang down need room for their numbers.
        y = y.Start < 0 ? y with { Start = y.Start - 0.06 * (y.End - y.Start) } : y;
        var x = new Axis(-0.5, count - 0.5) { Names = Ticks.Of(names), Turn = turned ? -45 : 0 };
        var bars = new BarSet(
            [.. Enumerable.Range(0, count).Select(i => (double)i)], values, 0.78, Series.Color(0), Lying: false,
            [.. values.Select((value, i) => $"{names[i]}\n{Number.Short(value)}")])
        {
            Decimals = numbers ? shown : null,
            Ends = [.. values.Select(_ => "")],
        };
        double bottom = box.Bottom + (y.Start < 0 ? 12 : 0) + namesHeight + 8;
        var area = new Box(0, titleHeight, box.Right + 2 * Chart.Edge, bottom - titleHeight);
        return Finish(Plot.Single(title, new Panel(box, area, x, y, [bars])), names, series, shown);
    }

    /// <summary>
    /// Draws groups of lying bars, one colour per series, to compare the series name by name. Every bar has its number
    /// at its end.
    /// </summary>
    /// <param name="series">The series, each a name and one value per group: <c>[("dot", dots), ("cosine",
    /// c)]</c>. A value of −∞ is that of a hidden key: it has no bar, and "hidden" in place of a number.</param>
    /// <param name="labels">One name per group; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="decimals">Decimals of the numbers, 0 … 4; as many as they need when omitted.</param>
    /// <exception cref="ArgumentException">
    /// The series differ in length, are empty, or there are not as many labels as values.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is not 0 … 4.</exception>
    public static Figure Of(
        (Label Name, VectorValues Values)[] series, Labels? labels = null, string title = "", int? decimals = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        int count = Series.CommonLength(series);
        (title, Labels names, int shown) =
            (SafeText.Clean(title), Labels.For(labels, count, "values"), Decimals(series, decimals));

        const double Width = 430;
        double thickness = 0.8 / series.Length, titleHeight = Chart.TitleHeight(title);
        (Legend[] legends, double legendHeight) =
            Series.Legends(Series.Named(series, dashed: false), titleHeight, Width);
        double numbers = series.SelectMany(s => s.Values).Max(v => TextSize.Width(Text(v, shown), 12)) + 10;
        double left = Chart.Edge + names.Max(name => TextSize.Width(name.OneLine(), 12)) + 10;
        Axis x = Ticks.Around(series.SelectMany(s => s.Values), fromZero: true) with { Bare = true };
        left += x.Start < 0 ? numbers : 0;
        var box =
            new Box(left, titleHeight + legendHeight + 4, Width - left - numbers, (16 * series.Length + 8) * count);
        var y = new Axis(count - 0.5, -0.5) { Names = Ticks.Of(names) };
        Mark[] marks = [.. series.Select((s, n) => new BarSet(
            [.. Enumerable.Range(0, count).Select(i => i + (n - (series.Length - 1) / 2.0) * thickness)],
            s.Values, thickness * 0.9, Series.Color(n), Lying: true,
            [.. s.Values.Select((value, i) => $"{names[i]}, {s.Name.Clean()}\n{Number.Short(value)}")])
        {
            Decimals = shown,
        })];
        var area = new Box(0, titleHeight, Width, box.Bottom + Chart.Edge - titleHeight);
        Panel panel = new(box, area, x, y, marks) { Legends = legends };
        return Finish(Plot.Single(title, panel), names, series, shown);
    }

    private static double FlatWidth(Label name) =>
        Math.Max(TextSize.Width(name.Text, 12), TextSize.Width(name.Gloss ?? "", 12));

    private static string Text(double value, int decimals) =>
        BarSet.IsHidden(value) ? "hidden" : Number.Text(value, decimals);

    private static int Decimals((Label Name, VectorValues Values)[] series, int? decimals) => decimals is < 0 or > 4
        ? throw new ArgumentOutOfRangeException(nameof(decimals), decimals, "decimals must be 0 … 4.")
        : decimals ?? Number.Decimals(series.SelectMany(s => s.Values));

    private static Figure Finish(Chart chart, Labels names, (Label Name, VectorValues Values)[] series, int decimals) =>
        new(chart with
        {
            Alt = SeriesText.Alt("Bar chart", chart.Title, names, series, decimals),
            Numbers =
            [
                SeriesText.Table(names, series, decimals) with
                {
                    Cell = (i, j) => Text(series[j].Values[i], decimals),
                },
            ],
        });
}
