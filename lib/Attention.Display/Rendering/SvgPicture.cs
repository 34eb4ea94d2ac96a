using System.Text;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>
/// Draws a chart as static SVG: only <c>rect</c>, <c>line</c>, <c>path</c> and <c>text</c> with attributes, so that
/// every viewer shows it.
/// </summary>
internal sealed class SvgPicture
{
    public const string Fonts =
        "system-ui,-apple-system,Segoe UI,Noto Sans,Noto Sans CJK SC,PingFang SC,Microsoft YaHei,sans-serif";

    private readonly StringBuilder _svg;
    private readonly double _fontSize;

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="fontSize">The size of most texts: it is written once.</param>
    private SvgPicture(double width, double height, double fontSize) =>
        (_fontSize, _svg) = (
            fontSize,
            new StringBuilder()
                .Append(
                    $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Number.Pixel(width)}\" height=\"{Number.Pixel(height)}\""
                )
                .Append(
                    $" viewBox=\"0 0 {Number.Pixel(width)} {Number.Pixel(height)}\" font-family=\"{Fonts}\" font-size=\"{Number.Pixel(fontSize)}\" text-anchor=\"middle\">"
                )
        );

    /// <summary>The whole chart as one SVG document.</summary>
    public static string Of(Chart chart)
    {
        var picture = new SvgPicture(
            chart.Width,
            chart.Height,
            chart
                .Panels.SelectMany(panel => panel.Marks)
                .OfType<Cells>()
                .FirstOrDefault(cells => cells.FontSize > 0)
                ?.FontSize
                ?? 12
        );
        picture.Rectangle(new Box(0, 0, chart.Width, chart.Height), Palette.Paper);
        picture.Text(chart.Title, Chart.Edge, 21, Palette.Text, size: 15, anchor: "start", bold: true);
        foreach (Panel panel in chart.Panels)
        {
            picture.Draw(panel);
        }

        foreach (Legend legend in chart.Legends)
        {
            picture.Stroke($"M{Number.Pixel(legend.X)} {Number.Pixel(legend.Y)}h22", legend.Color, 3, legend.Dash);
            picture.Text(legend.Name, legend.X + 28, legend.Y + 4, Palette.Text, anchor: "start");
        }

        if (chart.Control is { } control)
        {
            picture.Draw(control, chart);
        }

        return picture.Finish();
    }

    /// <summary>A picture of free shapes, drawn by <paramref name="draw"/>.</summary>
    public static string Of(double width, double height, Action<SvgPicture> draw)
    {
        var picture = new SvgPicture(width, height, 12);
        picture.Rectangle(new Box(0, 0, width, height), Palette.Paper);
        draw(picture);
        return picture.Finish();
    }

    public void Rectangle(Box box, string fill, string? stroke = null) =>
        _svg.Append(
                $"<rect x=\"{Number.Pixel(box.Left)}\" y=\"{Number.Pixel(box.Top)}\" width=\"{Number.Pixel(box.Width)}\" height=\"{Number.Pixel(box.Height)}\" fill=\"{fill}\""
            )
            .Append(stroke is null ? "/>" : $" stroke=\"{stroke}\"/>");

    public void Fill(string path, string fill) => _svg.Append($"<path d=\"{path}\" fill=\"{fill}\"/>");

    public void Stroke(string path, string color, double width, string? dash = null) =>
        _svg.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{Number.Pixel(width)}\"")
            .Append(dash is null ? "/>" : $" stroke-dasharray=\"{dash}\"/>");

    public void Text(
        string text,
        double x,
        double y,
        string color,
        double size = 12,
        string anchor = "middle",
        bool bold = false,
        double turn = 0
    )
    {
        if (text.Length == 0)
        {
            return;
        }

        _svg.Append($"<text x=\"{Number.Pixel(x)}\" y=\"{Number.Pixel(y)}\"")
            .Append(color == Palette.Ink ? "" : $" fill=\"{color}\"")
            .Append(size == _fontSize ? "" : $" font-size=\"{Number.Pixel(size)}\"")
            .Append(anchor == "middle" ? "" : $" text-anchor=\"{anchor}\"")
            .Append(bold ? " font-weight=\"600\"" : "")
            .Append(turn == 0 ? "" : $" transform=\"rotate({Number.Pixel(turn)} {Number.Pixel(x)} {Number.Pixel(y)})\"")
            .Append('>')
            .Append(Escape.Html(text))
            .Append("</text>");
    }

    private string Finish() => _svg.Append("</svg>").ToString();

    private void Draw(Panel panel)
    {
        Box box = panel.Box;
        Text(panel.Title, box.Left + box.Width / 2, box.Top - panel.TitleRise, Palette.Text, size: 13, bold: true);
        if (panel.HasCells)
        {
            Rectangle(panel.Backing, Palette.Hidden);
        }

        DrawTicks(panel);
        foreach (Mark mark in panel.Marks)
        {
            switch (mark)
            {
                case Cells heat:
                    Draw(panel, heat);
                    break;
                case Line line:
                    Draw(panel, line);
                    break;
                case BarSet bars:
                    Draw(panel, bars);
                    break;
                case Words words:
                    Draw(panel, words);
                    break;
            }
        }

        if (panel.ColorBar && panel.Marks.OfType<Cells>().FirstOrDefault() is { } scale)
        {
            DrawColorBar(box, scale);
        }
    }

    private void DrawTicks(Panel panel)
    {
        Box box = panel.Box;
        foreach (Tick tick in panel.X.Bare ? [] : panel.X.Ticks)
        {
            double x = panel.Place(tick.At, panel.Y.Start).X;
            if (panel.X.Names is null)
            {
                Stroke($"M{Number.Pixel(x)} {Number.Pixel(box.Top)}V{Number.Pixel(box.Bottom)}", Palette.Grid, 1);
            }

            (string word, string gloss) = (tick.Label.Text, panel.X.WordsOnly ? "" : tick.Label.Gloss ?? "");
            if (panel.X.Turn != 0)
            {
                (double y, string anchor) = panel.X.OnTop ? (box.Top - 6, "start") : (box.Bottom + 12, "end");
                Text(CellLayout.OneLine(tick.Label), x + 4, y, Palette.Text, anchor: anchor, turn: panel.X.Turn);
            }
            else if (panel.X.OnTop)
            {
                Text(word, x, box.Top - (gloss.Length > 0 ? 19 : 6), Palette.Text);
                Text(gloss, x, box.Top - 6, Palette.Muted, size: 10);
            }
            else
            {
                Text(word, x, box.Bottom + 16, Palette.Text);
                Text(gloss, x, box.Bottom + 29, Palette.Muted, size: 10);
            }
        }

        foreach (Tick tick in panel.Y.Bare ? [] : panel.Y.Ticks)
        {
            double y = panel.Place(panel.X.Start, tick.At).Y;
            if (panel.Y.Names is null)
            {
                Stroke($"M{Number.Pixel(box.Left)} {Number.Pixel(y)}H{Number.Pixel(box.Right)}", Palette.Grid, 1);
            }

            Text(CellLayout.OneLine(tick.Label), box.Left - 7, y + 4, Palette.Text, anchor: "end");
        }

        if (!panel.HasCells)
        {
            DrawZeroLines(panel);
        }

        foreach (AxisTitle title in panel.AxisTitles)
        {
            bool upright = title.Turn != 0;
            Text(title.Text, title.X + (upright ? 4 : 0), title.Y + (upright ? 0 : 4), Palette.Muted, turn: title.Turn);
        }
    }

    private void DrawZeroLines(Panel panel)
    {
        Box box = panel.Box;
        (double zeroX, double zeroY) = panel.Place(panel.X.Log ? panel.X.Start : 0, panel.Y.Log ? panel.Y.Start : 0);
        double x = Math.Clamp(zeroX, box.Left, box.Right),
            y = Math.Clamp(zeroY, box.Top, box.Bottom);
        if (panel.Y.Names is not null || (panel.X.Names is null && !panel.X.Bare))
        {
            Stroke($"M{Number.Pixel(x)} {Number.Pixel(box.Top)}V{Number.Pixel(box.Bottom)}", Palette.Axis, 1);
        }

        if (panel.Y.Names is null)
        {
            Stroke($"M{Number.Pixel(box.Left)} {Number.Pixel(y)}H{Number.Pixel(box.Right)}", Palette.Axis, 1);
        }
    }

    private void Draw(Panel panel, Cells cells)
    {
        MatrixValues values = cells.Values;
        double width = panel.Box.Width / values.Columns,
            height = panel.Box.Height / values.Rows;
        double gap = panel.CellGap(values);
        var places =
            from i in Enumerable.Range(0, values.Rows)
            from j in Enumerable.Range(0, values.Columns)
            select (i, j);

        // One path per colour: a heatmap of many cells stays small.
        foreach (
            var group in places
                .Where(p => double.IsFinite(values[p.i, p.j]))
                .GroupBy(p => cells.Color(values[p.i, p.j]))
        )
        {
            var path = new StringBuilder();
            foreach ((int i, int j) in group)
            {
                path.Append($"M{Number.Pixel(panel.Box.Left + j * width)} {Number.Pixel(panel.Box.Top + i * height)}")
                    .Append($"h{Number.Pixel(width - gap)}v{Number.Pixel(height - gap)}h{Number.Pixel(gap - width)}z");
            }

            Fill(path.ToString(), group.Key);
        }

        if (cells.FontSize > 0)
        {
            foreach ((int i, int j) in places)
            {
                (double x, double y) = (
                    panel.Box.Left + (j + 0.5) * width,
                    panel.Box.Top + (i + 0.5) * height + cells.FontSize * 0.36
                );
                Text(cells.Text(i, j), Math.Round(x), Math.Round(y), Palette.Ink, cells.FontSize);
            }
        }
    }

    private void DrawColorBar(Box box, Cells cells)
    {
        const int Steps = 32;
        Box bar = CellLayout.ColorBar(box);
        for (int step = 0; step < Steps; step++)
        {
            string color = Palette.At(cells.Diverging, 1 - (step + 0.5) / Steps);
            Rectangle(
                bar with
                {
                    Top = bar.Top + step * bar.Height / Steps,
                    Height = bar.Height / Steps + (step < Steps - 1 ? 0.5 : 0),
                },
                color
            );
        }

        foreach (Tick tick in CellLayout.ColorTicks(cells, bar.Height))
        {
            double y = bar.Bottom - (tick.At - cells.Low) / (cells.High - cells.Low) * bar.Height;
            Stroke($"M{Number.Pixel(bar.Right)} {Number.Pixel(y)}h4", Palette.Axis, 1);
            Text(tick.Label.Text, bar.Right + 7, y + 4, Palette.Muted, size: 11, anchor: "start");
        }
    }

    private void Draw(Panel panel, Line line)
    {
        (double X, double Y)[] points = [.. line.Xs.Zip(line.Ys, panel.Place)];
        if (line.Width > 0)
        {
            Stroke(Connect(points), line.Color, line.Width, line.Dash);
        }

        foreach ((double x, double y) in points.Where(p => line.Dots > 0 && double.IsFinite(p.X + p.Y)))
        {
            double r = line.Dots / 2;
            Fill(
                $"M{Number.Pixel(x - r)} {Number.Pixel(y)}a{Number.Pixel(r)} {Number.Pixel(r)} 0 1 0 {Number.Pixel(2 * r)} 0a{Number.Pixel(r)} {Number.Pixel(r)} 0 1 0 {Number.Pixel(-2 * r)} 0z",
                line.Color
            );
        }

        if (line.Arrow && points.Length > 1)
        {
            DrawHead(points[^2], points[^1], line.Color);
        }
    }

    /// <summary>A path through the points; what is not finite breaks the line.</summary>
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

    private void DrawHead((double X, double Y) from, (double X, double Y) to, string color)
    {
        double length = Math.Sqrt((to.X - from.X) * (to.X - from.X) + (to.Y - from.Y) * (to.Y - from.Y));
        if (length < 1)
        {
            return;
        }

        (double dx, double dy) = ((to.X - from.X) / length, (to.Y - from.Y) / length);
        (double backX, double backY) = (to.X - 12 * dx, to.Y - 12 * dy);
        Fill(
            $"M{Number.Pixel(to.X)} {Number.Pixel(to.Y)}L{Number.Pixel(backX - 5.5 * dy)} {Number.Pixel(backY + 5.5 * dx)}L{Number.Pixel(backX + 5.5 * dy)} {Number.Pixel(backY - 5.5 * dx)}z",
            color
        );
    }

    private void Draw(Panel panel, BarSet bars)
    {
        for (int i = 0; i < bars.Places.Count; i++)
        {
            double value = double.IsFinite(bars.Values[i]) ? bars.Values[i] : 0,
                half = bars.Thickness / 2;
            (double x0, double y0) = bars.Lying
                ? panel.Place(0, bars.Places[i] - half)
                : panel.Place(bars.Places[i] - half, 0);
            (double x1, double y1) = bars.Lying
                ? panel.Place(value, bars.Places[i] + half)
                : panel.Place(bars.Places[i] + half, value);
            Rectangle(new Box(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0)), bars.Color);
            if (bars.Lying)
            {
                Text(
                    bars.Texts[i],
                    x1 + (value < 0 ? -5 : 5),
                    (y0 + y1) / 2 + 4,
                    Palette.Text,
                    anchor: value < 0 ? "end" : "start"
                );
            }
            else
            {
                Text(bars.Texts[i], (x0 + x1) / 2, y1 + (value < 0 ? 14 : -5), Palette.Text);
            }
        }
    }

    private void Draw(Panel panel, Words words)
    {
        int right =
            words.Side.Contains("right", StringComparison.Ordinal) ? 1
            : words.Side.Contains("left", StringComparison.Ordinal) ? -1
            : 0;
        int up =
            words.Side.Contains("top", StringComparison.Ordinal) ? 1
            : words.Side.Contains("bottom", StringComparison.Ordinal) ? -1
            : 0;
        for (int i = 0; i < words.Texts.Count; i++)
        {
            (double x, double y) = panel.Place(words.Xs[i], words.Ys[i]);
            Text(
                words.Texts[i],
                x + right * 7,
                y + 4 - up * (right == 0 ? 13 : 9),
                Palette.Text,
                size: 13,
                anchor: right > 0 ? "start"
                    : right < 0 ? "end"
                    : "middle"
            );
        }
    }

    private void Draw(Control control, Chart chart)
    {
        string name = $"{control.Name}: {control.Steps[control.Start]}";
        if (!control.IsSlider)
        {
            (double width, double top) = (TextSize.Width(name, 12) + 34, Chart.TitleHeight(chart.Title) - 2);
            Rectangle(new Box(Chart.Edge, top, width, 24), Palette.Control, Palette.Axis);
            Text(name, Chart.Edge + 8, top + 16, Palette.Text, anchor: "start");
            Fill($"M{Number.Pixel(Chart.Edge + width - 18)} {Number.Pixel(top + 9)}h9l-4.5 6z", Palette.Muted);
            return;
        }

        (double left, double right, double y) = (24, chart.Width - 24, chart.Height - 26);
        Text(name, left, y - 14, Palette.Text, anchor: "start");
        Stroke($"M{Number.Pixel(left)} {Number.Pixel(y)}H{Number.Pixel(right)}", Palette.Axis, 3);
        for (int i = 0; i < control.Steps.Count; i++)
        {
            double x = left + (right - left) * (control.Steps.Count == 1 ? 0.5 : (double)i / (control.Steps.Count - 1));
            if (i == control.Start)
            {
                Rectangle(new Box(x - 5, y - 9, 10, 18), Palette.Series[0]);
            }

            Text(
                SliderLabels.Shown(control, i, right - left) ? control.Steps[i] : "",
                x,
                y + 22,
                Palette.Muted,
                size: 11
            );
        }
    }
}

/// <summary>Which steps of a slider are written below it, so that they do not overlap.</summary>
internal static class SliderLabels
{
    public static bool Shown(Control control, int step, double width)
    {
        double widest = control.Steps.Max(text => TextSize.Width(text, 11)) + 10;
        int every = Math.Max(1, (int)Math.Ceiling(widest * (control.Steps.Count - 1) / width));
        return step % every == 0;
    }
}
