using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>The real program with the command <c>learn</c>, on a repository of its own.</summary>
internal sealed partial class LearnRun : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };
    private bool _isDisposed;

    private LearnRun(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        Client = new HttpClient(_handler) { BaseAddress = new Uri(address, "/") };
    }

    /// <summary>As the program prints it, with the token.</summary>
    public Uri Address { get; }

    public string Token => Address.Query["?token=".Length..];

    public string Cookie => $"attention-{Address.Port}={Token}";

    public HttpClient Client { get; }

    public int ProcessId => _process.Id;

    /// <summary>The ids of the kernels that the program started.</summary>
    public int[] Kernels() => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _))
        .Where(name => ReadOrEmpty($"/proc/{name}/cmdline").Contains("KernelHost", StringComparison.Ordinal)
            && ReadOrEmpty($"/proc/{name}/stat").Split(") ")[^1].Split(' ') is [_, var parent, ..]
            && parent == $"{_process.Id}")
        .Select(int.Parse!)];

    public static Task<LearnRun> StartAsync(TemporaryRepository repository, int port = 0) =>
        StartAsync(repository.Root, port);

    public static async Task<LearnRun> StartAsync(string root, int port = 0, params string[] more)
    {
        Process process = Runner.Start(root, ["learn", "--no-browser", "--port", $"{port}", .. more]);
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (AddressLine().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                return new LearnRun(process, new Uri(match.Groups[1].Value));
            }
        }
        throw new IOException("the server did not start");
    }

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusOf(string path, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await GetAsync(path, headers);
        return response.StatusCode;
    }

    /// <summary>May be called twice: a test that ends the server leaves the second call to its fixture.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }
        _isDisposed = true;
        Client.Dispose();
        _handler.Dispose();
        if (!OperatingSystem.IsWindows() && !_process.HasExited)
        {
            await Runner.SignalAsync(_process, "TERM"); // killed, it would leave its pages
            await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(30)));
        }
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^Learn: (http\S+)$")]
    private static partial Regex AddressLine();
}
