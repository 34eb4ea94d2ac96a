using System.Text;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Draws lines, their dots and their arrowheads.</summary>
internal static class SvgLines
{
    public static void Draw(SvgCanvas canvas, Panel panel, Line line)
    {
        (double X, double Y)[] points = [.. line.Xs.Zip(line.Ys, panel.Place)];
        if (line.Width > 0)
        {
            canvas.Stroke(Connect(points), line.Color, line.Width, line.Dash);
        }

        foreach ((double x, double y) in points.Where(p => line.Dots > 0 && double.IsFinite(p.X + p.Y)))
        {
            string radius = Number.Pixel(line.Dots / 2), diameter = Number.Pixel(line.Dots);
            canvas.Fill(
                $"M{Number.Pixel(x - line.Dots / 2)} {Number.Pixel(y)}a{radius} {radius} 0 1 0 {diameter} 0"
                    + $"a{radius} {radius} 0 1 0 -{diameter} 0z",
                line.Color);
        }

        if (line.Arrow && points.Length > 1)
        {
            DrawHead(canvas, points[^2], points[^1], line.Color);
        }
    }

    /// <summary>A path through the points. A point that is not finite breaks the line.</summary>
    private static string Connect(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        bool drawing = false;
        foreach ((double x, double y) in points)
        {
            bool visible = double.IsFinite(x + y);
            if (visible)
            {
                path.Append($"{(drawing ? 'L' : 'M')}{Number.Pixel(x)} {Number.Pixel(y)}");
            }

            drawing = visible;
        }

        return path.ToString();
    }

    private static void DrawHead(SvgCanvas canvas, (double X, double Y) from, (double X, double Y) to, string color)
    {
        double length = Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
        if (length < 1)
        {
            return;
        }

        (double dx, double dy) = ((to.X - from.X) / length, (to.Y - from.Y) / length);
        (double backX, double backY) = (to.X - 12 * dx, to.Y - 12 * dy);
        string tip = Point(to.X, to.Y), left = Point(backX - 5.5 * dy, backY + 5.5 * dx);
        canvas.Fill($"M{tip}L{left}L{Point(backX + 5.5 * dy, backY - 5.5 * dx)}z", color);
    }

    private static string Point(double x, double y) => $"{Number.Pixel(x)} {Number.Pixel(y)}";
}
