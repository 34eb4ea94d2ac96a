using System.Net;
using AngleSharp.Html.Parser;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>The course of this repository, of which a copy would lack what its texts link to.</summary>
public sealed class LinksTests
{
    [Fact]
    public async Task Every_link_from_the_first_page_on_leads_to_a_page()
    {
        await using LearnRun run = await LearnRun.StartAsync(Commands.Repository.Find()!.Root);
        var seen = new HashSet<string> { "index.html" };
        var waiting = new Queue<string>(seen);
        List<string> broken = [];
        while (waiting.TryDequeue(out string? page))
        {
            using HttpResponseMessage answer = await run.GetAsync("/" + page, ("Cookie", run.Cookie));
            if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
            {
                broken.Add($"{page}: {(int)answer.StatusCode}");
                continue;
            }
            string html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            foreach (string target in LinksOf(html).Where(seen.Add))
            {
                waiting.Enqueue(target);
            }
        }
        Assert.Empty(broken);
        Assert.Contains("readme.html", seen);
        Assert.Contains("lib-attention.lib-dot.cs.html", seen);
    }

    private static IEnumerable<string> LinksOf(string html) => new HtmlParser().ParseDocument(html)
        .QuerySelectorAll("a[href]")
        .Select(link => link.GetAttribute("href")!.Split('#')[0])
        .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal));
}
