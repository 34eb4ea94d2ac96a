using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// A figure of Attention.Display: images, one per panel, and JSON by which a script adds texts under the pointer and a
/// slider or chooser. The page takes both as data and runs its own copy of that script, so it does not matter who
/// wrote the output.
/// </summary>
internal static class DisplayFigure
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>What the pictures are made of. Nothing here links, loads or runs.</summary>
    private static readonly HashSet<string> Elements = ["svg", "style", "rect", "path", "text", "tspan"];

    /// <summary>Null when the output is no such figure, or holds more than a figure needs.</summary>
    public static string? Of(JsonObject outputData)
    {
        string? html = Cell.Joined(outputData["text/html"]);
        if (html?.Contains("attention-figure", StringComparison.Ordinal) != true || HtmlNesting.IsTooDeep(html))
        {
            return null;
        }
        IElement whole = new HtmlParser().ParseDocument(html).Body!;
        if (whole.Children is not [{ ClassName: "attention-figure" } given]
            || Data(given) is not { } data
            || !given.QuerySelectorAll("img").All(image => IsPlainPicture(image.GetAttribute("src") ?? "")))
        {
            return null;
        }
        given.QuerySelectorAll("script").ToList().ForEach(script => script.Remove());
        if (SafeHtml.Clean(whole.InnerHtml) is not (var body, true)
            || body.QuerySelector(".attention-figure") is not { } figure)
        {
            return null;
        }
        string json = $"<script type=\"application/json\">{data.ToJsonString()}</script>";
        return $"<div class=\"out rich\">{figure.OuterHtml[..^"</div>".Length]}{json}</div></div>\n";
    }

    private static JsonObject? Data(IElement figure)
    {
        try
        {
            string? text = figure.QuerySelector("script[type='application/json']")?.TextContent;
            JsonNode? node = text is null ? null : JsonText.Parse(Encoding.UTF8.GetBytes(text));
            return node is JsonObject data && data["pieces"] is JsonArray pieces && pieces.All(IsPlainPiece) ? data
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Some texts become parts of a picture: whole markup, names of attributes, and content. All others are shown as
    /// text.
    /// </summary>
    private static bool IsPlainPiece(JsonNode? piece)
    {
        if (piece is not JsonObject)
        {
            return false;
        }
        IEnumerable<string> names = Texts(piece["changes"]);
        IEnumerable<string> parts = Texts(piece["markup"]).Concat(Texts(piece["values"]));
        return !names.Any(IsForbidden) && parts.All(part => IsPlain($"<svg xmlns=\"{Svg}\">{part}</svg>"));
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray all => all.SelectMany(Texts),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    private static bool IsPlainPicture(string source)
    {
        const string Start = "data:image/svg+xml;base64,";
        var bytes = new byte[source.Length];
        return source.StartsWith(Start, StringComparison.Ordinal)
            && Convert.TryFromBase64String(source[Start.Length..], bytes, out int count)
            && IsPlain(Encoding.UTF8.GetString(bytes, 0, count));
    }

    private static bool IsPlain(string markup)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(markup), settings);
            return XDocument.Load(reader).Descendants().All(element => element.Name.Namespace == Svg
                && Elements.Contains(element.Name.LocalName)
                && element.Attributes().All(attribute => !IsForbidden(attribute.Name.LocalName)));
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>Handlers of events, links and addresses.</summary>
    private static bool IsForbidden(string attribute) =>
        attribute.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        || attribute.Equals("href", StringComparison.OrdinalIgnoreCase)
        || attribute.Equals("src", StringComparison.OrdinalIgnoreCase);
}
