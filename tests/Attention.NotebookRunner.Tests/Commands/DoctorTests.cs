using System.IO.MemoryMappedFiles;

namespace Attention.NotebookRunner.Tests;

/// <summary>Each test creates one problem, in a repository and a home folder of its own.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();
    private string _homeFolder = "home";

    public DoctorTests() => Assert.SkipWhen(
        OperatingSystem.IsWindows(), "Windows does not look up a user's folders through an environment variable.");

    private string Home => _repository[_homeFolder];

    private string ExtensionStorage => Path.Combine(
        Home, ".vscode-server", "data", "User", "globalStorage", "ms-dotnettools.dotnet-interactive-vscode");

    [Fact]
    public async Task An_installed_SDK_is_ok() => Assert.Contains("ok      .NET SDK: ", (await DoctorAsync()).Output);

    [Fact]
    public async Task Without_dotnet_the_SDK_is_the_one_problem_and_package_sources_are_not()
    {
        Runner result = await DoctorAsync([], ("PATH", _repository.Root));
        Assert.Contains("WRONG   .NET SDK: not found", result.Output);
        Assert.DoesNotContain("dotnet nuget enable source", result.Output);
    }

    [Fact]
    public async Task Missing_DLLs_are_wrong_and_the_exit_code_is_1()
    {
        Runner result = await DoctorAsync();
        Assert.Equal(1, result.ExitCode);
        const string Missing = "Attention.Lib, Attention.Display, Attention.Course, MathNet.Numerics";
        AssertFinding(result, $"WRONG   Built DLLs: lib/bin lacks {Missing}", "dotnet build lib/Attention.Course");
    }

    [Fact]
    public async Task A_missing_extension_is_a_note() => AssertFinding(
        await DoctorAsync(),
        "note    Polyglot Notebooks: VS Code's extension is not installed; this program does not need it",
        "in VS Code, or: code --install-extension ms-dotnettools.dotnet-interactive-vscode");

    [Fact]
    public async Task A_missing_kernel_tool_is_a_note() => AssertFinding(
        await DoctorAsync(),
        "note    Kernel for Jupyter: the tool .NET Interactive is not installed; Jupyter needs it, this program does not",
        "dotnet tool restore");

    [Fact]
    public async Task A_missing_kernelspec_is_a_note() => AssertFinding(
        await DoctorAsync(),
        "note    Kernel's name in Jupyter: “.NET (C#)” is not registered; Jupyter needs it, this program does not",
        "dotnet interactive jupyter install");

    [Fact]
    public async Task Installed_DLLs_extension_and_kernelspec_are_ok()
    {
        const string Extension = "ms-dotnettools.dotnet-interactive-vscode-1.0.7";
        Write(Path.Combine(Home, ".vscode", "extensions", Extension, "package.json"));
        Write(Path.Combine(Home, ".local", "share", "jupyter", "kernels", ".net-csharp", "kernel.json"));
        string storage =
            Path.Combine(Home, "Code", "User", "globalStorage", "ms-dotnettools.dotnet-interactive-vscode");
        Write(Path.Combine(storage, ".config", "dotnet-tools.json"));
        WriteDlls();
        Runner result = await DoctorAsync();
        Assert.Equal(0, result.ExitCode);
        string[] expected =
        [
            "ok      Built DLLs: in lib/bin\n",
            "ok      Polyglot Notebooks: installed\n",
            "ok      Extension's tool manifest: not misplaced\n",
            "ok      Kernel's name in Jupyter: .NET (C#)\n",
        ];
        Assert.All(expected, line => Assert.Contains(line, result.Output));
    }

    [Theory]
    [InlineData("home")]
    [InlineData("o'hara $HOME; true")]
    public async Task A_misplaced_tool_manifest_is_moved_with_fix_and_only_then(string homeFolder)
    {
        _homeFolder = homeFolder;
        string misplaced = Path.Combine(ExtensionStorage, "dotnet-tools.json");
        Write(misplaced, "{}");

        Assert.Contains("note    Extension's tool manifest: it lies where", (await DoctorAsync()).Output);
        Assert.True(File.Exists(misplaced));

        string output = (await DoctorAsync(["--fix"])).Output;
        Assert.Contains("fixing: mkdir -p ", output);
        Assert.Contains("ok      Extension's tool manifest: not misplaced\n", output);
        Assert.Equal("{}", File.ReadAllText(Path.Combine(ExtensionStorage, ".config", "dotnet-tools.json")));
    }

    [Fact]
    public async Task Before_the_extension_first_runs_fix_links_its_folder_to_the_one_where_the_SDK_writes()
    {
        Write(Path.Combine(
            Home, ".vscode-server", "extensions", "ms-dotnettools.dotnet-interactive-vscode-1.0.7", "x"));
        Assert.Contains("note    Extension's tool manifest: the SDK will write it", (await DoctorAsync()).Output);

        string output = (await DoctorAsync(["--fix"])).Output;
        Assert.Contains("ok      Extension's tool manifest: not misplaced\n", output);
        Write(Path.Combine(ExtensionStorage, "dotnet-tools.json"), "{}"); // the SDK
        Assert.Equal("{}", File.ReadAllText(Path.Combine(ExtensionStorage, ".config", "dotnet-tools.json")));
        Assert.Contains("ok      Extension's tool manifest: not misplaced\n", (await DoctorAsync()).Output);
    }

    [Fact]
    public async Task Missing_renderers_are_a_note_where_notebooks_run_in_VS_Code_and_nowhere_else()
    {
        Assert.Contains("ok      Jupyter Notebook Renderers: not missing\n", (await DoctorAsync()).Output);
        string extensions = Path.Combine(Home, ".vscode", "extensions");
        Write(Path.Combine(extensions, "ms-dotnettools.dotnet-interactive-vscode-1.0.7", "package.json"));
        AssertFinding(
            await DoctorAsync(),
            "note    Jupyter Notebook Renderers: not installed, so VS Code shows still pictures instead of live charts",
            "in VS Code, or: code --install-extension ms-toolsai.jupyter-renderers");
        Write(Path.Combine(extensions, "ms-toolsai.jupyter-renderers-1.3.0", "package.json"));
        Assert.Contains("ok      Jupyter Notebook Renderers: not missing\n", (await DoctorAsync()).Output);
    }

    [Fact]
    public async Task Brief_prints_one_line_with_the_first_problem_of_a_running_notebook_or_that_all_is_ready()
    {
        const string Missing = "Attention.Lib, Attention.Display, Attention.Course, MathNet.Numerics";
        Runner before = await DoctorAsync(["--brief"]);
        Assert.Equal($"Built DLLs: lib/bin lacks {Missing}. → dotnet build lib/Attention.Course\n", before.Output);
        Assert.Equal(1, before.ExitCode);
        WriteDlls();
        Runner after = await DoctorAsync(["--brief"]);
        Assert.Equal("All is ready.\n", after.Output);
        Assert.Equal(0, after.ExitCode);
    }

    [Fact]
    public async Task What_fix_could_not_repair_is_still_wrong()
    {
        Runner result = await DoctorAsync(["--fix"]); // there is no project to build
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("fixing: dotnet build lib/Attention.Course\n", result.Output);
        Assert.Contains("WRONG   Built DLLs: ", result.Output);
    }

    [Fact]
    public async Task A_source_file_newer_than_its_DLL_is_a_note_and_generated_files_do_not_count()
    {
        WriteDlls();
        string source = _repository["lib", "Attention.Display", "Internal", "Figure.cs"];
        string generated = _repository["lib", "Attention.Lib", "obj", "Generated.cs"];
        foreach (string file in new[] { source, generated })
        {
            Write(file);
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        }
        AssertFinding(
            await DoctorAsync(),
            "note    Built DLLs: older than the source: Attention.Display",
            "dotnet build lib/Attention.Course");
    }

    [Fact]
    public async Task A_process_that_uses_a_replaced_DLL_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lists the files that a process has loaded.");
        WriteDlls();
        string dll = _repository["lib", "bin", "Attention.Lib.dll"];
        using var mapped = MemoryMappedFile.CreateFromFile(dll, FileMode.Open);
        using MemoryMappedViewAccessor view = mapped.CreateViewAccessor(0, 1);
        Assert.Contains("ok      Running kernels: ", (await DoctorAsync()).Output);
        File.Delete(dll);
        AssertFinding(
            await DoctorAsync(),
            $"note    Running kernels: process {Environment.ProcessId} uses DLLs that a build has replaced since",
            "restart that notebook's kernel");
    }

    [Fact]
    public async Task In_this_repository_nothing_that_the_course_needs_is_missing()
    {
        Runner result = await Runner.RunAsync(AppContext.BaseDirectory, ["doctor"]);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("ok      Built DLLs: in lib/bin", result.Output);
    }

    public void Dispose() => _repository.Dispose();

    private static void AssertFinding(Runner result, string finding, string whatToDo) =>
        Assert.Contains($"{finding}\n        → {whatToDo}\n", result.Output);

    private Task<Runner> DoctorAsync(string[]? arguments = null, params (string Name, string Value)[] environment) =>
        Runner.RunAsync(
            _repository.Root,
            ["doctor", .. arguments ?? []],
            [
                ("HOME", Home), ("XDG_CONFIG_HOME", Home), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_NOLOGO", "1"),
                .. environment,
            ]);

    private void WriteDlls()
    {
        foreach (string name in new[] { "Attention.Lib", "Attention.Display", "Attention.Course", "MathNet.Numerics" })
        {
            Write(_repository["lib", "bin", name + ".dll"], "a file");
        }
    }

    private static void Write(string path, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
