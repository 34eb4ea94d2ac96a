using static Microsoft.Playwright.Assertions;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>What a page says and keeps when the server ends under it.</summary>
[Collection(OneBrowser.Name)]
public sealed class LearnAwayTests(LearnBrowser browser)
{
    [Fact]
    public async Task A_text_that_is_typed_while_the_server_is_away_comes_with_the_reader()
    {
        await using LearnPage page = await browser.OpenAsync("01-dot-products.html");
        await page.TypeAsync("hand-vectors", "1 + 1");
        int port = browser.Run.Address.Port;
        await browser.Run.DisposeAsync();
        await Expect(page.Page.Locator(".away")).ToContainTextAsync(
            "The server does not answer", new() { Timeout = 60_000 });
        await page.TypeAsync("hand-vectors", "20 + 22");

        await browser.RestartAsync();

        await Expect(page.Page.Locator(".away")).ToContainTextAsync("has a new address", new() { Timeout = 60_000 });
        await page.Page.GotoAsync(
            $"http://127.0.0.1:{port}/01-dot-products.html?token={browser.Run.Token}");
        await page.ReadyAsync();
        Assert.Equal("20 + 22", await page.TextAsync("hand-vectors"));
        await using LearnTab tab = await LearnTab.OpenAsync(browser.Run, "01-dot-products");
        Assert.Equal("20 + 22", tab.Cell("hand-vectors")["text"]!.GetValue<string>());
        await page.ClickAsync("hand-vectors", "Reset");
    }
}
