using System.Text.Json.Nodes;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Sliders and choosers of plotly.js, and the frames that they show.</summary>
internal static class PlotlyControls
{
    /// <summary>
    /// One frame per step, with the properties of traces that change, and the shapes where these change.
    /// </summary>
    public static JsonArray Frames(Control control, Chart chart)
    {
        List<JsonObject>[] steps = [.. control.PanelsPerStep.Select(panels => PlotlyTraces.Of(panels, chart))];
        (int Trace, string[] Properties)[] changes = [.. steps[0].Select((trace, t) => (t, Changing(steps, t)))
            .Where(change => change.Item2.Length > 0)];
        JsonArray[] shapes = [.. control.PanelsPerStep.Select(panels => PlotlyShapes.Shapes(panels, chart))];
        bool shapesChange = shapes.Any(step => !JsonNode.DeepEquals(step, shapes[0]));
        return new([.. steps.Select((step, i) =>
        {
            var frame = new JsonObject
            {
                ["name"] = Number.Text(i, 0),
                ["data"] = new JsonArray([.. changes.Select(change => new JsonObject(change.Properties.Select(key =>
                    KeyValuePair.Create(key, step[change.Trace][key]?.DeepClone()))))]),
                ["traces"] = new JsonArray([.. changes.Select(change => (JsonNode)change.Trace)]),
            };
            if (shapesChange)
            {
                frame["layout"] = new JsonObject { ["shapes"] = shapes[i] };
            }

            return frame;
        })]);
    }

    public static JsonObject Slider(Control control, Chart chart) => new()
    {
        ["active"] = control.Start,
        ["x"] = Number.Round((Chart.Edge + 12) / chart.Width),
        ["len"] = Number.Round(1 - 2 * (Chart.Edge + 12) / chart.Width),
        ["y"] = Number.Round((Control.SliderHeight - 4) / chart.Height),
        ["yanchor"] = "top",
        ["pad"] = NoRoom(),
        ["currentvalue"] = new JsonObject
        {
            ["prefix"] = Escape.Plotly(control.Name) + ": ",
            ["xanchor"] = "left",
            ["offset"] = 6,
            ["font"] = new JsonObject { ["color"] = Palette.Axis },
        },
        ["tickcolor"] = Palette.Axis,
        ["font"] = new JsonObject { ["size"] = 11, ["color"] = Palette.Axis },
        ["steps"] = Animations(control),
    };

    public static JsonObject Chooser(Control control, Chart chart) => new()
    {
        ["active"] = control.Start,
        ["x"] = Number.Round(Chart.Edge / chart.Width),
        ["xanchor"] = "left",
        ["y"] = Number.Round(1 - (Chart.TitleHeight(chart.Title) - 2) / chart.Height),
        ["yanchor"] = "top",
        ["pad"] = NoRoom(),
        ["bgcolor"] = "#f6f8fa",
        ["bordercolor"] = Palette.Axis,
        ["font"] = new JsonObject { ["color"] = Palette.Text },
        ["buttons"] = Animations(control),
    };

    private static string[] Changing(List<JsonObject>[] steps, int trace) =>
    [
        .. steps[0][trace].Select(property => property.Key)
            .Where(key => steps.Any(step => !JsonNode.DeepEquals(step[trace][key], steps[0][trace][key]))),
    ];

    private static JsonObject NoRoom() => new() { ["t"] = 0, ["b"] = 0, ["l"] = 0, ["r"] = 0 };

    private static JsonArray Animations(Control control) => new([.. control.Steps.Select((step, i) => new JsonObject
    {
        ["label"] = Escape.Plotly(control.IsSlider ? step : control.Caption(i)),
        ["method"] = "animate",
        ["args"] = new JsonArray(
            new JsonArray(Number.Text(i, 0)),
            new JsonObject
            {
                ["mode"] = "immediate",
                ["frame"] = new JsonObject { ["duration"] = 0, ["redraw"] = true },
                ["transition"] = new JsonObject { ["duration"] = 0 },
            }),
    })]);
}
