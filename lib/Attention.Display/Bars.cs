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
    public static Figure Of(VectorValues values, Labels? labels = null, string title = "", int? decimals = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of([("", values)], labels, title, decimals);
    }

    /// <summary>
    /// Draws groups of upright bars side by side, one colour per series, to compare series name by name.
    /// </summary>
    /// <param name="series">The series, each a name and one value per bar: <c>[("dot", dots), ("cosine",
    /// cosines)]</c>.</param>
    /// <param name="labels">One name per group; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="decimals">Decimals of the numbers, 0 … 4; as many as they need when omitted.</param>
    /// <exception cref="ArgumentException">The series differ in length, are empty, or there are not as many labels as
    /// values.</exception>
    public static Figure Of(
        (Label Name, VectorValues Values)[] series,
        Labels? labels = null,
        string title = "",
        int? decimals = null
    )
    {
        ArgumentNullException.ThrowIfNull(series);
        if (decimals is < 0 or > 4)
        {
            throw new ArgumentOutOfRangeException(nameof(decimals), decimals, "decimals must be 0 … 4.");
        }

        title = SafeText.Clean(title);
        int count = Series.CommonLength(series);
        Labels names = Labels.For(labels, count, "values");
        int shown = decimals ?? Number.Decimals(series.SelectMany(s => s.Values));

        double slot = Math.Clamp((series.Length == 1 ? 560.0 : 760.0) / count, 8, 60 + 40 * (series.Length - 1)),
            thickness = 0.78 / series.Length;
        double widest = series.SelectMany(s => s.Values).Max(v => TextSize.Width(Number.Text(v, shown), 12));
        bool numbers = widest <= slot * thickness + (series.Length == 1 ? 14 : -2);
        bool turned = names.Any(label =>
            Math.Max(TextSize.Width(label.Text, 12), TextSize.Width(label.Gloss ?? "", 10)) > slot + 4
        );
        double namesHeight =
            turned ? names.Max(label => TextSize.Width(CellLayout.OneLine(label), 12)) * 0.71 + 12
            : names.Any(label => label.Gloss?.Length > 0) ? 36
            : 22;

        Legend[] legends = Series.Legends(series, Chart.Edge, Chart.TitleHeight(title) + 8);
        double top = Chart.TitleHeight(title) + (legends.Length > 0 ? 26 : 0) + 16;
        double width = Math.Max(
            slot * count + 2 * Chart.Edge + 8,
            Math.Max(TextSize.Width(title, 16) + 2 * Chart.Edge, Series.LegendWidth(legends))
        );
        var box = new Box((width - slot * count) / 2, top, slot * count, 200);
        Axis y = Ticks.Around(series.SelectMany(s => s.Values), fromZero: true) with { Bare = true };
        y = y.Start < 0 ? y with { Start = y.Start - 0.06 * (y.End - y.Start) } : y; // room for the numbers of hanging bars
        var x = new Axis(-0.5, count - 0.5)
        {
            Names = [.. names.Select((label, i) => new Tick(i, label))],
            Turn = turned ? -45 : 0,
        };
        Mark[] marks =
        [
            .. series.Select(
                (s, n) =>
                    new BarSet(
                        [.. Enumerable.Range(0, count).Select(i => i + (n - (series.Length - 1) / 2.0) * thickness)],
                        s.Values,
                        thickness * 0.96,
                        Series.Color(n),
                        Lying: false,
                        [
                            .. s.Values.Select(
                                (value, i) =>
                                    $"{names[i]}{(s.Name.Text.Length > 0 ? ", " + s.Name : "")}\n{Number.Short(value)}"
                            ),
                        ]
                    )
                    {
                        Decimals = numbers ? shown : null,
                        Ends = [.. s.Values.Select(_ => "")],
                    }
            ),
        ];
        bool below = y.Start < 0;
        return new Figure(
            new Chart(title, width, box.Bottom + (below ? 12 : 0) + namesHeight + 10, [new Panel(box, x, y, marks)])
            {
                Legends = legends,
                Alt = SeriesText.Words("Bar chart", title, names, series, shown),
                Plain = SeriesText.Table(title, names, series, shown),
            }
        );
    }
}
