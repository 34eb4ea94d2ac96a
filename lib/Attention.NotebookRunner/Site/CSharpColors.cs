using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Site;

/// <summary>C# as HTML with a class for each kind of token, found by the shape of the text alone.</summary>
internal static partial class CSharpColors
{
    private static readonly HashSet<string> Keywords =
    [
        .. ("abstract and as async await base bool break byte case catch char checked class const continue decimal "
            + "default delegate do double dynamic else enum event explicit extern false finally fixed float for foreach "
            + "get goto if implicit in init int interface internal is lock long nameof namespace new nint not nuint null "
            + "object operator or out override params private protected public readonly record ref required return "
            + "sbyte scoped sealed set short sizeof stackalloc static string struct switch this throw true try typeof "
            + "uint ulong unchecked unsafe ushort using var virtual void volatile when where while with yield")
                .Split(' '),
    ];

    /// <summary>Interpolated strings within each other. Those that lie deeper have one colour.</summary>
    private const int Deepest = 40;

    /// <summary>c comment, d directive, k keyword, m method, n number, s string, t type.</summary>
    public static string ToHtml(string code)
    {
        var html = new StringBuilder();
        for (int at = 0; at < code.Length;)
        {
            at = Code(code, at, html, level: 0);
        }
        return html.ToString();
    }

    /// <summary>
    /// Writes tokens up to the end or, in the hole of an interpolated string, up to its closing brace.
    /// </summary>
    /// <returns>Where it stopped.</returns>
    private static int Code(string code, int at, StringBuilder html, int level)
    {
        string before = "";
        for (int depth = 0; at < code.Length;)
        {
            if (level > 0 && depth == 0 && code[at] is '}' or ':')
            {
                return at;
            }
            if (StringStart().Match(code, at) is { Success: true } start)
            {
                at = String(code, at, start, html, level);
                before = "\"";
                continue;
            }
            Match token = Token().Match(code, at);
            string text = token.Value;
            Write(html, text, token.Groups["name"].Success ? KindOfName(code, at, text, before) : KindOf(token));
            depth += text is "(" or "[" or "{" ? 1 : text is ")" or "]" or "}" ? -1 : 0;
            before = string.IsNullOrWhiteSpace(text) ? before : text;
            at += text.Length;
        }
        return at;
    }

    /// <summary>A string of any form. The holes of an interpolated one are code again.</summary>
    private static int String(string code, int at, Match start, StringBuilder html, int level)
    {
        string quotes = start.Groups["quotes"].Value;
        bool isRaw = quotes.Length >= 3, isVerbatim = start.Value.Contains('@');
        int braces = start.Value.Count(c => c == '$');
        int from = at;
        at += start.Length;
        while (at < code.Length)
        {
            if (string.CompareOrdinal(code, at, quotes, 0, quotes.Length) == 0)
            {
                bool isDoubled = isVerbatim && !isRaw && at + 1 < code.Length && code[at + 1] == '"';
                at += isDoubled ? 2 : quotes.Length;
                if (!isDoubled)
                {
                    break;
                }
            }
            else if (braces > 0 && code[at] == '{')
            {
                int run = code.AsSpan(at).IndexOfAnyExcept('{') is >= 0 and int other ? other : code.Length - at;
                at += run;
                if (level < Deepest && (isRaw ? run >= braces : run % 2 == 1))
                {
                    Write(html, code[from..at], "s");
                    from = at = Code(code, at, html, level + 1);
                }
            }
            else
            {
                at += code[at] == '\\' && !isRaw && !isVerbatim ? 2 : 1;
            }
        }
        at = Math.Min(at, code.Length);
        Write(html, code[from..at], "s");
        return at;
    }

    private static string KindOf(Match token) =>
        token.Groups["comment"].Success ? "c"
        : token.Groups["directive"].Success ? "d"
        : token.Groups["character"].Success ? "s"
        : token.Groups["number"].Success ? "n"
        : "";

    /// <summary>
    /// What stands before and after a name tells a method from a type; the language's naming rule does the rest.
    /// </summary>
    private static string KindOfName(string code, int at, string name, string before)
    {
        int end = at + name.Length;
        bool isCapital = char.IsUpper(name[0]) && name.Length > 1;
        return Keywords.Contains(name) ? "k"
            : before == "new" ? "t"
            : Call().IsMatch(code, end) ? "m"
            : isCapital && before != "." && (Dotted().IsMatch(code, end) || TypeOfDeclaration().IsMatch(code, end))
                ? "t"
            : isCapital && before is "<" or "," && GenericEnd().IsMatch(code, end) ? "t"
            : "";
    }

    private static void Write(StringBuilder html, string text, string kind)
    {
        string encoded = WebUtility.HtmlEncode(text);
        html.Append(kind.Length == 0 || text.Length == 0 ? encoded : $"<span class=\"{kind}\">{encoded}</span>");
    }

    [GeneratedRegex("""\G(\$*@?|@\$)(?<quotes>"{3,}|")""")]
    private static partial Regex StringStart();

    [GeneratedRegex(
        """
        \G((?<comment>//[^\n]*|/\*[\s\S]*?(\*/|$))
        |(?<directive>(?<=^|\n)[\ \t]*\#[^\n]*)
        |(?<character>'(\\[^\n]+?|[^'\\\n])')
        |(?<number>0[xXbB][0-9a-fA-F_]+\w*|\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?[a-zA-Z]*)
        |(?<name>@?[\p{L}_][\p{L}\p{Nd}_]*)
        |\s+
        |[\s\S])
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex(@"\G(<[\w\s,.<>\[\]?]{0,200}>)?\s*\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"\G(<[\w\s,.<>\[\]?]{0,200}>)?\.")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\G(<[\w\s,.<>\[\]?]{0,200}>)?(\[,*\]|\?)*\s+[\p{L}_]")]
    private static partial Regex TypeOfDeclaration();

    [GeneratedRegex(@"\G\s*[>,]")]
    private static partial Regex GenericEnd();
}
