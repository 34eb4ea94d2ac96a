using System.Text.RegularExpressions;
using Attention.Notebooks.Tests;
using Microsoft.Playwright;

namespace Attention.FrontEnds.Tests.Jupyter;

/// <summary>A chapter in Jupyter with the tool's kernel, in a browser.</summary>
public sealed partial class JupyterTests(Chromium browser, JupyterServer jupyter)
    : IClassFixture<Chromium>, IClassFixture<JupyterServer>
{
    private const string Chapter = "01-dot-products.ipynb";

    [Fact]
    public async Task All_cells_run_without_an_error_and_an_exercise_is_solved_by_typing()
    {
        Installed.WhenAskedFor();
        IPage page = await browser.NewPageAsync();
        JupyterPage notebook = await jupyter.OpenAsync(page, Chapter);
        await notebook.RunAllAsync();
        int[] prompts = await notebook.PromptsAsync();
        Assert.Equal(Enumerable.Range(1, prompts.Length), prompts);
        Assert.Empty(await notebook.ErrorsAsync());
        Assert.Empty(await notebook.TooWideAsync());

        const string Exercise = "string byCosine";
        await notebook.TypeAndRunAsync(Exercise, Solution(Exercise));
        Assert.Contains("Solved", await notebook.OutputAfterAsync(Exercise));
        await page.CloseAsync();
    }

    [Fact]
    public async Task The_sliders_and_choosers_of_figures_move()
    {
        Installed.WhenAskedFor();
        IPage page = await browser.NewPageAsync();
        JupyterPage notebook = await jupyter.OpenAsync(page, "extras/gallery.ipynb");
        await notebook.RunAllAsync();
        Assert.Empty(await notebook.ErrorsAsync());
        Assert.True(await notebook.MoveToEndAsync("input[type=range]"), "The slider changes nothing.");
        Assert.True(await notebook.MoveToEndAsync("select"), "The chooser changes nothing.");
        await page.CloseAsync();
    }

    /// <summary>The folded model solution that holds this text.</summary>
    private static string Solution(string containing) => Chapters.Read("notebooks/" + Chapter).Markdown()
        .SelectMany(cell => Fenced().Matches(cell.Source))
        .Select(match => match.Groups[1].Value)
        .Single(code => code.Contains(containing, StringComparison.Ordinal));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
