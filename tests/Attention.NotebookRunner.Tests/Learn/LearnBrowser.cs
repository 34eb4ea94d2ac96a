using Attention.FrontEnds.Tests;
using Microsoft.Playwright;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>One server and one browser for all classes that need both; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<LearnBrowser>
{
    public const string Name = "learn in a browser";
}

/// <summary>
/// The Chromium of this computer, and a copy of the course that <c>learn</c> serves.
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
    internal async Task<LearnPage> OpenAsync(
        string page, int width = 1280, bool hasTouch = false, ColorScheme scheme = ColorScheme.Light,
        bool bypassPolicy = false)
    {
        _browser ??= (await _chromium.NewPageAsync()).Context.Browser!;
        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            HasTouch = hasTouch,
            IsMobile = hasTouch,
            ColorScheme = scheme,
            BypassCSP = bypassPolicy,
        });
        // As if the address with the token had been opened before: that page leads on to another at its own time.
        string[] cookie = Run.Cookie.Split('=');
        await context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = Run.Address.ToString() }]);
        var learn = new LearnPage(await context.NewPageAsync());
        await learn.Page.GotoAsync(new Uri(Run.Address, page).ToString());
        return learn;
    }

    /// <summary>The notebooks with the DLLs that they load, for a link would lead out of the repository.</summary>
    private static void CopyCourse(TemporaryRepository repository)
    {
        string root = Commands.Repository.Find()!.Root;
        File.Copy(Path.Combine(root, "README.md"), repository["README.md"]);
        string[] folders = ["notebooks", Path.Combine("notebooks", "extras"), Path.Combine("lib", "bin")];
        foreach (string folder in folders)
        {
            Directory.CreateDirectory(repository[folder]);
            foreach (string file in Directory.GetFiles(Path.Combine(root, folder)))
            {
                File.Copy(file, repository[folder, Path.GetFileName(file)]);
            }
        }
    }
}
