using Microsoft.Playwright;

namespace Attention.NotebookRunner.Tests.Learn.InBrowser;

/// <summary>What a service worker keeps of the course for a visit without a network.</summary>
[Collection(LiveSite.Name)]
public sealed class WithoutNetworkTests(LiveSite site) : IAsyncLifetime
{
    private const string First = "01-dot-products.html", Cell = "hand-vectors";

    /// <summary>Of this copy of the course: an origin may have several.</summary>
    private const string Cache = "caches.open('attention-course ' + new URL('.', location.href))";

    public ValueTask InitializeAsync() => site.StartAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_page_that_was_only_read_opens()
    {
        (LearnPage page, HashSet<string> loaded) = await OpenAsync();
        await using LearnPage _ = page;
        await KeptAsync(page, loaded);

        await page.Page.Context.SetOfflineAsync(true);
        await page.Page.ReloadAsync();

        await Assertions.Expect(page.Cell(Cell).GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_in_which_a_cell_ran_opens_and_runs_it_again()
    {
        (LearnPage page, HashSet<string> loaded) = await OpenAsync();
        await using LearnPage _ = page;
        await RunAsync(page);
        await KeptAsync(page, loaded);
        Assert.Contains(loaded, address => address.Contains("CoreLib", StringComparison.Ordinal));

        await page.Page.Context.SetOfflineAsync(true);
        await page.Page.ReloadAsync();

        await RunAsync(page);
    }

    [Fact]
    public async Task Of_the_runtime_only_the_files_of_today_are_kept()
    {
        string old = new Uri(site.Address, "live/dotnet/_framework/Old.0123456789.wasm").ToString();
        (LearnPage page, HashSet<string> loaded) = await OpenAsync();
        await using LearnPage _ = page;
        await page.Page.EvaluateAsync(
            $"async old => (await {Cache}).put(old, new Response(''))", old);

        await RunAsync(page);

        await KeptAsync(page, loaded);
        for (int times = 0; (await KeptAsync(page)).Contains(old); times++)
        {
            Assert.True(times < 300, "the old file is still there");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Such a list comes from a tab that was opened before the course was published anew.</summary>
    [Theory]
    [InlineData("live/dotnet/_framework/Older.0123456789.wasm", false)]
    [InlineData("live/dotnet/_framework/Unreachable.0123456789.wasm", true)]
    public async Task A_list_of_the_runtime_that_cannot_be_kept_whole_drops_no_file(string file, bool isOffline)
    {
        (LearnPage page, HashSet<string> loaded) = await OpenAsync();
        await using LearnPage _ = page;
        await RunAsync(page);
        await KeptAsync(page, loaded);
        string[] before = await KeptAsync(page);

        await page.Page.Context.SetOfflineAsync(isOffline);
        await page.Page.EvaluateAsync(
            "async file => (await navigator.serviceWorker.ready).active.postMessage([new URL(file, location).href])",
            file);
        await Task.Delay(2000, TestContext.Current.CancellationToken);

        Assert.Equal(before.Order(), (await KeptAsync(page)).Order());
    }

    [Fact]
    public async Task A_page_opens_by_every_address_that_a_link_may_give_it()
    {
        (LearnPage page, HashSet<string> loaded) = await OpenAsync("");
        await using LearnPage _ = page;
        await KeptAsync(page, [.. loaded.Where(address => address != site.Address.ToString()), Address("index.html")]);

        await page.Page.Context.SetOfflineAsync(true);

        foreach (string address in new[] { "", "index.html", "index.html?from=here#top" })
        {
            await page.Page.GotoAsync(Address(address));
            await Assertions.Expect(page.Page.Locator("ol.cards")).ToBeVisibleAsync();
        }
    }

    private string Address(string page) => new Uri(site.Address, page).ToString();

    private async Task<(LearnPage Page, HashSet<string> Loaded)> OpenAsync(string address = First)
    {
        IBrowserContext context = await site.ContextAsync();
        var loaded = new HashSet<string>();
        context.Request += (_, request) =>
        {
            lock (loaded)
            {
                loaded.Add(request.Url);
            }
        };
        var page = new LearnPage(await context.NewPageAsync());
        await page.Page.GotoAsync(Address(address));
        return (page, loaded);
    }

    private static async Task RunAsync(LearnPage page)
    {
        await page.ClickAsync(Cell, "Run");
        await page.StateAsync(Cell, "done");
    }

    /// <summary>Waits until all is kept that the browser loaded, but for the service worker's own script.</summary>
    private static async Task KeptAsync(LearnPage page, HashSet<string> loaded)
    {
        for (int times = 0; await MissingAsync(page, loaded) is { Length: > 0 } missing; times++)
        {
            Assert.True(times < 300, $"not kept: {string.Join(", ", missing)}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static Task<string[]> KeptAsync(LearnPage page) => page.Page.EvaluateAsync<string[]>(
        $"async () => (await (await {Cache}).keys()).map(one => one.url)");

    private static async Task<string[]> MissingAsync(LearnPage page, HashSet<string> loaded)
    {
        string[] kept = await KeptAsync(page);
        lock (loaded)
        {
            return [.. loaded.Except(kept).Where(address => address.StartsWith("http", StringComparison.Ordinal)
                && !address.EndsWith("/offline.js", StringComparison.Ordinal))];
        }
    }
}
