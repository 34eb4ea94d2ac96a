using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>A part of a chart that a page shows as one image.</summary>
/// <param name="Area">The part of the canvas.</param>
/// <param name="Panels">The panels in it.</param>
internal sealed record Piece(Box Area, IReadOnlyList<Panel> Panels)
{
    /// <summary>The pieces of a row of panels: panels with the same area belong together.</summary>
    public static IReadOnlyList<Piece> Of(IEnumerable<Panel> panels) =>
        [.. panels.GroupBy(panel => panel.Area).Select(group => new Piece(group.Key, [.. group]))];

    public (IReadOnlyList<SvgElement> Elements, double SmallestFont) Draw()
    {
        SvgCanvas[] canvases = [.. Panels.Select(SvgPanel.Draw)];
        return ([.. canvases.SelectMany(canvas => canvas.Elements)], canvases.Min(canvas => canvas.SmallestFont));
    }
}

/// <summary>Draws a whole chart as one static SVG document.</summary>
internal static class SvgPicture
{
    public static string Of(Chart chart)
    {
        var title = new SvgCanvas();
        title.Text(chart.Title, Chart.Edge, 21, Palette.Text, 15, "start", bold: true);
        return SvgCanvas.Write(
            [.. title.Elements, .. chart.Panels.SelectMany(panel => SvgPanel.Draw(panel).Elements)],
            new Box(0, 0, chart.Width, chart.Height));
    }
}
