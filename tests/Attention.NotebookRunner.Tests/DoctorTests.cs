namespace Attention.NotebookRunner.Tests;

public class DoctorTests
{
    [Fact]
    public async Task It_finds_the_missing_DLLs_and_the_misplaced_tool_manifest_and_prints_what_mends_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the folders of a user are not looked up through a variable there");
        using var repository = new TemporaryRepository();
        string home = repository["home"], storage = Path.Combine(home, ".vscode-server", "data", "User", "globalStorage", "ms-dotnettools.dotnet-interactive-vscode");
        Directory.CreateDirectory(storage);
        File.WriteAllText(Path.Combine(storage, "dotnet-tools.json"), "{}");

        Runner result = await Runner.RunAsync(repository.Root, ["doctor"], ("HOME", home), ("XDG_CONFIG_HOME", home), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("ok      .NET SDK: ", result.Output);
        Assert.Contains("WRONG   Built DLLs: lib/bin lacks Attention.Lib.dll, Attention.Display.dll, Attention.Course.dll, MathNet.Numerics.dll\n        → dotnet build\n", result.Output);
        Assert.Contains("missing Jupyter kernelspec", result.Output);
        Assert.Contains($"“works once, then never”)\n        → mkdir -p '{storage}/.config' && mv '{storage}/dotnet-tools.json' '{storage}/.config/dotnet-tools.json'\n", result.Output);
    }

    [Fact]
    public async Task In_this_repository_nothing_that_the_course_needs_is_missing()
    {
        Runner result = await Runner.RunAsync(AppContext.BaseDirectory, ["doctor"]);
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("ok      Built DLLs: in lib/bin", result.Output);
    }
}
