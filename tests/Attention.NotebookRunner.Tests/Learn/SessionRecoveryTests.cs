using System.Diagnostics;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>An open chapter whose cell is stopped or whose kernel dies goes on as before.</summary>
public sealed class SessionRecoveryTests
{
    [Fact]
    public async Task An_endless_loop_is_stopped_and_the_session_is_as_before()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"), Code("x += 1;"), Code("while (true) { }"), Code("x"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");
        await tab.SendAsync(new { type = "run", id = "cell-3" });
        await tab.StateAsync("cell-3", "running");

        await tab.SendAsync(new { type = "stop" });

        await tab.StateAsync("cell-3", "stopped");
        string notice = (await tab.UntilAsync("notice"))["text"]!.GetValue<string>();
        Assert.Contains("2 cells that had run ran again", notice, StringComparison.Ordinal);
        Assert.Equal("done", await tab.RunAsync("cell-4"));
        Assert.Contains("21", tab.Shown("cell-4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_that_is_killed_is_replaced_and_no_text_is_lost()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only Linux tells which processes the server started.");
        }
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"), Code("x"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");
        await tab.RunAsync("cell-1", "int x = 22;");

        Array.ForEach(run.Kernels(), id => Process.GetProcessById(id).Kill());

        string notice = (await tab.UntilAsync("notice"))["text"]!.GetValue<string>();
        Assert.Contains("The kernel's process ended", notice, StringComparison.Ordinal);
        Assert.Equal("done", await tab.RunAsync("cell-2"));
        Assert.Contains("22", tab.Shown("cell-2"), StringComparison.Ordinal);
        await using LearnTab again = await LearnTab.OpenAsync(run, "one");
        Assert.Equal("int x = 22;", again.Cell("cell-1")["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Environment.Exit(3);", "ended its process")]
    [InlineData("int F(int n) => n + F(n + 1); F(0)", "stack overflow")]
    public async Task A_cell_that_ends_its_process_fails_with_the_reason(string code, string reason)
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"), Code(code), Code("x"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        Assert.Equal("failed", await tab.RunAsync("cell-2"));

        Assert.Contains(reason, tab.Shown("cell-2"), StringComparison.Ordinal);
        string notice = (await tab.UntilAsync("notice"))["text"]!.GetValue<string>();
        Assert.Contains("rebuilt", notice, StringComparison.Ordinal);
        Assert.Equal("done", await tab.RunAsync("cell-3"));
    }
}
