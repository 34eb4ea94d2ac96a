namespace Attention.Display.Model;

/// <summary>The frame of a figure whose axes have the same scale, for arrows in two dimensions.</summary>
internal static class Plane
{
    /// <summary>The height of the plane in pixels.</summary>
    public const double Height = 280;

    /// <summary>The height of the plane in data, with room around the points and the origin.</summary>
    public static double Span((double X, double Y)[] points)
    {
        double[] xs = [0, .. points.Select(p => p.X)],
            ys = [0, .. points.Select(p => p.Y)];
        return Math.Max(Math.Max(xs.Max() - xs.Min(), ys.Max() - ys.Min()), 1e-9) * 1.3;
    }

    /// <summary>A chart of one panel with two axes of equal scale around the points and the origin.</summary>
    public static Chart Of(
        string title, (double X, double Y)[] points, List<Mark> marks, string xAxis, string yAxis,
        IReadOnlyList<(Label Name, string? Dash)> legend)
    {
        double[] xs = [0, .. points.Select(p => p.X)], ys = [0, .. points.Select(p => p.Y)];
        double span = Span(points), across = span * 1.25;
        Axis x = Around(xs, across) with { Title = xAxis }, y = Around(ys, span) with { Title = yAxis };
        Chart chart = Plot.Of(title, x, y, marks, legend, 430, Height);

        // One unit is as long to the right as upwards: the panel keeps its height and takes the width that fits.
        Panel panel = chart.Panels[0];
        Box box = panel.Box with { Width = panel.Box.Height * across / span };
        Box area = panel.Area with { Width = box.Right + 2 * Chart.Edge };
        return Plot.Single(title, panel with { Box = box, Area = area, EqualScale = true });

        static Axis Around(double[] values, double size) =>
            new((values.Max() + values.Min() - size) / 2, (values.Max() + values.Min() + size) / 2);
    }
}
