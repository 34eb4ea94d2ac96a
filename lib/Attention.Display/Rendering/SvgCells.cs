using System.Text;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Draws the cells of a heatmap, their numbers, and the bar that explains the colours.</summary>
internal static class SvgCells
{
    /// <summary>More cells than this are drawn as one path per colour, which keeps the picture small.</summary>
    private const int MostSingleCells = 100;

    public static void Draw(SvgCanvas canvas, Panel panel, Cells cells)
    {
        MatrixValues values = cells.Values;
        Box frame = panel.Box;
        canvas.Rectangle(new(frame.Left - 1, frame.Top - 1, frame.Width + 1, frame.Height + 1), Palette.Grid);
        canvas.Rectangle(frame, Palette.Paper);
        (int Row, int Column)[] places =
            [.. Enumerable.Range(0, values.Rows)
                .SelectMany(i => Enumerable.Range(0, values.Columns).Select(j => (i, j)))];
        var shown = places.Where(p => !cells.IsHidden(p.Row, p.Column));
        if (places.Length <= MostSingleCells)
        {
            foreach ((int i, int j) in shown)
            {
                (string color, double opacity) = cells.FillOf(i, j);
                canvas.Rectangle(CellBox(panel, values, i, j), color, opacity);
            }
        }
        else
        {
            foreach (var group in shown.GroupBy(p => cells.FillOf(p.Row, p.Column)))
            {
                canvas.Fill(Path(panel, values, group), group.Key.Color, group.Key.Opacity);
            }
        }

        // Lines keep numbers apart, and show how few cells there are.
        if (places.Length <= MostSingleCells || cells.FontSize > 0)
        {
            DrawGaps(canvas, panel, values);
        }

        DrawHidden(canvas, panel, cells, places);
        if (cells.FontSize > 0)
        {
            DrawNumbers(canvas, panel, cells, places);
        }

        if (panel.ColorBar)
        {
            DrawColorBar(canvas, panel.Box, cells);
        }
    }

    /// <summary>The lines of the hatching in data coordinates: two diagonals in each hidden cell.</summary>
    public static IEnumerable<(double X0, double Y0, double X1, double Y1)> Hatching(int row, int column)
    {
        yield return (column - 0.5, row + 0.5, column + 0.5, row - 0.5);
        yield return (column - 0.5, row, column, row - 0.5);
        yield return (column, row + 0.5, column + 0.5, row);
    }

    private static Box CellBox(Panel panel, MatrixValues values, int row, int column)
    {
        (double width, double height) = (panel.Box.Width / values.Columns, panel.Box.Height / values.Rows);
        return new(panel.Box.Left + column * width, panel.Box.Top + row * height, width, height);
    }

    /// <summary>
    /// The outlines of cells, each begun from the corner where the one before ended: that takes few bytes.
    /// </summary>
    private static string Path(Panel panel, MatrixValues values, IEnumerable<(int Row, int Column)> places)
    {
        var path = new StringBuilder();
        (double x, double y) = (0, 0);
        foreach ((int i, int j) in places)
        {
            Box box = CellBox(panel, values, i, j);
            (double left, double top) = (Math.Round(box.Left, 1), Math.Round(box.Top, 1));
            (double width, double height) = (Math.Round(box.Width, 1), Math.Round(box.Height, 1));
            string down = Number.Pixel(top - y);
            path.Append(path.Length == 0 ? "M" : "m").Append(Number.Pixel(left - x))
                .Append(down[0] == '-' ? "" : " ").Append(down)
                .Append($"h{Number.Pixel(width)}v{Number.Pixel(height)}h-{Number.Pixel(width)}");
            (x, y) = (left, top + height);
        }

        return path.ToString();
    }

    private static void DrawGaps(SvgCanvas canvas, Panel panel, MatrixValues values)
    {
        if (panel.CellGap(values) == 0)
        {
            return;
        }

        Box box = panel.Box;
        (double width, double height) = (box.Width / values.Columns, box.Height / values.Rows);
        var path = new StringBuilder();
        for (int j = 1; j <= values.Columns; j++)
        {
            path.Append(
                $"M{Number.Pixel(box.Left + j * width - 0.5)} {Number.Pixel(box.Top)}V{Number.Pixel(box.Bottom)}");
        }

        for (int i = 1; i <= values.Rows; i++)
        {
            path.Append(
                $"M{Number.Pixel(box.Left)} {Number.Pixel(box.Top + i * height - 0.5)}H{Number.Pixel(box.Right)}");
        }

        canvas.Stroke(path.ToString(), Palette.Grid, 1);
    }

    private static void DrawHidden(SvgCanvas canvas, Panel panel, Cells cells, (int Row, int Column)[] places)
    {
        (int Row, int Column)[] hidden = [.. places.Where(p => cells.IsHidden(p.Row, p.Column))];
        if (hidden.Length == 0)
        {
            return;
        }

        canvas.Fill(Path(panel, cells.Values, hidden), Palette.Hidden);
        var lines = new StringBuilder();
        foreach ((double x0, double y0, double x1, double y1) in hidden.SelectMany(p => Hatching(p.Row, p.Column)))
        {
            ((double left, double bottom), (double right, double top)) = (panel.Place(x0, y0), panel.Place(x1, y1));
            lines.Append($"M{Number.Pixel(left)} {Number.Pixel(bottom)}L{Number.Pixel(right)} {Number.Pixel(top)}");
        }

        canvas.Stroke(lines.ToString(), Palette.Hatch, 1);
    }

    private static void DrawNumbers(SvgCanvas canvas, Panel panel, Cells cells, (int Row, int Column)[] places)
    {
        foreach ((int i, int j) in places)
        {
            string text = cells.Text(i, j);
            Box box = CellBox(panel, cells.Values, i, j);
            (double x, double y) = (Math.Round(box.Left + box.Width / 2), box.Top + box.Height / 2);
            (string color, double opacity) = cells.FillOf(i, j);
            bool hidden = cells.IsHidden(i, j);
            if (hidden && text.Length > 0)
            {
                // The number of a hidden cell stands on a plain ground, so that no hatching crosses it.
                double half = TextSize.Width(text, cells.FontSize) / 2 + 1;
                canvas.Rectangle(
                    new(x - half, y - cells.FontSize / 2 - 1, 2 * half, cells.FontSize + 2), Palette.Hidden);
            }

            string ink = !hidden && Palette.IsDeep(color, opacity) ? Palette.InkOnDeep : Palette.Ink;
            canvas.Text(text, x, Math.Round(y + cells.FontSize * 0.36), ink, cells.FontSize);
        }
    }

    private static void DrawColorBar(SvgCanvas canvas, Box box, Cells cells)
    {
        Box bar = CellLayout.ColorBar(box);
        if (cells.IsMask)
        {
            DrawMaskLegend(canvas, bar, cells);
            return;
        }

        canvas.Rectangle(new(bar.Left - 1, bar.Top - 1, bar.Width + 2, bar.Height + 2), Palette.Grid);
        canvas.Rectangle(bar, Palette.Paper);

        // Shades that cells have: all of one colour, or every fourth of two. The bar begins and ends with half a step.
        int steps = cells.Diverging ? Cells.Shades / 2 : Cells.Shades;
        foreach (int step in Enumerable.Range(0, steps + 1).Where(step => !cells.Diverging || 2 * step != steps))
        {
            double left = Math.Round(bar.Left + Math.Max(step - 0.5, 0) / steps * bar.Width, 1);
            double right = Math.Round(bar.Left + Math.Min(step + 0.5, steps) / steps * bar.Width, 1);
            (string color, double opacity) = cells.Fill(cells.Low + (double)step / steps * (cells.High - cells.Low));
            string width = Number.Pixel(right - left), height = Number.Pixel(bar.Height);
            canvas.Fill(
                $"M{Number.Pixel(left)} {Number.Pixel(bar.Top)}h{width}v{height}h-{width}z", color, opacity);
        }

        foreach (Tick tick in CellLayout.ColorTicks(cells, bar.Width))
        {
            double x = bar.Left + (tick.At - cells.Low) / (cells.High - cells.Low) * bar.Width;
            canvas.Stroke($"M{Number.Pixel(x)} {Number.Pixel(bar.Bottom)}v4", Palette.Axis, 1);
            canvas.Text(tick.Label.Text, x, bar.Bottom + 16, Palette.Muted);
        }
    }

    /// <summary>A mask has two colours, so that names explain them better than a bar.</summary>
    private static void DrawMaskLegend(SvgCanvas canvas, Box bar, Cells cells)
    {
        (string color, double opacity) = cells.Fill(0);
        canvas.Rectangle(new(bar.Left, bar.Top, 16, 12), color, opacity);
        canvas.Text("visible", bar.Left + 21, bar.Top + 10, Palette.Muted, anchor: "start");
        double left = bar.Left + 78;
        canvas.Rectangle(new(left, bar.Top, 16, 12), Palette.Hidden);
        (string x, string y) = (Number.Pixel(left), Number.Pixel(bar.Top + 12));
        canvas.Stroke(
            $"M{x} {y}l12 -12M{x} {Number.Pixel(bar.Top + 6)}l6 -6M{Number.Pixel(left + 6)} {y}l10 -10", Palette.Hatch,
            1);
        canvas.Text("hidden", left + 21, bar.Top + 10, Palette.Muted, anchor: "start");
    }
}
