using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Boxes and arrows of pictures that show an order of steps.</summary>
internal static class SvgBoxes
{
    /// <summary>A box, filled where it is lit.</summary>
    public static void DrawBox(SvgCanvas canvas, Box box, bool lit)
    {
        canvas.Rectangle(box, lit ? Palette.Plain : Palette.Paper);
        string edge = $"M{Number.Pixel(box.Left)} {Number.Pixel(box.Top)}h{box.Width}v{box.Height}h-{box.Width}z";
        canvas.Stroke(edge, lit ? Palette.Series[0] : Palette.Axis, 1);
    }

    /// <summary>A name on the left of a box, and what it does on the right.</summary>
    public static void DrawTexts(SvgCanvas canvas, Box box, bool lit, string name, string what)
    {
        double line = box.Top + box.Height / 2 + 5;
        canvas.Text(name, box.Left + 10, line, Palette.Text, size: 13, anchor: "start", bold: true);
        canvas.Text(what, box.Right - 10, line, lit ? Palette.Text : Palette.Muted, anchor: "end");
    }

    /// <summary>An arrow that points down.</summary>
    public static void DrawArrow(SvgCanvas canvas, double x, double from, double to)
    {
        canvas.Stroke($"M{Number.Pixel(x)} {Number.Pixel(from + 1)}V{Number.Pixel(to - 8)}", Palette.Axis, 2);
        canvas.Fill($"M{Number.Pixel(x)} {Number.Pixel(to - 1)}l-5 -9h10z", Palette.Axis);
    }
}
