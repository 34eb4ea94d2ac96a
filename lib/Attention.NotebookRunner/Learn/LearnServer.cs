using System.Net.WebSockets;
using System.Reflection;
using System.Security.Cryptography;
using Attention.NotebookRunner.Host;
using Attention.NotebookRunner.Learn.Record;
using Attention.NotebookRunner.Learn.Session;
using Attention.NotebookRunner.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Attention.NotebookRunner.Learn;

/// <summary>
/// Serves the course to the browser of this computer: the pages, the files of their live layer, and a connection for
/// each open chapter.
/// </summary>
internal sealed class LearnServer : IAsyncDisposable
{
    /// <summary>
    /// Scripts come from this server and stand in no page; only Monaco and plotly.js put styles into one.
    /// </summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob: https:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        + "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private readonly WebApplication _app;
    private readonly CoursePages _course;
    private readonly Sessions _sessions;
    private readonly LearnerRecord _record;
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
    private AccessRule _rule;

    private LearnServer(CoursePages course, string root, Packages packages, int port)
    {
        var files = new LearnerFiles(root);
        (_course, _record) = (course, files.Record);
        _sessions = new Sessions(course, files, packages);
        // Until the server has its port, it accepts nothing.
        _rule = new AccessRule(_token, OwnNames.None);
        _app = Build(port);
    }

    /// <summary>The address with its token; in a codespace through the name by which it forwards the port.</summary>
    public string Address { get; private set; } = "";

    /// <exception cref="IOException">The port is taken, or the pages cannot be written.</exception>
    public static async Task<LearnServer> StartAsync(
        CoursePages course, string root, Packages packages, int port, string? chapter)
    {
        var server = new LearnServer(course, root, packages, port);
        OwnNames names = await LocalServer.StartAsync(server._app, server);
        server._rule = new AccessRule(server._token, names);
        string page = $"{(chapter is null ? "" : Uri.EscapeDataString(chapter) + ".html")}?token={server._token}";
        server.Address = names.Address + page;
        return server;
    }

    public Task WaitAsync(CancellationToken cancel) => _app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        _sessions.Dispose();
        await _app.DisposeAsync();
    }

    private WebApplication Build(int port)
    {
        WebApplication app = LocalServer.Build(port);
        app.UseWebSockets();
        app.Use(AdmitAsync);
        app.MapGet("/", () => Results.Redirect("index.html"));
        app.MapGet("/favicon.ico", () => Results.NoContent());
        app.MapGet("/live/chapter/{name}", ServeChapterAsync);
        app.MapGet("/live/progress", () => Results.Json(Progress()));
        app.MapGet("/live/{name}", (string name) => Own(name));
        app.MapGet("/frame/{id}", ServeFrame);
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(_course.Folder) });
        if (Directory.Exists(BrowserFiles.Monaco))
        {
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(BrowserFiles.Monaco),
                RequestPath = "/monaco",
            });
        }
        return app;
    }

    /// <summary>Refuses what the rule refuses, and turns the token of an address into a cookie.</summary>
    private async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        string? inAddress = request.Query[AccessRule.QueryName];
        string? given = inAddress ?? request.Cookies[_rule.CookieName];
        if (_rule.Refusal(request.Headers.Host, request.Headers.Origin, given) is { } refusal)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync(refusal);
        }
        else if (inAddress is not null)
        {
            var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" };
            context.Response.Cookies.Append(_rule.CookieName, inAddress, options);
            // Not a redirect: on the way from another site, such as the page of a codespace, it would carry no cookie.
            headers["Refresh"] = $"0; url={request.Path}";
            await context.Response.WriteAsync("The course opens …");
        }
        else
        {
            await next(context);
        }
    }

    private async Task ServeChapterAsync(HttpContext context, string name)
    {
        if (!context.WebSockets.IsWebSocketRequest || !_course.Chapters.ContainsKey(name))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, _app.Lifetime.ApplicationStopping);
        await _sessions.ServeAsync(name, new Tab(socket), end.Token);
    }

    private IResult ServeFrame(HttpContext context, string id)
    {
        if (_course.Frames.Find(id) is not { } page)
        {
            return Results.NotFound();
        }
        context.Response.Headers.ContentSecurityPolicy = $"sandbox allow-scripts; {Frame.Policy}";
        return Results.Content(page, "text/html; charset=utf-8");
    }

    /// <summary>
    /// For each chapter how many exercises and questions it has, and how many of them are solved and guessed at.
    /// </summary>
    private Dictionary<string, object> Progress()
    {
        IReadOnlyDictionary<string, bool> tried = _record.Exercises(), guessed = _record.Guesses();
        return _course.Chapters.Values.Select(chapter =>
        {
            string[] exercises = [.. chapter.Cells.SelectMany(LearnerRecord.CheckedBy).Distinct()];
            string[] questions = [.. ChapterCard.Predictions(chapter.Notebook)];
            return (chapter.Name, Progress: (object)new
            {
                Exercises = exercises.Length,
                Solved = exercises.Count(name => tried.GetValueOrDefault(name)),
                Tried = exercises.Count(tried.ContainsKey),
                Questions = questions.Length,
                Guessed = questions.Count(guessed.ContainsKey),
            });
        }).ToDictionary(one => one.Name, one => one.Progress);
    }

    /// <summary>A file of the live layer, which lies inside this program.</summary>
    private static IResult Own(string name)
    {
        Stream? file = Assembly.GetExecutingAssembly().GetManifestResourceStream("live/" + name);
        string type = name.EndsWith(".css", StringComparison.Ordinal) ? "text/css" : "text/javascript";
        return file is null ? Results.NotFound() : Results.Stream(file, $"{type}; charset=utf-8");
    }
}
