using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>What axe-core finds on the pages: missing names, colours that are too alike, wrong roles.</summary>
[Collection(OneBrowser.Name)]
public sealed class AccessibilityTests(LearnBrowser browser)
{
    private const string Unfold = "() => document.querySelectorAll('details').forEach(part => { part.open = true; })";

    private const string Violations = """
        async () => {
          const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
          const { violations } = await axe.run(document, { runOnly: rules });
          return violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id}: ${rule.help}: ${node.target}: ${node.html.slice(0, 160)}`));
        }
        """;

    [Theory]
    [InlineData("index.html", 1280, ColorScheme.Light)]
    [InlineData("index.html", 390, ColorScheme.Dark)]
    [InlineData("glossary.html", 1280, ColorScheme.Light)]
    [InlineData("01-dot-products.html", 1280, ColorScheme.Light)]
    [InlineData("02-similarity-matrix.html", 390, ColorScheme.Dark)]
    public async Task A_page_of_the_live_course_has_no_violation(string name, int width, ColorScheme scheme)
    {
        await using LearnPage page = await browser.OpenAsync(name, width, scheme: scheme, bypassPolicy: true);
        if (name.StartsWith('0'))
        {
            await page.FocusAsync("hand-vectors"); // its editor is there
            await page.ReadyAsync();
        }
        Assert.Empty(await ViolationsAsync(page.Page));
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_page_of_the_site_has_no_violation(int width, ColorScheme scheme)
    {
        string root = Commands.Repository.Find()!.Root;
        string path = Path.Combine(root, "notebooks", "03-softmax.ipynb");
        string folder = browser.Repository["site"];
        new SiteWriter(folder, root, new SiteOptions()).Write([NotebookDocument.Read(path, path)]);
        await using LearnPage page = await browser.OpenAsync("index.html", width, scheme: scheme, bypassPolicy: true);
        await page.Page.GotoAsync(new Uri(Path.Combine(folder, "03-softmax.html")).ToString());
        Assert.Empty(await ViolationsAsync(page.Page));
    }

    private static async Task<string[]> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Unfold);
        await page.EvaluateAsync("() => new Promise(requestAnimationFrame)"); // what is unfolded gets its size
        await page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        return await page.EvaluateAsync<string[]>(Violations);
    }
}
