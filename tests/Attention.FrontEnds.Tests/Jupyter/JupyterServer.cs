using System.Globalization;
using Attention.Notebooks.Tests;
using Microsoft.Playwright;

namespace Attention.FrontEnds.Tests.Jupyter;

/// <summary>
/// Jupyter with the tool's kernel, in an empty home: the kernel is installed by the very command that the dev
/// container runs.
/// </summary>
public sealed class JupyterServer : IAsyncLifetime
{
    private readonly CourseCopy _course = new();
    private readonly string _home = Directory.CreateTempSubdirectory("attention-home-").FullName;
    private readonly int _port = LocalServer.FreePort();
    private ExternalProgram? _server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<JupyterPage> OpenAsync(IPage page, string notebook)
    {
        string program = Installed.Program("jupyter-notebook", "install Debian's package jupyter-notebook");
        _server ??= await StartAsync(program);
        await page.GotoAsync($"http://127.0.0.1:{_port}/notebooks/{notebook}");
        await page.WaitForFunctionAsync(
            "() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel"
            + " && Jupyter.notebook.kernel.is_connected()");
        return new JupyterPage(page);
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _course.Dispose();
        Directory.Delete(_home, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<ExternalProgram> StartAsync(string program)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string sources = Path.Combine(home, ".nuget", "NuGet", "NuGet.Config");
        if (File.Exists(sources))
        {
            Directory.CreateDirectory(Path.Combine(_home, ".nuget", "NuGet"));
            File.Copy(sources, Path.Combine(_home, ".nuget", "NuGet", "NuGet.Config"));
        }
        string packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
        (string, string)[] environment = [("HOME", _home), ("NUGET_PACKAGES", packages), ("DOTNET_CLI_HOME", _home)];

        string container = Path.Combine(Chapters.Repository.Root, ".devcontainer", "devcontainer.json");
        string install = (string)JsonFile.Read(container)["postCreateCommand"]!;
        string said = await ExternalProgram.RunAsync(_course.Root, "/bin/sh", ["-c", install], environment);
        string kernel = Path.Combine(_home, ".local", "share", "jupyter", "kernels", ".net-csharp", "kernel.json");
        if (!File.Exists(kernel))
        {
            Installed.Missing($"The kernel for Jupyter cannot be installed:\n{said}");
        }
        string port = _port.ToString(CultureInfo.InvariantCulture);
        ExternalProgram server = ExternalProgram.Start(
            _course.Root,
            program,
            [
                "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--NotebookApp.token=",
                "--NotebookApp.password=", $"--notebook-dir={_course.Notebooks}",
            ],
            environment);
        await LocalServer.WaitAsync($"http://127.0.0.1:{port}/api", server);
        return server;
    }
}
