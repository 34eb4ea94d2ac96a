using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// Refuses HTML that is nested so deeply that its parser or writer, which recurses per level, would overflow the stack.
/// </summary>
internal static partial class HtmlNesting
{
    private const int Deepest = 200, MostTags = 200_000;

    private static readonly HashSet<string> Void = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
        // These end where the next one begins, or their parent ends.
        "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody",
    };

    /// <summary>An end tag does not close what lies outside of these.</summary>
    private static readonly HashSet<string> Barriers = new(StringComparer.OrdinalIgnoreCase)
    {
        "table", "caption", "template", "object", "applet", "marquee", "button", "select", "svg", "math",
        "foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
    };

    public static bool IsTooDeep(string html)
    {
        var open = new List<string>();
        int tags = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            string name = tag.Groups["name"].Value;
            if (++tags > MostTags)
            {
                return true;
            }
            if (Void.Contains(name))
            {
                continue;
            }
            if (tag.Groups["end"].Length == 0)
            {
                open.Add(name);
                if (open.Count > Deepest)
                {
                    return true;
                }
                continue;
            }
            for (int i = open.Count - 1; i >= 0; i--)
            {
                if (string.Equals(open[i], name, StringComparison.OrdinalIgnoreCase))
                {
                    open.RemoveRange(i, open.Count - i);
                    break;
                }
                if (Barriers.Contains(open[i]) && !Barriers.Contains(name))
                {
                    break;
                }
            }
        }
        return false;
    }

    [GeneratedRegex(@"<(?<end>/?)(?<name>[a-zA-Z][^\s/>]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
