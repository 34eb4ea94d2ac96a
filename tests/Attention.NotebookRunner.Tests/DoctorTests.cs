using System.IO.MemoryMappedFiles;

namespace Attention.NotebookRunner.Tests;

/// <summary>Each trouble is made in a repository and a home of their own, found, and mended where a command mends it.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    public DoctorTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the folders of a user are not looked up through a variable there");

    private string Home => _repository["home"];

    private string ExtensionStorage => Path.Combine(Home, ".vscode-server", "data", "User", "globalStorage", "ms-dotnettools.dotnet-interactive-vscode");

    [Fact]
    public async Task It_finds_what_is_missing_and_prints_what_mends_it()
    {
        Runner result = await DoctorAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("ok      .NET SDK: ", result.Output);
        Assert.Contains("WRONG   Built DLLs: lib/bin lacks Attention.Lib, Attention.Display, Attention.Course, MathNet.Numerics\n        → dotnet build lib/Attention.Course\n", result.Output);
        Assert.Contains("note    Polyglot Notebooks: VS Code's extension is not installed; this program does not need it\n        → in VS Code, or: code --install-extension ", result.Output);
        Assert.Contains("ok      Extension's tool manifest: not misplaced\n", result.Output);
        Assert.Contains("note    Kernel for Jupyter: the tool .NET Interactive is not installed; Jupyter needs it, this program does not\n        → dotnet tool restore\n", result.Output);
        Assert.Contains("note    Kernel's name in Jupyter: “.NET (C#)” is not registered; Jupyter needs it, this program does not\n        → dotnet interactive jupyter install\n", result.Output);
    }

    [Fact]
    public async Task It_sees_what_is_there()
    {
        Write(Path.Combine(Home, ".vscode", "extensions", "ms-dotnettools.dotnet-interactive-vscode-1.0.7", "package.json"));
        Write(Path.Combine(Home, ".local", "share", "jupyter", "kernels", ".net-csharp", "kernel.json"));
        WriteDlls();
        Runner result = await DoctorAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("ok      Built DLLs: in lib/bin\n", result.Output);
        Assert.Contains("ok      Polyglot Notebooks: installed\n", result.Output);
        Assert.Contains("ok      Kernel's name in Jupyter: .NET (C#)\n", result.Output);
    }

    [Fact]
    public async Task It_moves_the_misplaced_tool_manifest_when_asked_to_mend_and_only_then()
    {
        string misplaced = Path.Combine(ExtensionStorage, "dotnet-tools.json"), expected = Path.Combine(ExtensionStorage, ".config", "dotnet-tools.json");
        Write(misplaced, "{}");
        string command = $"mkdir -p '{ExtensionStorage}/.config' && mv '{misplaced}' '{ExtensionStorage}/.config'";

        Assert.Contains($"“works once, then never”)\n        → {command}\n", (await DoctorAsync()).Output);
        Assert.True(File.Exists(misplaced));

        string output = (await DoctorAsync("--mend")).Output;
        Assert.Contains($"mending: {command}\n", output);
        Assert.Contains("ok      Extension's tool manifest: not misplaced\n", output);
        Assert.Equal("{}", File.ReadAllText(expected));
    }

    [Fact]
    public async Task What_it_could_not_mend_is_still_wrong()
    {
        Runner result = await DoctorAsync("--mend"); // there is no project to build
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("mending: dotnet build lib/Attention.Course\n", result.Output);
        Assert.Contains("WRONG   Built DLLs: ", result.Output);
    }

    [Fact]
    public async Task It_finds_a_source_that_is_newer_than_its_DLL()
    {
        WriteDlls();
        string source = _repository["lib", "Attention.Display", "Internal", "Figure.cs"];
        Write(source);
        File.SetLastWriteTimeUtc(source, DateTime.UtcNow.AddMinutes(1));
        Write(_repository["lib", "Attention.Lib", "obj", "Generated.cs"]);
        File.SetLastWriteTimeUtc(_repository["lib", "Attention.Lib", "obj", "Generated.cs"], DateTime.UtcNow.AddMinutes(1));
        Assert.Contains("note    Built DLLs: older than the source: Attention.Display\n        → dotnet build lib/Attention.Course\n", (await DoctorAsync()).Output);
    }

    [Fact]
    public async Task It_finds_the_process_that_still_uses_a_replaced_DLL()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems do not tell");
        WriteDlls();
        string dll = _repository["lib", "bin", "Attention.Lib.dll"];
        using var mapped = MemoryMappedFile.CreateFromFile(dll, FileMode.Open);
        using MemoryMappedViewAccessor view = mapped.CreateViewAccessor(0, 1);
        Assert.Contains("ok      Running kernels: ", (await DoctorAsync()).Output);
        File.Delete(dll);
        Assert.Contains($"note    Running kernels: process {Environment.ProcessId} uses DLLs that a build has replaced since\n        → restart that notebook's kernel\n", (await DoctorAsync()).Output);
    }

    [Fact]
    public async Task In_this_repository_nothing_that_the_course_needs_is_missing()
    {
        Runner result = await Runner.RunAsync(AppContext.BaseDirectory, ["doctor"]);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("ok      Built DLLs: in lib/bin", result.Output);
    }

    public void Dispose() => _repository.Dispose();

    private Task<Runner> DoctorAsync(params string[] arguments) =>
        Runner.RunAsync(_repository.Root, ["doctor", .. arguments], ("HOME", Home), ("XDG_CONFIG_HOME", Home), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_NOLOGO", "1"));

    private void WriteDlls() => Array.ForEach(["Attention.Lib", "Attention.Display", "Attention.Course", "MathNet.Numerics"], name => Write(_repository["lib", "bin", name + ".dll"], "a file"));

    private static void Write(string path, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
