using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Describes a chart as plotly.js JSON, with only what plotly.js 2.27, 3 and 4 understand alike.</summary>
/// <remarks>
/// Every place is fixed in pixels, as shares of a layout without margins, so that the live chart looks like the static
/// picture. Ranges are fixed too, so that a wheel over a figure scrolls the page.
/// </remarks>
internal static class PlotlyChart
{
    /// <summary>
    /// Escapes &lt;, &gt;, &amp; and the two line separators, so that the same bytes may stand in a script element.
    /// </summary>
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(Chart figure)
    {
        Chart chart = figure.WithRoomForControl();
        JsonObject layout = Layout(chart);
        var json = new JsonObject
        {
            ["data"] = new JsonArray([
                .. PlotlyTraces.Of(chart.Panels, chart),
                .. chart.Panels.Index().Where(panel => panel.Item.X.TwoLinesOnTop)
                    .Select(panel => PlotlyTraces.ColumnNames(panel.Item, panel.Index)),
            ]),
            ["layout"] = layout,
        };
        if (chart.Control is { } control)
        {
            json["frames"] = PlotlyControls.Frames(control, chart);
            layout[control.IsSlider ? "sliders" : "updatemenus"] = new JsonArray(
                control.IsSlider ? PlotlyControls.Slider(control, chart) : PlotlyControls.Chooser(control, chart));
        }

        json["config"] = new JsonObject { ["displayModeBar"] = false };
        return json.ToJsonString(Json);
    }

    private static JsonObject Layout(Chart chart)
    {
        var layout = new JsonObject
        {
            ["width"] = Math.Round(chart.Width),
            ["height"] = Math.Round(chart.Height),
            ["margin"] = new JsonObject { ["l"] = 0, ["r"] = 0, ["t"] = 0, ["b"] = 0 },
            ["paper_bgcolor"] = PlotlyText.NoColor,
            ["plot_bgcolor"] = PlotlyText.NoColor,
            ["font"] = new JsonObject { ["family"] = SvgCanvas.Fonts, ["size"] = 12, ["color"] = Palette.Text },
            ["showlegend"] = false,
            ["dragmode"] = false,
            ["hovermode"] = "closest",
            ["hoverlabel"] = new JsonObject
            {
                ["align"] = "left",
                ["bgcolor"] = Palette.Paper,
                ["bordercolor"] = Palette.Axis,
                ["font"] = new JsonObject { ["color"] = Palette.Text },
            },
            ["title"] = new JsonObject
            {
                ["text"] = PlotlyText.Inked(chart.Title, bold: true),
                ["font"] = new JsonObject { ["size"] = 15 },
                ["x"] = Number.Round(Chart.Edge / chart.Width),
                ["xanchor"] = "left",
                ["y"] = Number.Round(1 - 16 / chart.Height),
                ["yanchor"] = "middle",
            },
            ["annotations"] = PlotlyShapes.Notes(chart),
            ["shapes"] = PlotlyShapes.Shapes(chart.Panels, chart),
        };
        foreach ((int i, Panel panel) in chart.Panels.Index())
        {
            layout["xaxis" + PlotlyText.Suffix(i)] = PlotAxis(panel, panel.X, i, horizontal: true, chart);
            layout["yaxis" + PlotlyText.Suffix(i)] = PlotAxis(panel, panel.Y, i, horizontal: false, chart);
        }

        return layout;
    }

    private static JsonObject PlotAxis(Panel panel, Axis axis, int index, bool horizontal, Chart chart)
    {
        Box box = panel.Box;
        double[] domain = horizontal
            ? [box.Left / chart.Width, box.Right / chart.Width]
            : [1 - box.Bottom / chart.Height, 1 - box.Top / chart.Height];
        IReadOnlyList<Tick> ticks = axis.Bare ? [] : axis.Ticks;
        bool twoLines = horizontal ? !axis.OnTop && axis.Turn == 0 : axis.TwoLines;
        return new JsonObject
        {
            ["domain"] = PlotlyText.Numbers(domain),
            ["anchor"] = (horizontal ? "y" : "x") + PlotlyText.Suffix(index),
            ["type"] = axis.Log ? "log" : "linear",
            ["range"] = PlotlyText.Numbers(
                axis.Log ? [Math.Log10(axis.Start), Math.Log10(axis.End)] : [axis.Start, axis.End]),
            ["tickmode"] = "array",
            ["tickvals"] = PlotlyText.Numbers(ticks.Select(tick => tick.At)),
            ["ticktext"] = PlotlyText.Strings(ticks.Select(tick => PlotlyText.Label(tick.Label, twoLines))),
            ["tickangle"] = axis.Turn,
            ["showticklabels"] = !axis.Bare && !axis.TwoLinesOnTop,
            ["ticks"] = "outside",
            ["ticklen"] = 4,
            ["tickcolor"] = PlotlyText.NoColor,
            ["side"] = axis.OnTop ? "top" : horizontal ? "bottom" : "left",
            ["showgrid"] = axis.Names is null && !axis.Bare,
            ["gridcolor"] = PlotlyText.Grid,
            ["zeroline"] = axis.Names is null && !axis.Log,
            ["zerolinecolor"] = Palette.Axis,
            ["fixedrange"] = true,
        };
    }
}
