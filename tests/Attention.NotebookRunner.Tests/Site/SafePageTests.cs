using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>What a notebook brings can be read in its page, and can do nothing there.</summary>
public sealed class SafePageTests : IDisposable
{
    private const string Attack = "<img src=x onerror=alert(1)></script>&\"'";
    private const string Encoded = "&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&amp;";

    /// <summary>A picture of one pixel.</summary>
    private const string Pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private readonly TemporaryRepository _repository = new();

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
        AssertHarmless(
            PageOf(Text(attack + "\n\nand **text** after it"), Text($"# {attack}"),
            Text($"| a |\n|---|\n| {attack} |")));

    [Theory]
    [MemberData(nameof(Attacks))]
    public void HTML_of_an_output_can_do_nothing_in_the_page(string attack) => AssertHarmless(PageOf(
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
        string page =
            PageOf(Text(
            $"# `{Attack}` title\n\n## `{Attack}`\n\n$\\text{{{Attack}}} \\href{{javascript:alert(1)}}{{x}}$\n\n```\n{Attack}\n```"), cell, raw);
        AssertHarmless(page);
        Assert.True(page.Split(Encoded).Length - 1 >= 11, "every kind of text is shown");
    }

    [Fact]
    public void HTML_that_is_whole_when_it_is_clean_stands_in_the_page()
    {
        string page =
            PageOf(Cell(
            SiteTests.Display(
            "text/html",
            "<table style=\"border-collapse:collapse\"><tr><td style=\"padding:3px\">7</td></tr></table>")));
        Assert.Contains("padding: 3px", page);
        Assert.DoesNotContain("<iframe", page);
    }

    [Fact]
    public void HTML_with_a_script_stands_in_a_frame_that_reaches_neither_page_nor_network()
    {
        const string Output = "<div id=x></div><script>document.getElementById('x').textContent = \"drawn\"</script>";
        IElement frame = Parse(PageOf(Cell(SiteTests.Display("text/html", Output)))).QuerySelector("iframe")!;
        Assert.Equal("allow-scripts", frame.GetAttribute("sandbox"));
        string content = frame.GetAttribute("srcdoc")!;
        Assert.StartsWith(
            "<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'", content);
        Assert.EndsWith(Output, content);
    }

    [Theory]
    [InlineData("image/png", Pixel, "<img alt=\"\" src=\"data:image/png;base64,iVBOR")]
    [InlineData("image/jpeg", Pixel, "<img alt=\"\" src=\"data:image/jpeg;base64,iVBOR")]
    [InlineData("image/gif", Pixel, "<img alt=\"\" src=\"data:image/gif;base64,iVBOR")]
    [InlineData("image/svg+xml", "<svg/>", "<img alt=\"\" src=\"data:image/svg+xml;base64,PHN2Zy8+\"")]
    [InlineData("text/markdown", "**b**", "<strong>b</strong>")]
    [InlineData("text/latex", "$$x^2$$", "<msup><mi>x</mi>")]
    [InlineData("application/javascript", "alert(1)", "An output that a page cannot show: application/javascript")]
    [InlineData("image/png", "no base64 \"><script>", "An output that a page cannot show: image/png")]
    public void An_output_is_never_blank(string mimeType, string content, string shown) =>
        Assert.Contains(shown, PageOf(Cell(SiteTests.Display(mimeType, content))));

    [Fact]
    public void JSON_is_shown_as_text() =>
        Assert.Contains(
            "&quot;a&quot;: 1", PageOf(Cell(SiteTests.Display("application/json", new JsonObject { ["a"] = 1 }))));

    [Fact]
    public void An_updated_display_and_a_raw_cell_are_shown()
    {
        JsonObject update = SiteTests.Display("text/plain", "updated");
        update["output_type"] = "update_display_data";
        var raw = new JsonObject { ["cell_type"] = "raw", ["metadata"] = new JsonObject(), ["source"] = "raw text" };
        string page = PageOf(Cell(update), raw);
        Assert.Contains("updated", page);
        Assert.Contains("raw text", page);
    }

    [Fact]
    public void Attachments_and_pictures_beside_the_notebook_are_written_into_the_page()
    {
        Directory.CreateDirectory(_repository["notebooks", "img"]);
        File.WriteAllBytes(_repository["notebooks", "img", "x y.png"], Convert.FromBase64String(Pixel));
        JsonObject text = Text("![m](img/x%20y.png) <img src=\"img/x y.png\"> ![a](attachment:a.png)");
        text["attachments"] = new JsonObject { ["a.png"] = new JsonObject { ["image/png"] = Pixel } };
        Assert.Equal(3, PageOf(text).Split($"src=\"data:image/png;base64,{Pixel}\"").Length - 1);
    }

    [Theory]
    [InlineData("../../outside.png")]
    [InlineData("linked.png")]
    [InlineData("secret.txt")]
    [InlineData("/etc/hostname.png")]
    [InlineData("none.png")]
    [InlineData("a%00.png")]
    [InlineData("attachment:none.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:text/html;base64,PHNjcmlwdD4=")]
    public void A_picture_that_is_none_or_lies_elsewhere_is_not_read_and_is_named(string source)
    {
        string outside = Path.Combine(Path.GetDirectoryName(_repository.Root)!, "outside.png");
        File.WriteAllText(outside, "secret");
        File.CreateSymbolicLink(_repository["notebooks", "linked.png"], outside);
        File.WriteAllText(_repository["notebooks", "secret.txt"], "secret");
        string page = PageOf(Text($"![the picture]({source})"));
        File.Delete(outside);
        Assert.Contains("[picture not found: the picture]", page);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("secret")), page);
    }

    [Fact]
    public void A_chart_is_data_with_its_still_picture_and_asks_for_plotly()
    {
        JsonObject output =
            SiteTests.Display(
            "application/vnd.plotly.v1+json",
            new JsonObject { ["data"] = new JsonArray(), ["layout"] = new JsonObject { ["width"] = 300 } });
        output["data"]!["text/html"] =
            $"<div><img alt=\"still\" src=\"data:image/png;base64,{Pixel}\"><script>alert(1)</script></div>";
        string page = PageOf(Cell(output));
        Assert.Contains("<div class=\"plotly-chart\" style=\"max-width:300px\"><img alt=\"still\"", page);
        Assert.Contains("<script type=\"application/json\">{\"data\":[],\"layout\":{\"width\":300}}</script>", page);
        Assert.Contains("<script async src=\"https://cdn.plot.ly/", page);
        AssertHarmless(page);
        Assert.DoesNotContain("plot.ly", PageOf(Cell(SiteTests.Display("text/plain", "1"))));
    }

    [Theory]
    [InlineData("{\"data\":[],\"layout\":[1]}")]
    [InlineData("{\"data\":\"x\"}")]
    [InlineData("{\"data\":[1]}")]
    [InlineData("{\"data\":[null]}")]
    [InlineData("{\"data\":[],\"config\":7}")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    public void A_chart_that_is_not_in_the_form_of_plotly_is_told_in_one_line(string figure)
    {
        string page = PageOf(Cell(SiteTests.Display("application/vnd.plotly.v1+json", JsonNode.Parse(figure)!)));
        Assert.Contains("not in the form of plotly.js", Parse(page).QuerySelector("main .note")!.TextContent);
        Assert.Null(Parse(page).QuerySelector(".plotly-chart"));
        AssertHarmless(page);
    }

    [Fact]
    public void A_script_of_Plotly_NET_with_a_layout_that_is_a_list_is_told_in_one_line()
    {
        const string Script =
            "<script>var data = []; var layout = [1]; var config = {}; Plotly.newPlot('c', data, layout)</script>";
        string page = PageOf(Cell(SiteTests.Display("text/html", Script)));
        Assert.Contains("not in the form of plotly.js", Parse(page).QuerySelector("main .note")!.TextContent);
        AssertHarmless(page);
    }

    /// <summary>The parser of styles recurses per bracket.</summary>
    [Theory]
    [InlineData("<p style=\"width:", "calc((", "\">")]
    [InlineData("<p style=\"width:", "calc&#40;(", "\">")]
    [InlineData("<template><p style=\"width:", "calc((", "\">")]
    [InlineData("<style>a{width:", "calc((", "}</style>")]
    [InlineData("<style>@supports ", "(", "{}</style>")]
    [InlineData("<style>", ":not(", "{}</style>")]
    [InlineData("<svg><style>@supports ", "(", "{}</style></svg>")]
    public void A_style_nested_without_end_is_shown_as_its_source(string start, string part, string end)
    {
        string html = start + string.Concat(Enumerable.Repeat(part, 50_000)) + end + "read";
        string page = PageOf(Cell(SiteTests.Display("text/html", html)), Text(html));
        Assert.Contains("read", Parse(page).QuerySelector("main pre.out")!.TextContent);
    }

    [Theory]
    [InlineData("<p>", "</p>")]
    [InlineData("<div>", "</div>")]
    [InlineData("", "")]
    public void Text_in_which_each_paragraph_opens_many_elements_again_is_shown_as_its_source(string start, string end)
    {
        string bold = string.Concat(Enumerable.Range(0, 150).Select(i => $"<b id={i}>"));
        string html = start + bold + end + string.Concat(Enumerable.Repeat("<p>x", 50_000));
        string page = PageOf(Cell(SiteTests.Display("text/html", html)));
        Assert.NotNull(Parse(page).QuerySelector("main pre.out"));
    }

    [Fact]
    public void A_large_table_in_bold_text_is_a_table()
    {
        string html = $"<b><i><table>{string.Concat(Enumerable.Repeat("<tr><td><b>x</b><td>y", 5_000))}</table>";
        string page = PageOf(Cell(SiteTests.Display("text/html", html)));
        Assert.Equal(10_000, Parse(page).QuerySelectorAll("main td").Length);
    }

    /// <summary>
    /// The form in which Attention.Display writes a figure: title, panels, numbers, data, its script.
    /// </summary>
    private static string FigureOf(string picture, string data) =>
        "<div class=\"attention-figure\" style=\"position:relative;margin:8px 0\"><div><b>Title</b></div>"
        + "<div class=\"attention-panels\" style=\"display:flex;flex-wrap:wrap;gap:4px\">"
        + Panel("one", picture) + Panel("two", picture)
        + "</div><details><summary>Numbers</summary><table><tr><td>7</td></tr></table></details>"
        + $"<script type=\"application/json\">{data}</script><script>alert(1)</script></div>";

    private static string Panel(string alt, string picture) =>
        $"<div class=\"attention-panel\" style=\"flex:0 1 300px;min-width:0;overflow-x:auto\"><img alt=\"{alt}\""
        + $" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(picture))}\"></div>";

    private const string Picture =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><style>text{fill:red}</style><rect width=\"1\"/></svg>";

    [Fact]
    public void A_figure_stands_in_the_page_with_all_panels_and_the_pages_own_script()
    {
        const string Data = """{"pieces":[{"hot":["a < b"],"changes":[[0,"width"]],"values":[["1"],["2"]]}]}""";
        string page = PageOf(Cell(SiteTests.Display("text/html", FigureOf(Picture, Data))));
        AssertHarmless(page);
        IElement figure = Parse(page).QuerySelector("main .attention-figure")!;
        Assert.Equal(
            ["one", "two"], figure.QuerySelectorAll(".attention-panel img").Select(i => i.GetAttribute("alt")));
        Assert.StartsWith("Title", figure.TextContent);
        Assert.Equal("7", figure.QuerySelector("td")!.TextContent);
        JsonNode data = JsonNode.Parse(figure.QuerySelector("script")!.TextContent)!;
        Assert.Equal("a < b", (string)data["pieces"]![0]!["hot"]![0]!);
        Assert.Contains("flex-wrap: wrap", page);
        Assert.Contains("<script src=\"figure.js\">", page);
        Assert.DoesNotContain("<iframe", page);
        Assert.DoesNotContain("plot.ly", page);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "{\"pieces\":[]}")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "{\"pieces\":[]}")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><foreignObject/></svg>", "{\"pieces\":[]}")]
    [InlineData(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text href=\"javascript:alert(1)\"/></svg>", "{\"pieces\":[]}")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "{\"pieces\":[]}")]
    [InlineData("no picture", "{\"pieces\":[]}")]
    [InlineData(Picture, "{\"pieces\":[{\"markup\":[\"\\u003cscript>alert(1)\\u003c/script>\"]}]}")]
    [InlineData(Picture, "{\"pieces\":[{\"changes\":[[0,\"onclick\"]],\"values\":[[\"alert(1)\"]]}]}")]
    [InlineData(Picture, "{\"pieces\":[{\"changes\":[[0,\"\"]],\"values\":[[\"\\u003ca href='x'/>\"]]}]}")]
    [InlineData(Picture, "{\"pieces\":7}")]
    [InlineData(Picture, "{}")]
    [InlineData(Picture, "{\"pieces\":[null]}")]
    [InlineData(Picture, "[")]
    public void A_forged_figure_gets_no_script_of_the_page(string picture, string data)
    {
        string page = PageOf(Cell(SiteTests.Display("text/html", FigureOf(picture, data))));
        AssertHarmless(page);
        Assert.Null(Parse(page).QuerySelector(".attention-figure"));
        Assert.NotNull(Parse(page).QuerySelector("iframe[sandbox=allow-scripts]"));
    }

    [Theory]
    [InlineData("position:sticky;left:0", true)]
    [InlineData("position:relative", true)]
    [InlineData("position:fixed;left:0", false)]
    [InlineData("position:absolute", false)]
    public void Only_a_position_inside_its_place_is_kept(string style, bool isKept)
    {
        string page = PageOf(Cell(SiteTests.Display("text/html", $"<p tabindex=\"5\" style=\"{style}\">x</p>")));
        Assert.Equal(isKept, Parse(page).QuerySelector("main .rich p")!.HasAttribute("style"));
        Assert.DoesNotContain("tabindex=\"5\"", page);
    }

    [Fact]
    public void A_chart_of_Plotly_NET_is_taken_out_of_its_script_as_data()
    {
        const string Script = """
            <div id="c"></div><script type="text/javascript">var renderPlotly_c = function() {
            var data = [{"type":"heatmap","z":[[1,2]],"text":"a;\n</scr\u0069pt>"}];
            var layout = {"width":600};
            var config = {"responsive":true};
            Plotly.newPlot('c', data, layout, config); }; renderPlotly_c();</script>
            """;
        string page = PageOf(Cell(SiteTests.Display("text/html", Script)));
        AssertHarmless(page);
        IElement figure = Parse(page).QuerySelector(".plotly-chart")!;
        Assert.Contains("An interactive chart. It appears here when plotly.js can be loaded.", figure.TextContent);
        Assert.Equal(600, (int)JsonNode.Parse(figure.QuerySelector("script")!.TextContent)!["layout"]!["width"]!);
    }

    [Fact]
    public void A_script_that_only_looks_like_Plotly_NET_runs_in_a_frame_and_not_in_the_page()
    {
        const string Forged = "<script>var data = alert(1); Plotly.newPlot('c', data, layout, config)</script>";
        string page = PageOf(Cell(SiteTests.Display("text/html", Forged)));
        AssertHarmless(page);
        Assert.NotNull(Parse(page).QuerySelector("iframe[sandbox=allow-scripts]"));
    }

    public void Dispose() => _repository.Dispose();

    private static JsonObject Cell(JsonObject output)
    {
        JsonObject cell = Code("1");
        cell["outputs"] = new JsonArray(output);
        return cell;
    }

    private static IHtmlDocument Parse(string page) =>
        new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument(page);

    /// <summary>
    /// As a browser reads the page: no script but the page's own, and nothing that could run or load something.
    /// </summary>
    private static void AssertHarmless(string page)
    {
        IHtmlDocument document = Parse(page);
        foreach (IElement element in document.QuerySelectorAll("*"))
        {
            Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(element.Attributes, a =>
                a.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
            Assert.True(
                element.GetAttribute("href")?.TrimStart()
                .StartsWith("data:", StringComparison.OrdinalIgnoreCase) != true, "a link to data");
            Assert.DoesNotContain("url(", element.GetAttribute("style") ?? "", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("(?i)position: *(fixed|absolute)", element.GetAttribute("style") ?? "");
        }
        Assert.All(document.QuerySelectorAll("script"), script => Assert.True(
            script.GetAttribute("src") is "site.js" or "guess.js" or "control.js" or "wide.js" or "figure.js"
                or "explore.js" or "turn-arrows.js" or "drag-scores.js" or "walk-sentence.js"
                or "paint-mask.js"
                || script.GetAttribute("type") == "application/json"
                || script.GetAttribute("src")?.StartsWith("https://cdn.plot.ly/", StringComparison.Ordinal) == true,
            script.OuterHtml));
        Assert.All(
            document.QuerySelectorAll("iframe"), frame => Assert.Equal("allow-scripts", frame.GetAttribute("sandbox")));
        Assert.Empty(
            document.QuerySelectorAll(
            "main form, main object, main embed, main base, main meta, main link, main style, main svg, main noscript, main template, main video, main [name], main [srcset], main .theme"));
    }

    private string PageOf(params JsonObject[] cells)
    {
        string path = _repository.Write("a", cells);
        new SiteWriter(_repository["site"], _repository.Root, new SiteOptions())
            .Write([NotebookDocument.Read(path, path)]);
        return File.ReadAllText(_repository["site", "a.html"], Encoding.UTF8);
    }
}
