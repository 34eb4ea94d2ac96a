using Attention.FrontEnds.Tests;
using Microsoft.Playwright;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>
/// The Chromium of this computer, and a copy of chapter 1 that <c>learn</c> serves.
/// </summary>
public sealed class LearnBrowser : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private TemporaryRepository? _repository;
    private LearnRun? _run;
    private IBrowser? _browser;

    internal TemporaryRepository Repository => _repository!;

    internal LearnRun Run => _run!;

    public async ValueTask InitializeAsync()
    {
        await _chromium.InitializeAsync();
        _repository = new TemporaryRepository();
        CopyCourse(_repository);
        _run = await LearnRun.StartAsync(_repository);
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await (_run?.DisposeAsync() ?? ValueTask.CompletedTask);
        _repository?.Dispose();
    }

    /// <summary>Starts the server again at the same port, as a reader does.</summary>
    internal async Task RestartAsync()
    {
        int port = Run.Address.Port;
        await Run.DisposeAsync();
        _run = await LearnRun.StartAsync(Repository, port);
    }

    /// <summary>A reader's browser, with an empty storage and no cookie.</summary>
    internal async Task<LearnPage> OpenAsync(string page, int width = 1280, bool hasTouch = false)
    {
        _browser ??= (await _chromium.NewPageAsync()).Context.Browser!;
        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            HasTouch = hasTouch,
            IsMobile = hasTouch,
        });
        var learn = new LearnPage(await context.NewPageAsync());
        await learn.Page.GotoAsync($"{new Uri(Run.Address, page)}?token={Run.Token}");
        return learn;
    }

    /// <summary>Chapter 1 with the DLLs that it loads, for a link would lead out of the repository.</summary>
    private static void CopyCourse(TemporaryRepository repository)
    {
        string root = Commands.Repository.Find()!.Root;
        const string Chapter = "01-dot-products.ipynb";
        File.Copy(Path.Combine(root, "notebooks", Chapter), repository["notebooks", Chapter]);
        Directory.CreateDirectory(repository["lib", "bin"]);
        foreach (string file in Directory.GetFiles(Path.Combine(root, "lib", "bin")))
        {
            File.Copy(file, repository["lib", "bin", Path.GetFileName(file)]);
        }
    }
}
