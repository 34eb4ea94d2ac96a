namespace Attention.Display.Model;

/// <summary>The frame of a figure with one panel and two axes of numbers.</summary>
internal static class Plot
{
    /// <summary>
    /// Places the panel so that title, legend and axis names have room; alternative text and plain text are still to be
    /// given.
    /// </summary>
    public static Chart Of(
        string title,
        Axis x,
        Axis y,
        IReadOnlyList<Mark> marks,
        Legend[] legends,
        double width,
        double height
    )
    {
        double top = Chart.TitleHeight(title) + (legends.Length > 0 ? 26 : 0) + 4;
        double left =
            Chart.Edge
            + y.Ticks.Select(tick => TextSize.Width(CellLayout.OneLine(tick.Label), 12)).DefaultIfEmpty(0).Max()
            + 8
            + (y.Title.Length > 0 ? 25 : 0);
        var panel = new Panel(new Box(left, top, width - left - 2 * Chart.Edge, height), x, y, marks);
        double whole = Math.Max(
            width,
            Math.Max(TextSize.Width(title, 16) + 2 * Chart.Edge, Series.LegendWidth(legends))
        );
        return new Chart(title, whole, panel.Box.Bottom + (x.Title.Length > 0 ? 44 : 26), [panel])
        {
            Legends = legends,
            Alt = "",
            Plain = "",
        };
    }
}
