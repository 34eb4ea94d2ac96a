using System.Net;
using System.Text;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// TeX formulas as MathML, which every browser draws without a script and without network. It knows the TeX of
/// mathematics as notebooks use it, not all of TeX. A formula with a command that it does not know is shown as its
/// source, which stays readable, and never half.
/// </summary>
internal sealed partial class TexMath
{
    private const int Deepest = 60;
    private const string ApplyFunction = "<mo>&#x2061;</mo>";
    private static readonly string[] Ordinary = ["<mi", "<mn", "<msub", "<msup", "<mfrac", "<msqrt", "<mroot"];

    private readonly TexReader _tex;
    private readonly string _style;
    private readonly int _outer;
    private int _depth;

    private TexMath(string tex, string style, int outer) => (_tex, _style, _outer) = (new(tex), style, outer);

    /// <summary>HTML for a formula: MathML, or its source where that is not possible.</summary>
    public static string ToHtml(string tex, bool display)
    {
        string source = WebUtility.HtmlEncode(tex.Trim());
        try
        {
            string body = new TexMath(tex.Trim(), "none", 0).Row("");
            return $"<math{(display ? " display=\"block\"" : "")}><semantics><mrow>{body}</mrow>"
                + $"<annotation encoding=\"application/x-tex\">{source}</annotation></semantics></math>";
        }
        catch (FormatException)
        {
            return display ? $"<pre class=\"tex\">{source}</pre>" : $"<code class=\"tex\">{source}</code>";
        }
    }

    /// <summary>Everything up to <paramref name="end"/>, which is taken: "" is the end of the text.</summary>
    private string Row(string end) => RowUpTo([end]).Row;

    private (string Row, string End) RowUpTo(string[] ends)
    {
        var row = new StringBuilder();
        string before = "";
        while (true)
        {
            _tex.SkipSpace();
            if (Array.Find(ends, _tex.TryTake) is { } end)
            {
                return (row.ToString(), end);
            }
            string part = Scripted();
            row.Append(IsSetApart(before, part) ? Space("0.1667em") : "").Append(part);
            before = part;
        }
    }

    /// <summary>
    /// Whether a thin space stands between two parts, as TeX sets it: on both sides of the name of a function, but not
    /// before a bracket or an operator.
    /// </summary>
    private static bool IsSetApart(string before, string part)
    {
        return IsFunction(before) ? IsFunction(part) || IsOrdinary(part) : IsFunction(part) && IsOrdinary(before);

        static bool IsFunction(string part) => part.Contains(ApplyFunction, StringComparison.Ordinal);
        static bool IsOrdinary(string part) => Ordinary.Any(tag => part.StartsWith(tag, StringComparison.Ordinal));
    }

    private string Scripted()
    {
        (string atom, bool limits) = Atom();
        string? sub = null, sup = null;
        for (_tex.SkipSpace(); !_tex.IsAtEnd; _tex.SkipSpace())
        {
            if (_tex.TryTake("\\limits"))
            {
                limits = true;
            }
            else if (_tex.TryTake('\''))
            {
                sup += "<mo>′</mo>";
            }
            else if (_tex.TryTake('_'))
            {
                sub = sub is null ? Argument() : throw new FormatException();
            }
            else if (_tex.TryTake('^'))
            {
                sup = sup is null ? Argument() : throw new FormatException();
            }
            else
            {
                break;
            }
        }
        string tag = (limits ? "munder" : "msub", sub, sup) switch
        {
            (_, null, null) => "",
            (var t, not null, null) => t,
            (var t, null, not null) => t == "munder" ? "mover" : "msup",
            (var t, _, _) => t == "munder" ? "munderover" : "msubsup",
        };
        return tag.Length == 0 ? atom : $"<{tag}>{atom}{Wrap(sub)}{Wrap(sup)}</{tag}>";

        static string Wrap(string? part) => part is null ? "" : $"<mrow>{part}</mrow>";
    }

    /// <summary>One group, command or character, as a script or a command's argument takes it.</summary>
    private string Argument()
    {
        _tex.SkipSpace();
        return Atom().MathMl;
    }

    private (string MathMl, bool Limits) Atom()
    {
        if (_outer + ++_depth > Deepest)
        {
            throw new FormatException();
        }
        (string, bool) atom = ReadAtom();
        _depth--;
        return atom;
    }

    private (string MathMl, bool Limits) ReadAtom()
    {
        char c = _tex.Take();
        switch (c)
        {
            case '{':
                return ($"<mrow>{Row("}")}</mrow>", false);
            case '\\':
                string name = _tex.CommandName();
                return (Command(name), TexSymbols.Limits.Contains(name));
            case '}' or '&' or '#' or '%' or '$' or '^' or '_':
                throw new FormatException();
            case >= '0' and <= '9':
                string number = c + _tex.RestOfNumber();
                return ($"<mn>{string.Concat(number.Select(d => TexAlphabets.Of(_style, d.ToString())))}</mn>", false);
            case '-':
                return ("<mo>−</mo>", false);
            case '~':
                return (Space("0.278em"), false);
            case '(' or ')' or '[' or ']' or '|':
                return ($"<mo stretchy=\"false\">{c}</mo>", false);
            default:
                string text = char.IsHighSurrogate(c) && !_tex.IsAtEnd ? $"{c}{_tex.Take()}" : c.ToString();
                bool isLetter = char.IsLetter(text, 0) || text.Length > 1;
                return (isLetter ? Letter(text) : $"<mo>{WebUtility.HtmlEncode(text)}</mo>", false);
        }
    }

    /// <summary>
    /// A letter in the current alphabet. MathML slants a single letter by itself; upright ones say so.
    /// </summary>
    private string Letter(string letter)
    {
        string styled = TexAlphabets.Of(_style, letter);
        bool isUpright = _style == "normal"
            || (_style == "none" && !char.IsAscii(letter[0]) && !char.IsLower(letter[0]));
        return $"<mi{(isUpright ? " mathvariant=\"normal\"" : "")}>{WebUtility.HtmlEncode(styled)}</mi>";
    }

    private string Command(string name)
    {
        if (TexSymbols.Letters.TryGetValue(name, out string? letter))
        {
            return Letter(letter);
        }
        if (TexSymbols.Operators.TryGetValue(name, out string? sign))
        {
            return Operator(name, sign);
        }
        if (TexSymbols.Functions.Contains(name))
        {
            return Function(name);
        }
        if (TexSymbols.Spaces.TryGetValue(name, out string? width))
        {
            return Space(width);
        }
        if (TexSymbols.Accents.TryGetValue(name, out string? accent))
        {
            string tag = name.StartsWith("under", StringComparison.Ordinal) ? "munder" : "mover";
            string stretchy = TexSymbols.Stretching.Contains(name) ? "true" : "false";
            return $"<{tag} accent=\"true\">{Argument()}<mo stretchy=\"{stretchy}\">{accent}</mo></{tag}>";
        }
        if (TexSymbols.Styles.TryGetValue(name, out string? style))
        {
            return Styled(style);
        }
        return TexSymbols.Texts.Contains(name) ? Text(name) : TexSymbols.Ignored.Contains(name) ? "" : Structure(name);
    }

    private static string Operator(string name, string sign)
    {
        if (TexSymbols.Large.Contains(name))
        {
            return $"<mo>{sign}</mo>";
        }
        // | is the same sign on both sides: without its form a browser takes it for an infix operator, with space
        // around it.
        string form = name is "lvert" or "lVert" ? " form=\"prefix\""
            : name is "rvert" or "rVert" ? " form=\"postfix\""
            : "";
        return $"<mo{form} stretchy=\"false\">{WebUtility.HtmlEncode(sign)}</mo>";
    }

    private static string Function(string name)
    {
        string shown = name switch { "limsup" => "lim\u00A0sup", "liminf" => "lim\u00A0inf", _ => name };
        return $"<mi>{WebUtility.HtmlEncode(shown)}</mi>{ApplyFunction}";
    }

    private static string Space(string width) => $"<mspace width=\"{width}\"/>";

    private string Styled(string style) => style == "normal" && _tex.TryTakeWord(out string word)
        ? $"<mi{(TexAlphabets.IsOneLetter(word) ? " mathvariant=\"normal\"" : "")}>{WebUtility.HtmlEncode(word)}</mi>"
        : $"<mrow>{new TexMath(_tex.Group(), style, _outer + _depth + 1).Row("")}</mrow>";

    /// <summary>Text, with formulas between dollar signs.</summary>
    private string Text(string name)
    {
        string style = name switch { "textbf" => " class=\"bold\"", "textit" => " class=\"italic\"", _ => "" };
        string[] parts = _tex.Group().Split('$');
        if (parts.Length % 2 == 0)
        {
            throw new FormatException();
        }
        var html = new StringBuilder();
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
            {
                html.Append(new TexMath(parts[i], "none", _outer + _depth + 1).Row(""));
            }
            else if (parts[i].Length > 0)
            {
                html.Append($"<mtext{style}>{WebUtility.HtmlEncode(PlainText(parts[i]))}</mtext>");
            }
        }
        return $"<mrow>{html}</mrow>";
    }

    /// <summary>Spaces at the ends are kept: MathML drops plain ones.</summary>
    private static string PlainText(string text)
    {
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\')
            {
                c = ++i < text.Length && text[i] is '%' or '_' or '#' or '&' or '{' or '}' or ' ' or ',' ? text[i]
                    : throw new FormatException();
                c = c == ',' ? ' ' : c;
            }
            else if (c is '{' or '}')
            {
                continue;
            }
            plain.Append(c is ' ' or '~' ? '\u00A0' : c);
        }
        return plain.ToString();
    }
}
