using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attention.NotebookRunner.Learn;

/// <summary>Builds and starts a web server that only this computer reaches.</summary>
internal static class LocalServer
{
    /// <param name="port">0 takes a free one.</param>
    public static WebApplication Build(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    /// <summary>Starts it. Where that fails, its owner is disposed of.</summary>
    /// <returns>The names that lead to it.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<OwnNames> StartAsync(WebApplication server, IAsyncDisposable owner)
    {
        try
        {
            await server.StartAsync();
        }
        catch (Exception)
        {
            await owner.DisposeAsync();
            throw;
        }
        return new OwnNames(new Uri(server.Urls.Single()).Port, Environment.GetEnvironmentVariable);
    }
}
