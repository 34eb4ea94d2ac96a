using System.Text.Json.Nodes;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Texts, numbers and colours in the form that plotly.js reads.</summary>
/// <remarks>
/// VS Code draws the chart on its own background, light or dark, and plotly.js does not follow it. So the paper is
/// transparent, cells and grid are partly transparent, and each text takes the editor's text colour by a style
/// variable.
/// </remarks>
internal static class PlotlyText
{
    public const string NoColor = "rgba(0,0,0,0)", Grid = "rgba(128,128,128,0.3)", Hidden = "rgba(128,128,128,0.25)",
        Hatch = "rgba(128,128,128,0.8)";

    /// <summary>A text in the colour of the page, with subscripts.</summary>
    public static string Inked(string text, bool bold = false)
    {
        if (text.Length == 0)
        {
            return "";
        }

        string marked = Subscripts.ToMarkup(text, Escape.Plotly);
        return $"<span style=\"color:var(--vscode-foreground,{Palette.Text})\">{(bold ? $"<b>{marked}</b>" : marked)}</span>";
    }

    /// <summary>The pattern of the numbers in cells. They take the colour of the page.</summary>
    public static string OnPaleCell => $"<span style=\"color:var(--vscode-foreground,{Palette.Ink})\">%{{text}}</span>";

    /// <summary>The number of a cell. On a deep colour it is light on every page, whatever the pattern says.</summary>
    public static string OnCell(string text, bool deep) =>
        deep && text.Length > 0 ? $"<span style=\"color:#ffffff\">{text}</span>" : text;

    public static string Label(Label label, bool twoLines) => twoLines && label.Gloss?.Length > 0
        ? $"{Inked(label.Text)}<br>{Inked(label.Gloss)}"
        : Inked(label.OneLine());

    /// <summary>A hover text: its lines, escaped. The hover box has its own light background.</summary>
    public static string Hover(string text) =>
        string.Join("<br>", text.Split('\n').Select(line => Escape.Plotly(SafeText.Clean(line))));

    /// <summary>A colour with an opacity of 0 … 1.</summary>
    public static string Transparent(string color, double opacity)
    {
        string channels =
            string.Join(',', Enumerable.Range(0, 3).Select(c => Number.Text(Palette.Channel(color, c), 0)));
        return $"rgba({channels},{Number.Short(opacity)})";
    }

    public static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(Value)]);

    public static JsonArray Strings(IEnumerable<string> texts) =>
        new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>A number to five digits, or null where it is not finite.</summary>
    public static JsonNode? Value(double value) =>
        double.IsFinite(value) ? JsonValue.Create(Number.Round(value)) : null;

    /// <summary>The number of a panel in the name of its axes: none for the first, then 2, 3 …</summary>
    public static string Suffix(int panel) => panel == 0 ? "" : Number.Text(panel + 1, 0);
}
