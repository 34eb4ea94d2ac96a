using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// A number in prose that the runner checks: in <c>0.69&lt;!--= Math.Log(2) :F2 --&gt;</c> the comment, invisible to
/// the reader, is evaluated where it stands in the notebook, and must give the text before it.
/// </summary>
/// <param name="Line">The line of the cell on which the comment begins.</param>
/// <param name="Before">What the reader sees before the comment.</param>
/// <param name="After">What the reader sees after it.</param>
/// <param name="Expression">C#; empty when the comment holds none.</param>
/// <param name="Format">A .NET format, or null.</param>
internal sealed partial record ProseCheck(int Line, string Before, string After, string Expression, string? Format)
{
    /// <param name="line">The line of the cell on which the comment begins.</param>
    /// <param name="before">What the reader sees before the comment.</param>
    /// <param name="after">What the reader sees after it.</param>
    /// <param name="comment">What the comment holds after the equals sign.</param>
    public static ProseCheck Of(int line, string before, string after, string comment)
    {
        Match match = Parts().Match(comment.Trim());
        string? format = match.Groups["format"] is { Success: true } group ? group.Value : null;
        return new ProseCheck(line, before, after, match.Groups["expression"].Value, format);
    }

    /// <summary>The expression as the comment holds it.</summary>
    public string Written => Format is null ? Expression : $"{Expression} :{Format}";

    /// <summary>Null when the text before the comment is the value; else what is wrong.</summary>
    public string? Compare(string value)
    {
        (string expected, bool isPercent) = WithoutPercent(NumberReading.Normal(value).Trim());
        if (expected.Length == 0)
        {
            return $"line {Line}: {Written} has no value to compare with";
        }
        (string text, bool saysPercent) = WithoutPercent(NumberReading.Normal(Before).TrimEnd());
        string after = NumberReading.Normal(After);
        bool isSame = NumberReading.IsWhole(text, expected, after)
            && (!isPercent || saysPercent || PercentFollows().IsMatch(after));
        return isSame
            ? null
            : $"line {Line}: the text says “{LastWord().Match(text).Value + FirstWord().Match(After).Value}”, but {Written} is {value}";
    }

    /// <summary>
    /// Whether the text says percent and nothing in the check does: a share of 0.05 is 5 %, and 5 is not.
    /// </summary>
    public bool LacksPercent =>
        WithoutPercent(NumberReading.Normal(Before).TrimEnd()).IsPercent && !MakesPercent().IsMatch(Written);

    private static (string Number, bool IsPercent) WithoutPercent(string text) =>
        text.EndsWith('%') ? (text[..^1].TrimEnd(), true) : (text, false);

    [GeneratedRegex(@"^\s?%")]
    private static partial Regex PercentFollows();

    [GeneratedRegex("100|1e2|%|percent|:P", RegexOptions.IgnoreCase)]
    private static partial Regex MakesPercent();

    [GeneratedRegex(@"^(?<expression>.+?)(\s:(?<format>[A-Za-z0-9.,#%]+))?$", RegexOptions.Singleline)]
    private static partial Regex Parts();

    [GeneratedRegex(@"[^\s\uE000]*$", RegexOptions.RightToLeft)]
    private static partial Regex LastWord();

    [GeneratedRegex(@"^[^\s\uE000(),;:]*")]
    private static partial Regex FirstWord();
}
