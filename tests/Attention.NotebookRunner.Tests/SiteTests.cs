using System.Diagnostics;
using System.Text;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Site;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class SiteTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task With_no_arguments_every_chapter_runs_and_the_path_of_the_site_is_printed_last_also_from_another_folder()
    {
        _repository.Write("01-one", Text("# One\n\n## Part"), Code("40 + 2"));
        _repository.Write("02-two", Text("# Two\n\nSee [one](01-one.ipynb#part) and [data](../data/words.txt)."), Code("nonsense"));
        Directory.CreateDirectory(_repository["notebooks", "extras"]);
        File.Move(_repository.Write("extra", Text("# Extra"), Code("\"an extra\"")), _repository["notebooks", "extras", "extra.ipynb"]);
        Directory.CreateDirectory(_repository["data"]);
        File.WriteAllText(_repository["data", "words.txt"], "");

        Runner result = await Runner.RunAsync(_repository["data"], []);

        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        Assert.EndsWith($"Read: {_repository["site", "index.html"]}\n", result.Output);
        string one = Page("01-one"), two = Page("02-two");
        Assert.Contains("<pre class=\"out\">42</pre>", one);
        Assert.Contains("CS0103", two);
        Assert.Contains("an extra", Page("extra"));
        Assert.Contains("href=\"01-one.html#part\"", two);
        Assert.Contains("href=\"../data/words.txt\"", two);
        Assert.Contains("<a rel=\"next\" href=\"02-two.html\">Two →</a>", one);
        Assert.Contains("<a rel=\"prev\" href=\"01-one.html\">← One</a>", two);
        Assert.Contains("<li class=\"level2\"><a href=\"#part\">Part</a></li>", one);
        Assert.All(["01-one", "02-two", "extra"], name => Assert.Contains($"href=\"{name}.html\"", Page("index")));
    }

    [Fact]
    public void Everything_shown_is_escaped()
    {
        const string Attack = "<img src=x onerror=alert(1)></script>&\"'";
        const string Encoded = "&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&amp;";
        var cell = Code(Attack);
        cell["outputs"] = new System.Text.Json.Nodes.JsonArray(
            new System.Text.Json.Nodes.JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = Attack },
            new System.Text.Json.Nodes.JsonObject { ["output_type"] = "error", ["ename"] = Attack, ["evalue"] = Attack, ["traceback"] = new System.Text.Json.Nodes.JsonArray(Attack) },
            new System.Text.Json.Nodes.JsonObject { ["output_type"] = "display_data", ["metadata"] = new System.Text.Json.Nodes.JsonObject(), ["data"] = new System.Text.Json.Nodes.JsonObject { ["text/plain"] = Attack } });
        cell["id"] = "a\"><script>";
        string path = _repository.Write("a", Text($"# `{Attack}` title\n\n## `{Attack}`\n\n$\\text{{{Attack}}} \\href{{javascript:alert(1)}}{{x}}$\n\n```\n{Attack}\n```"), cell);

        SiteWriter.Write([Documents.NotebookDocument.Read(path, path)], _repository["site"], null);

        string page = Page("a");
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain("<script>", page);
        Assert.Equal(1, page.Split("</script>").Length - 1); // the page's own
        Assert.DoesNotContain("href=\"javascript:", page);
        Assert.True(page.Split(Encoded).Length - 1 >= 8, "every form is shown, escaped");
    }

    [Theory]
    [InlineData("# Title\n\n## Same\n\n## Same", "<h2 id=\"same\">|<h2 id=\"same-1\">")]
    [InlineData("### 点积", "<h3 id=\"点积\">点积</h3>")]
    [InlineData("| a |\n|---|\n| 1 |", "<th>a</th>|<td>1</td>")]
    [InlineData("```csharp\nvar x = 1; // one\n```", "<span class=\"k\">var</span> x = <span class=\"n\">1</span>; <span class=\"c\">// one</span>")]
    [InlineData("$x_i^2$", "<msubsup><mi>x</mi><mrow><mi>i</mi></mrow><mrow><mn>2</mn></mrow></msubsup>")]
    [InlineData("$$\n\\frac{a}{b}\n$$", "<math display=\"block\">|<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>")]
    [InlineData("$\\lVert q\\rVert$", "<mo form=\"prefix\" stretchy=\"false\">‖</mo>|<mo form=\"postfix\" stretchy=\"false\">‖</mo>")]
    [InlineData("<details><summary>Hint</summary>\n\n*think*\n\n</details>", "<details><summary>Hint</summary>|<em>think</em>|</details>")]
    public void Markdown_reads_as_meant(string markdown, string parts) => Assert.All(parts.Split('|'), part => Assert.Contains(part, new MarkdownPage(url => url).ToHtml(markdown)));

    [Theory]
    [InlineData(@"q \cdot k = \lVert q \rVert \lVert k \rVert \cos\theta")]
    [InlineData(@"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V")]
    [InlineData(@"X \in \mathbb{R}^{n \times d}, \quad \sum_{i=1}^{n} x_i \le \max_j s_j")]
    [InlineData(@"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}\begin{pmatrix} a \\ b \end{pmatrix}")]
    [InlineData(@"\begin{aligned} a &= b \\ &= c \end{aligned}")]
    [InlineData(@"\hat{y} \approx \vec{x}', \mathbf{W}_Q, \mathrm{d}x, \text{score of 苹果}, \sqrt[3]{x}, 0.69, 73\,\%, \{a, b\}")]
    [InlineData(@"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}")]
    public void A_formula_becomes_well_formed_MathML_that_keeps_its_source(string tex)
    {
        System.Xml.Linq.XElement math = System.Xml.Linq.XElement.Parse(TexMath.ToHtml(tex, display: false));
        Assert.Equal("math", math.Name);
        Assert.Equal(tex, math.Descendants("annotation").Single().Value);
    }

    [Theory]
    [InlineData(@"\unknown{x}")]
    [InlineData(@"\frac{a}")]
    [InlineData(@"{a")]
    [InlineData(@"a}")]
    [InlineData(@"x_1_2")]
    [InlineData(@"\left( a")]
    [InlineData(@"\begin{matrix} a")]
    [InlineData(@"\href{javascript:alert(1)}{x}")]
    [InlineData("\\")]
    public void A_formula_that_is_not_understood_stays_readable_as_its_source(string tex) =>
        Assert.Equal($"<code class=\"tex\">{System.Net.WebUtility.HtmlEncode(tex)}</code>", TexMath.ToHtml(tex, display: false));

    [Fact]
    public void Coloured_code_is_the_code()
    {
        const string Code = "#r \"a.dll\"\n#nullable enable\n/* 1 */ var s = $\"{Math.Max(1, 2):F2} <\" + \"\"\"raw\"\"\"; // 苹果\nstatic T F<T>(List<T> x) where T : class => x[0];\nbroken ( ";
        string html = CSharpColors.ToHtml(Code);
        Assert.Equal(Code, System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "")));
        Assert.Contains("<span class=\"t\">Math</span>.<span class=\"m\">Max</span>", html);
    }

    [Fact]
    public void Plotly_is_asked_for_only_where_there_is_a_chart_and_lies_beside_the_page_when_it_is_given()
    {
        var chart = Code("1");
        chart["outputs"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new System.Text.Json.Nodes.JsonObject(),
            ["data"] = new System.Text.Json.Nodes.JsonObject { ["application/vnd.plotly.v1+json"] = new System.Text.Json.Nodes.JsonObject(), ["text/html"] = "<img alt=\"static\">" },
        });
        Documents.NotebookDocument[] notebooks = [.. new[] { _repository.Write("chart", chart), _repository.Write("none", Code("1")) }.Select(p => Documents.NotebookDocument.Read(p, p))];

        SiteWriter.Write(notebooks, _repository["site"], null);
        Assert.Contains("<script async src=\"https://cdn.plot.ly/", Page("chart"));
        Assert.Contains("<img alt=\"static\">", Page("chart"));
        Assert.DoesNotContain("plot.ly", Page("none"));

        File.WriteAllText(_repository["given.js"], "// plotly");
        SiteWriter.Write(notebooks, _repository["site"], _repository["given.js"]);
        Assert.Contains("<script async src=\"plotly.min.js\">", Page("chart"));
        Assert.Equal("// plotly", File.ReadAllText(_repository["site", "plotly.min.js"]));
    }

    [Fact]
    public async Task Killed_a_hundred_times_while_writing_it_leaves_the_old_file_or_the_new_one()
    {
        int[] outcomes = (await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => KillAsync($"worker{worker}", kills: 25)))).SelectMany(o => o).ToArray();
        Assert.Equal(100, outcomes.Length);
        Assert.Contains(0, outcomes); // killed in time, the old file stayed
    }

    /// <summary>Has a page replaced by another, again and again, and kills the program as soon as it has begun to write; 0: the old page stayed, 1: the new one is there.</summary>
    private async Task<List<int>> KillAsync(string name, int kills)
    {
        string[] folders = [_repository[name, "a"], _repository[name, "b"]], whole = new string[2];
        string page = _repository[name, "site", "large.html"], temporary = _repository[name, "site", ".large.html.tmp"];
        for (int i = 0; i < 2; i++)
        {
            Directory.CreateDirectory(folders[i]);
            File.WriteAllBytes(Path.Combine(folders[i], "large.ipynb"), Notebook(Text(new string("ab"[i], 2_000_000))));
            Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["site", folders[i], "--html", Path.GetDirectoryName(page)!])).ExitCode);
            whole[i] = File.ReadAllText(page);
        }
        var outcomes = new List<int>();
        for (int now = 1; outcomes.Count < kills;)
        {
            File.Delete(temporary);
            using Process process = Runner.Start(_repository.Root, ["site", folders[1 - now], "--html", Path.GetDirectoryName(page)!]);
            while (!File.Exists(temporary) && !process.HasExited)
            {
                Thread.Sleep(1);
            }
            Thread.SpinWait(outcomes.Count * 2000); // each time a little later in the writing
            if (process.HasExited)
            {
                now = 1 - now;
                continue;
            }
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            string text = File.ReadAllText(page);
            int found = Array.IndexOf(whole, text);
            Assert.True(found >= 0, $"a page of {text.Length} characters is neither the old one nor the new one");
            outcomes.Add(found == now ? 0 : 1);
            now = found;
        }
        return outcomes;
    }

    public void Dispose() => _repository.Dispose();

    private string Page(string name) => File.ReadAllText(_repository["site", name + ".html"], Encoding.UTF8);
}
