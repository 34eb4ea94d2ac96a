using System.Globalization;
using System.Text;

namespace Attention.NotebookRunner.Run;

/// <summary>Describes the first difference of two texts.</summary>
internal static class FirstDifference
{
    private const int Before = 40, After = 60;

    public static string Describe(string what, string old, string now)
    {
        int at = old.AsSpan().CommonPrefixLength(now);
        if (at > 0 && char.IsHighSurrogate(old[at - 1]))
        {
            at--;
        }
        ReadOnlySpan<char> same = old.AsSpan(0, at);
        int line = same.Count('\n') + 1, column = at - same.LastIndexOf('\n');
        string place = string.Create(CultureInfo.InvariantCulture, $"{what}, line {line}, character {column}");
        return $"first difference in {place}{Code(old, now, at)}:\n  in the file: {Around(old, at)}\n  now:         {Around(now, at)}";
    }

    /// <summary>The code points, for letters of different alphabets that look alike.</summary>
    private static string Code(string old, string now, int at)
    {
        bool isPlain = at >= old.Length || at >= now.Length || (char.IsAscii(old[at]) && char.IsAscii(now[at]));
        return isPlain
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" (U+{Rune.GetRuneAt(old, at).Value:X4} against U+{Rune.GetRuneAt(now, at).Value:X4})");
    }

    private static string Around(string text, int at)
    {
        if (text.Length == 0)
        {
            return "(nothing)";
        }
        int start = Math.Max(at - Before, 0), end = Math.Min(at + After, text.Length);
        string endMark = end < text.Length ? "…" : at == text.Length ? "(end)" : "";
        return (start > 0 ? "…" : "") + Visible(text[start..end]) + endMark;
    }

    /// <summary>Escapes characters that cannot be seen, so that two different texts also look different.</summary>
    private static string Visible(string text)
    {
        var visible = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' => visible.Append("\\n"),
                '\t' => visible.Append("\\t"),
                '\r' => visible.Append("\\r"),
                ' ' => visible.Append(' '),
                _ when IsSeen(rune) => visible.Append(rune.ToString()),
                _ => visible.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            };
        }
        return visible.ToString();
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
