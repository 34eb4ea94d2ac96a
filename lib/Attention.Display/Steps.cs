using Attention.Display.Model;

namespace Attention.Display;

/// <summary>
/// Joins figures of the same form into one with a control: equal axes, equal colours, equal places, so that only the
/// values move.
/// </summary>
internal static class Steps
{
    /// <exception cref="ArgumentException">There is no figure, or the figures differ in form.</exception>
    public static Figure Join(
        string name,
        bool slider,
        IReadOnlyList<string> labels,
        IReadOnlyList<Figure> figures,
        int start
    )
    {
        Chart[] charts = [.. figures.Select(figure => figure.Chart)];
        foreach ((int step, Chart chart) in charts.Index())
        {
            if (Form(chart) != Form(charts[0]) || chart.Control is not null)
            {
                throw new ArgumentException(
                    $"Every step must draw the same kind of figure of the same size, but step {labels[step]} draws another than step {labels[0]}.",
                    nameof(figures)
                );
            }
        }

        double down = slider ? 0 : Control.ChooserHeight;
        IReadOnlyList<Panel>[] panels = Unite([.. charts.Select(chart => chart.Panels)], down);
        Chart shown = charts[start];
        var control = new Control(SafeText.Clean(name), slider, [.. labels.Select(SafeText.Clean)], start, panels);
        string choices =
            string.Join(", ", control.Steps.Take(12)) + (labels.Count > 12 ? $" … {control.Steps[^1]}" : "");
        string said = $"{(slider ? "Slider" : "Chooser")} “{control.Name}”: {choices}; shown: {control.Steps[start]}.";
        return new Figure(
            shown with
            {
                Width = charts.Max(chart => chart.Width),
                Height = charts.Max(chart => chart.Height) + (slider ? Control.SliderHeight : down),
                Panels = panels[start],
                Legends = [.. shown.Legends.Select(legend => legend with { Y = legend.Y + down })],
                Control = control,
                Alt = $"{shown.Alt} {said}",
                Plain = $"{shown.Plain}\n{said}",
            }
        );
    }

    private static string Form(Chart chart) =>
        string.Join(
            ';',
            chart.Panels.Select(panel =>
                string.Join(
                    ',',
                    panel.Marks.Select(mark =>
                        mark switch
                        {
                            Cells cells => $"{cells.Values.Rows}×{cells.Values.Columns}",
                            BarSet bars => $"{bars.Values.Count} bars",
                            _ => mark.GetType().Name,
                        }
                    )
                )
            )
        );

    private static IReadOnlyList<Panel>[] Unite(IReadOnlyList<Panel>[] steps, double down)
    {
        var united = steps.Select(_ => new List<Panel>()).ToArray();
        for (int p = 0; p < steps[0].Count; p++)
        {
            Panel[] panels = [.. steps.Select(step => step[p])];
            Axis x = panels.Select(panel => panel.X).Aggregate((a, b) => a.Union(b)),
                y = panels.Select(panel => panel.Y).Aggregate((a, b) => a.Union(b));
            (double left, double top) = (panels.Max(panel => panel.Box.Left), panels.Max(panel => panel.Box.Top));
            var box = new Box(
                left,
                top + down,
                panels.Min(panel => panel.Box.Right) - left,
                panels.Max(panel => panel.Box.Bottom) - top
            );
            if (panels[0].EqualScale)
            {
                double unit = Math.Max((x.End - x.Start) / box.Width, (y.End - y.Start) / box.Height);
                (x, y) = (x.Widened(unit * box.Width), y.Widened(unit * box.Height));
            }

            for (int step = 0; step < steps.Length; step++)
            {
                united[step]
                    .Add(
                        panels[step] with
                        {
                            Box = box,
                            X = x,
                            Y = y,
                            Marks =
                            [
                                .. panels[step]
                                    .Marks.Select((mark, m) => Unite(mark, panels.Select(panel => panel.Marks[m]))),
                            ],
                        }
                    );
            }
        }

        return united;
    }

    private static Mark Unite(Mark mark, IEnumerable<Mark> steps) =>
        mark switch
        {
            Cells cells => Unite(cells, [.. steps.Cast<Cells>()]),
            BarSet bars => bars with
            {
                Decimals = steps.Cast<BarSet>().Any(step => step.Decimals is null)
                    ? null
                    : steps.Cast<BarSet>().Max(step => step.Decimals),
            },
            _ => mark,
        };

    private static Cells Unite(Cells cells, Cells[] steps)
    {
        bool diverging = steps.Any(step => step.Diverging);
        double high = steps.Max(step => step.High);
        return cells with
        {
            Diverging = diverging,
            High = high,
            Low = diverging ? -high : steps.Min(step => step.Low),
            Decimals = steps.Max(step => step.Decimals),
            FontSize = steps.Min(step => step.FontSize),
            HoverTemplate = steps.Any(step => step.HoverTemplate is null) ? null : cells.HoverTemplate,
        };
    }
}
