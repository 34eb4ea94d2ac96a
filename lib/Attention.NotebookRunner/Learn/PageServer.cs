using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Attention.NotebookRunner.Learn;

/// <summary>
/// Hands out the files of a folder that <c>site</c> wrote, to this computer only. It runs nothing: pages of
/// <c>site --live</c> run C# in the browser.
/// </summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private OwnNames _names = OwnNames.None;

    private PageServer(string folder, int port)
    {
        _app = LocalServer.Build(port);
        _app.Use(AdmitAsync);
        var files = new PhysicalFileProvider(folder);
        _app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        _app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
    }

    /// <summary>Where the pages are; in a codespace the name by which it forwards the port.</summary>
    public string Address { get; private set; } = "";

    /// <param name="folder">An absolute path.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="page">The page to begin with.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PageServer> StartAsync(string folder, int port, string page)
    {
        var server = new PageServer(folder, port);
        OwnNames names = await LocalServer.StartAsync(server._app, server);
        (server._names, server.Address) = (names, names.Address + page);
        return server;
    }

    public Task WaitAsync(CancellationToken cancel) => _app.WaitForShutdownAsync(cancel);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The files hold no secret, but a page of another site shall not read even them.</summary>
    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        if (_names.HasHost(context.Request.Headers.Host))
        {
            await next(context);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync(AccessRule.ForeignName);
    }
}
