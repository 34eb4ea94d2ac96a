using System.Net;
using System.Text;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// TeX formulas as MathML, which every browser draws without a script and without network. It knows the TeX of
/// mathematics as notebooks use it, not all of TeX. A formula with a command that it does not know is shown as its
/// source, which stays readable, and never half.
/// </summary>
internal sealed class TexMath
{
    private const int Deepest = 60;
    private const string ApplyFunction = "<mo>&#x2061;</mo>";
    private static readonly string[] CellEnds = ["&", "\\\\", "\\end"];
    private static readonly string[] Ordinary = ["<mi", "<mn", "<msub", "<msup", "<mfrac", "<msqrt", "<mroot"];

    private readonly string _tex;
    private readonly string _style;
    private readonly int _outer;
    private int _at, _depth;

    private TexMath(string tex, string style, int outer) => (_tex, _style, _outer) = (tex, style, outer);

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
            SkipSpace();
            if (Array.Find(ends, IsNext) is { } end)
            {
                _at += end.Length;
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

    private bool IsNext(string end)
    {
        if (end.Length == 0 || _at >= _tex.Length)
        {
            return end.Length == 0 && _at >= _tex.Length;
        }
        int after = _at + end.Length;
        // \rightarrow is not \right
        bool isWord = char.IsAsciiLetter(end[^1]) && after < _tex.Length && char.IsAsciiLetter(_tex[after]);
        return string.CompareOrdinal(_tex, _at, end, 0, end.Length) == 0 && !isWord;
    }

    private string Scripted()
    {
        (string atom, bool limits) = Atom();
        string? sub = null, sup = null;
        for (SkipSpace(); _at < _tex.Length; SkipSpace())
        {
            if (IsNext("\\limits"))
            {
                _at += "\\limits".Length;
                limits = true;
                continue;
            }
            char mark = _tex[_at];
            if (mark == '\'')
            {
                sup += "<mo>′</mo>";
                _at++;
            }
            else if (mark == '_')
            {
                _at++;
                sub = sub is null ? Argument() : throw new FormatException();
            }
            else if (mark == '^')
            {
                _at++;
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
        SkipSpace();
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
        char c = _at < _tex.Length ? _tex[_at++] : throw new FormatException();
        switch (c)
        {
            case '{':
                return ($"<mrow>{Row("}")}</mrow>", false);
            case '\\':
                string name = CommandName();
                return (Command(name), TexSymbols.Limits.Contains(name));
            case '}' or '&' or '#' or '%' or '$' or '^' or '_':
                throw new FormatException();
            case >= '0' and <= '9':
                return (
                    $"<mn>{string.Concat(Number(_at - 1).Select(digit => TexAlphabets.Of(_style, digit.ToString())))}</mn>", false);
            case '-':
                return ("<mo>−</mo>", false);
            case '~':
                return (Space("0.278em"), false);
            case '(' or ')' or '[' or ']' or '|':
                return ($"<mo stretchy=\"false\">{c}</mo>", false);
            default:
                string text = char.IsHighSurrogate(c) && _at < _tex.Length ? $"{c}{_tex[_at++]}" : c.ToString();
                bool isLetter = char.IsLetter(text, 0) || text.Length > 1;
                return (isLetter ? Letter(text) : $"<mo>{WebUtility.HtmlEncode(text)}</mo>", false);
        }
    }

    private string Number(int start)
    {
        bool IsDigit(int at) => at < _tex.Length && char.IsAsciiDigit(_tex[at]);
        while (IsDigit(_at) || (_at < _tex.Length && _tex[_at] == '.' && IsDigit(_at + 1)))
        {
            _at++;
        }
        return _tex[start.._at];
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

    /// <summary>Commands with arguments.</summary>
    private string Structure(string name) => name switch
    {
        "frac" or "tfrac" or "dfrac" or "cfrac" => $"<mfrac>{Argument()}{Argument()}</mfrac>",
        "binom" or "dbinom" or "tbinom" =>
            $"<mrow>{Fence("(")}<mfrac linethickness=\"0\">{Argument()}{Argument()}</mfrac>{Fence(")")}</mrow>",
        "sqrt" => Root(),
        "overset" or "stackrel" => Above(Argument(), Argument()),
        "underset" => Below(Argument(), Argument()),
        "xrightarrow" => Arrow("→"),
        "xleftarrow" => Arrow("←"),
        "operatorname" or "operatorname*" => Function(PlainText(Group())),
        "pmod" => $"<mspace width=\"1em\"/><mo>(</mo>{Function("mod")}{Argument()}<mo>)</mo>",
        "left" => Fenced(),
        "middle" => Fence(Delimiter()),
        "begin" => Environment(Braced()),
        "substack" => Stack(),
        "boxed" or "fbox" => $"<mrow class=\"boxed\">{Argument()}</mrow>",
        "phantom" or "hphantom" or "vphantom" => $"<mphantom>{Argument()}</mphantom>",
        "mathbin" or "mathrel" or "mathord" or "mathopen" or "mathclose" or "mathpunct" or "ensuremath" => Argument(),
        "not" => Negated(),
        "tag" => $"<mspace width=\"2em\"/><mtext>({WebUtility.HtmlEncode(Braced())})</mtext>",
        "label" => Skipped(),
        "big" or "bigl" or "bigr" or "bigm" => Sized("1.2em"),
        "Big" or "Bigl" or "Bigr" or "Bigm" => Sized("1.8em"),
        "bigg" or "biggl" or "biggr" or "biggm" => Sized("2.4em"),
        "Bigg" or "Biggl" or "Biggr" or "Biggm" => Sized("3em"),
        "%" or "_" or "#" or "&" or "$" => $"<mo>{WebUtility.HtmlEncode(name)}</mo>",
        " " or "\n" => Space("0.278em"),
        _ => throw new FormatException(),
    };

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

    private string Skipped()
    {
        Group();
        return "";
    }

    private static string Above(string upper, string body) => $"<mover>{body}{upper}</mover>";

    private static string Below(string lower, string body) => $"<munder>{body}{lower}</munder>";

    private string Arrow(string arrow)
    {
        string lower = Optional();
        string upper = Argument();
        return $"<munderover><mo stretchy=\"true\">{arrow}</mo><mrow>{lower}</mrow>{upper}</munderover>";
    }

    private string Root()
    {
        SkipSpace();
        bool hasDegree = _at < _tex.Length && _tex[_at] == '[';
        string degree = Optional();
        return hasDegree ? $"<mroot>{Argument()}<mrow>{degree}</mrow></mroot>" : $"<msqrt>{Argument()}</msqrt>";
    }

    /// <summary>An argument in square brackets, which may be missing.</summary>
    private string Optional()
    {
        SkipSpace();
        if (_at >= _tex.Length || _tex[_at] != '[')
        {
            return "";
        }
        _at++;
        return Row("]");
    }

    private string Fenced()
    {
        string open = Delimiter();
        string body = Row("\\right");
        return $"<mrow>{Fence(open)}{body}{Fence(Delimiter())}</mrow>";
    }

    private static string Fence(string sign) =>
        sign is "." or "" ? "" : $"<mo stretchy=\"true\" fence=\"true\">{WebUtility.HtmlEncode(sign)}</mo>";

    private string Sized(string size) =>
        $"<mo stretchy=\"true\" minsize=\"{size}\" maxsize=\"{size}\">{WebUtility.HtmlEncode(Delimiter())}</mo>";

    private string Delimiter()
    {
        SkipSpace();
        char c = _at < _tex.Length ? _tex[_at++] : throw new FormatException();
        return c switch
        {
            '\\' => TexSymbols.Operators.TryGetValue(CommandName(), out string? sign) ? sign
                : throw new FormatException(),
            '<' => "⟨",
            '>' => "⟩",
            '(' or ')' or '[' or ']' or '|' or '.' or '/' => c.ToString(),
            _ => throw new FormatException(),
        };
    }

    private string Environment(string name)
    {
        if (!TexSymbols.Tables.TryGetValue(name, out var table))
        {
            throw new FormatException();
        }
        if (name is "array" or "alignat")
        {
            Braced(); // how many columns, and where they stand
        }
        string rows = Rows(() => Braced() == name ? true : throw new FormatException());
        string kind = table.Align.Replace(' ', '-');
        return $"<mrow>{Fence(table.Open)}<mtable columnalign=\"{table.Align}\" class=\"{kind}\">{rows}</mtable>{Fence(table.Close)}</mrow>";
    }

    private string Stack()
    {
        string inner = Group();
        var parser = new TexMath(inner + "\\end", _style, _outer + _depth);
        return $"<mtable>{parser.Rows(() => true)}</mtable>";
    }

    /// <summary>Rows of a table up to \end.</summary>
    private string Rows(Func<bool> end)
    {
        var rows = new StringBuilder();
        var row = new StringBuilder();
        while (true)
        {
            (string cell, string stop) = RowUpTo(CellEnds);
            row.Append("<mtd>").Append(cell).Append("</mtd>");
            if (stop == "&")
            {
                continue;
            }
            bool isEmpty = row.ToString() == "<mtd></mtd>";
            rows.Append(isEmpty ? "" : $"<mtr>{row}</mtr>");
            row.Clear();
            if (stop == "\\end")
            {
                return end() ? rows.ToString() : "";
            }
            if (_at < _tex.Length && _tex[_at] == '[')
            {
                // the space after a row
                _at = _tex.IndexOf(']', _at) is >= 0 and int close ? close + 1 : throw new FormatException();
            }
        }
    }

    private string Styled(string style) => style == "normal" && IsWord(out string word)
        ? $"<mi{(TexAlphabets.IsOneLetter(word) ? " mathvariant=\"normal\"" : "")}>{WebUtility.HtmlEncode(word)}</mi>"
        : $"<mrow>{new TexMath(Group(), style, _outer + _depth + 1).Row("")}</mrow>";

    /// <summary>Letters in braces are one upright name, and are taken.</summary>
    private bool IsWord(out string word)
    {
        int before = _at;
        word = Group();
        bool isWord = word.Length > 0 && word.All(c => char.IsLetter(c) || c is ' ' or '-');
        _at = isWord ? _at : before;
        return isWord;
    }

    private string Negated()
    {
        SkipSpace();
        char c = _at < _tex.Length ? _tex[_at++] : throw new FormatException();
        string sign = c == '\\' && TexSymbols.Operators.TryGetValue(CommandName(), out string? found) ? found
            : c is '=' or '<' or '>' or '|' ? c.ToString()
            : throw new FormatException();
        return $"<mo>{WebUtility.HtmlEncode(sign)}\u0338</mo>";
    }

    /// <summary>Text, with formulas between dollar signs.</summary>
    private string Text(string name)
    {
        string style = name switch { "textbf" => " class=\"bold\"", "textit" => " class=\"italic\"", _ => "" };
        string[] parts = Group().Split('$');
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

    /// <summary>
    /// The source of a braced argument, whatever it holds; of one without braces its one character or command.
    /// </summary>
    private string Group()
    {
        SkipSpace();
        if (_at >= _tex.Length || _tex[_at] != '{')
        {
            int start = _at++;
            if (start < _tex.Length && _tex[start] == '\\')
            {
                CommandName();
            }
            return _at <= _tex.Length ? _tex[start.._at] : throw new FormatException();
        }
        int depth = 0;
        for (int i = _at; i < _tex.Length; i++)
        {
            if (_tex[i] == '\\')
            {
                i++;
            }
            else if (_tex[i] == '{')
            {
                depth++;
            }
            else if (_tex[i] == '}' && --depth == 0)
            {
                string inner = _tex[(_at + 1)..i];
                _at = i + 1;
                return inner;
            }
        }
        throw new FormatException();
    }

    /// <summary>A braced argument that is a plain name.</summary>
    private string Braced()
    {
        string text = Group();
        return text.AsSpan().IndexOfAny('{', '\\', '$') < 0 ? text : throw new FormatException();
    }

    private string CommandName()
    {
        int start = _at;
        while (_at < _tex.Length && char.IsAsciiLetter(_tex[_at]))
        {
            _at++;
        }
        if (_at == start)
        {
            return _at < _tex.Length ? _tex[_at++].ToString() : throw new FormatException();
        }
        if (_tex[start.._at] == "operatorname" && _at < _tex.Length && _tex[_at] == '*')
        {
            _at++;
        }
        return _tex[start.._at];
    }

    private void SkipSpace()
    {
        while (_at < _tex.Length && char.IsWhiteSpace(_tex[_at]))
        {
            _at++;
        }
    }
}
