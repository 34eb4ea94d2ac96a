using System.Text.Json.Nodes;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>The traces of a chart: one for each mark, and the names of columns that an axis cannot draw.</summary>
internal static partial class PlotlyChart
{
    private static List<JsonObject> Traces(IReadOnlyList<Panel> panels, Chart chart)
    {
        var traces = new List<JsonObject>();
        for (int i = 0; i < panels.Count; i++)
        {
            foreach (Mark mark in panels[i].Marks)
            {
                JsonObject trace = mark switch
                {
                    Cells cells => Trace(cells, panels[i], chart),
                    Line line => Trace(line),
                    BarSet bars => Trace(bars),
                    Words words => Trace(words),
                    _ => throw new InvalidOperationException($"{mark.GetType().Name} has no trace."),
                };
                traces.Add(OnAxes(trace, i));
            }
        }

        return traces;
    }

    private static JsonObject OnAxes(JsonObject trace, int panel)
    {
        trace["xaxis"] = "x" + Suffix(panel);
        trace["yaxis"] = "y" + Suffix(panel);
        return trace;
    }

    /// <summary>
    /// Names on two lines, or without their translations, are drawn as text: the axis keeps them whole on one line,
    /// where hover texts find them. An invisible marker keeps them off the cells.
    /// </summary>
    private static JsonObject ColumnNames(Panel panel, int index) =>
        OnAxes(
            new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "markers+text",
                ["marker"] = new JsonObject { ["size"] = 6, ["opacity"] = 0 },
                ["x"] = Numbers(panel.X.Names!.Select(tick => tick.At)),
                ["y"] = Numbers(panel.X.Names!.Select(_ => panel.Y.End)),
                ["text"] = Strings(
                    panel.X.Names!.Select(tick =>
                        panel.X.WordsOnly ? Escape.Plotly(tick.Label.Text) : TickText(tick.Label, twoLines: true)
                    )
                ),
                ["textposition"] = "top center",
                ["cliponaxis"] = false,
                ["hoverinfo"] = "skip",
            },
            index
        );

    /// <summary>A heatmap. What is not finite has no cell: the grey behind the cells shows.</summary>
    private static JsonObject Trace(Cells cells, Panel panel, Chart chart)
    {
        MatrixValues values = cells.Values;
        string[] stops = Palette.Stops(cells.Diverging);
        var trace = new JsonObject
        {
            ["type"] = "heatmap",
            ["z"] = Rows(values, (i, j) => Value(values[i, j])),
            ["zmin"] = Number.Round(cells.Low),
            ["zmax"] = Number.Round(cells.High),
            ["colorscale"] = new JsonArray([
                .. stops.Select((stop, i) => new JsonArray((double)i / (stops.Length - 1), stop)),
            ]),
            ["xgap"] = panel.CellGap(values),
            ["ygap"] = panel.CellGap(values),
            ["showscale"] = panel.ColorBar,
        };
        if (cells.HoverTemplate is { } template)
        {
            trace["hovertemplate"] = Escape.Plotly(template) + "<br>%{z}<extra></extra>";
        }
        else
        {
            trace["hoverinfo"] = "text";
            trace["hovertext"] = Rows(values, (i, j) => HoverText(cells.Hovers[i * values.Columns + j]));
        }

        if (cells.FontSize > 0)
        {
            trace["text"] = Rows(values, (i, j) => cells.Text(i, j));
            trace["texttemplate"] = "%{text}";
            trace["textfont"] = new JsonObject { ["size"] = cells.FontSize, ["color"] = Palette.Ink };
        }

        if (panel.ColorBar)
        {
            trace["colorbar"] = ColorBar(cells, panel, chart);
        }

        return trace;
    }

    private static JsonObject Trace(Line line)
    {
        var marker = new JsonObject { ["color"] = line.Color, ["size"] = line.Dots > 0 ? line.Dots : 6 };
        if (line.Arrow)
        {
            marker["symbol"] = Strings(line.Xs.Select((_, i) => i == line.Xs.Count - 1 ? "arrow" : "circle"));
            marker["size"] = Numbers(line.Xs.Select((_, i) => i == line.Xs.Count - 1 ? 14.0 : 0.0));
            marker["opacity"] = 1;
            marker["angleref"] = "previous";
        }

        bool markers = line.Arrow || line.Dots > 0;
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] =
                line.Width == 0 ? "markers"
                : markers ? "lines+markers"
                : "lines",
            ["x"] = Numbers(line.Xs),
            ["y"] = Numbers(line.Ys),
            ["line"] = Stroke(line.Color, line.Width, line.Dash),
            ["marker"] = marker,
            ["cliponaxis"] = false,
            ["hoverinfo"] = line.Hovers is null ? "skip" : "text",
        };
        if (line.Hovers is { } hovers)
        {
            trace["hovertext"] = Strings(hovers.Select(HoverText));
        }

        return trace;
    }

    private static JsonObject Trace(BarSet bars) =>
        new()
        {
            ["type"] = "bar",
            ["orientation"] = bars.Lying ? "h" : "v",
            [bars.Lying ? "y" : "x"] = Numbers(bars.Places),
            [bars.Lying ? "x" : "y"] = Numbers(bars.Values),
            ["width"] = bars.Thickness,
            ["marker"] = new JsonObject { ["color"] = bars.Color },
            ["text"] = Strings(bars.Texts.Select(Escape.Plotly)),
            ["textposition"] = "outside",
            ["textangle"] = 0,
            ["constraintext"] = "none",
            ["cliponaxis"] = false,
            ["hoverinfo"] = "text",
            ["hovertext"] = Strings(bars.Hovers.Select(HoverText)),
        };

    /// <summary>Words beside points; an invisible marker keeps them off the visible one.</summary>
    private static JsonObject Trace(Words words) =>
        new()
        {
            ["type"] = "scatter",
            ["mode"] = "markers+text",
            ["marker"] = new JsonObject { ["size"] = 12, ["opacity"] = 0 },
            ["x"] = Numbers(words.Xs),
            ["y"] = Numbers(words.Ys),
            ["text"] = Strings(words.Texts.Select(Escape.Plotly)),
            ["textposition"] =
                words.Side.Contains(' ', StringComparison.Ordinal) ? words.Side
                : words.Side is "left" or "right" ? "middle " + words.Side
                : words.Side + " center",
            ["textfont"] = new JsonObject { ["size"] = 13, ["color"] = Palette.Text },
            ["cliponaxis"] = false,
            ["hoverinfo"] = "skip",
        };

    private static JsonObject ColorBar(Cells cells, Panel panel, Chart chart)
    {
        Box bar = CellLayout.ColorBar(panel.Box);
        IReadOnlyList<Tick> ticks = CellLayout.ColorTicks(cells, bar.Height);
        return new JsonObject
        {
            ["x"] = Number.Round(bar.Left / chart.Width),
            ["xanchor"] = "left",
            ["y"] = Number.Round(1 - (bar.Top + bar.Height / 2) / chart.Height),
            ["tickmode"] = "array",
            ["tickvals"] = Numbers(ticks.Select(tick => tick.At)),
            ["ticktext"] = Strings(ticks.Select(tick => tick.Label.Text)),
            ["tickfont"] = new JsonObject { ["size"] = 11, ["color"] = Palette.Muted },
            ["thickness"] = 12,
            ["lenmode"] = "pixels",
            ["len"] = panel.Box.Height,
            ["outlinewidth"] = 0,
            ["xpad"] = 0,
            ["ypad"] = 0,
        };
    }

    private static string HoverText(string text) =>
        string.Join("<br>", text.Split('\n').Select(line => Escape.Plotly(SafeText.Clean(line))));

    private static JsonNode? Value(double value) =>
        double.IsFinite(value) ? JsonValue.Create(Number.Round(value)) : null;

    private static JsonArray Rows(MatrixValues values, Func<int, int, JsonNode?> cell) =>
        new([
            .. Enumerable
                .Range(0, values.Rows)
                .Select(i => new JsonArray([.. Enumerable.Range(0, values.Columns).Select(j => cell(i, j))])),
        ]);
}
