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
        char previous = text[^1];
        return char.IsWhiteSpace(previous) ? BeginsAfterSpace(text, expected)
            : Dashes.Contains(previous) ? BeginsAfterDash(text, expected)
            : Factors.Contains(previous) ? BeginsAfterFactor(text)
            : Joints.Contains(previous) ? !char.IsNumber(FromEnd(text, 2))
            : char.IsLetter(previous) ? BeginsAfterLetter(text, expected)
            : BeginsAfterSign(text);
    }

    /// <summary>5 begins in “of 5”, and not in “± 5”, “- 5” or “\sqrt 5”; 500 does not in “1 500”.</summary>
    private static bool BeginsAfterSpace(string text, string expected)
    {
        bool isGroup = LeadingDigits().Match(expected).Length == 3;
        bool separatesThousands = text[^1] is not (' ' or '\n'); // a space of another width
        string last = text.TrimEnd(' ');
        return !(char.IsNumber(FromEnd(text, 2)) && (isGroup || separatesThousands))
            && !Operators.Contains(LastOf(last))
            && (expected[0] == '-' || !IsMinusBeforeSpace(last))
            && (Relation().IsMatch(last) || !Command().IsMatch(last));
    }

    /// <summary>5 begins in “3-5”, and not in “= -5” or “1e-5”.</summary>
    private static bool BeginsAfterDash(string text, string expected) =>
        expected[0] != '-' && !IsSign(FromEnd(text, 2)) && !EndsInExponent(text);

    /// <summary>5 begins in “**5”, and not in “2·5”, “x·5” or “(a)·5”.</summary>
    private static bool BeginsAfterFactor(string text) =>
        !char.IsLetterOrDigit(FromEnd(text, 2)) && FromEnd(text, 2) is not (')' or ']' or '}');

    /// <summary>5 begins in “第5” and in “\approx5”, and not in “x5”.</summary>
    private static bool BeginsAfterLetter(string text, string expected) =>
        (expected[0] != '-' && IsOfWordsWithoutSpaces(text[^1])) || Relation().IsMatch(text);

    /// <summary>5 begins in “=5”, “(5” and “€5”, and not in “1e+5”.</summary>
    private static bool BeginsAfterSign(string text) =>
        (Beginnings.Contains(text[^1]) && !EndsInExponent(text))
        || char.IsSurrogate(text[^1])
        || char.GetUnicodeCategory(text[^1]) is UnicodeCategory.OpenPunctuation
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
            or UnicodeCategory.CurrencySymbol;

    /// <summary>Whether the text ends in a digit, e and one more character, as “1e-” does.</summary>
    private static bool EndsInExponent(string text) =>
        FromEnd(text, 2) is 'e' or 'E' && char.IsNumber(FromEnd(text, 3));

    private static char FromEnd(string text, int at) => text.Length >= at ? text[^at] : ' ';

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
