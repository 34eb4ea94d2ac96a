using System.Diagnostics;
using Attention.NotebookRunner.Commands;
using Attention.Shared;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Nothing stays in the folder for temporary files, however a program ends.</summary>
public sealed class LeftoverTests : IDisposable
{
    private const string Endless = """
        System.IO.File.WriteAllText("started", $"{Environment.ProcessId}");
        while (true);
        """;

    private readonly TemporaryRepository _repository = new();
    private readonly string _folder;

    public LeftoverTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sockets and pipes are no files there");
        _folder = Directory.CreateDirectory(_repository["tmp"]).FullName;
    }

    private (string, string) Temporary => ("TMPDIR", _folder);

    private string Started => _repository["notebooks", "started"];

    [Fact]
    public async Task A_process_that_is_killed_takes_those_below_it_along()
    {
        string child = _repository["child"];
        string command = $"exec > /dev/null; sleep 777 & printf $! > {child}; exec sleep 778";
        using Process shell = Process.Start("sh", ["-c", command]);
        await Runner.WaitForAsync(() => File.Exists(child) && File.ReadAllText(child).Length > 0);

        ProcessTree.Kill(shell.Id);

        await Runner.WaitForAsync(() => shell.HasExited && Runner.Gone(File.ReadAllText(child)));
    }

    [Fact]
    public async Task A_run_leaves_no_process_and_no_temporary_file()
    {
        _repository.Write("a", Code("1 + 1"), Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\"", "optional"));
        _repository.Write("b", Code("Environment.Exit(0);"));
        Runner result = await Runner.RunAsync(
            _repository.Root, ["run", "--out", "out", "--keep-going"], Temporary);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_run_leaves_no_process_and_no_temporary_file_after_a_timeout()
    {
        _repository.Write("a", Code("while (true);"));
        Runner result = await Runner.RunAsync(
            _repository.Root, ["run", "--out", "out", "--cell-timeout", "5"], Temporary);
        Assert.Equal(ExitCode.Timeout, result.ExitCode);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("KILL")]
    public async Task A_run_leaves_no_process_and_no_temporary_file_after_a_signal(string signal)
    {
        _repository.Write("a", Code(Endless));
        using Process process = Runner.StartInterruptible(_repository.Root, ["run", "--out", "out"], Temporary);
        await Runner.WaitForAsync(() => File.Exists(Started) && File.ReadAllText(Started).Length > 0);
        await Runner.SignalAsync(process, signal);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Runner.WaitForAsync(() => Runner.Gone(File.ReadAllText(Started)));
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task The_live_course_leaves_no_process_and_no_temporary_file_after_a_signal(string signal)
    {
        _repository.Write("a", Text("# A"), Code("1 + 1"));
        await LearnAsync(signal);
        AssertNothingIsLeft();
    }

    /// <summary>Nobody can delete the pages when their server is killed. The next server does.</summary>
    [Fact]
    public async Task A_killed_live_course_is_cleaned_up_by_the_next()
    {
        _repository.Write("a", Text("# A"), Code("1 + 1"));
        await LearnAsync("KILL");
        Assert.StartsWith("attention-learn-", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder))));
        await LearnAsync("INT");
        AssertNothingIsLeft();
    }

    /// <summary>A program that a cell starts is a program like any other.</summary>
    [Fact]
    public async Task Programs_that_a_cell_starts_keep_their_ports_for_debuggers()
    {
        _repository.Write("a", Code("""
            var start = new System.Diagnostics.ProcessStartInfo("env") { RedirectStandardOutput = true };
            System.Diagnostics.Process.Start(start).StandardOutput.ReadToEnd().Contains("DOTNET_EnableDiagnostics")
            """));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("False", Outputs(_repository["out", "a.ipynb"], 1));
    }

    public void Dispose() => _repository.Dispose();

    private async Task LearnAsync(string signal)
    {
        using Process process =
            Runner.StartInterruptible(_repository.Root, ["learn", "--no-browser", "--port", "0"], Temporary);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line
            && !line.StartsWith("Ctrl+C", StringComparison.Ordinal))
        {
        }
        await Runner.SignalAsync(process, signal);
        await process.WaitForExitAsync(cancel);
        await Runner.WaitForAsync(() => Directory.GetFiles(_folder).Length == 0); // its kernel ends after it
    }

    /// <summary>NuGet's own folder holds the locks by which all restores of a user wait for each other.</summary>
    private void AssertNothingIsLeft() => Assert.DoesNotContain(
        Directory.GetFileSystemEntries(_folder), path => !path.Contains("NuGetScratch", StringComparison.Ordinal));
}
