using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Draws the axes of a panel: names or numbers along them, grid, zero lines and titles.</summary>
internal static class SvgAxes
{
    public static void Draw(SvgCanvas canvas, Panel panel)
    {
        foreach (Tick tick in panel.X.Bare ? [] : panel.X.Ticks)
        {
            DrawX(canvas, panel, tick);
        }

        foreach (Tick tick in panel.Y.Bare ? [] : panel.Y.Ticks)
        {
            DrawY(canvas, panel, tick);
        }

        if (panel.Cells is null)
        {
            DrawZeroLines(canvas, panel);
        }

        foreach (AxisTitle title in panel.AxisTitles)
        {
            bool upright = title.Turn != 0;
            (double x, double y) = (title.X + (upright ? 4 : 0), title.Y + (upright ? 0 : 4));
            canvas.Text(title.Text, x, y, Palette.Muted, turn: title.Turn);
        }
    }

    private static void DrawX(SvgCanvas canvas, Panel panel, Tick tick)
    {
        Box box = panel.Box;
        double x = panel.Place(tick.At, panel.Y.Start).X;
        if (panel.X.Names is null)
        {
            canvas.Stroke($"M{Number.Pixel(x)} {Number.Pixel(box.Top)}V{Number.Pixel(box.Bottom)}", Palette.Grid, 1);
        }

        if (panel.X.Turn != 0)
        {
            (double y, string anchor) = panel.X.OnTop ? (box.Top - 6, "start") : (box.Bottom + 12, "end");
            canvas.Text(tick.Label.OneLine(), x + 4, y, Palette.Text, anchor: anchor, turn: panel.X.Turn);
            return;
        }

        string gloss = tick.Label.Gloss ?? "";
        double word = panel.X.OnTop ? box.Top - (panel.X.TwoLinesOnTop ? 20 : 6) : box.Bottom + 16;
        canvas.Text(tick.Label.Text, x, word, Palette.Text);
        canvas.Text(gloss, x, word + 14, Palette.Muted);
    }

    private static void DrawY(SvgCanvas canvas, Panel panel, Tick tick)
    {
        (double left, double y) = panel.Place(panel.X.Start, tick.At);
        if (panel.Y.Names is null)
        {
            canvas.Stroke($"M{Number.Pixel(left)} {Number.Pixel(y)}H{Number.Pixel(panel.Box.Right)}", Palette.Grid, 1);
        }

        if (panel.Y.TwoLines && tick.Label.Gloss is { Length: > 0 } gloss)
        {
            canvas.Text(tick.Label.Text, left - 7, y - 3, Palette.Text, anchor: "end");
            canvas.Text(gloss, left - 7, y + 11, Palette.Muted, anchor: "end");
        }
        else
        {
            canvas.Text(tick.Label.OneLine(), left - 7, y + 4, Palette.Text, anchor: "end");
        }
    }

    private static void DrawZeroLines(SvgCanvas canvas, Panel panel)
    {
        Box box = panel.Box;
        (double zeroX, double zeroY) =
            panel.Place(panel.X.Log ? panel.X.Start : 0, panel.Y.Log ? panel.Y.Start : 0);
        double x = Math.Clamp(zeroX, box.Left, box.Right), y = Math.Clamp(zeroY, box.Top, box.Bottom);
        if (panel.Y.Names is not null || (panel.X.Names is null && !panel.X.Bare))
        {
            canvas.Stroke($"M{Number.Pixel(x)} {Number.Pixel(box.Top)}V{Number.Pixel(box.Bottom)}", Palette.Axis, 1);
        }

        if (panel.Y.Names is null)
        {
            canvas.Stroke($"M{Number.Pixel(box.Left)} {Number.Pixel(y)}H{Number.Pixel(box.Right)}", Palette.Axis, 1);
        }
    }
}
