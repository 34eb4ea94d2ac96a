using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Prose that cannot lie: in <c>0.69&lt;!--= Math.Log(2) :F2 --&gt;</c> the comment, invisible to the reader, says where the number before it comes from.
/// </summary>
/// <param name="Before">The line up to the comment.</param>
/// <param name="Line">Its number within the cell.</param>
/// <param name="Expression">C#, evaluated in the session at this point of the notebook.</param>
/// <param name="Format">A .NET format, or null.</param>
internal sealed partial record Prose(string Before, int Line, string Expression, string? Format)
{
    public static IEnumerable<Prose> Find(Cell cell) => cell.Source.Split('\n').SelectMany((text, i) =>
        Comment().Matches(text).Select(m => new Prose(text[..m.Index], i + 1, m.Groups["expression"].Value, m.Groups["format"] is { Success: true } f ? f.Value : null)));

    /// <summary>Null when the text before the comment ends in <paramref name="value"/>; else what is wrong.</summary>
    public string? Compare(string value)
    {
        // Emphasis, code marks, formula marks and a percent sign may stand between the number and its comment; a typographic minus is a minus.
        string text = EarlierComments().Replace(Before, "").Replace('−', '-').TrimEnd('*', '_', '`', '$', '%', ' ', '\u00A0', '\u202F');
        string expected = value.Replace('−', '-').TrimEnd('%', ' ', '\u00A0');
        bool matches = text.EndsWith(expected, StringComparison.Ordinal) && !ContinuesNumber(text, text.Length - expected.Length);
        return matches ? null : $"line {Line}: the text says “{LastWord().Match(text).Value}”, but {Expression}{(Format is null ? "" : " :" + Format)} is {value}";
    }

    /// <summary>Whether a number that starts at <paramref name="start"/> is only the tail of a longer one: 1 of 21, 1 of -1.</summary>
    private static bool ContinuesNumber(string text, int start) =>
        start > 0 && start < text.Length && (char.IsAsciiDigit(text[start]) || text[start] == '.')
        && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] is '.' or ','
            || (text[start - 1] == '-' && (start == 1 || !char.IsLetterOrDigit(text[start - 2]))));

    [GeneratedRegex(@"<!--=\s*(?<expression>.+?)(\s:(?<format>[A-Za-z0-9.,#%]+))?\s*-->")]
    private static partial Regex Comment();

    [GeneratedRegex(@"<!--.*?-->")]
    private static partial Regex EarlierComments();

    [GeneratedRegex(@"\S*$")]
    private static partial Regex LastWord();
}
