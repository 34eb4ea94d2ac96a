using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// HTML that this program makes itself (formulas, coloured code) and that must survive the cleaning of the HTML around
/// it: while that is cleaned a mark stands for it, which no notebook can guess.
/// </summary>
internal sealed partial class Placeholders
{
    private readonly string _secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
    private readonly List<string> _html = [];

    public string Add(string html)
    {
        _html.Add(html);
        return $"\uE000{_secret}:{_html.Count - 1}\uE001";
    }

    public string Fill(string text) => Mark().Replace(
        text, match => match.Groups[1].Value == _secret ? _html[int.Parse(match.Groups[2].ValueSpan)] : match.Value);

    [GeneratedRegex("\uE000([0-9A-F]{24}):([0-9]{1,9})\uE001")]
    private static partial Regex Mark();
}
