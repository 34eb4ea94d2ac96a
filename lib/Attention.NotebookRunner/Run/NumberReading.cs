using System.Globalization;
using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Whether a reader who sees a number in prose reads exactly the expected one, and not a part of a longer number:
/// 5 is not what 1.5, 1e5, −5, 3/5 or 1’5 say.
/// </summary>
internal static partial class NumberReading
{
    /// <summary>Stands in the text where a checked number ends.</summary>
    public const char Checked = '\uE000';

    /// <summary>Whether <paramref name="before"/> ends in <paramref name="expected"/>, read as a whole.</summary>
    public static bool IsWhole(string before, string expected, string after)
    {
        int start = before.Length - expected.Length;
        if (expected.Length == 0 || !before.EndsWith(expected, StringComparison.Ordinal))
        {
            return false;
        }
        return char.IsAsciiDigit(expected[0]) || expected[0] is '.' or '-'
            ? !BeginsEarlier(before, start, expected) && !GoesOn().IsMatch(after)
            : !IsWithinWord(before, start);
    }

    /// <summary>Signs that look alike become one, and what cannot be seen goes.</summary>
    public static string Normal(string text) => string.Concat(
        text.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)
            .Select(c => c is '\u2212' or '\uFE63' or '\uFF0D' ? '-' : c));

    private static bool BeginsEarlier(string text, int start, string expected)
    {
        if (start == 0)
        {
            return false;
        }
        char previous = text[start - 1];
        char second = start > 1 ? text[start - 2] : ' ', third = start > 2 ? text[start - 3] : ' ';
        if (expected[0] == '-')
        {
            return char.IsLetterOrDigit(previous); // 3-5 is a range, or a difference
        }
        bool isGroup = LeadingDigits().Match(expected).Length == 3;
        return previous switch
        {
            _ when char.IsNumber(previous) => true,
            '.' or '^' or '_' or '±' or '∓' or '√' => true,
            ',' or '\'' or '’' or '‘' or 'ʼ' or '·' or '/' or '⁄' or '∕' or '÷' => char.IsNumber(second),
            '-' or '+' when second is 'e' or 'E' && char.IsNumber(third) => true,
            '-' or '–' or '—' or '‒' or '―' => IsSign(second),
            'e' or 'E' => char.IsNumber(second),
            'x' or 'X' => second == '0',
            ' ' => (isGroup && char.IsNumber(second)) || (second == '-' && IsSign(LastVisible(text, start - 2))),
            _ when char.IsWhiteSpace(previous) => char.IsNumber(second), // a thin or a fixed space separates thousands
            _ => false,
        };
    }

    /// <summary>A dash after a word, a number or a bracket is no minus sign.</summary>
    private static bool IsSign(char beforeDash) =>
        !char.IsLetterOrDigit(beforeDash) && beforeDash is not (')' or ']' or Checked);

    private static char LastVisible(string text, int end) =>
        text[..end].TrimEnd() is { Length: > 0 } rest ? rest[^1] : '=';

    /// <summary>Chinese is written without spaces between words.</summary>
    private static bool IsWithinWord(string text, int start) => start > 0
        && char.IsLetterOrDigit(text[start - 1])
        && char.GetUnicodeCategory(text[start - 1]) != UnicodeCategory.OtherLetter;

    [GeneratedRegex(@"^\d+")]
    private static partial Regex LeadingDigits();

    /// <summary>What continues a number: digits, a fraction that is not itself checked, an exponent, a power.</summary>
    [GeneratedRegex(
        @"^(\p{N}|[.,'’]\d|[\u00A0\u2009\u202F]\d{3}|[eE][+-]?\d|[/⁄∕]\d+(?![\d\uE000])|\^|\s*[×·]\s*10[\^⁰¹²³⁴-⁹⁻])")]
    private static partial Regex GoesOn();
}
