using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Tests;

public class TexMathTests
{
    [Theory]
    [InlineData(@"\sin a \sin b", 3)]
    [InlineData(@"2 \log x + y", 2)]
    [InlineData(@"\cos(a - b) = \max(a, b)", 0)]
    [InlineData(@"x \cdot \sin\left(a\right)", 0)]
    public void The_name_of_a_function_is_set_apart_from_letters_and_numbers(string tex, int spaces) =>
        Assert.Equal(spaces, Regex.Count(TexMath.ToHtml(tex, display: false), "<mspace width=\"0.1667em\"/>"));

    [Theory]
    [InlineData(@"q \cdot k = \lVert q \rVert \lVert k \rVert \cos\theta")]
    [InlineData(@"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V")]
    [InlineData(@"X \in \mathbb{R}^{n \times d}, \quad \sum_{i=1}^{n} x_i \le \max_j s_j")]
    [InlineData(@"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}\begin{pmatrix} a \\ b \end{pmatrix}")]
    [InlineData(@"\begin{aligned} a &= b \\ &= c \end{aligned}")]
    [InlineData(
        @"\hat{y} \approx \vec{x}', \mathbf{W}_Q, \mathrm{d}x, \text{score of 苹果}, \sqrt[3]{x}, 0.69, 73\,\%, \{a, b\}")]
    [InlineData(@"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}")]
    [InlineData(@"\begin{pmatrix} \begin{matrix} a & b \end{matrix} & c \\[2pt] d \end{pmatrix}")]
    [InlineData(@"\begin{array}{c|c} a & b \\ \hline c & d \end{array}")]
    [InlineData(@"\left( a \rightarrow b \middle| c \right)")]
    [InlineData(@"\big( a \bigr) \Bigl\{ b \Bigr\} \biggl\lVert c \biggr\rVert")]
    [InlineData(@"\underbrace{a + b}_{\text{sum}} \overbrace{c}^{n}")]
    [InlineData(@"\operatorname*{arg\,max}_{x} f(x), \sum\limits_i a_i, \lim_{n \to \infty}")]
    [InlineData(@"\binom{n}{k}, \overset{a}{b}, \underset{x}{\min}, \stackrel{!}{=}, \xrightarrow[a]{b}")]
    [InlineData(
        @"\boldsymbol{\theta}, \mathbf{\Sigma}, \mathbf{x + 1}, \mathsf{A}, \mathtt{x1}, \mathfrak{g}, \mathcal{N}(0, 1)")]
    [InlineData(@"\text{a $x$ b}, \text{100\% of it}, \textbf{bold}, a \not= b, x \not\in A")]
    [InlineData(@"a \equiv b \pmod{n}, \boxed{x}, \phantom{y} \tag{1} \label{eq}")]
    [InlineData(@"\sum_{\substack{i < n \\ j < m}} a_{ij}, x'' , x^{\prime}, \nabla_\theta \mathcal{L}")]
    [InlineData(@"\widehat{xy}, \overrightarrow{AB}, \dot{x}, \ddot{x}, \oint_\gamma, \iint, \bigcup_i A_i, \sigma*x")]
    public void A_formula_becomes_well_formed_MathML_that_keeps_its_source(string tex)
    {
        XElement math = XElement.Parse(TexMath.ToHtml(tex, display: false));
        Assert.Equal("math", math.Name);
        Assert.Equal(tex, math.Descendants("annotation").Single().Value);
    }

    [Theory]
    [InlineData(@"\mathbb{Q}", "ℚ")]
    [InlineData(@"\mathbb{A}", "𝔸")]
    [InlineData(@"\mathbb{1}", "𝟙")]
    [InlineData(@"\mathcal{D}", "𝒟")]
    [InlineData(@"\mathcal{B}", "ℬ")]
    [InlineData(@"\mathfrak{C}", "ℭ")]
    [InlineData(@"\mathbf{\alpha}", "𝛂")]
    [InlineData(@"\boldsymbol{\theta}", "𝜽")]
    [InlineData(@"\mathrm{softmax}", "softmax")]
    [InlineData(@"\text{a $x$ b}", "a\u00A0x\u00A0b")]
    [InlineData(@"\binom{n}{k}", "(nk)")]
    [InlineData(@"\sigma*x", "σ*x")]
    [InlineData(@"\not\in", "∈\u0338")]
    public void A_formula_becomes_the_expected_MathML_parts(string tex, string characters)
    {
        XElement math = XElement.Parse(TexMath.ToHtml(tex, display: false));
        math.Descendants("annotation").Remove();
        Assert.Equal(characters, math.Value);
    }

    [Theory]
    [InlineData(@"\unknown{x}")]
    [InlineData(@"\frac{a}")]
    [InlineData(@"{a")]
    [InlineData(@"a}")]
    [InlineData(@"x_1_2")]
    [InlineData(@"\left( a")]
    [InlineData(@"\begin{matrix} a")]
    [InlineData(@"\begin{matrix} a \end{pmatrix}")]
    [InlineData(@"\begin{unknown} a \end{unknown}")]
    [InlineData(@"\href{javascript:alert(1)}{x}")]
    [InlineData(@"\text{a $x}")]
    [InlineData("\\")]
    [InlineData(@"\mathbf")]
    [InlineData(@"\text")]
    [InlineData(@"\not")]
    [InlineData(@"\left")]
    [InlineData(@"\begin")]
    [InlineData(@"\substack")]
    public void A_formula_that_is_not_understood_stays_readable_as_its_source(string tex) =>
        Assert.Equal($"<code class=\"tex\">{WebUtility.HtmlEncode(tex)}</code>", TexMath.ToHtml(tex, display: false));

    [Theory]
    [InlineData("{")]
    [InlineData("\\hat")]
    [InlineData("\\mathbf")]
    [InlineData("\\text{$")]
    [InlineData("\\frac")]
    [InlineData("x^")]
    [InlineData("\\left(")]
    [InlineData("\\begin{matrix}")]
    [InlineData("\\substack{")]
    public void A_formula_nested_without_end_is_shown_as_its_source_and_soon(string part) =>
        Assert.Contains(
            "class=\"tex\"", TexMath.ToHtml(string.Concat(Enumerable.Repeat(part, 20_000)), display: false));

    [Fact]
    public void Everything_in_a_formula_is_escaped()
    {
        const string Attack = "<img src=x onerror=alert(1)>";
        string html =
            TexMath.ToHtml(
            $"\\text{{{Attack}}} {Attack} \\operatorname{{{Attack}}} \\tag{{{Attack}}} \\left< x \\right>",
            display: true);
        Assert.DoesNotContain("<img", html);
    }
}
