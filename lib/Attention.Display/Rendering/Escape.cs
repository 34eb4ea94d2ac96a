namespace Attention.Display.Rendering;

/// <summary>Escapes text for the languages in which a picture is written.</summary>
internal static class Escape
{
    /// <summary>Text for HTML and SVG, in content and in attributes.</summary>
    public static string Html(string text) =>
        Brackets(text)
            .Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>Text for plotly.js, which reads a few HTML tags, entities, and TeX between dollar signs.</summary>
    public static string Plotly(string text) => Brackets(text).Replace("$", "&#36;", StringComparison.Ordinal);

    private static string Brackets(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
