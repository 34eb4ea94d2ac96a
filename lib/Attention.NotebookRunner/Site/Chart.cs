using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// A chart for plotly.js. A page never runs the script that an output brings: it takes the description, which is data,
/// from the output's JSON or out of the script of Plotly.NET, and draws it with a script of its own. So it does not
/// matter who wrote the output.
/// </summary>
/// <param name="Figure">Plotly's data, layout and config.</param>
/// <param name="Still">A picture of it, cleaned; null when the output has none.</param>
internal sealed record Chart(JsonObject Figure, string? Still)
{
    public const string MimeType = "application/vnd.plotly.v1+json";

    /// <summary>Null when an output is no chart.</summary>
    public static Chart? Of(JsonObject data)
    {
        string? html = Cell.Joined(data["text/html"]);
        JsonObject? figure = data[MimeType] as JsonObject ?? (html is null ? null : InScript(html));
        return figure is null ? null : new Chart(figure, StillIn(data, html));
    }

    public string ToHtml()
    {
        double width =
            Figure["layout"]?["width"] is JsonValue value && value.TryGetValue(out double pixels) ? pixels : 0;
        string size = Still is not null && width is > 0 and < 10_000
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" style=\"max-width:{width:0.#}px\"")
            : "";
        string shown = Still
            ?? "<p class=\"note\">An interactive chart. It appears here when plotly.js can be loaded.</p>";
        return $"<div class=\"out rich\"><div class=\"plotly-chart\"{size}>{shown}"
            + $"<script type=\"application/json\">{Json()}</script></div></div>\n";
    }

    /// <summary>Without the characters that could end the script element.</summary>
    private string Json() => Figure.ToJsonString();

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

    /// <summary>
    /// What Plotly.NET gives plotly.js: <c>var data = …; var layout = …; var config = …;</c>, each of them JSON.
    /// </summary>
    private static JsonObject? InScript(string html)
    {
        if (!html.Contains("Plotly.newPlot(", StringComparison.Ordinal)
            || Variable(html, "data") is not JsonArray traces)
        {
            return null;
        }
        return new JsonObject
        {
            ["data"] = traces,
            ["layout"] = Variable(html, "layout") as JsonObject ?? [],
            ["config"] = Variable(html, "config") as JsonObject ?? [],
        };
    }

    private static JsonNode? Variable(string html, string name)
    {
        string start = $"var {name} = ";
        int at = html.IndexOf(start, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }
        byte[] rest = Encoding.UTF8.GetBytes(html[(at + start.Length)..]);
        var reader = new Utf8JsonReader(rest, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            reader.Read();
            reader.Skip();
            return JsonText.Parse(rest.AsSpan(0, (int)reader.BytesConsumed));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }
}
