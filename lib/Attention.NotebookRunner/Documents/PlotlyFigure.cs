using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attention.NotebookRunner.Documents;

/// <summary>What plotly.js draws: a list of traces, a layout and a config.</summary>
internal static class PlotlyFigure
{
    public const string MimeType = "application/vnd.plotly.v1+json";

    private static readonly string[] Parts = ["data", "layout", "config"];

    /// <summary>
    /// Whether each part has its form: the data is a list of objects, and the layout and the config are objects. A
    /// part may be absent.
    /// </summary>
    public static bool IsValid(JsonNode? figure) => figure is JsonObject
        && figure["data"] is null or JsonArray
        && ((figure["data"] as JsonArray)?.All(trace => trace is JsonObject) ?? true)
        && figure["layout"] is null or JsonObject
        && figure["config"] is null or JsonObject;

    /// <summary>
    /// What a script of Plotly.NET gives plotly.js: <c>var data = …; var layout = …; var config = …;</c>, each of them
    /// JSON. Null when the HTML holds no such script.
    /// </summary>
    public static JsonObject? InScript(string html)
    {
        if (!html.Contains("Plotly.newPlot(", StringComparison.Ordinal))
        {
            return null;
        }
        var figure = new JsonObject();
        foreach (string part in Parts)
        {
            if (Variable(html, part) is not { } value)
            {
                return null;
            }
            figure[part] = value;
        }
        return figure;
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
