using System.Net;
using System.Text;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// TeX formulas as MathML, which every browser draws without a script and without network. It knows the TeX of this course's kind of mathematics,
/// not all of TeX; a formula with a command it does not know is shown as its source, which stays readable, and never half.
/// </summary>
internal sealed class TexMath
{
    private static readonly Dictionary<string, string> Letters = Table(
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ " +
        "upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω ell ℓ infty ∞ partial ∂ nabla ∇ " +
        "emptyset ∅ hbar ℏ top ⊤ bot ⊥ dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱ prime ′ circ ∘ degree °");

    private static readonly Dictionary<string, string> Operators = Table(
        "cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ star ⋆ odot ⊙ oplus ⊕ otimes ⊗ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ propto ∝ ll ≪ gg ≫ in ∈ notin ∉ subset ⊂ " +
        "subseteq ⊆ cup ∪ cap ∩ to → rightarrow → leftarrow ← Rightarrow ⇒ Leftrightarrow ⇔ iff ⇔ implies ⇒ mapsto ↦ longrightarrow ⟶ forall ∀ exists ∃ perp ⊥ parallel ∥ mid ∣ " +
        "colon : land ∧ lor ∨ neg ¬ setminus ∖ sum ∑ prod ∏ int ∫ bigoplus ⨁ lVert ‖ rVert ‖ Vert ‖ | ‖ lvert | rvert | vert | langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ { { } }");

    private static readonly HashSet<string> Limits = ["sum", "prod", "bigoplus", "max", "min", "lim", "argmax", "argmin", "sup", "inf"];

    private static readonly HashSet<string> Functions =
        ["log", "ln", "exp", "sin", "cos", "tan", "arccos", "max", "min", "lim", "argmax", "argmin", "sup", "inf", "det", "dim", "Pr"];

    private static readonly Dictionary<string, string> Spaces = Table(", 0.167em : 0.222em ; 0.278em ! -0.167em quad 1em qquad 2em");

    private static readonly Dictionary<string, string> Accents = Table("hat ^ bar ¯ vec → tilde ~ dot ˙ overline ‾ widehat ^ underline _ overbrace ⏞ underbrace ⏟");

    private static readonly Dictionary<string, string> Styles = Table("mathbf bold boldsymbol bold mathbb double mathcal script mathrm normal mathit italic mathsf normal");

    private readonly string _tex;
    private int _at;

    private TexMath(string tex) => _tex = tex;

    /// <summary>HTML for a formula: MathML, or its source where that is not possible.</summary>
    public static string ToHtml(string tex, bool display)
    {
        string source = WebUtility.HtmlEncode(tex.Trim());
        try
        {
            var parser = new TexMath(tex.Trim());
            string body = parser.Row("");
            return $"<math{(display ? " display=\"block\"" : "")}><semantics><mrow>{body}</mrow><annotation encoding=\"application/x-tex\">{source}</annotation></semantics></math>";
        }
        catch (FormatException)
        {
            return display ? $"<pre class=\"tex\">{source}</pre>" : $"<code class=\"tex\">{source}</code>";
        }
    }

    /// <summary>Everything up to <paramref name="end"/>: "" for the end of the text, "}" or a command such as \right.</summary>
    private string Row(string end)
    {
        var row = new StringBuilder();
        while (true)
        {
            SkipSpace();
            if (_at >= _tex.Length)
            {
                return end.Length == 0 ? row.ToString() : throw new FormatException();
            }
            if (end.Length > 0 && _tex.AsSpan(_at).StartsWith(end))
            {
                _at += end.Length;
                return row.ToString();
            }
            row.Append(Scripted());
        }
    }

    private string Scripted()
    {
        (string atom, bool limits) = Atom();
        string? sub = null, sup = null;
        for (SkipSpace(); _at < _tex.Length && _tex[_at] is '_' or '^' or '\''; SkipSpace())
        {
            char mark = _tex[_at++];
            if (mark == '\'')
            {
                sup += "<mo>′</mo>";
            }
            else if (mark == '_')
            {
                sub = sub is null ? Argument() : throw new FormatException();
            }
            else
            {
                sup = sup is null ? Argument() : throw new FormatException();
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
        char c = _at < _tex.Length ? _tex[_at++] : throw new FormatException();
        switch (c)
        {
            case '{':
                return ($"<mrow>{Row("}")}</mrow>", false);
            case '\\':
                string name = CommandName();
                return (Command(name), Limits.Contains(name));
            case '}' or '&' or '#' or '%' or '$' or '^' or '_':
                throw new FormatException();
            case >= '0' and <= '9':
                int start = _at - 1;
                while (_at < _tex.Length && (char.IsAsciiDigit(_tex[_at]) || (_tex[_at] == '.' && _at + 1 < _tex.Length && char.IsAsciiDigit(_tex[_at + 1]))))
                {
                    _at++;
                }
                return ($"<mn>{_tex[start.._at]}</mn>", false);
            case '-':
                return ("<mo>−</mo>", false);
            case '~':
                return ("<mspace width=\"0.278em\"/>", false);
            case '(' or ')' or '[' or ']' or '|':
                return ($"<mo stretchy=\"false\">{c}</mo>", false);
            default:
                if (char.IsHighSurrogate(c) && _at < _tex.Length)
                {
                    return ($"<mi>{c}{_tex[_at++]}</mi>", false);
                }
                string text = WebUtility.HtmlEncode(c.ToString());
                return (char.IsLetter(c) ? $"<mi{(c < 128 ? "" : " mathvariant=\"normal\"")}>{text}</mi>" : $"<mo>{text}</mo>", false);
        }
    }

    private string Command(string name)
    {
        if (Letters.TryGetValue(name, out string? letter))
        {
            return char.IsLower(letter[0]) ? $"<mi>{letter}</mi>" : $"<mi mathvariant=\"normal\">{letter}</mi>";
        }
        if (Operators.TryGetValue(name, out string? sign))
        {
            // | is the same sign on both sides: without its form a browser takes it for an infix operator, with space around it.
            string form = name is "lvert" or "lVert" ? " form=\"prefix\"" : name is "rvert" or "rVert" ? " form=\"postfix\"" : "";
            return name is "sum" or "prod" or "int" or "bigoplus" ? $"<mo>{sign}</mo>" : $"<mo{form} stretchy=\"false\">{sign}</mo>";
        }
        if (Functions.Contains(name))
        {
            return Function(name);
        }
        if (Spaces.TryGetValue(name, out string? width))
        {
            return $"<mspace width=\"{width}\"/>";
        }
        if (Accents.TryGetValue(name, out string? accent))
        {
            string tag = name.StartsWith("under", StringComparison.Ordinal) ? "munder" : "mover";
            return $"<{tag} accent=\"true\">{Argument()}<mo stretchy=\"{(name.Length > 5 ? "true" : "false")}\">{accent}</mo></{tag}>";
        }
        if (Styles.TryGetValue(name, out string? style))
        {
            return Styled(Text(), style);
        }
        return name switch
        {
            "frac" or "tfrac" or "dfrac" => $"<mfrac>{Argument()}{Argument()}</mfrac>",
            "sqrt" => Root(),
            "text" or "textbf" or "textit" or "mbox" => $"<mtext>{WebUtility.HtmlEncode(Text())}</mtext>",
            "operatorname" => Function(Text()),
            "left" => Fenced(),
            "begin" => Environment(Text()),
            "%" or "_" or "#" or "&" or "$" => $"<mo>{WebUtility.HtmlEncode(name)}</mo>",
            "displaystyle" or "textstyle" or "limits" or "nolimits" or "big" or "Big" or "bigl" or "bigr" or "Bigl" or "Bigr" => "",
            " " => "<mspace width=\"0.278em\"/>",
            _ => throw new FormatException(),
        };
    }

    private static string Function(string name) => $"<mi>{WebUtility.HtmlEncode(name)}</mi><mo>&#x2061;</mo>";

    private string Root()
    {
        SkipSpace();
        if (_at < _tex.Length && _tex[_at] == '[')
        {
            _at++;
            string degree = Row("]");
            return $"<mroot>{Argument()}<mrow>{degree}</mrow></mroot>";
        }
        return $"<msqrt>{Argument()}</msqrt>";
    }

    private string Fenced()
    {
        string open = Delimiter();
        string body = Row("\\right");
        return $"<mrow>{Fence(open)}{body}{Fence(Delimiter())}</mrow>";
    }

    private static string Fence(string sign) => sign == "." ? "" : $"<mo stretchy=\"true\" fence=\"true\">{WebUtility.HtmlEncode(sign)}</mo>";

    private string Delimiter()
    {
        SkipSpace();
        char c = _at < _tex.Length ? _tex[_at++] : throw new FormatException();
        return c != '\\' ? c.ToString() : Operators.TryGetValue(CommandName(), out string? sign) ? sign : throw new FormatException();
    }

    private string Environment(string name)
    {
        (string open, string close, string align) = name switch
        {
            "matrix" => ("", "", "center"),
            "pmatrix" => ("(", ")", "center"),
            "bmatrix" => ("[", "]", "center"),
            "vmatrix" => ("|", "|", "center"),
            "cases" => ("{", "", "left"),
            "aligned" or "align" or "align*" => ("", "", "right left"),
            _ => throw new FormatException(),
        };
        string end = $"\\end{{{name}}}";
        int close_ = _tex.IndexOf(end, _at, StringComparison.Ordinal);
        string body = close_ < 0 || _tex.AsSpan(_at, close_ - _at).Contains("\\begin", StringComparison.Ordinal) ? throw new FormatException() : _tex[_at..close_];
        _at = close_ + end.Length;
        IEnumerable<string> rows = body.Split(@"\\").Where(row => row.Trim().Length > 0)
            .Select(row => $"<mtr>{string.Concat(row.Split('&').Select(cell => $"<mtd>{new TexMath(cell).Row("")}</mtd>"))}</mtr>");
        string table = $"<mtable columnalign=\"{align}\" class=\"{align.Replace(' ', '-')}\">{string.Concat(rows)}</mtable>";
        return $"<mrow>{(open.Length == 0 ? "" : Fence(open))}{table}{(close.Length == 0 ? "" : Fence(close))}</mrow>";
    }

    /// <summary>A braced argument as plain text.</summary>
    private string Text()
    {
        SkipSpace();
        if (_at >= _tex.Length || _tex[_at] != '{')
        {
            return _at < _tex.Length && _tex[_at] != '\\' ? _tex[_at++].ToString() : throw new FormatException();
        }
        int end = _tex.IndexOf('}', _at);
        string text = end < 0 || _tex.AsSpan(_at + 1, end - _at - 1).IndexOfAny('{', '\\', '$') >= 0 ? throw new FormatException() : _tex[(_at + 1)..end];
        _at = end + 1;
        return text;
    }

    /// <summary>MathML Core knows one style attribute only; the others are characters of their own.</summary>
    private static string Styled(string text, string style)
    {
        if (style is "normal" or "italic")
        {
            return $"<mi{(style == "normal" && text.Length == 1 ? " mathvariant=\"normal\"" : "")}>{WebUtility.HtmlEncode(text)}</mi>";
        }
        var styled = new StringBuilder();
        foreach (char c in text)
        {
            styled.Append((style, c) switch
            {
                ("double", 'R') => "ℝ",
                ("double", 'N') => "ℕ",
                ("double", 'Z') => "ℤ",
                ("double", 'E') => "𝔼",
                ("script", 'L') => "ℒ",
                ("script", 'N') => "𝒩",
                ("script", 'O') => "𝒪",
                ("bold", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D400 + c - 'A'),
                ("bold", >= 'a' and <= 'z') => char.ConvertFromUtf32(0x1D41A + c - 'a'),
                ("bold", >= '0' and <= '9') => char.ConvertFromUtf32(0x1D7CE + c - '0'),
                _ => throw new FormatException(),
            });
        }
        return $"<mi>{styled}</mi>";
    }

    private string CommandName()
    {
        int start = _at;
        while (_at < _tex.Length && char.IsAsciiLetter(_tex[_at]))
        {
            _at++;
        }
        return _at > start ? _tex[start.._at] : _at < _tex.Length ? _tex[_at++].ToString() : throw new FormatException();
    }

    private void SkipSpace()
    {
        while (_at < _tex.Length && char.IsWhiteSpace(_tex[_at]))
        {
            _at++;
        }
    }

    private static Dictionary<string, string> Table(string pairs) =>
        pairs.Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
