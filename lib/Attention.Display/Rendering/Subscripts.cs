using System.Text.RegularExpressions;

namespace Attention.Display.Rendering;

/// <summary>Finds subscripts in labels: in <c>W_Q</c> and <c>d_k</c> the part after the underscore.</summary>
internal static partial class Subscripts
{
    /// <summary>The text in parts that are alternately plain and subscript.</summary>
    public static IEnumerable<(string Text, bool IsSubscript)> Split(string text)
    {
        int end = 0;
        foreach (Match match in Subscript().Matches(text))
        {
            Group subscript = match.Groups[1];
            yield return (text[end..(subscript.Index - 1)], false);
            yield return (subscript.Value, true);
            end = subscript.Index + subscript.Length;
        }

        yield return (text[end..], false);
    }

    /// <summary>The text with each part escaped and subscripts in <c>sub</c> elements.</summary>
    public static string ToMarkup(string text, Func<string, string> escape) => string.Concat(
        Split(text).Select(part => part.IsSubscript ? $"<sub>{escape(part.Text)}</sub>" : escape(part.Text)));

    [GeneratedRegex(@"(?<![\w])[A-Za-z]_([A-Za-z]+|[0-9]+)(?![A-Za-z0-9_])")]
    private static partial Regex Subscript();
}
