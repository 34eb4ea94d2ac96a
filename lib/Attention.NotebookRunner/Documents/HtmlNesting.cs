using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// Refuses HTML that is nested so deeply that its parser or writer, which recurses per level, would overflow the stack.
/// Refuses HTML of which the parser would make far more elements than it has tags, too.
/// </summary>
internal static partial class HtmlNesting
{
    private const int Deepest = 200, MostElements = 200_000, MostCopies = 3;

    /// <summary>Void elements, and those with an optional end tag.</summary>
    private static readonly HashSet<string> DoNotNest = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
        // Optional end tags: closed by the next one or by the end of the parent.
        "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody",
    };

    /// <summary>Scope boundaries: an end tag closes nothing outside of the innermost one.</summary>
    private static readonly HashSet<string> Barriers = new(StringComparer.OrdinalIgnoreCase)
    {
        "table", "caption", "template", "object", "applet", "marquee", "button", "select", "svg", "math",
        "foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
    };

    /// <summary>
    /// Formatting elements: one that is still open when its parent ends is reopened by the parser, as a copy (the
    /// HTML standard's list of active formatting elements).
    /// </summary>
    private static readonly HashSet<string> Formatting = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    };

    public static bool IsTooDeep(string html)
    {
        var open = new List<string>();
        var copied = new List<(string Name, string Tag)>();
        int elements = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            string name = tag.Groups["name"].Value;
            elements += 1 + copied.Count;
            if (elements > MostElements)
            {
                return true;
            }
            if (Formatting.Contains(name))
            {
                Note(copied, name, tag);
            }
            if (DoNotNest.Contains(name))
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

    /// <summary>The parser keeps at most three identical formatting elements (the “Noah's Ark clause”).</summary>
    private static void Note(List<(string Name, string Tag)> copied, string name, Match tag)
    {
        if (tag.Groups["end"].Length > 0)
        {
            int last = copied.FindLastIndex(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (last >= 0)
            {
                copied.RemoveAt(last);
            }
        }
        else if (copied.Count(one => one.Tag == tag.Value) < MostCopies)
        {
            copied.Add((name, tag.Value));
        }
    }

    [GeneratedRegex(@"<(?<end>/?)(?<name>[a-zA-Z][^\s/>]*)[^>]*", RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
