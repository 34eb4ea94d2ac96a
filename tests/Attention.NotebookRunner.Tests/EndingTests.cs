using System.Diagnostics;
using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class EndingTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Without_keep_going_a_failure_starts_no_further_notebook()
    {
        for (int i = 0; i < 2 + Environment.ProcessorCount; i++)
        {
            _repository.Write($"n{i:00}", Code("nonsense"));
        }
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);
        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        Assert.Contains("were not started after the failure; --keep-going starts them all the same.", result.Output);
    }

    [Fact]
    public async Task An_interrupt_ends_the_run_and_its_children_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no signal to send");
        _repository.Write("a", Code("Console.WriteLine(Environment.ProcessId);\nSystem.IO.File.WriteAllText(\"started\", $\"{Environment.ProcessId}\");\nwhile (true);"));
        using Process process = Runner.StartInterruptible(_repository.Root, ["run", "--out", "out"]);
        string started = _repository["notebooks", "started"];
        await Runner.WaitForAsync(() => File.Exists(started) && File.ReadAllText(started).Length > 0);
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        await Runner.WaitForAsync(() => Runner.Gone(File.ReadAllText(started)));
        Assert.False(Directory.Exists(_repository["out"]));
    }

    [Fact]
    public async Task When_the_runner_is_killed_its_children_end_by_themselves()
    {
        _repository.Write("a", Code("System.IO.File.WriteAllText(\"started\", $\"{Environment.ProcessId}\");\nwhile (true);"));
        using Process process = Runner.Start(_repository.Root, ["run", "--out", "out"]);
        string started = _repository["notebooks", "started"];
        await Runner.WaitForAsync(() => File.Exists(started) && File.ReadAllText(started).Length > 0);
        process.Kill();
        await Runner.WaitForAsync(() => Runner.Gone(File.ReadAllText(started)));
    }

    public void Dispose() => _repository.Dispose();
}
