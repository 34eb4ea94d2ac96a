using System.Net;
using System.Text.Json.Nodes;
using AngleSharp;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// A chart for plotly.js. A page never runs the script that an output brings: it takes the description, which is data,
/// from the output's JSON or out of the script of Plotly.NET, and draws it with a script of its own. So it does not
/// matter who wrote the output.
/// </summary>
/// <param name="Figure">Plotly's data, layout and config; null when they are not in Plotly's form.</param>
/// <param name="Still">A picture of it, cleaned; null when the output has none.</param>
internal sealed record PlotlyOutput(JsonObject? Figure, string? Still)
{
    private const string NotPlotly =
        "An interactive chart that is not drawn: its data, layout or config is not in the form of plotly.js.";

    /// <summary>Null when an output is no chart.</summary>
    public static PlotlyOutput? Of(JsonObject data)
    {
        string? html = Cell.Joined(data["text/html"]);
        JsonNode? figure = data[PlotlyFigure.MimeType] ?? (html is null ? null : PlotlyFigure.InScript(html));
        return figure is null
            ? null
            : new PlotlyOutput(PlotlyFigure.IsValid(figure) ? figure.AsObject() : null, StillIn(data, html));
    }

    public string ToHtml()
    {
        if (Figure is null)
        {
            return $"<div class=\"out rich\">{Still}<p class=\"note\">{NotPlotly}</p></div>\n";
        }
        double width =
            Figure["layout"]?["width"] is JsonValue value && value.TryGetValue(out double pixels) ? pixels : 0;
        string size = width is > 0 and < 10_000
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" style=\"max-width:{width:0.#}px\"")
            : "";
        string shown = Still
            ?? "<p class=\"note\">An interactive chart. It appears here when plotly.js can be loaded.</p>";
        // ToJsonString leaves no character that could end the script element
        return $"<div class=\"out rich\"><div class=\"plotly-chart\"{size}>{shown}"
            + $"<script type=\"application/json\">{Figure.ToJsonString()}</script></div></div>\n";
    }

    private static string? StillIn(JsonObject data, string? html)
    {
        if (html is not null && SafeHtml.Clean(html) is var (body, _)
            && body.QuerySelector("img[src^='data:image/']") is { } picture)
        {
            return picture.ToHtml();
        }
        foreach (string type in new[] { "image/svg+xml", "image/png" })
        {
            if (Cell.Joined(data[type]) is { } content && ImageSource.OfOutput(type, content) is { } address)
            {
                return $"<img alt=\"Chart\" src=\"{WebUtility.HtmlEncode(address)}\">";
            }
        }
        return null;
    }
}
