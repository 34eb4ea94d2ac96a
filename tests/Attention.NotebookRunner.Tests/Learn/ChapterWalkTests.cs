namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>Every chapter as a reader opens it who runs all of it, in a real browser with the real kernel.</summary>
public sealed class ChapterWalkTests(LearnBrowser browser) : IClassFixture<LearnBrowser>
{
    private const string Cells = "[...document.querySelectorAll('.cell.live')]";

    public static TheoryData<string> Chapters =>
        [.. Directory.GetFiles(Path.Combine(Commands.Repository.Find()!.Root, "notebooks"), "0*.ipynb")
            .Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Chapters))]
    public async Task All_cells_of_a_chapter_run_to_their_end_and_the_page_has_no_error(string chapter)
    {
        await using LearnPage page = await browser.OpenAsync(chapter + ".html");
        await page.ReadyAsync();

        await page.RunAllAsync();

        string[] notDone = await page.Page.EvaluateAsync<string[]>(
            $"() => {Cells}.filter(c => c.dataset.state !== 'done').map(c => c.id + ': ' + c.dataset.state + ': ' + c.innerText)");
        Assert.Empty(notDone);
        Assert.Empty(page.Errors);
    }
}
