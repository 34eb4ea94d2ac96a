using System.Text;
using System.Text.Json.Nodes;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>What plotly.js draws as shapes and notes: grid lines between cells, hatching, titles and legends.</summary>
internal static class PlotlyShapes
{
    /// <summary>
    /// All shapes of a chart. They differ between the steps of a slider where the hidden cells differ.
    /// </summary>
    public static JsonArray Shapes(IReadOnlyList<Panel> panels, Chart chart)
    {
        var shapes = new JsonArray();
        foreach ((int i, Panel panel) in panels.Index())
        {
            foreach (Legend legend in panel.Legends)
            {
                shapes.Add(OnPaper("line", new Box(legend.X, legend.Y, 22, 0), chart, new JsonObject
                {
                    ["line"] = Stroke(legend.Color, 3, legend.Dash),
                }));
            }

            if (panel.Cells is { } cells)
            {
                AddCells(shapes, panel, cells, i, chart);
            }

            if (panel.Frame is { } frame)
            {
                shapes.Add(OnPaper(
                    "rect", frame, chart, new JsonObject { ["line"] = Stroke(Palette.Chosen, 3, dash: null) }));
            }
        }

        return shapes;
    }

    /// <summary>Titles of panels and axes, and the names in legends.</summary>
    public static JsonArray Notes(Chart chart)
    {
        var notes = new JsonArray();
        foreach (Panel panel in chart.Panels)
        {
            if (panel.Title.Length > 0)
            {
                double middle = panel.Box.Left + panel.Box.Width / 2, top = panel.Box.Top - panel.TitleRise - 4;
                notes.Add(Note(PlotlyText.Inked(panel.Title, bold: true), middle, top, chart, "center", 13));
            }

            foreach (AxisTitle title in panel.AxisTitles.Where(title => title.Text.Length > 0))
            {
                JsonObject note = Note(PlotlyText.Inked(title.Text), title.X, title.Y, chart, "center", 12);
                note["textangle"] = title.Turn;
                notes.Add(note);
            }

            foreach (Legend legend in panel.Legends)
            {
                notes.Add(Note(PlotlyText.Inked(legend.Name), legend.X + 28, legend.Y, chart, "left", 12));
            }

            if (panel is { ColorBar: true, Cells.IsMask: true })
            {
                Box bar = CellLayout.ColorBar(panel.Box);
                notes.Add(Note(PlotlyText.Inked("visible"), bar.Left + 21, bar.Top + 6, chart, "left", 12));
                notes.Add(Note(PlotlyText.Inked("hidden"), bar.Left + 99, bar.Top + 6, chart, "left", 12));
            }
        }

        return notes;
    }

    public static JsonObject Stroke(string color, double width, string? dash)
    {
        var stroke = new JsonObject { ["color"] = color, ["width"] = width };
        if (dash is not null)
        {
            stroke["dash"] = string.Join(',', dash.Split(' ').Select(part => part + "px"));
        }

        return stroke;
    }

    private static void AddCells(JsonArray shapes, Panel panel, Cells cells, int index, Chart chart)
    {
        if (panel.CellGap(cells.Values) > 0)
        {
            shapes.Add(Path(Lattice(cells.Values), index, PlotlyText.Grid));
        }

        var hidden = from i in Enumerable.Range(0, cells.Values.Rows)
                     from j in Enumerable.Range(0, cells.Values.Columns)
                     where cells.IsHidden(i, j)
                     select (i, j);
        var ground = new StringBuilder();
        var hatching = new StringBuilder();
        foreach ((int i, int j) in hidden)
        {
            ground.Append($"M{Data(j - 0.5)},{Data(i - 0.5)}H{Data(j + 0.5)}V{Data(i + 0.5)}H{Data(j - 0.5)}Z");
            foreach ((double x0, double y0, double x1, double y1) in SvgCells.Hatching(i, j))
            {
                hatching.Append($"M{Data(x0)},{Data(y0)}L{Data(x1)},{Data(y1)}");
            }
        }

        if (ground.Length > 0)
        {
            JsonObject cover = Path(ground.ToString(), index, PlotlyText.NoColor);
            cover["fillcolor"] = PlotlyText.Hidden;
            shapes.Add(cover);
            shapes.Add(Path(hatching.ToString(), index, PlotlyText.Hatch));
        }

        if (panel.ColorBar && cells.IsMask)
        {
            Box bar = CellLayout.ColorBar(panel.Box);
            (string color, double opacity) = cells.Fill(0);
            shapes.Add(Patch(bar.Left, bar.Top, PlotlyText.Transparent(color, opacity), chart));
            shapes.Add(Patch(bar.Left + 78, bar.Top, PlotlyText.Hatch, chart));
        }
    }

    private static string Lattice(MatrixValues values)
    {
        var path = new StringBuilder();
        for (int j = 0; j <= values.Columns; j++)
        {
            path.Append($"M{Data(j - 0.5)},-0.5V{Data(values.Rows - 0.5)}");
        }

        for (int i = 0; i <= values.Rows; i++)
        {
            path.Append($"M-0.5,{Data(i - 0.5)}H{Data(values.Columns - 0.5)}");
        }

        return path.ToString();
    }

    private static string Data(double value) => Number.Pixel(value);

    private static JsonObject Patch(double left, double top, string color, Chart chart) =>
        OnPaper("rect", new Box(left, top, 16, 12), chart, new JsonObject
        {
            ["fillcolor"] = color,
            ["line"] = new JsonObject { ["width"] = 0 },
        });

    private static JsonObject Path(string path, int panel, string color) => new()
    {
        ["type"] = "path",
        ["path"] = path,
        ["xref"] = "x" + PlotlyText.Suffix(panel),
        ["yref"] = "y" + PlotlyText.Suffix(panel),
        ["line"] = new JsonObject { ["color"] = color, ["width"] = 1 },
    };

    private static JsonObject OnPaper(string type, Box box, Chart chart, JsonObject look)
    {
        look["type"] = type;
        look["xref"] = "paper";
        look["yref"] = "paper";
        look["x0"] = Number.Round(box.Left / chart.Width);
        look["x1"] = Number.Round(box.Right / chart.Width);
        look["y0"] = Number.Round(1 - box.Top / chart.Height);
        look["y1"] = Number.Round(1 - box.Bottom / chart.Height);
        return look;
    }

    private static JsonObject Note(string text, double x, double y, Chart chart, string anchor, double size) => new()
    {
        ["text"] = text,
        ["xref"] = "paper",
        ["yref"] = "paper",
        ["x"] = Number.Round(x / chart.Width),
        ["y"] = Number.Round(1 - y / chart.Height),
        ["xanchor"] = anchor,
        ["yanchor"] = "middle",
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = size },
    };
}
