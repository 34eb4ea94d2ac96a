using System.Text.Json.Nodes;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>The places of an image that have a text under the pointer, as JSON.</summary>
internal static class FigureHover
{
    public static JsonArray Of(Piece piece) => new([.. piece.Panels.SelectMany(panel =>
        panel.Marks.Select(mark => Of(panel, mark)).Where(place => place is not null))]);

    private static JsonObject? Of(Panel panel, Mark mark) => mark switch
    {
        Cells cells => new JsonObject
        {
            ["box"] = new JsonArray(
                FigureData.Round(panel.Box.Left), FigureData.Round(panel.Box.Top),
                FigureData.Round(panel.Box.Width), FigureData.Round(panel.Box.Height)),
            ["rows"] = Names(panel.Y, cells.Values.Rows),
            ["columns"] = Names(panel.X, cells.Values.Columns),
            ["texts"] = new JsonArray([.. cells.Hovers.Select((text, at) =>
                JsonValue.Create(
                    SafeText.CleanLines(text) + (cells.Hidden[at] && !text.Contains("hidden") ? "\nhidden" : "")))]),
        },
        BarSet bars => new JsonObject { ["rects"] = new JsonArray([.. Rectangles(panel, bars)]) },
        Line { Hovers: { } hovers } line => new JsonObject
        {
            ["points"] =
                new JsonArray([.. line.Xs.Select((x, i) => Point(panel, x, line.Ys[i], hovers[i])).OfType<JsonNode>()]),
        },
        _ => null,
    };

    private static JsonArray? Point(Panel panel, double x, double y, string text)
    {
        (double left, double top) = panel.Place(x, y);
        return text.Length > 0 && double.IsFinite(left + top)
            ? new JsonArray(FigureData.Round(left), FigureData.Round(top), SafeText.CleanLines(text))
            : null;
    }

    private static IEnumerable<JsonNode> Rectangles(Panel panel, BarSet bars)
    {
        double half = bars.Thickness / 2;
        for (int i = 0; i < bars.Places.Count; i++)
        {
            // The whole slot of a bar answers, so that a bar of 0 has a text, too.
            double place = bars.Places[i];
            (double x0, double y0) = bars.Lying ? panel.Place(panel.X.Start, place - half)
                : panel.Place(place - half, panel.Y.Start);
            (double x1, double y1) = bars.Lying ? panel.Place(panel.X.End, place + half)
                : panel.Place(place + half, panel.Y.End);
            yield return new JsonArray(
                FigureData.Round(Math.Min(x0, x1)), FigureData.Round(Math.Min(y0, y1)),
                FigureData.Round(Math.Abs(x1 - x0)), FigureData.Round(Math.Abs(y1 - y0)),
                SafeText.CleanLines(bars.Hovers[i]));
        }
    }

    /// <summary>The names along an axis, or numbers where not every cell has its name there.</summary>
    private static JsonArray Names(Axis axis, int count)
    {
        Dictionary<int, string> names =
            (axis.Names ?? []).ToDictionary(tick => (int)tick.At, tick => tick.Label.ToString());
        return new([.. Enumerable.Range(0, count).Select(i =>
            JsonValue.Create((axis.Title + " " + names.GetValueOrDefault(i, Number.Text(i, 0))).Trim()))]);
    }
}
