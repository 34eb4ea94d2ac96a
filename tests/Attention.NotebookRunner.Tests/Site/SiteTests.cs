using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class SiteTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task With_no_arguments_every_chapter_runs_and_the_sites_path_is_printed_last_also_from_another_folder()
    {
        _repository.Write("01-one", Text("# One\n\n## Part"), Code("40 + 2"));
        _repository.Write(
            "02-two", Text("# Two\n\nSee [one](01-one.ipynb#part) and [data](../data/words.txt)."), Code("nonsense"));
        Directory.CreateDirectory(_repository["notebooks", "extras"]);
        File.Move(
            _repository.Write("extra", Text("# Extra"), Code("\"an extra\"")),
            _repository["notebooks", "extras", "extra.ipynb"]);
        Directory.CreateDirectory(_repository["data"]);
        File.WriteAllText(_repository["data", "words.txt"], "");

        Runner result = await Runner.RunAsync(_repository["data"], []);

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.EndsWith($"Read: {_repository["site", "index.html"]}\n", result.Output);
        Assert.Contains("<pre class=\"out\">42</pre>", Page("01-one"));
        Assert.Contains("CS0103", Page("02-two"));
        Assert.Contains("an extra", Page("extra"));
        Assert.All(["01-one", "02-two", "extra"], name => Assert.Contains($"href=\"{name}.html\"", Page("index")));
    }

    /// <summary>The cells look at the pages themselves.</summary>
    [Fact]
    public async Task Pages_with_old_outputs_come_at_once_and_with_new_ones_before_time_is_measured()
    {
        const string Read = "System.IO.File.ReadAllText(\"../site/01-one.html\")";
        const string Waits = "while (!System.IO.File.Exists(\"../site/index.html\")) System.Threading.Thread.Sleep(20);";
        _repository.Write(
            "01-one", Shown($"{Waits}\n$\"old: {{{Read}.Contains(\"an old output\")}}\"", "an old output"));
        _repository.Write("02-two", Code($"$\"new: {{{Read}.Contains(\"old: True\")}}\"", "measures-time"));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--jobs", "1", "--cell-timeout", "60"]);

        Assert.Equal((ExitCode.Success, ""), (result.ExitCode, result.Error));
        Assert.Contains("old: True", Page("01-one"));
        Assert.Contains("new: True", Page("02-two"));
        string[] told = [.. result.Output.Split('\n').Where(line => line.EndsWith(_repository["site", "index.html"]))];
        Assert.Equal(3, told.Length);
    }

    [Fact]
    public void Links_lead_from_page_to_page_and_to_files_where_they_lie()
    {
        string one = _repository.Write("01-one", Text("# One\n\n## Part"));
        string two =
            _repository.Write(
            "02-two",
            Text("# Two\n\nSee [one](01-one.ipynb#part), [data](../data/words.txt), [odd](a%00b) and <a href=\"01-one.ipynb\">one</a>."));
        Directory.CreateDirectory(_repository["data"]);
        File.WriteAllText(_repository["data", "words.txt"], "");
        Write(one, two);
        Assert.Contains("href=\"01-one.html#part\"", Page("02-two"));
        Assert.Contains("href=\"../data/words.txt\"", Page("02-two"));
        Assert.Contains("<a href=\"01-one.html\">one</a>", Page("02-two"));
        Assert.Contains("<a rel=\"next\" href=\"02-two.html\">Two →</a>", Page("01-one"));
        Assert.Contains("<a rel=\"prev\" href=\"01-one.html\">← One</a>", Page("02-two"));
        Assert.Contains("<li class=\"level2\"><a href=\"#part\">Part</a></li>", Page("01-one"));
    }

    [Fact]
    public void Notebooks_of_one_name_and_one_named_index_have_pages_of_their_own()
    {
        Directory.CreateDirectory(_repository["notebooks", "x"]);
        Directory.CreateDirectory(_repository["notebooks", "y"]);
        string[] names = [Path.Combine("x", "a"), Path.Combine("y", "A"), "index"];
        Write([.. names.Select(name => _repository.Write(name, Text($"# Title {name.Length}")))]);
        string[] pages =
            [.. Directory.GetFiles(_repository["site"], "*.html").Select(Path.GetFileName).OfType<string>()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(["A-2.html", "a.html", "index-2.html", "index.html"], pages);
    }

    [Fact]
    public void The_title_in_the_navigation_is_rendered_and_in_the_tab_it_is_plain()
    {
        string one = _repository.Write(
            "one", Text("```\n# no title\n```\n\n# **Bold** $x_1$ <b onclick=\"x\">[b](javascript:x)</b>"));
        Write(one, _repository.Write("two", Text("# Two")));
        Assert.Contains("<title>Bold x1 b</title>", Page("one"));
        Assert.Contains("← <strong>Bold</strong> <math>", Page("two"));
        Assert.DoesNotContain("onclick", Page("two"));
    }

    [Theory]
    [InlineData("# Title\n\n## Same\n\n## Same", "<h2 id=\"same\">|<h2 id=\"same-1\">")]
    [InlineData("### 点积", "<h3 id=\"点积\">点积</h3>")]
    [InlineData("| a |\n|---|\n| 1 |", "<th>a</th>|<td>1</td>")]
    [InlineData("| a |\n|--:|\n| 1 |", "text-align: right")]
    [InlineData(
        "```csharp\nvar x = 1; // one\n```",
        "<span class=\"k\">var</span> x = <span class=\"n\">1</span>; <span class=\"c\">// one</span>")]
    [InlineData("$x_i^2$", "<msubsup><mi>x</mi><mrow><mi>i</mi></mrow><mrow><mn>2</mn></mrow></msubsup>")]
    [InlineData(
        "$$\n\\frac{a}{b}\n$$",
        "<math display=\"block\">|<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>")]
    [InlineData(
        "$\\lVert q\\rVert$",
        "<mo form=\"prefix\" stretchy=\"false\">‖</mo>|<mo form=\"postfix\" stretchy=\"false\">‖</mo>")]
    [InlineData(
        "<details><summary>Hint</summary>\n\n*think*\n\n</details>",
        "<details><summary>Hint</summary>|<em>think</em>|</details>")]
    [InlineData("- [x] done", "<input|type=\"checkbox\"|checked")]
    [InlineData("a[^1]\n\n[^1]: note", "class=\"footnotes\"|note")]
    [InlineData("<center>text</center> <unknown>stays</unknown>", "<center>text</center>|stays")]
    public void Markdown_reads_as_meant(string markdown, string parts) =>
        Assert.All(parts.Split('|'), part => Assert.Contains(part, new MarkdownPage(url => url).ToHtml(markdown)));

    [Theory]
    [InlineData(">", 200_000)]
    [InlineData("- ", 50_000)]
    [InlineData("[", 100_000)]
    [InlineData("*a ", 50_000)]
    [InlineData("<div>", 100_000)]
    [InlineData("<div><table><tr><td></div>", 50_000)]
    [InlineData("<b><p>", 50_000)]
    [InlineData("[a](", 20_000)]
    [InlineData("![a](", 20_000)]
    [InlineData("[a](()", 20_000)]
    public void Markdown_nested_without_end_is_shown_as_its_source(string part, int times) =>
        Assert.NotEqual("", new MarkdownPage(url => url).ToHtml(string.Concat(Enumerable.Repeat(part, times))));

    [Fact]
    public void Coloured_code_is_the_code()
    {
        const string Source =
            "#r \"a.dll\"\n#nullable enable\n/* 1 */ var s = $\"{Math.Max(1, 2):F2} <\" + \"\"\"raw\"\"\"; // 苹果\nstatic T F<T>(List<T> x) where T : class => x[0];\n\u2028\u0085broken ( ";
        string html = CSharpColors.ToHtml(Source);
        Assert.Equal(Source, WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", "")));
        Assert.Contains("<span class=\"t\">Math</span>.<span class=\"m\">Max</span>", html);
        Write(_repository.Write("a", Code(Source)));
        Assert.Contains(Source, WebUtility.HtmlDecode(Regex.Replace(Page("a"), "<[^>]*>", "")));
    }

    [Fact]
    public void Cells_inputs_and_outputs_that_a_tag_removes_are_not_shown()
    {
        JsonObject[] cells =
            [Shown("secret1", "shown1", "remove-input"), Shown("shown2", "secret2", "remove-output"),
            Shown("secret3", "secret4", "remove_cell"), Text("secret5", "remove-cell")];
        Write(_repository.Write("a", cells));
        Assert.Contains("shown1", Page("a"));
        Assert.Contains("shown2", Page("a"));
        Assert.DoesNotContain("secret", Page("a"));
    }

    [Fact]
    public void Only_a_result_that_is_there_is_said_to_depend_on_the_computer()
    {
        Write(_repository.Write(
            "01-one", Shown("clock", "12 ms", "volatile"), Code("nothing shown", "volatile"),
            Shown("asked", "How many ms?", "volatile", "prediction")));
        Assert.Single(Regex.Matches(Page("01-one"), "depends on the computer"));
    }

    [Fact]
    public void A_single_file_holds_its_style_its_script_and_plotly()
    {
        File.WriteAllText(_repository["given.js"], "// plotly </script>");
        JsonObject chart = Code("1");
        chart["outputs"] = new JsonArray(Display("application/vnd.plotly.v1+json", new JsonObject()));
        string path = _repository.Write("chart", chart);
        new SiteWriter(
            _repository["site"], _repository.Root,
            new SiteOptions { SingleFile = true, Plotly = _repository["given.js"] })
            .Write([NotebookDocument.Read(path, path)]);
        Assert.Equal(
            ["chart.html", "index.html"], Directory.GetFiles(_repository["site"]).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
        Assert.DoesNotContain("src=\"site.js\"", Page("chart"));
        Assert.Contains("color-scheme: light dark", Page("chart"));
        Assert.Contains(
            "base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes("// plotly </script>")), Page("chart"));
    }

    [Fact]
    public void A_link_planted_where_a_page_goes_is_replaced_and_what_it_points_to_stays()
    {
        Directory.CreateDirectory(_repository["site"]);
        File.WriteAllText(_repository["precious"], "kept");
        File.CreateSymbolicLink(_repository["site", "index.html"], _repository["precious"]);
        Write(_repository.Write("a", Text("# A")));
        Assert.Equal("kept", File.ReadAllText(_repository["precious"]));
    }

    [Fact]
    public async Task A_site_folder_that_leads_out_of_the_repository_is_not_written()
    {
        string outside = Directory.CreateTempSubdirectory("attention-outside-").FullName;
        Directory.CreateSymbolicLink(_repository["site"], outside);
        _repository.Write("a", Text("# A"));
        Runner result = await Runner.RunAsync(_repository.Root, ["site"]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("leads out of the repository", result.Error);
        Assert.Empty(Directory.GetFiles(outside));
        Directory.Delete(outside);
    }

    public void Dispose() => _repository.Dispose();

    internal static JsonObject Display(string mimeType, JsonNode content) => new()
    {
        ["output_type"] = "display_data",
        ["metadata"] = new JsonObject(),
        ["data"] = new JsonObject { [mimeType] = content },
    };

    private static JsonObject Shown(string source, string output, params string[] tags)
    {
        JsonObject cell = Code(source, tags);
        cell["outputs"] = new JsonArray(Display("text/plain", output));
        return cell;
    }

    private void Write(params string[] paths) =>
        new SiteWriter(_repository["site"], _repository.Root, new SiteOptions())
            .Write([.. paths.Select(p => NotebookDocument.Read(p, p))]);

    private string Page(string name) => File.ReadAllText(_repository["site", name + ".html"], Encoding.UTF8);
}
