using Attention.FrontEnds.Tests;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;
using Microsoft.Playwright;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>What axe-core finds on the pages: missing names, colours that are too alike, roles that are wrong.</summary>
public sealed class AccessibilityTests(LearnBrowser browser) : IClassFixture<LearnBrowser>
{
    private const string Run = """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }))
            .violations.flatMap(v => v.nodes.map(n => v.id + ': ' + v.help + ': ' + n.target + ': ' + n.html.slice(0, 160)))
        """;

    [Theory]
    [InlineData("index.html", ColorScheme.Light)]
    [InlineData("index.html", ColorScheme.Dark)]
    [InlineData("glossary.html", ColorScheme.Light)]
    [InlineData("01-dot-products.html", ColorScheme.Light)]
    [InlineData("01-dot-products.html", ColorScheme.Dark)]
    public async Task A_page_of_the_live_course_has_no_violation(string name, ColorScheme scheme)
    {
        string axe = Axe();
        await using LearnPage page = await browser.OpenAsync(name, scheme: scheme, bypassPolicy: true);
        if (name.StartsWith('0'))
        {
            await page.FocusAsync("hand-vectors"); // its editor is there
            await page.ReadyAsync();
        }
        Assert.Empty(await ViolationsAsync(page.Page, axe));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_page_of_the_site_has_no_violation(ColorScheme scheme)
    {
        string axe = Axe();
        string root = Commands.Repository.Find()!.Root;
        string path = Path.Combine(root, "notebooks", "03-softmax.ipynb");
        string folder = browser.Repository["site"];
        new SiteWriter(folder, root, new SiteOptions()).Write([NotebookDocument.Read(path, path)]);
        await using LearnPage page = await browser.OpenAsync("index.html", scheme: scheme, bypassPolicy: true);
        await page.Page.GotoAsync(new Uri(Path.Combine(folder, "03-softmax.html")).ToString());
        Assert.Empty(await ViolationsAsync(page.Page, axe));
    }

    private static string Axe() => File.ReadAllText(
        Installed.FileNamedBy("ATTENTION_AXE", "axe.min.js of npm's package axe-core"));

    private static async Task<string[]> ViolationsAsync(IPage page, string axe)
    {
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");
        await page.EvaluateAsync(axe);
        return await page.EvaluateAsync<string[]>(Run);
    }
}
