using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Draws one panel: title, names, axes and marks.</summary>
internal static class SvgPanel
{
    public static SvgCanvas Draw(Panel panel)
    {
        var canvas = new SvgCanvas();
        Box box = panel.Box;
        canvas.Text(panel.Title, box.Left + box.Width / 2, box.Top - panel.TitleRise, Palette.Text, 13, bold: true);
        foreach (Legend legend in panel.Legends)
        {
            canvas.Stroke($"M{Number.Pixel(legend.X)} {Number.Pixel(legend.Y)}h22", legend.Color, 3, legend.Dash);
            canvas.Text(legend.Name, legend.X + 28, legend.Y + 4, Palette.Text, anchor: "start");
        }

        SvgAxes.Draw(canvas, panel);
        foreach (Mark mark in panel.Marks)
        {
            switch (mark)
            {
                case Cells cells: SvgCells.Draw(canvas, panel, cells); break;
                case Line line: SvgLines.Draw(canvas, panel, line); break;
                case BarSet bars: Draw(canvas, panel, bars); break;
                case Words words: Draw(canvas, panel, words); break;
            }
        }

        if (panel.Frame is { } frame)
        {
            string corner = $"{Number.Pixel(frame.Left)} {Number.Pixel(frame.Top)}";
            string width = Number.Pixel(frame.Width), height = Number.Pixel(frame.Height);
            canvas.Stroke($"M{corner}h{width}v{height}h-{width}z", Palette.Chosen, 3);
        }

        return canvas;
    }

    private static void Draw(SvgCanvas canvas, Panel panel, BarSet bars)
    {
        double half = bars.Thickness / 2;
        foreach (((double place, double number), string text) in bars.Places.Zip(bars.Values).Zip(bars.Texts))
        {
            double value = double.IsFinite(number) ? number : 0;
            double foot = bars.Lying && panel.X.Log ? panel.X.Start : 0;
            (double x0, double y0) = bars.Lying ? panel.Place(foot, place - half) : panel.Place(place - half, foot);
            (double x1, double y1) = bars.Lying ? panel.Place(value, place + half) : panel.Place(place + half, value);
            var box = new Box(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0));
            string ink = BarSet.IsHidden(number) ? Palette.Muted : Palette.Text;
            canvas.Rectangle(box, bars.Color);
            if (bars.Lying)
            {
                string anchor = value < 0 ? "end" : "start";
                canvas.Text(text, x1 + (value < 0 ? -5 : 5), (y0 + y1) / 2 + 4, ink, anchor: anchor);
            }
            else
            {
                canvas.Text(text, (x0 + x1) / 2, y1 + (value < 0 ? 14 : -5), ink);
            }
        }
    }

    private static void Draw(SvgCanvas canvas, Panel panel, Words words)
    {
        (int Right, int Up) side = words.Steps;
        string anchor = side.Right > 0 ? "start" : side.Right < 0 ? "end" : "middle";
        foreach (((double wordX, double wordY), string text) in words.Xs.Zip(words.Ys).Zip(words.Texts))
        {
            (double x, double baseline) = Words.Place(panel.Place(wordX, wordY), side);
            canvas.Text(text, x, baseline, Palette.Text, Words.FontSize, anchor, halo: words.Halo);
        }
    }
}
