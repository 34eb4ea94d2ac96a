using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Attention.Notebooks.Tests;

/// <summary>
/// The container of Codespaces and of VS Code's Dev Containers: its commands run here in an empty home.
/// </summary>
public sealed class DevContainerTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("attention-home-").FullName;

    [Fact]
    public void Its_extensions_are_those_that_a_local_VS_Code_recommends_but_for_the_one_that_loads_the_solution() =>
        Assert.Equal(
            Files.Strings(Files.Json(".vscode/extensions.json")["recommendations"]).Except(["ms-dotnettools.csharp"]),
            Files.Strings(Container["customizations"]!["vscode"]!["extensions"]));

    [Fact]
    public void Every_path_that_it_names_exists()
    {
        string[] named =
        [
            .. Files.Strings(Container["customizations"]!["codespaces"]!["openFiles"]),
            .. Command("updateContentCommand").Split(' ').Where(word => word.Contains('/')),
        ];
        Assert.Equal(2, named.Length);
        Assert.All(named, path => Assert.True(Path.Exists(Files.FullPath(path)), path));
    }

    [Fact]
    public void It_starts_also_where_the_kernel_for_Jupyter_cannot_be_had()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the container is Linux");
        string programs = Directory.CreateDirectory(Path.Combine(_home, "programs")).FullName;
        File.WriteAllText(Path.Combine(programs, "dotnet"), "#!/bin/sh\nexit 1\n");
        Assert.Equal(0, Shell("chmod +x dotnet", programs));
        Assert.Equal(0, Shell(Command("postCreateCommand"), _home, programs + ":/usr/bin:/bin"));
    }

    [Fact]
    public void The_extension_finds_the_tool_manifest_that_the_SDK_writes_into_its_storage()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the container is Linux");
        Assert.Equal(0, Shell(Command("onCreateCommand"), _home));
        Assert.All([".vscode-server", ".vscode-server-insiders", ".vscode-remote"], server =>
        {
            string storage = Path.Combine(
                _home, server, "data", "User", "globalStorage", "ms-dotnettools.dotnet-interactive-vscode");
            Assert.Equal(0, Shell("dotnet new tool-manifest", storage)); // what the extension runs there
            Assert.True(File.Exists(Path.Combine(storage, ".config", "dotnet-tools.json")), "not where it looks");
        });
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static JsonNode Container => Files.Json(".devcontainer/devcontainer.json");

    private static string Command(string name) => (string)Container[name]!;

    private int Shell(string command, string folder, string? path = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _home;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["PATH"] = path ?? start.Environment["PATH"];
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
