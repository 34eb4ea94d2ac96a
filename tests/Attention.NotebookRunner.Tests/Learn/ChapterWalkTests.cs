using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>Every chapter as a reader opens it who runs all of it, in a real browser with the real kernel.</summary>
[Collection(OneBrowser.Name)]
public sealed class ChapterWalkTests(LearnBrowser browser)
{
    private const string Failed = """
        () => [...document.querySelectorAll(".cell.live")]
          .filter(cell => !["done", "idle"].includes(cell.dataset.state) || cell.querySelector(".out.fail"))
          .map(cell => `${cell.id}: ${cell.dataset.state}: ${cell.innerText}`)
        """;

    /// <summary>All but the one that measures time, which takes a minute: the tests of all notebooks run it.</summary>
    public static TheoryData<string> Chapters => [.. Directory
        .GetFiles(Path.Combine(Commands.Repository.Find()!.Root, "notebooks"), "*.ipynb")
        .Select(path => NotebookDocument.Read(path, path))
        .Where(notebook => !notebook.Cells.Any(cell => cell.Has("measures-time")))
        .Select(notebook => notebook.Name).Order(), "positions"];

    [Theory]
    [MemberData(nameof(Chapters))]
    public async Task All_cells_of_a_chapter_run_to_their_end_and_the_page_has_no_error(string chapter)
    {
        await using LearnPage page = await browser.OpenAsync(chapter + ".html");
        await page.ReadyAsync();

        await page.RunAllAsync();

        Assert.Empty(await page.Page.EvaluateAsync<string[]>(Failed));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Chapter_7_runs_up_to_its_first_measurement()
    {
        await using LearnPage page = await browser.OpenAsync("07-performance.html");
        await page.ReadyAsync();

        await page.ClickAsync("count", "Run");
        await page.StateAsync("count", "done");

        Assert.Empty(await page.Page.EvaluateAsync<string[]>(Failed));
        Assert.Empty(page.Errors);
    }
}
