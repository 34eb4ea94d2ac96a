using System.Text.Json.Nodes;
using Attention.FrontEnds.Tests;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;
using Microsoft.Playwright;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>A chart of another library, without a picture of its own, as plotly.js draws it in a page.</summary>
public sealed class PlotlyPageTests(Chromium browser) : IClassFixture<Chromium>, IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Theory]
    [InlineData(390, 366)]
    [InlineData(1280, 600)]
    public async Task It_is_as_wide_as_it_asks_for_and_on_a_telephone_as_wide_as_the_page(int window, int width)
    {
        IPage page = await OpenAsync(window, ColorScheme.Light);
        Assert.Equal(width, await page.EvaluateAsync<double>(
            "document.querySelector('.main-svg').getBoundingClientRect().width"), 1d);
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.plotly-chart, .rich, html')].every(e => e.scrollWidth <= e.clientWidth)"));
        Assert.Equal(["12px"], await page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('.plotly-chart text')].map(e => getComputedStyle(e).fontSize))]"));
    }

    [Fact]
    public async Task It_is_dark_on_a_dark_page_and_light_again_when_the_reader_chooses_light()
    {
        IPage page = await OpenAsync(1280, ColorScheme.Dark);
        Assert.Equal("rgb(22, 24, 28)", await PaperAsync());
        await page.ClickAsync(".theme");
        await page.WaitForFunctionAsync(
            "getComputedStyle(document.querySelector('.main-svg')).backgroundColor == 'rgb(255, 255, 255)'");

        Task<string> PaperAsync() => page.EvaluateAsync<string>(
            "getComputedStyle(document.querySelector('.main-svg')).backgroundColor");
    }

    public void Dispose() => _repository.Dispose();

    private async Task<IPage> OpenAsync(int width, ColorScheme scheme)
    {
        string plotly = Installed.FileNamedBy("ATTENTION_PLOTLY_JS", "plotly.min.js of the npm package");
        JsonObject cell = Code("chart");
        cell["outputs"] = new JsonArray(SiteTests.Display(
            "application/vnd.plotly.v1+json",
            JsonNode.Parse("""
                {
                  "data": [{ "type": "heatmap", "z": [[1, 2], [3, 4]], "x": ["f1", "f2"], "y": ["1 apple", "2 sweet"] }],
                  "layout": { "width": 600, "height": 600, "template": { "layout": { "paper_bgcolor": "#ffffff" } } }
                }
                """)!));
        string notebook = _repository.Write("01", Text("# One"), cell);
        new SiteWriter(_repository["site"], _repository.Root, new SiteOptions { Plotly = plotly })
            .Write([NotebookDocument.Read(notebook, notebook)]);
        IPage page = await browser.NewPageAsync();
        await page.SetViewportSizeAsync(width, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.GotoAsync(new Uri(_repository["site", "01.html"]).AbsoluteUri);
        await page.WaitForSelectorAsync(".plotly-chart .heatmaplayer image");
        return page;
    }
}
