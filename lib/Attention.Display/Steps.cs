using Attention.Display.Model;

namespace Attention.Display;

/// <summary>
/// Joins figures of the same form into one with a control. All steps get the same axes, colours and places, so that
/// only the values change.
/// </summary>
internal static class Steps
{
    /// <exception cref="ArgumentException">The figures differ in form.</exception>
    public static Figure Join(
        string name, bool slider, IReadOnlyList<string> labels, IReadOnlyList<Figure> figures, int start)
    {
        Chart[] charts = [.. figures.Select(figure => figure.Chart)];
        foreach ((int step, Chart chart) in charts.Index())
        {
            if (Form(chart) != Form(charts[0]) || chart.Control is not null)
            {
                string steps = $"step {labels[step]} draws another than step {labels[0]}";
                throw new ArgumentException(
                    $"Every step must draw the same kind of figure of the same size, but {steps}.", nameof(figures));
            }
        }

        IReadOnlyList<Panel>[] panels = Unite([.. charts.Select(chart => chart.Panels)]);
        Chart shown = charts[start];
        var control = new Control(SafeText.Clean(name), slider, Distinct(labels), start, panels);
        string choices =
            string.Join(", ", control.Steps.Take(12)) + (labels.Count > 12 ? $" … {control.Steps[^1]}" : "");
        string said = $"{(slider ? "Slider" : "Chooser")} “{control.Name}”: {choices}; shown: {control.Steps[start]}.";
        return new Figure(shown with
        {
            Width = Math.Max(panels[start].Max(panel => panel.Area.Right), Chart.WidthFor(shown.Title)),
            Height = panels[start].Max(panel => panel.Area.Bottom),
            Panels = panels[start],
            Control = control,
            Alt = $"{shown.Alt} {said}",
            Numbers = NumbersOf(charts, control, shown),
            Remarks = [.. shown.Remarks, said],
        });
    }

    /// <summary>The tables of the steps that the static picture shows, or those of the chart itself.</summary>
    private static IReadOnlyList<NumberTable> NumbersOf(Chart[] charts, Control control, Chart shown) =>
        control.StaticSteps.Count < 2 ? shown.Numbers :
        [
            .. control.StaticSteps.SelectMany(step => charts[step].Numbers.Select(table =>
                table with { Title = control.Caption(step) })),
        ];

    /// <summary>Equal labels get their place in brackets: a sentence may say a word twice.</summary>
    private static string[] Distinct(IReadOnlyList<string> labels)
    {
        ILookup<string, string> equal = labels.ToLookup(label => label);
        return [.. labels.Select((label, i) =>
            SafeText.Clean(equal[label].Count() > 1 ? $"{label}, place {i + 1}" : label))];
    }

    private static string Form(Chart chart) => string.Join(';', chart.Panels.Select(panel =>
        string.Join(',', panel.Marks.Select(mark => mark switch
        {
            Cells cells => $"{cells.Values.Rows}×{cells.Values.Columns}",
            BarSet bars => $"{bars.Values.Count} bars",
            _ => mark.GetType().Name,
        }))));

    private static IReadOnlyList<Panel>[] Unite(IReadOnlyList<Panel>[] steps)
    {
        var united = steps.Select(_ => new List<Panel>()).ToArray();
        for (int p = 0; p < steps[0].Count; p++)
        {
            Panel[] panels = [.. steps.Select(step => step[p])];
            Axis x = panels.Select(panel => panel.X).Aggregate((a, b) => a.Union(b));
            Axis y = panels.Select(panel => panel.Y).Aggregate((a, b) => a.Union(b));
            Box box = Common(panels, panel => panel.Box), area = Common(panels, panel => panel.Area);
            if (panels[0].EqualScale)
            {
                // All panels get the room of the widest one, and one unit for both axes.
                double unit = Math.Max((x.End - x.Start) / box.Width, (y.End - y.Start) / box.Height);
                (x, y) = (x.Widened(unit * box.Width), y.Widened(unit * box.Height));
            }

            foreach ((int step, Panel panel) in panels.Index())
            {
                Mark[] marks =
                    [.. panel.Marks.Select((mark, m) => Unite(mark, panels.Select(other => other.Marks[m])))];
                united[step].Add(panel with
                {
                    Box = box,
                    Area = area,
                    X = x,
                    Y = y,
                    Marks = marks,
                    ColorBar = panels.Any(other => other.ColorBar),
                });
            }
        }

        return united;
    }

    private static Box Common(Panel[] panels, Func<Panel, Box> of)
    {
        (double left, double top) = (panels.Max(panel => of(panel).Left), panels.Max(panel => of(panel).Top));
        return new Box(left, top, panels.Max(p => of(p).Right) - left, panels.Max(p => of(p).Bottom) - top);
    }

    private static Mark Unite(Mark mark, IEnumerable<Mark> steps) => mark switch
    {
        Cells cells => Unite(cells, [.. steps.Cast<Cells>()]),
        BarSet bars => bars with { Decimals = CommonDecimals([.. steps.Cast<BarSet>()]) },
        _ => mark,
    };

    private static int? CommonDecimals(BarSet[] steps) =>
        steps.Any(step => step.Decimals is null) ? null : steps.Max(step => step.Decimals);

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
            IsFewIntegers = steps.All(step => step.IsFewIntegers),
        };
    }
}
