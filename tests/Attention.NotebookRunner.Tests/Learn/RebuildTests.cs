using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>After a stop, another kernel brings the session to where it was, in whatever order cells had run.</summary>
public sealed class RebuildTests
{
    [Fact]
    public async Task A_cell_that_ran_again_after_others_had_used_it_does_not_break_them()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"), Code("int y = x + 1;"), Code("$\"{x} {y}\""));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");
        Assert.Equal("done", await tab.RunAsync("cell-2"));
        Assert.Equal("done", await tab.RunAsync("cell-1", "int x = 30;"));

        string notice = await StopAsync(tab, "cell-3");

        Assert.Contains("The session was rebuilt: 2 cells that had run ran again.", notice, StringComparison.Ordinal);
        Assert.Equal("done", await tab.RunAsync("cell-3", "$\"{x} {y}\"", version: 1));
        Assert.Contains("30 21", tab.Shown("cell-3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_is_stopped_keeps_in_the_session_what_its_last_run_made()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"), Code("int y = x + 1;"), Code("$\"{x} {y}\""));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");
        Assert.Equal("done", await tab.RunAsync("cell-2"));

        string notice = await StopAsync(tab, "cell-1");

        Assert.Contains("The session was rebuilt: 2 cells that had run ran again.", notice, StringComparison.Ordinal);
        Assert.Equal("done", await tab.RunAsync("cell-3"));
        Assert.Contains("20 21", tab.Shown("cell-3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_fails_the_second_time_is_named_and_those_before_it_stay()
    {
        using var repository = new TemporaryRepository();
        string file = Path.Combine(repository.Root, "there");
        File.WriteAllText(file, "");
        repository.Write("one", Code("int x = 20;"), Code($"System.IO.File.ReadAllText(\"{file}\")"), Code("x"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");
        Assert.Equal("done", await tab.RunAsync("cell-2"));
        File.Delete(file);

        string notice = await StopAsync(tab, "cell-3");

        Assert.Contains(
            "1 of 2 cells ran again; “cell-2” did not, so run from there.", notice, StringComparison.Ordinal);
    }

    /// <summary>Lets a cell run without end and stops it.</summary>
    /// <returns>What the page is told.</returns>
    private static async Task<string> StopAsync(LearnTab tab, string cell)
    {
        await tab.SendAsync(new { type = "run", id = cell, text = "while (true) { }", version = 0 });
        await tab.StateAsync(cell, "running");
        await tab.SendAsync(new { type = "stop" });
        return (await tab.UntilAsync("notice"))["text"]!.GetValue<string>();
    }
}
