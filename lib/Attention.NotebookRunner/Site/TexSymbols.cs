namespace Attention.NotebookRunner.Site;

/// <summary>The commands of TeX that stand for one sign, a space, a function, an accent or an alphabet.</summary>
internal static class TexSymbols
{
    public static readonly Dictionary<string, string> Letters = Table("""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
        lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ
        chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        ell ℓ infty ∞ partial ∂ nabla ∇ emptyset ∅ varnothing ∅ hbar ℏ hslash ℏ imath ı jmath ȷ top ⊤ bot ⊥ dots …
        ldots … dotsc … cdots ⋯ dotsb ⋯ vdots ⋮ ddots ⋱ prime ′ backprime ‵ degree ° Re ℜ Im ℑ aleph ℵ beth ℶ wp ℘
        angle ∠ triangle △ square □ blacksquare ■ diamond ⋄ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ flat ♭
        natural ♮ sharp ♯ checkmark ✓ surd √ eth ð complement ∁ Box □ Diamond ◇ bigstar ★ S § P ¶ pounds £ copyright ©
        """);

    public static readonly Dictionary<string, string> Operators = Table("""
        cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet ∙ odot ⊙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ dagger † ddagger ‡
        le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ lt < gt > ne ≠ neq ≠ approx ≈ approxeq ≊ equiv ≡ cong ≅ sim ∼ simeq ≃
        propto ∝ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔ ll ≪ gg ≫ prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳
        in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ supsetneq ⊋ cup ∪ cap ∩ setminus ∖ smallsetminus ∖
        uplus ⊎ sqcup ⊔ sqcap ⊓ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬ forall ∀ exists ∃ nexists ∄ perp ⊥ parallel ∥ mid ∣
        nmid ∤ models ⊨ vdash ⊢ dashv ⊣ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐
        Leftrightarrow ⇔ iff ⟺ implies ⟹ impliedby ⟸ mapsto ↦ longmapsto ⟼ longrightarrow ⟶ longleftarrow ⟵
        longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ hookrightarrow ↪ hookleftarrow ↩
        rightharpoonup ⇀ rightleftharpoons ⇌ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘
        swarrow ↙ nwarrow ↖ rightsquigarrow ⇝ leadsto ⇝ therefore ∴ because ∵ colon : amalg ⨿ wr ≀ bowtie ⋈ ltimes ⋉ rtimes ⋊
        sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigcup ⋃ bigcap ⋂ bigwedge ⋀
        bigvee ⋁ biguplus ⨄ bigsqcup ⨆ lVert ‖ rVert ‖ Vert ‖ | ‖ lvert | rvert | vert | langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋
        lceil ⌈ rceil ⌉ lbrace { rbrace } { { } } lbrack [ rbrack ] lgroup ⟮ rgroup ⟯ backslash \ slash /
        """);

    public static readonly HashSet<string> Large =
    [
        "sum", "prod", "coprod", "int", "iint", "iiint", "oint", "bigoplus", "bigotimes", "bigodot", "bigcup", "bigcap",
        "bigwedge", "bigvee", "biguplus", "bigsqcup",
    ];

    /// <summary>What takes its scripts above and below.</summary>
    public static readonly HashSet<string> Limits =
    [
        "sum", "prod", "coprod", "bigoplus", "bigotimes", "bigodot", "bigcup", "bigcap", "bigwedge", "bigvee",
        "biguplus", "bigsqcup", "max", "min", "lim", "limsup", "liminf", "argmax", "argmin", "sup", "inf", "det", "Pr",
        "gcd", "underbrace", "overbrace", "operatorname*",
    ];

    public static readonly HashSet<string> Functions =
    [
        "log", "lg", "ln", "exp", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh",
        "cosh", "tanh", "coth", "max", "min", "lim", "limsup", "liminf", "argmax", "argmin", "sup", "inf", "det", "dim",
        "ker", "hom", "deg", "gcd", "arg", "Pr", "bmod", "mod",
    ];

    public static readonly Dictionary<string, string> Spaces = Table("""
        , 0.167em thinspace 0.167em : 0.222em > 0.222em medspace 0.222em ; 0.278em thickspace 0.278em ! -0.167em
        negthinspace -0.167em enspace 0.5em quad 1em qquad 2em nobreakspace 0.278em
        """);

    public static readonly Dictionary<string, string> Accents = Table("""
        hat ^ widehat ^ bar ¯ vec → tilde ~ widetilde ~ dot ˙ ddot ¨ check ˇ breve ˘ acute ´ grave ` mathring ˚ overline ‾
        overrightarrow → overleftarrow ← overleftrightarrow ↔ underline _ overbrace ⏞ underbrace ⏟
        """);

    public static readonly HashSet<string> Stretching =
    [
        "widehat", "widetilde", "overline", "overrightarrow", "overleftarrow", "overleftrightarrow", "underline",
        "overbrace", "underbrace",
    ];

    public static readonly Dictionary<string, string> Styles = Table("""
        mathbf bold boldsymbol bold-italic bm bold-italic mathbb double mathcal script mathscr script mathfrak fraktur
        mathrm normal mathup normal mathit italic mathsf sans mathtt mono mathnormal none
        """);

    /// <summary>Commands that only arrange; the formula reads the same without them.</summary>
    public static readonly HashSet<string> Ignored =
    [
        "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "nolimits", "nonumber", "notag", "mathstrut",
        "strut", "allowbreak", "nobreak", "hline", "relax", "protect",
    ];

    public static readonly HashSet<string> Texts =
        ["text", "textrm", "textnormal", "textbf", "textit", "textsf", "texttt", "mbox", "mathop", "hbox"];

    /// <summary>Open and close fence and the alignment of the columns of an environment that is a table.</summary>
    public static readonly Dictionary<string, (string Open, string Close, string Align)> Tables =
        new(StringComparer.Ordinal)
        {
            ["matrix"] = ("", "", "center"),
            ["smallmatrix"] = ("", "", "center"),
            ["pmatrix"] = ("(", ")", "center"),
            ["bmatrix"] = ("[", "]", "center"),
            ["Bmatrix"] = ("{", "}", "center"),
            ["vmatrix"] = ("|", "|", "center"),
            ["Vmatrix"] = ("‖", "‖", "center"),
            ["array"] = ("", "", "center"),
            ["cases"] = ("{", "", "left"),
            ["rcases"] = ("", "}", "left"),
            ["aligned"] = ("", "", "right left"),
            ["align"] = ("", "", "right left"),
            ["align*"] = ("", "", "right left"),
            ["alignat"] = ("", "", "right left"),
            ["split"] = ("", "", "right left"),
            ["eqnarray"] = ("", "", "right left"),
            ["gather"] = ("", "", "center"),
            ["gather*"] = ("", "", "center"),
            ["gathered"] = ("", "", "center"),
            ["equation"] = ("", "", "center"),
            ["equation*"] = ("", "", "center"),
            ["multline"] = ("", "", "center"),
        };

    private static Dictionary<string, string> Table(string pairs) => pairs
        .Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Chunk(2)
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
