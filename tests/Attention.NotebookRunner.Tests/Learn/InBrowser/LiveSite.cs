using System.IO.Compression;
using Attention.FrontEnds.Tests;
using Attention.NotebookRunner.Commands;
using Microsoft.Playwright;

namespace Attention.NotebookRunner.Tests.Learn.InBrowser;

/// <summary>The pages are written once for all classes of tests that need them.</summary>
[CollectionDefinition(LiveSite.Name)]
public sealed class LiveSiteTests : ICollectionFixture<LiveSite>;

/// <summary>The pages that <c>site --live</c> writes, as <c>learn --pages</c> hands them out, and a Chromium.</summary>
public sealed class LiveSite : IAsyncDisposable
{
    internal const string Name = "The pages whose C# runs in the browser";

    private readonly Chromium _chromium = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("attention-tests-").FullName;
    private LearnRun? _server;
    private IBrowser? _browser;

    internal Uri Address { get; private set; } = new("about:blank");

    /// <summary>
    /// For every test to begin with; the first one waits until all is written. A test can be skipped, but where a
    /// fixture asks to be skipped, all its tests fail.
    /// </summary>
    internal async ValueTask StartAsync()
    {
        Installed.WhenAskedFor();
        Installed.Program("chromium", "install Debian's package chromium");
        if (_server is null)
        {
            await WriteAsync();
            await ServeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A reader's browser with an empty storage.</summary>
    internal async Task<LearnPage> OpenAsync(string page)
    {
        IBrowserContext context = await ContextAsync();
        var learn = new LearnPage(await context.NewPageAsync());
        await learn.Page.GotoAsync(new Uri(Address, page).ToString());
        return learn;
    }

    internal async Task<IBrowserContext> ContextAsync()
    {
        _browser ??= (await _chromium.NewPageAsync()).Context.Browser!;
        return await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
    }

    /// <summary>How many bytes a server sends for a file when it compresses with Brotli, and with gzip.</summary>
    internal (long Brotli, long Gzip) Compressed(string path)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(_folder, path));
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(file.Length)];
        Assert.True(BrotliEncoder.TryCompress(file, packed, out int brotli, quality: 9, window: 22));
        using var counted = new MemoryStream();
        using (var gzip = new GZipStream(counted, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(file);
        }
        return (brotli, counted.Length);
    }

    private async Task WriteAsync()
    {
        string root = Repository.Find()!.Root;
        Runner run = await Runner.RunAsync(root, ["site", "--live", "--html", _folder]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    /// <summary>As a learner does, and with an empty page, in which a test runs a worker of its own.</summary>
    private async Task ServeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "empty.html"), "<!DOCTYPE html><link rel=icon href='data:,'>");
        _server = await LearnRun.StartAsync(Repository.Find()!.Root, more: ["--pages", _folder]);
        Address = new Uri(_server.Address, "/");
    }
}
