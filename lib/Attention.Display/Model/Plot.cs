namespace Attention.Display.Model;

/// <summary>The frame of a figure with one panel and two axes of numbers.</summary>
internal static class Plot
{
    /// <summary>
    /// Places the panel so that title, legend and axis names have room. The caller adds alternative text and numbers.
    /// </summary>
    public static Chart Of(
        string title, Axis x, Axis y, IReadOnlyList<Mark> marks, IReadOnlyList<(Label Name, string? Dash)> legend,
        double width, double height)
    {
        double titleHeight = Chart.TitleHeight(title);
        (Legend[] legends, double legendHeight) = Series.Legends(legend, titleHeight, width);
        double names = y.Ticks.Select(tick => TextSize.Width(tick.Label.OneLine(), 12)).DefaultIfEmpty(0).Max();
        double left = Chart.Edge + names + 8 + (y.Title.Length > 0 ? 22 : 0);
        var box = new Box(left, titleHeight + legendHeight + 8, width - left - 2 * Chart.Edge, height);
        var area = new Box(0, titleHeight, width, box.Bottom + (x.Title.Length > 0 ? 46 : 28) - titleHeight);
        return Single(title, new Panel(box, area, x, y, marks) { Legends = legends });
    }

    /// <summary>A chart of one panel whose canvas ends where the panel's area ends.</summary>
    public static Chart Single(string title, Panel panel) =>
        new(title, Math.Max(panel.Area.Right, Chart.WidthFor(title)), panel.Area.Bottom, [panel])
        {
            Alt = "",
            Numbers = [],
        };
}
