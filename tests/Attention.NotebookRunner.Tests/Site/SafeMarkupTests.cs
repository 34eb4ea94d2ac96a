using System.Text.Json.Nodes;
using AngleSharp.Dom;
using static Attention.NotebookRunner.Tests.SafePage;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Text and HTML of a notebook can be read in its page, and can do nothing there.</summary>
public sealed class SafeMarkupTests : IDisposable
{
    private const string Attack = "<img src=x onerror=alert(1)></script>&\"'";
    private const string Encoded = "&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&amp;";

    private readonly SafePage _page = new();

    public static TheoryData<string> Attacks =>
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<iframe src=\"javascript:parent.alert(1)\"></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<details open ontoggle=alert(1)><summary>x</summary></details>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" java\tscript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "<form action=\"https://example.org\"><input name=a><button>x</button></form>",
        "<input type=text autofocus onfocus=alert(1)>",
        "<object data=\"x.swf\"></object><embed src=\"x.swf\">",
        "<meta http-equiv=refresh content=\"0;url=https://example.org\">",
        "<base href=\"https://example.org\">",
        "<link rel=stylesheet href=\"https://example.org/x.css\">",
        "<style>body { display: none }</style>",
        "<div style=\"position:fixed;inset:0;background:url(https://example.org/x)\">x</div>",
        "<div class=theme>x</div>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<template><script>alert(1)</script></template>",
        "<a id=x name=querySelectorAll onclick=alert(1)>x</a>",
        "# T <img src=x onerror=alert(1)>",
        "x[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
        "![$x$ \\uE000\"onerror=alert(1)](x.png \"$y$\")",
        "<video src=x onerror=alert(1) poster=javascript:alert(1)></video>",
        "<img srcset=\"https://example.org/x 2x\" src=x.png>",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Markdown_can_do_nothing_in_the_page(string attack) =>
        AssertHarmless(_page.Of(
            Text(attack + "\n\nand **text** after it"), Text($"# {attack}"),
            Text($"| a |\n|---|\n| {attack} |")));

    [Theory]
    [MemberData(nameof(Attacks))]
    public void HTML_of_an_output_can_do_nothing_in_the_page(string attack) => AssertHarmless(_page.Of(
        Cell(SiteTests.Display("text/html", attack)),
        Cell(SiteTests.Display("text/markdown", attack)),
        Cell(SiteTests.Display("text/latex", attack)),
        Cell(SiteTests.Display("application/vnd.plotly.v1+json", new JsonObject { ["data"] = attack }))));

    [Fact]
    public void Text_of_every_kind_is_shown_escaped()
    {
        JsonObject cell = Code(Attack);
        cell["outputs"] = new JsonArray(
            new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = Attack },
            new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = Attack,
                ["evalue"] = Attack,
                ["traceback"] = new JsonArray(Attack)
            },
            SiteTests.Display("application/json", Attack),
            SiteTests.Display(Attack, Attack),
            SiteTests.Display("text/plain", Attack));
        cell["id"] = "a\"><script>";
        var raw = new JsonObject { ["cell_type"] = "raw", ["metadata"] = new JsonObject(), ["source"] = Attack };
        JsonObject text = Text(
            $"# `{Attack}` title\n\n## `{Attack}`\n\n"
            + $"$\\text{{{Attack}}} \\href{{javascript:alert(1)}}{{x}}$\n\n```\n{Attack}\n```");
        string page = _page.Of(text, cell, raw);
        AssertHarmless(page);
        Assert.True(page.Split(Encoded).Length - 1 >= 11, "every kind of text is shown");
    }

    [Fact]
    public void HTML_that_is_whole_when_it_is_clean_stands_in_the_page()
    {
        string page = _page.Of(Cell(SiteTests.Display(
            "text/html",
            "<table style=\"border-collapse:collapse\"><tr><td style=\"padding:3px\">7</td></tr></table>")));
        Assert.Contains("padding: 3px", page);
        Assert.DoesNotContain("<iframe", page);
    }

    [Fact]
    public void HTML_with_a_script_stands_in_a_frame_that_reaches_neither_page_nor_network()
    {
        const string Output = "<div id=x></div><script>document.getElementById('x').textContent = \"drawn\"</script>";
        IElement frame = Parse(_page.Of(Cell(SiteTests.Display("text/html", Output)))).QuerySelector("iframe")!;
        Assert.Equal("allow-scripts", frame.GetAttribute("sandbox"));
        string content = frame.GetAttribute("srcdoc")!;
        Assert.StartsWith(
            "<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'", content);
        Assert.EndsWith(Output, content);
    }

    [Theory]
    [InlineData("position:sticky;left:0", true)]
    [InlineData("position:relative", true)]
    [InlineData("position:fixed;left:0", false)]
    [InlineData("position:absolute", false)]
    public void Only_a_position_inside_its_place_is_kept(string style, bool isKept)
    {
        string page = _page.Of(Cell(SiteTests.Display("text/html", $"<p tabindex=\"5\" style=\"{style}\">x</p>")));
        Assert.Equal(isKept, Parse(page).QuerySelector("main .rich p")!.HasAttribute("style"));
        Assert.DoesNotContain("tabindex=\"5\"", page);
    }

    public void Dispose() => _page.Dispose();
}
