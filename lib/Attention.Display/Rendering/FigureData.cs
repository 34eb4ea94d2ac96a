using System.Text.Json.Nodes;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>What the page's script needs to make a figure live, as JSON.</summary>
/// <remarks>
/// Per image: its area, and the places that have a text under the pointer. With a control: what changes from step to
/// step, as attributes of the image's elements, or as whole markup where the steps have different elements.
/// </remarks>
internal static class FigureData
{
    public static string Of(Chart chart)
    {
        IReadOnlyList<Piece> pieces = Piece.Of(chart.Panels);
        var data = new JsonObject
        {
            ["pieces"] = new JsonArray([.. pieces.Select((piece, i) => chart.Control is { } control
                ? Steps(control, i)
                : new JsonObject { ["image"] = i, ["area"] = Area(piece.Area), ["hot"] = FigureHover.Of(piece) })]),
        };
        if (chart.Control is { } shown)
        {
            data["control"] = new JsonObject
            {
                ["name"] = shown.Name,
                ["labels"] = new JsonArray([.. shown.Steps.Select(step => JsonValue.Create(step))]),
                ["start"] = shown.Start,
                ["slider"] = shown.IsSlider,
            };
        }

        return data.ToJsonString(PlotlyChart.Json);
    }

    private static JsonObject Steps(Control control, int index)
    {
        Piece[] steps = [.. control.PanelsPerStep.Select(panels => Piece.Of(panels)[index])];
        SvgElement[][] elements = [.. steps.Select(step => step.Draw().Elements.ToArray())];
        int first = control.StaticSteps.ToList().IndexOf(control.Start);
        JsonNode[] hots = [.. steps.Select(step => (JsonNode)FigureHover.Of(step))];
        bool still = hots.All(hot => JsonNode.DeepEquals(hot, hots[0]));
        var data = new JsonObject
        {
            ["image"] = control.StaticSteps.Count > 1 ? first : index,
            ["area"] = Area(steps[control.Start].Area),
            [still ? "hot" : "hots"] = still ? hots[0] : new JsonArray(hots),
        };
        if (elements.Any(step => !step.Select(e => e.Name).SequenceEqual(elements[0].Select(e => e.Name))))
        {
            data["markup"] =
                new JsonArray([.. elements.Select(step => JsonValue.Create(string.Concat<SvgElement>(step)))]);
            return data;
        }

        (int Element, string Name)[] changes = [.. Enumerable.Range(0, elements[0].Length).SelectMany(e =>
            elements.SelectMany(step => step[e].Attributes.Select(a => a.Name)).Distinct().Append("")
                .Where(name => elements.Any(step => Value(step[e], name) != Value(elements[0][e], name)))
                .Select(name => (e, name)))];
        if (changes.Length > 0)
        {
            data["changes"] = new JsonArray([.. changes.Select(c => new JsonArray(c.Element, c.Name))]);
            data["values"] = new JsonArray([.. elements.Select(step => new JsonArray(
                [.. changes.Select(
                    c => Value(step[c.Element], c.Name) is { } value ? JsonValue.Create(value) : null)]))]);
        }

        return data;
    }

    /// <summary>An attribute of an element or null; its content for the name "".</summary>
    private static string? Value(SvgElement element, string name) => name.Length == 0 ? element.Content
        : element.Attributes.Where(a => a.Name == name).Select(a => a.Value).FirstOrDefault();

    private static JsonArray Area(Box box) => new(Round(box.Left), Round(box.Top), Round(box.Width), Round(box.Height));

    internal static double Round(double value) => Math.Round(value, 1);
}
