using Microsoft.Playwright;

namespace Attention.Display.Tests;

/// <summary>
/// The pictures in a real browser: the one this machine has, with plotly.js from the file that ATTENTION_PLOTLY_JS
/// names.
/// </summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Every_kind_of_figure_becomes_a_live_chart_in_place_of_its_picture_without_an_error()
    {
        Dictionary<string, Figure> figures = Sample.Figures();
        await using Gallery page = await browser.Open(
            [.. figures.Values.Select(f => f.ToHtml()), Sample.Heatmap().ToHtml()],
            Browser.RequirePlotly()
        );
        await page.AllLive();
        Assert.Empty(page.Errors);
        Assert.Equal(figures.Count + 1, await page.Count(".attention-figure .js-plotly-plot"));
        Assert.Equal(0, await page.Count(".attention-figure img:visible"));
        foreach ((int i, string name) in figures.Keys.Index())
        {
            Assert.True(
                await page.Eval<bool>(
                    $"document.querySelectorAll('.js-plotly-plot')[{i}].querySelectorAll('.trace,.hm,.points').length > 0"
                ),
                $"The chart of {name} is empty."
            );
        }
    }

    [Fact]
    public async Task Nothing_on_the_page_moves_when_the_charts_become_live()
    {
        await using Gallery page = await browser.Open(Sample.Figures().Values.Select(f => f.ToHtml()), plotly: null);
        string before = await page.Eval<string>(Gallery.Boxes);
        await page.AddPlotly(Browser.RequirePlotly());
        await page.AllLive();
        Assert.Equal(before, await page.Eval<string>(Gallery.Boxes));
    }

    [Fact]
    public async Task Without_network_every_picture_shows()
    {
        await using Gallery page = await browser.Open(
            [.. Sample.Figures().Values.Select(f => f.ToHtml()), ShapeStrip.Of("strip", new Shape("X", 2, 4)).ToHtml()],
            plotly: null
        );
        await page.AddUnreachableScript();
        Assert.Equal(0, await page.Count(".js-plotly-plot"));
        Assert.Equal(Sample.Figures().Count + 1, await page.Count("img:visible"));
        Assert.True(
            await page.Eval<bool>("[...document.images].every(i => i.complete && i.naturalWidth > 100)"),
            "A picture did not load."
        );
    }

    [Fact]
    public async Task When_plotly_fails_the_picture_stays()
    {
        await using Gallery page = await browser.Open(
            [Sample.Heatmap().ToHtml()],
            "window.Plotly = { newPlot() { throw new Error('no') } }"
        );
        await page.Eval<object?>("new Promise(done => setTimeout(done, 100))");
        Assert.Equal(1, await page.Count("img:visible"));
        Assert.Equal(
            1,
            await page.Eval<int>("document.querySelector('.attention-figure').querySelectorAll('img,div').length")
        );
    }

    [Fact]
    public async Task The_slider_changes_the_bars()
    {
        await using Gallery page = await browser.Open([Sample.TemperatureSlider().ToHtml()], Browser.RequirePlotly());
        await page.AllLive();
        Assert.Equal(
            "[0.73106,0.26894]",
            await page.Eval<string>("JSON.stringify(document.querySelector('.js-plotly-plot')._fullData[0].y)")
        );
        await page.Click(".slider-rail-touch-rect", 0.99, 0.5);
        await page.Until("document.querySelector('.js-plotly-plot')._fullData[0].y[0] < 0.6");
        Assert.Equal(
            "[0.52498,0.47502]",
            await page.Eval<string>("JSON.stringify(document.querySelector('.js-plotly-plot')._fullData[0].y)")
        );
        Assert.Contains("temperature: 10", await page.Text(".slider-label"), StringComparison.Ordinal);
        Assert.Contains("0.52", await page.Text(".bartext"), StringComparison.Ordinal);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_chooser_changes_the_large_head_and_leaves_the_small_ones()
    {
        await using Gallery page = await browser.Open([Sample.Figures()["heads"].ToHtml()], Browser.RequirePlotly());
        await page.AllLive();
        const string First = "document.querySelector('.js-plotly-plot')._fullData.map(t => t.z ? t.z[0][0] : 0).join()";
        string[] before = (await page.Eval<string>(First)).Split(',');
        await page.Click(".updatemenu-header", 0.5, 0.5);
        await page.ClickNth(".updatemenu-dropdown-button", 4);
        await page.Until($"{First} != '{string.Join(',', before)}'");
        string[] after = (await page.Eval<string>(First)).Split(',');
        Assert.Equal(before[5], after[0]);
        Assert.Equal(before[1..], after[1..]);
        Assert.Contains("head: 4", await page.Text(".updatemenu-header"), StringComparison.Ordinal);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task The_pointer_over_a_cell_shows_its_names_and_its_arithmetic()
    {
        float[,] q =
        {
            { 1, 2 },
            { 3, 4 },
        };
        string[] html =
        [
            Heatmap.Of(q, Sample.Words[..2], Sample.Words[2..4], hover: Hover.Dot(q, q)).ToHtml(),
            Heatmap.Of(q, Sample.Words[..2], Sample.Words[2..4], rowAxis: "query").ToHtml(),
        ];
        await using Gallery page = await browser.Open(html, Browser.RequirePlotly());
        await page.AllLive();
        await page.HoverCell(figure: 0, row: 1, column: 1);
        Assert.Equal(
            "喜欢 (like) → 苹果 (apple)q·k = 3×3 + 4×4 = 25",
            await page.Text(".js-plotly-plot >> nth=0 >> .hoverlayer")
        );
        await page.HoverCell(figure: 1, row: 0, column: 1);
        Assert.Equal("query 我 I → 苹果 apple2", await page.Text(".js-plotly-plot >> nth=1 >> .hoverlayer"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task On_a_narrow_screen_the_page_does_not_scroll_sideways(bool live)
    {
        await using Gallery page = await browser.Open(
            Sample.Figures().Values.Select(f => f.ToHtml()),
            live ? Browser.RequirePlotly() : null,
            width: 390
        );
        if (live)
        {
            await page.AllLive();
        }

        Assert.Equal(390, await page.Eval<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.Eval<bool>("[...document.images].every(i => i.clientWidth >= 100)"));
    }

    [Fact]
    public async Task Hostile_labels_run_nothing_and_stay_readable()
    {
        string[] hostile = [.. EscapeTests.HostileTexts.Select(text => text.Data)];
        Figure[] figures = [.. hostile.SelectMany(EscapeTests.FiguresOf)];
        await using Gallery page = await browser.Open(figures.Select(f => f.ToHtml()), Browser.RequirePlotly());
        await page.AllLive();
        Assert.Empty(page.Errors);
        Assert.Empty(page.Dialogs);
        Assert.Equal(0, await page.Count("img[src=x], svg a, .js-plotly-plot script, [onerror], [onload]"));
        Assert.Contains(
            "<img src=x onerror=alert(1)>",
            await page.Text(".js-plotly-plot >> nth=0 >> .gtitle"),
            StringComparison.Ordinal
        );
    }
}

/// <summary>
/// One browser for all tests of the class. Tests are skipped, with the reason, where there is no browser or no
/// plotly.js.
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

    internal async Task<Gallery> Open(IEnumerable<string> figures, string? plotly, int width = 1000)
    {
        if (_browser is null)
        {
            Assert.Skip("There is no Chromium, Chrome or Edge on this machine.");
        }

        IPage page = await _browser.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        var gallery = new Gallery(page);
        await page.RouteAsync("**/*", route => route.Request.Url switch
            {
                Gallery.Address => route.FulfillAsync(
                    new()
                    {
                        ContentType = "text/html; charset=utf-8",
                        Body =
                            $"<!doctype html><html><body style='margin:8px'>{string.Concat(figures)}{(plotly is null ? "" : "<script src='plotly.js'></script>")}</body></html>",
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
    public const string Boxes =
        "JSON.stringify([...document.querySelectorAll('.attention-figure')].map(f => { const b = f.getBoundingClientRect(); return [b.x, b.y, b.width, b.height] }))";

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

    public Task AllLive() =>
        Until(
            "[...document.querySelectorAll('.attention-figure img')].every(i => getComputedStyle(i).visibility == 'hidden')"
        );

    public async Task Until(string condition) => await _page.WaitForFunctionAsync($"() => {condition}");

    public Task<T> Eval<T>(string expression) => _page.EvaluateAsync<T>(expression);

    public Task<int> Count(string selector) => _page.Locator(selector).CountAsync();

    public async Task<string> Text(string selector) =>
        string.Concat(await _page.Locator(selector).AllTextContentsAsync());

    public async Task AddPlotly(string script) =>
        await _page.AddScriptTagAsync(new() { Content = script + ";window.dispatchEvent(new Event('load'))" });

    public async Task AddUnreachableScript() =>
        await Eval<object?>(
            "new Promise(done => { const s = document.createElement('script'); s.src = 'http://cdn.invalid/plotly.js'; s.onerror = () => done(null); document.body.append(s) })"
        );

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
                const chart = document.querySelectorAll('.js-plotly-plot')[{{figure}}], box = chart.getBoundingClientRect(), { xaxis: x, yaxis: y } = chart._fullLayout;
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
