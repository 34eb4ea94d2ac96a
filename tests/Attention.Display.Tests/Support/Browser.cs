using Microsoft.Playwright;

namespace Attention.Display.Tests;

/// <summary>One browser for all classes that test interactive figures; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneBrowser : ICollectionFixture<Browser>
{
    public const string Name = "interactive figures in a browser";
}

/// <summary>
/// One browser for all tests of the class or collection. Tests are skipped, with the reason, where there is no browser
/// or no plotly.js.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = path,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    /// <summary>The source of plotly.js.</summary>
    public static string RequirePlotly()
    {
        string? path = Environment.GetEnvironmentVariable("ATTENTION_PLOTLY_JS");
        if (string.IsNullOrEmpty(path))
        {
            Assert.Skip(
                "ATTENTION_PLOTLY_JS does not name a plotly.js file (plotly.min.js of the npm package plotly.js-dist-min)."
            );
        }

        return File.ReadAllText(path);
    }

    internal async Task<Gallery> Open(
        IEnumerable<string> figures, string? plotly, int width = 1000, bool hasTouch = false)
    {
        if (_browser is null)
        {
            Assert.Skip("There is no Chromium, Chrome or Edge on this machine.");
        }

        IPage page = await _browser.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 800 },
                HasTouch = hasTouch,
                IsMobile = hasTouch,
            }
        );
        var gallery = new Gallery(page);
        string script = plotly is null ? "" : "<script src='plotly.js'></script>";
        await page.RouteAsync("**/*", route => route.Request.Url switch
            {
                Gallery.Address => route.FulfillAsync(
                    new()
                    {
                        ContentType = "text/html; charset=utf-8",
                        Body = "<!doctype html><html><meta name='viewport' content='width=device-width'>"
                            + $"<body style='margin:8px'>{string.Concat(figures)}{script}</body></html>",
                    }
                ),
                Gallery.Address + "plotly.js" => route.FulfillAsync(
                    new() { ContentType = "text/javascript; charset=utf-8", Body = plotly }
                ),
                _ => route.AbortAsync(),
            });
        await page.GotoAsync(Gallery.Address);
        return gallery;
    }

    private static string? Find()
    {
        string[] names =
        [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "chrome.exe",
            "msedge.exe",
        ];
        string[] folders =
        [
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
            .. new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86 }
                .Select(Environment.GetFolderPath)
                .SelectMany(programs =>
                    new[]
                    {
                        Path.Combine(programs, "Google/Chrome/Application"),
                        Path.Combine(programs, "Microsoft/Edge/Application"),
                    }
                ),
        ];
        string[] fixedPlaces =
        [
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ];
        return folders
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .Concat(fixedPlaces)
            .FirstOrDefault(File.Exists);
    }
}

/// <summary>A page of figures, and what it reported.</summary>
internal sealed class Gallery : IAsyncDisposable
{
    public const string Address = "http://gallery.test/";

    private readonly IPage _page;

    public Gallery(IPage page)
    {
        _page = page;
        page.SetDefaultTimeout(60_000); // a machine may be busy with other tests
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Errors.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            Dialogs.Add(dialog.Message);
            await dialog.DismissAsync();
        };
    }

    public List<string> Errors { get; } = [];
    public List<string> Dialogs { get; } = [];

    /// <summary>Waits until plotly.js has drawn every chart of the page.</summary>
    public Task AllDrawn() => Until("document.querySelectorAll('.chart:not(.js-plotly-plot)').length == 0");

    public async Task Until(string condition) => await _page.WaitForFunctionAsync($"() => {condition}");

    public Task<T> Eval<T>(string expression) => _page.EvaluateAsync<T>(expression);

    public Task<int> Count(string selector) => _page.Locator(selector).CountAsync();

    public async Task<string> Text(string selector) =>
        string.Concat(await _page.Locator(selector).AllTextContentsAsync());

    public Task Press(string selector, string key) => _page.Locator(selector).PressAsync(key);

    /// <summary>Chooses an entry of a drop-down list by its value.</summary>
    public Task Choose(string selector, string value) => _page.Locator(selector).SelectOptionAsync(value);

    /// <summary>Moves the pointer over an element, to a place in its own pixels.</summary>
    public async Task Point(string selector, double x, double y)
    {
        LocatorBoundingBoxResult box = (await _page.Locator(selector).First.BoundingBoxAsync())!;
        await _page.Mouse.MoveAsync(box.X + (float)x - 2, box.Y + (float)y);
        await _page.Mouse.MoveAsync(box.X + (float)x, box.Y + (float)y);
    }

    /// <summary>Takes hold of an element's middle and lets it go elsewhere, on the way in ten steps.</summary>
    public async Task Drag(string selector, double right, double down)
    {
        (float left, float top) = await Place(selector, 0.5, 0.5);
        await _page.Mouse.MoveAsync(left, top);
        await _page.Mouse.DownAsync();
        await _page.Mouse.MoveAsync(left + (float)right, top + (float)down, new() { Steps = 10 });
        await _page.Mouse.UpAsync();
    }

    public async Task Click(string selector, double x, double y)
    {
        (float left, float top) = await Place(selector, x, y);
        await _page.Mouse.ClickAsync(left, top);
    }

    public Task ClickNth(string selector, int index) => _page.Locator(selector).Nth(index).ClickAsync();

    public async Task HoverCell(int figure, int row, int column)
    {
        float[] place = await Eval<float[]>(
            $$"""
            (() => {
                const chart = document.querySelectorAll('.js-plotly-plot')[{{figure}}];
                const box = chart.getBoundingClientRect(), { xaxis: x, yaxis: y } = chart._fullLayout;
                return [box.x + x._offset + x.d2p({{column}}), box.y + y._offset + y.d2p({{row}})];
            })()
            """
        );
        await _page.Mouse.MoveAsync(place[0] - 3, place[1]);
        await _page.Mouse.MoveAsync(place[0], place[1], new() { Steps = 3 });
        await _page.Locator($".js-plotly-plot >> nth={figure} >> .hovertext").First.WaitForAsync();
    }

    public async ValueTask DisposeAsync() => await _page.CloseAsync();

    private async Task<(float X, float Y)> Place(string selector, double x, double y)
    {
        LocatorBoundingBoxResult box = (await _page.Locator(selector).First.BoundingBoxAsync())!;
        return ((float)(box.X + x * box.Width), (float)(box.Y + y * box.Height));
    }
}
