using System.Text.Json.Nodes;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>The trace of a heatmap with its colour bar.</summary>
internal static class PlotlyCells
{
    public static JsonObject Of(Cells cells, Panel panel, Chart chart)
    {
        MatrixValues values = cells.Values;
        bool bar = panel.ColorBar && !cells.IsMask;
        var trace = new JsonObject
        {
            ["type"] = "heatmap",
            ["z"] = Rows(values, (i, j) => PlotlyText.Value(values[i, j])),
            ["zmin"] = Number.Round(cells.Low),
            ["zmax"] = Number.Round(cells.High),
            ["colorscale"] = Scale(cells),
            ["showscale"] = bar,
            ["hoverinfo"] = "text",
            ["hovertext"] = Rows(values, (i, j) => PlotlyText.Hover(Hover(cells, panel, i, j))),
        };
        if (cells.FontSize > 0)
        {
            trace["text"] = Rows(values, (i, j) =>
            {
                (string color, double opacity) = cells.FillOf(i, j);
                return PlotlyText.OnCell(cells.Text(i, j), !cells.IsHidden(i, j) && Palette.IsDeep(color, opacity));
            });
            trace["texttemplate"] = PlotlyText.OnPaleCell;
            trace["textfont"] = new JsonObject { ["size"] = cells.FontSize };
        }

        if (bar)
        {
            trace["colorbar"] = ColorBar(cells, panel, chart);
        }

        return trace;
    }

    /// <summary>The names of row and column, then the text of the cell.</summary>
    private static string Hover(Cells cells, Panel panel, int row, int column)
    {
        string text = cells.Hovers[row * cells.Values.Columns + column];
        return $"{Name(panel.Y, row)} → {Name(panel.X, column)}\n{text}";

        static string Name(Axis axis, int at)
        {
            Tick? tick = axis.Names?.FirstOrDefault(tick => (int)tick.At == at);
            return $"{axis.Title} {tick?.Label.ToString() ?? Number.Text(at, 0)}".Trim();
        }
    }

    /// <summary>The same colour throughout, the more opaque the larger the value.</summary>
    private static JsonArray Scale(Cells cells)
    {
        if (cells.IsMask)
        {
            (string color, double opacity) = cells.Fill(0);
            return Stops((0, color, opacity), (1, color, opacity));
        }

        return cells.Diverging
            ? Stops(
                (0, Palette.Orange, 1), (0.4999, Palette.Orange, 0), (0.5001, Palette.Blue, 0), (1, Palette.Blue, 1))
            : Stops((0, Palette.Blue, 0), (1, Palette.Blue, 1));
    }

    private static JsonArray Stops(params (double At, string Color, double Opacity)[] stops) =>
        new([.. stops.Select(stop => new JsonArray(stop.At, PlotlyText.Transparent(stop.Color, stop.Opacity)))]);

    private static JsonObject ColorBar(Cells cells, Panel panel, Chart chart)
    {
        Box bar = CellLayout.ColorBar(panel.Box);
        IReadOnlyList<Tick> ticks = CellLayout.ColorTicks(cells, bar.Width);
        return new JsonObject
        {
            ["orientation"] = "h",
            ["x"] = Number.Round(bar.Left / chart.Width),
            ["xanchor"] = "left",
            ["y"] = Number.Round(1 - bar.Bottom / chart.Height),
            ["yanchor"] = "bottom",
            ["tickmode"] = "array",
            ["tickvals"] = PlotlyText.Numbers(ticks.Select(tick => tick.At)),
            ["ticktext"] = PlotlyText.Strings(ticks.Select(tick => PlotlyText.Inked(tick.Label.Text))),
            ["tickfont"] = new JsonObject { ["size"] = 12 },
            ["thickness"] = bar.Height,
            ["lenmode"] = "pixels",
            ["len"] = bar.Width,
            ["outlinecolor"] = PlotlyText.Grid,
            ["outlinewidth"] = 1,
            ["xpad"] = 0,
            ["ypad"] = 0,
        };
    }

    private static JsonArray Rows(MatrixValues values, Func<int, int, JsonNode?> cell) =>
        new([.. Enumerable.Range(0, values.Rows).Select(i =>
            new JsonArray([.. Enumerable.Range(0, values.Columns).Select(j => cell(i, j))]))]);
}
