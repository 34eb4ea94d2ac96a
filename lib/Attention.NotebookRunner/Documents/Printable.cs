using System.Globalization;
using System.Text;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// Text from notebooks, file names and exceptions, made safe for a terminal and a log: a character that a terminal
/// would obey, or that cannot be seen, becomes <c>\uXXXX</c>.
/// </summary>
internal static class Printable
{
    /// <summary>One line of at most <paramref name="limit"/> characters.</summary>
    public static string Line(string text, int limit = 500)
    {
        string line = Escape(text.Length > 2 * limit ? text[..(2 * limit)] : text, keepLineFeeds: false);
        return line.Length > limit ? line[..limit] + "…" : line;
    }

    /// <summary>All lines. Line feeds and tabs stay.</summary>
    public static string Lines(string text) => Escape(text, keepLineFeeds: true);

    private static string Escape(string text, bool keepLineFeeds)
    {
        var safe = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                safe.Append(c).Append(text[++i]);
            }
            else if (IsVisible(c) || (keepLineFeeds && c is '\n' or '\t'))
            {
                safe.Append(c);
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }
        return safe.ToString();
    }

    private static bool IsVisible(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
