using System.Globalization;
using System.Text;

namespace Attention.Display;

/// <summary>Makes text from a caller safe to draw.</summary>
internal static class SafeText
{
    /// <summary>
    /// Replaces characters that an XML document must not contain, because one of them makes a viewer reject the whole
    /// picture, and characters that change the writing direction of the text around them.
    /// </summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool harmful =
                rune.Value is 0xFFFE or 0xFFFF
                || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control
                || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            clean.Append(harmful ? (rune.Value is '\t' or '\n' or '\r' ? " " : "\uFFFD") : rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>The same for a text of several lines, which keeps its line breaks.</summary>
    public static string CleanLines(string text) => string.Join('\n', text.Split('\n').Select(Clean));
}
