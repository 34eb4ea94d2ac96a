using System.Globalization;
using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Whether a reader who sees a number in prose reads exactly the expected one, and not a part of something longer:
/// 5 is not what 1.5, 1e5, −5, ±5, 3/5, 2·5, x5 or 5·10³ say. Where this is not sure, it is not the expected one.
/// </summary>
internal static partial class NumberReading
{
    /// <summary>Stands in the text where a checked number ends.</summary>
    public const char Checked = '\uE000';

    /// <summary>After these, and after an opening bracket or a quote, a number begins.</summary>
    private const string Beginnings = "=≈≃≅≡~∼<>≤≥≪≫≠∈+|→←↔⇒⟶;\"#@&…?。、；？！";

    /// <summary>Between two numbers these make one of them.</summary>
    private const string Joints = ",'’‘:，：";

    /// <summary>After a checked number these begin a new one; else what follows is a part of a product.</summary>
    private const string Factors = "*×·⋅∙/⁄∕";

    /// <summary>A number after one of these is only a part of what they say, also with spaces between.</summary>
    private const string Operators = "±∓√∛∜÷^";

    private const string Dashes = "-–—‒―";

    /// <summary>Whether <paramref name="before"/> ends in <paramref name="expected"/>, read as a whole.</summary>
    public static bool IsWhole(string before, string expected, string after)
    {
        if (expected.Length == 0 || !before.EndsWith(expected, StringComparison.Ordinal))
        {
            return false;
        }
        string rest = before[..^expected.Length];
        bool isNumber = char.IsAsciiDigit(expected[0]) || expected[0] is '.' or '-';
        return (isNumber ? BeginsAfter(rest, expected) : !EndsInLetter(rest))
            && !(char.IsAsciiDigit(expected[^1]) && GoesOn().IsMatch(after))
            && !(char.IsLetter(expected[^1]) && !isNumber && WordGoesOn().IsMatch(after));
    }

    /// <summary>Signs that look alike become one, and what cannot be seen goes.</summary>
    public static string Normal(string text) => string.Concat(
        text.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)
            .Select(c => c is '\u2212' or '\uFE63' or '\uFF0D' ? '-' : c));

    private static bool BeginsAfter(string text, string expected)
    {
        if (text.Length == 0 || text[^1] == Checked)
        {
            return true;
        }
        char previous = text[^1], second = text.Length > 1 ? text[^2] : ' ', third = text.Length > 2 ? text[^3] : ' ';
        bool hasSign = expected[0] == '-';
        if (char.IsWhiteSpace(previous))
        {
            bool isGroup = LeadingDigits().Match(expected).Length == 3;
            string last = text.TrimEnd(' ');
            bool isFixed = previous is not (' ' or '\n'); // it separates thousands
            return !(char.IsNumber(second) && (isGroup || isFixed))
                && !Operators.Contains(LastOf(last))
                && (hasSign || !IsMinusBeforeSpace(last))
                && (Relation().IsMatch(last) || !Command().IsMatch(last));
        }
        if (Dashes.Contains(previous))
        {
            return !hasSign && !IsSign(second) && !(second is 'e' or 'E' && char.IsNumber(third));
        }
        if (Factors.Contains(previous))
        {
            return !char.IsLetterOrDigit(second) && second is not (')' or ']' or '}');
        }
        if (Joints.Contains(previous))
        {
            return !char.IsNumber(second);
        }
        if (char.IsLetter(previous))
        {
            return (!hasSign && IsOfWordsWithoutSpaces(previous)) || Relation().IsMatch(text);
        }
        return (Beginnings.Contains(previous) && !(second is 'e' or 'E' && char.IsNumber(third)))
            || char.IsSurrogate(previous)
            || char.GetUnicodeCategory(previous) is UnicodeCategory.OpenPunctuation
                or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
                or UnicodeCategory.CurrencySymbol;
    }

    /// <summary>A dash after a word, a number or a bracket is no minus sign.</summary>
    private static bool IsSign(char beforeDash) =>
        !char.IsLetterOrDigit(beforeDash) && beforeDash is not (')' or ']' or Checked);

    /// <summary>An en dash between spaces separates words, but not after an equals sign.</summary>
    private static bool IsMinusBeforeSpace(string text)
    {
        char dash = LastOf(text), before = LastOf(text.Length > 0 ? text[..^1].TrimEnd() : "");
        return dash == '-' ? IsSign(before) : Dashes.Contains(dash) && "=≈<>≤≥×·+(".Contains(before);
    }

    private static char LastOf(string text) => text.Length > 0 ? text[^1] : '=';

    private static bool EndsInLetter(string text) =>
        text.Length > 0 && char.IsLetterOrDigit(text[^1]) && !IsOfWordsWithoutSpaces(text[^1]);

    /// <summary>Chinese is written without spaces between words.</summary>
    private static bool IsOfWordsWithoutSpaces(char letter) =>
        char.GetUnicodeCategory(letter) == UnicodeCategory.OtherLetter;

    [GeneratedRegex(@"^\d+")]
    private static partial Regex LeadingDigits();

    /// <summary>A command of TeX may take the number after it as its argument, as \sqrt does.</summary>
    [GeneratedRegex(@"\\[A-Za-z]+$")]
    private static partial Regex Command();

    [GeneratedRegex(
        @"\\(approx|leq?|geq?|lt|gt|neq?|to|in|sim|simeq|equiv|colon|q?quad|[lL]?[rR]ightarrow|[lc]?dots)$")]
    private static partial Regex Relation();

    /// <summary>
    /// What continues a number: digits, a group of thousands, a factor or a part that is not itself checked, an
    /// exponent, a power.
    /// </summary>
    [GeneratedRegex(
        @"^(\p{N}|[.,'’‘ʼ_\u066B\u066C]\d|[ \u00A0\u2007\u2009\u202F]\d{3}(?!\d)|[eE][+-]?\d|\^"
        + @"|[/⁄∕×·⋅∙*:]\d+(?![\d\uE000])|\s*([×·⋅∙*x]|\\cdot|\\times)\s*10[\^⁰¹²³⁴-⁹⁻])")]
    private static partial Regex GoesOn();

    [GeneratedRegex(@"^[\p{Lu}\p{Ll}\p{N}]")]
    private static partial Regex WordGoesOn();
}
