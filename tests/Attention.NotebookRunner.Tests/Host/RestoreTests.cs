using System.Diagnostics;
using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Restores of packages, by a program that takes the place of the SDK's.</summary>
public sealed class RestoreTests : IDisposable
{
    private const string First = "#r \"nuget: First.Package, 1.0.0\"", Second = "#r \"nuget: Second.Package, 1.0.0\"";

    private readonly TemporaryRepository _repository = new();

    public RestoreTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the program is a script of a Unix shell");

    private string Started => _repository["started"];

    [Fact]
    public async Task A_restore_that_ends_well_and_gives_nothing_has_failed_for_now()
    {
        _repository.Write("a", Code(First));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"], Dotnet("exit 0"));

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("dotnet restore failed", result.Output);
        AssertNothingIsKept();
    }

    [Fact]
    public async Task Only_the_package_whose_source_is_out_of_reach_is_called_so_and_only_now()
    {
        _repository.Write("a", Code(First, "raises-exception"), Code(Second, "raises-exception"));
        const string script = """
            [ "$1" = msbuild ] && echo "$PWD/first.package.1.0.0/package.csproj : error NU1301: x"
            exit 1
            """;

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"], Dotnet(script));

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.DoesNotContain("fetching package First", result.Output);
        Assert.Contains("fetching package Second", result.Output);
        Assert.Contains("cannot be reached", Outputs(_repository["out", "a.ipynb"], 1));
        Assert.Contains("dotnet restore failed", Outputs(_repository["out", "a.ipynb"], 2));
        AssertNothingIsKept();
    }

    [Fact]
    public async Task A_restore_that_nobody_waits_for_any_more_ends_with_the_run()
    {
        _repository.Write("a", Code("while (!System.IO.File.Exists(\"../started\"));\nthrow new Exception();"),
            Code(First), Code(Second));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"], Dotnet("exec sleep 600"));

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        AssertOneStartedAndIsGone();
    }

    [Fact]
    public async Task An_interrupted_run_ends_its_restore_and_starts_no_other()
    {
        _repository.Write("a", Code(First), Code(Second));
        using Process run = Runner.StartInterruptible(
            _repository.Root, ["run", "--out", "out"], Dotnet("exec sleep 600"));
        await Runner.WaitForAsync(() => File.Exists(Started));

        await Runner.SignalAsync(run, "INT");
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        AssertOneStartedAndIsGone();
        AssertNothingIsKept();
    }

    [Fact]
    public async Task Nothing_is_restored_that_no_cell_takes()
    {
        _repository.Write(
            "a", Code("\"runs\""), Code(First, "skip-execution"), Code(First, "slow"), Code("1"), Code(Second));

        Runner result = await Runner.RunAsync(
            _repository.Root, ["run", "--out", "out", "--tags", "!slow", "--up-to", "cell-4"], Dotnet("exit 1"));

        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.False(File.Exists(Started));
    }

    public void Dispose() => _repository.Dispose();

    private (string, string) Dotnet(string script)
    {
        string path = _repository["dotnet"];
        File.WriteAllText(path, $"#!/bin/sh\necho $$ >> '{Started}'\n{script}\n");
        Runner.SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return ("DOTNET_HOST_PATH", path);
    }

    private void AssertOneStartedAndIsGone() => Assert.True(Runner.Gone(Assert.Single(File.ReadAllLines(Started))));

    private void AssertNothingIsKept() => Assert.Empty(
        Directory.GetFiles(_repository[".attention"], "missing", SearchOption.AllDirectories));
}
