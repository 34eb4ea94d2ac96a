using System.Text.Json.Nodes;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>The traces of a chart: one for each mark, and the names of columns that an axis cannot draw.</summary>
internal static class PlotlyTraces
{
    public static List<JsonObject> Of(IReadOnlyList<Panel> panels, Chart chart)
    {
        var traces = new List<JsonObject>();
        foreach ((int i, Panel panel) in panels.Index())
        {
            traces.AddRange(panel.Marks.Select(mark => OnAxes(mark switch
            {
                Cells cells => PlotlyCells.Of(cells, panel, chart),
                Line line => Of(line),
                BarSet bars => Of(bars),
                Words words => Of(words),
                _ => throw new InvalidOperationException($"{mark.GetType().Name} has no trace."),
            }, i)));
        }

        return traces;
    }

    /// <summary>
    /// Names on two lines are drawn as text: the axis keeps them on one line, where hover texts find them. An invisible
    /// marker keeps them off the cells.
    /// </summary>
    public static JsonObject ColumnNames(Panel panel, int index) => OnAxes(new JsonObject
    {
        ["type"] = "scatter",
        ["mode"] = "markers+text",
        ["marker"] = new JsonObject { ["size"] = 6, ["opacity"] = 0 },
        ["x"] = PlotlyText.Numbers(panel.X.Names!.Select(tick => tick.At)),
        ["y"] = PlotlyText.Numbers(panel.X.Names!.Select(_ => panel.Y.End)),
        ["text"] = PlotlyText.Strings(panel.X.Names!.Select(tick => PlotlyText.Label(tick.Label, twoLines: true))),
        ["textposition"] = "top center",
        ["cliponaxis"] = false,
        ["hoverinfo"] = "skip",
    }, index);

    private static JsonObject OnAxes(JsonObject trace, int panel)
    {
        trace["xaxis"] = "x" + PlotlyText.Suffix(panel);
        trace["yaxis"] = "y" + PlotlyText.Suffix(panel);
        return trace;
    }

    private static JsonObject Of(Line line)
    {
        var marker = new JsonObject { ["color"] = line.Color, ["size"] = line.Dots > 0 ? line.Dots : 6 };
        if (line.Arrow)
        {
            marker["symbol"] =
                PlotlyText.Strings(line.Xs.Select((_, i) => i == line.Xs.Count - 1 ? "arrow" : "circle"));
            marker["size"] = PlotlyText.Numbers(line.Xs.Select((_, i) => i == line.Xs.Count - 1 ? 14.0 : 0.0));
            marker["opacity"] = 1;
            marker["angleref"] = "previous";
        }

        bool markers = line.Arrow || line.Dots > 0;
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = line.Width == 0 ? "markers" : markers ? "lines+markers" : "lines",
            ["x"] = PlotlyText.Numbers(line.Xs),
            ["y"] = PlotlyText.Numbers(line.Ys),
            ["line"] = PlotlyShapes.Stroke(line.Color, line.Width, line.Dash),
            ["marker"] = marker,
            ["cliponaxis"] = false,
            ["hoverinfo"] = line.Hovers is null ? "skip" : "text",
        };
        if (line.Hovers is { } hovers)
        {
            trace["hovertext"] = PlotlyText.Strings(hovers.Select(PlotlyText.Hover));
        }

        return trace;
    }

    private static JsonObject Of(BarSet bars) => new()
    {
        ["type"] = "bar",
        ["orientation"] = bars.Lying ? "h" : "v",
        [bars.Lying ? "y" : "x"] = PlotlyText.Numbers(bars.Places),
        [bars.Lying ? "x" : "y"] = PlotlyText.Numbers(bars.Values),
        ["width"] = bars.Thickness,
        ["marker"] = new JsonObject { ["color"] = bars.Color },
        ["text"] = PlotlyText.Strings(bars.Texts.Select(text => PlotlyText.Inked(text))),
        ["textposition"] = "outside",
        ["textangle"] = 0,
        ["constraintext"] = "none",
        ["cliponaxis"] = false,
        ["hoverinfo"] = "text",
        ["hovertext"] = PlotlyText.Strings(bars.Hovers.Select(PlotlyText.Hover)),
    };

    /// <summary>Words beside points. An invisible marker keeps them off the visible one.</summary>
    private static JsonObject Of(Words words) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "markers+text",
        ["marker"] = new JsonObject { ["size"] = 12, ["opacity"] = 0 },
        ["x"] = PlotlyText.Numbers(words.Xs),
        ["y"] = PlotlyText.Numbers(words.Ys),
        ["text"] = PlotlyText.Strings(words.Texts.Select(text => PlotlyText.Inked(text))),
        ["textposition"] = words.Side.Contains(' ', StringComparison.Ordinal) ? words.Side
            : words.Side is "left" or "right" ? "middle " + words.Side
            : words.Side + " center",
        ["textfont"] = new JsonObject { ["size"] = 13 },
        ["cliponaxis"] = false,
        ["hoverinfo"] = "skip",
    };
}
