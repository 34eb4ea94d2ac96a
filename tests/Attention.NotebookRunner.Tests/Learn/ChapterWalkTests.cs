using System.Reflection;
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

    [Theory]
    [InlineData("01-dot-products")]
    [InlineData("02-similarity-matrix")]
    [InlineData("03-softmax")]
    [InlineData("04-qkv-projections")]
    [InlineData("05-masking")]
    [InlineData("06-multi-head")]
    [InlineData("positions")]
    public async Task All_cells_of_a_chapter_run_to_their_end_and_the_page_has_no_error(string chapter)
    {
        await using LearnPage page = await browser.OpenAsync(chapter + ".html");
        await page.ReadyAsync();

        await page.RunAllAsync();

        Assert.Empty(await page.Page.EvaluateAsync<string[]>(Failed));
        Assert.Empty(page.Errors);
    }

    /// <summary>The cells below take a minute of measurements. The tests of all notebooks run them.</summary>
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

    /// <summary>A chapter is a notebook with a picture for its card.</summary>
    [Fact]
    public void No_chapter_is_left_out()
    {
        MethodInfo walk = GetType().GetMethod(nameof(All_cells_of_a_chapter_run_to_their_end_and_the_page_has_no_error))!;
        IEnumerable<string> walked = walk.GetCustomAttributes<InlineDataAttribute>().Select(data => (string)data.Data[0]!);
        string folder = Path.Combine(Commands.Repository.Find()!.Root, "notebooks");
        IEnumerable<string> chapters = Directory.GetFiles(folder, "*.ipynb", SearchOption.AllDirectories)
            .Select(path => NotebookDocument.Read(path, path))
            .Where(notebook => notebook.Cells.Any(cell => cell.Has("cover")))
            .Select(notebook => notebook.Name);
        Assert.Equal(chapters.Order(), walked.Append("07-performance").Order());
    }
}
