using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Describes a chart as plotly.js JSON, with only what plotly.js 2.27, 3 and 4 understand alike.</summary>
/// <remarks>
/// Every place is fixed in pixels (as shares of a layout without margins), so that the live chart covers the static
/// picture exactly.
/// Ranges are fixed too: a wheel over a figure scrolls the page.
/// </remarks>
internal static partial class PlotlyChart
{
    /// <summary>
    /// Escapes &lt;, &gt;, &amp; and the two line separators, so that the same bytes may stand in a script element.
    /// </summary>
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Of(Chart chart)
    {
        JsonObject layout = Layout(chart);
        var figure = new JsonObject
        {
            ["data"] = new JsonArray([
                .. Traces(chart.Panels, chart),
                .. chart
                    .Panels.Index()
                    .Where(panel => panel.Item.X.TwoLines || (panel.Item.X.WordsOnly && !panel.Item.X.Bare))
                    .Select(panel => ColumnNames(panel.Item, panel.Index)),
            ]),
            ["layout"] = layout,
        };
        if (chart.Control is { } control)
        {
            figure["frames"] = Frames([.. control.PanelsPerStep.Select(panels => Traces(panels, chart))]);
            layout[control.IsSlider ? "sliders" : "updatemenus"] = new JsonArray(
                control.IsSlider ? Slider(control, chart) : Chooser(control, chart)
            );
        }

        figure["config"] = new JsonObject { ["displayModeBar"] = false };
        return figure.ToJsonString(Json);
    }

    private static JsonObject Layout(Chart chart)
    {
        var notes = new JsonArray();
        var shapes = new JsonArray();
        var layout = new JsonObject
        {
            ["width"] = Math.Round(chart.Width),
            ["height"] = Math.Round(chart.Height),
            ["margin"] = new JsonObject
            {
                ["l"] = 0,
                ["r"] = 0,
                ["t"] = 0,
                ["b"] = 0,
            },
            ["paper_bgcolor"] = Palette.Paper,
            ["plot_bgcolor"] = Palette.Paper,
            ["font"] = new JsonObject
            {
                ["family"] = SvgPicture.Fonts,
                ["size"] = 12,
                ["color"] = Palette.Text,
            },
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
                ["text"] = Bold(chart.Title),
                ["font"] = new JsonObject { ["size"] = 15 },
                ["x"] = Number.Round(Chart.Edge / chart.Width),
                ["xanchor"] = "left",
                ["y"] = Number.Round(1 - 16 / chart.Height),
                ["yanchor"] = "middle",
            },
            ["annotations"] = notes,
            ["shapes"] = shapes,
        };
        for (int i = 0; i < chart.Panels.Count; i++)
        {
            Panel panel = chart.Panels[i];
            layout["xaxis" + Suffix(i)] = PlotAxis(panel, panel.X, i, horizontal: true, chart);
            layout["yaxis" + Suffix(i)] = PlotAxis(panel, panel.Y, i, horizontal: false, chart);
            if (panel.Title.Length > 0)
            {
                notes.Add(
                    Note(
                        Bold(panel.Title),
                        panel.Box.Left + panel.Box.Width / 2,
                        panel.Box.Top - panel.TitleRise - 4,
                        chart,
                        "center",
                        13,
                        Palette.Text
                    )
                );
            }

            foreach (AxisTitle title in panel.AxisTitles.Where(title => title.Text.Length > 0))
            {
                JsonObject note = Note(Escape.Plotly(title.Text), title.X, title.Y, chart, "center", 12, Palette.Muted);
                note["textangle"] = title.Turn;
                notes.Add(note);
            }

            if (panel.HasCells)
            {
                shapes.Add(
                    Shape(
                        "rect",
                        panel.Backing,
                        chart,
                        new JsonObject
                        {
                            ["fillcolor"] = Palette.Hidden,
                            ["layer"] = "below",
                            ["line"] = new JsonObject { ["width"] = 0 },
                        }
                    )
                );
            }
        }

        foreach (Legend legend in chart.Legends)
        {
            shapes.Add(
                Shape(
                    "line",
                    new Box(legend.X, legend.Y, 22, 0),
                    chart,
                    new JsonObject { ["line"] = Stroke(legend.Color, 3, legend.Dash) }
                )
            );
            notes.Add(Note(Escape.Plotly(legend.Name), legend.X + 28, legend.Y, chart, "left", 12, Palette.Text));
        }

        return layout;
    }

    private static JsonObject PlotAxis(Panel panel, Axis axis, int index, bool horizontal, Chart chart)
    {
        Box box = panel.Box;
        double[] domain = horizontal
            ? [box.Left / chart.Width, box.Right / chart.Width]
            : [1 - box.Bottom / chart.Height, 1 - box.Top / chart.Height];
        IReadOnlyList<Tick> ticks = axis.Bare ? axis.Names ?? [] : axis.Ticks;
        bool numbers = axis.Names is null && !axis.Bare;
        return new JsonObject
        {
            ["domain"] = Numbers(domain),
            ["anchor"] = (horizontal ? "y" : "x") + Suffix(index),
            ["type"] = axis.Log ? "log" : "linear",
            ["range"] = Numbers(axis.Log ? [Math.Log10(axis.Start), Math.Log10(axis.End)] : [axis.Start, axis.End]),
            ["tickmode"] = "array",
            ["tickvals"] = Numbers(ticks.Select(tick => tick.At)),
            ["ticktext"] = Strings(
                ticks.Select(tick => TickText(tick.Label, twoLines: horizontal && !axis.OnTop && axis.Turn == 0))
            ),
            ["tickangle"] = axis.Turn,
            ["showticklabels"] = !axis.Bare && !axis.TwoLines && !axis.WordsOnly,
            ["ticks"] = "outside",
            ["ticklen"] = 4,
            ["tickcolor"] = Palette.Paper,
            ["side"] =
                axis.OnTop ? "top"
                : horizontal ? "bottom"
                : "left",
            ["showgrid"] = numbers,
            ["gridcolor"] = Palette.Grid,
            ["zeroline"] = axis.Names is null && !axis.Log,
            ["zerolinecolor"] = Palette.Axis,
            ["fixedrange"] = true,
        };
    }

    /// <summary>What changes from step to step, and nothing else.</summary>
    private static JsonArray Frames(List<JsonObject>[] steps)
    {
        var changing = steps[0]
            .Select(
                (trace, t) =>
                    (
                        Trace: t,
                        Properties: trace
                            .Select(property => property.Key)
                            .Where(key => steps.Any(step => !JsonNode.DeepEquals(step[t][key], trace[key])))
                            .ToArray()
                    )
            )
            .Where(change => change.Properties.Length > 0)
            .ToArray();
        return new JsonArray([
            .. steps.Select(
                (step, name) =>
                    new JsonObject
                    {
                        ["name"] = Number.Text(name, 0),
                        ["data"] = new JsonArray([
                            .. changing.Select(change => new JsonObject(
                                change.Properties.Select(key =>
                                    KeyValuePair.Create(key, step[change.Trace][key]?.DeepClone())
                                )
                            )),
                        ]),
                        ["traces"] = new JsonArray([.. changing.Select(change => (JsonNode)change.Trace)]),
                    }
            ),
        ]);
    }

    private static JsonObject Slider(Control control, Chart chart) =>
        new()
        {
            ["active"] = control.Start,
            ["x"] = Number.Round((Chart.Edge + 12) / chart.Width),
            ["len"] = Number.Round(1 - 2 * (Chart.Edge + 12) / chart.Width),
            ["y"] = Number.Round((Control.SliderHeight - 4) / chart.Height),
            ["yanchor"] = "top",
            ["pad"] = new JsonObject
            {
                ["t"] = 0,
                ["b"] = 0,
                ["l"] = 0,
                ["r"] = 0,
            },
            ["currentvalue"] = new JsonObject
            {
                ["prefix"] = Escape.Plotly(control.Name) + ": ",
                ["xanchor"] = "left",
                ["offset"] = 6,
            },
            ["tickcolor"] = Palette.Axis,
            ["font"] = new JsonObject { ["size"] = 11 },
            ["steps"] = Animations(control),
        };

    private static JsonObject Chooser(Control control, Chart chart) =>
        new()
        {
            ["active"] = control.Start,
            ["x"] = Number.Round(Chart.Edge / chart.Width),
            ["xanchor"] = "left",
            ["y"] = Number.Round(1 - (Chart.TitleHeight(chart.Title) - 2) / chart.Height),
            ["yanchor"] = "top",
            ["pad"] = new JsonObject
            {
                ["t"] = 0,
                ["b"] = 0,
                ["l"] = 0,
                ["r"] = 0,
            },
            ["bgcolor"] = Palette.Control,
            ["bordercolor"] = Palette.Axis,
            ["buttons"] = Animations(control),
        };

    private static JsonArray Animations(Control control) =>
        new([
            .. control.Steps.Select(
                (step, i) =>
                    new JsonObject
                    {
                        ["label"] = Escape.Plotly(control.IsSlider ? step : $"{control.Name}: {step}"),
                        ["method"] = "animate",
                        ["args"] = new JsonArray(
                            new JsonArray(Number.Text(i, 0)),
                            new JsonObject
                            {
                                ["mode"] = "immediate",
                                ["frame"] = new JsonObject { ["duration"] = 0, ["redraw"] = true },
                                ["transition"] = new JsonObject { ["duration"] = 0 },
                            }
                        ),
                    }
            ),
        ]);

    private static JsonObject Note(
        string text,
        double x,
        double y,
        Chart chart,
        string anchor,
        double size,
        string color
    ) =>
        new()
        {
            ["text"] = text,
            ["xref"] = "paper",
            ["yref"] = "paper",
            ["x"] = Number.Round(x / chart.Width),
            ["y"] = Number.Round(1 - y / chart.Height),
            ["xanchor"] = anchor,
            ["yanchor"] = "middle",
            ["showarrow"] = false,
            ["font"] = new JsonObject { ["size"] = size, ["color"] = color },
        };

    private static JsonObject Shape(string type, Box box, Chart chart, JsonObject look)
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

    private static JsonObject Stroke(string color, double width, string? dash)
    {
        var stroke = new JsonObject { ["color"] = color, ["width"] = width };
        if (dash is not null)
        {
            stroke["dash"] = string.Join(',', dash.Split(' ').Select(part => part + "px"));
        }

        return stroke;
    }

    private static string TickText(Label label, bool twoLines) =>
        twoLines && label.Gloss?.Length > 0
            ? $"{Escape.Plotly(label.Text)}<br><span style=\"font-size:10px;color:{Palette.Muted}\">{Escape.Plotly(label.Gloss)}</span>"
            : Escape.Plotly(CellLayout.OneLine(label));

    private static string Bold(string text) => text.Length == 0 ? "" : $"<b>{Escape.Plotly(text)}</b>";

    private static string Suffix(int panel) => panel == 0 ? "" : Number.Text(panel + 1, 0);

    private static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(Value)]);

    private static JsonArray Strings(IEnumerable<string> texts) =>
        new([.. texts.Select(text => JsonValue.Create(text))]);
}
