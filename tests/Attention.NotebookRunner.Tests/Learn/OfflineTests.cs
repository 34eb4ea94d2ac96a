using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>What moves in a page moves without a network, before a cell has run and after.</summary>
[Collection(OneBrowser.Name)]
public sealed class OfflineTests(LearnBrowser browser)
{
    /// <summary>All that the picture of a cell says.</summary>
    private const string Drawn = """
        id => document.querySelector(
            `#cell-${id} .attention-panel:not(.attention-twin) > div:last-child`).shadowRoot.textContent
        """;

    private const string Unfold = """
        id => {
          for (let part = document.querySelector("#cell-" + id); part; part = part.parentElement) {
            if (part.matches("details")) { part.open = true; }
          }
        }
        """;

    [Theory]
    [InlineData("02-similarity-matrix.html", "chooser", "select")]
    [InlineData("03-softmax.html", "temperature-answer", "input[type=range]")]
    public async Task A_slider_and_a_chooser_change_the_picture(string chapter, string cell, string control)
    {
        await using LearnPage page = await browser.OpenAsync(chapter);
        List<string> asked = [];
        await page.Page.RouteAsync(
            address => !address.StartsWith(browser.Run.Client.BaseAddress!.ToString(), StringComparison.Ordinal),
            route =>
            {
                asked.Add(route.Request.Url);
                return route.AbortAsync();
            });
        await page.Page.ReloadAsync();
        await page.ReadyAsync();
        await AssertMovesAsync(page, cell, control);

        await page.ClickAsync(cell, "Run");
        await page.StateAsync(cell, "done");

        await AssertMovesAsync(page, cell, control);
        Assert.Empty(asked);
        Assert.Empty(page.Errors);
    }

    private static async Task AssertMovesAsync(LearnPage page, string cell, string control)
    {
        await page.Page.EvaluateAsync(Unfold, cell);
        ILocator moved = page.Cell(cell).Locator($".outputs {control}");
        await Expect(moved).ToBeVisibleAsync(new() { Timeout = 30_000 });
        string before = await page.Page.EvaluateAsync<string>(Drawn, cell);
        await moved.FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("End");
        Assert.NotEqual(before, await page.Page.EvaluateAsync<string>(Drawn, cell));
    }
}
