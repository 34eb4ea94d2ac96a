using System.Globalization;
using System.Text;

namespace Attention.Display.Internal;

/// <summary>The ways in which foreign text enters a picture, one per language it passes through.</summary>
internal static class Escape
{
    /// <summary>Replaces what no XML document may hold (one such character blanks the whole picture) and what reorders the text around it.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool harmful = rune.Value is 0xFFFE or 0xFFFF
                || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control
                || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            clean.Append(harmful ? (rune.Value is '\t' or '\n' or '\r' ? " " : "\uFFFD") : rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>Text for HTML and SVG, in content and in attributes.</summary>
    public static string Html(string text) => Brackets(text).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>Text for plotly.js, which reads a few HTML tags, entities, and TeX between dollar signs.</summary>
    public static string Plotly(string text) => Brackets(text).Replace("$", "&#36;", StringComparison.Ordinal);

    private static string Brackets(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
