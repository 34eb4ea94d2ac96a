using System.Diagnostics;
using System.Xml.Linq;
using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>What a run leaves when not everything goes well.</summary>
public sealed class EndingTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Without_keep_going_a_failure_starts_no_further_notebook()
    {
        for (int i = 0; i < 4; i++)
        {
            _repository.Write($"n{i:00}", Code("nonsense"));
        }
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--jobs", "1"]);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(
            "3 of 4 notebooks were not started, or not finished; --keep-going goes on after a failure.", result.Output);
    }

    /// <summary>What the kernel keeps of each cell must leave room for many of them.</summary>
    [Fact]
    public async Task A_notebook_of_1200_cells_runs_to_its_end()
    {
        const int cells = 1200;
        _repository.Write("a", [.. Enumerable.Range(0, cells).Select(i => Code($"int v{i} = {i};"))]);
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains($"ok     a: {cells} passed", result.Output);
    }

    [Fact]
    public async Task A_notebook_that_measures_time_runs_when_all_others_have_ended()
    {
        const string Others = "System.IO.Directory.GetFiles(\".\", \"*.ended\").Length";
        _repository.Write("a", Code(Others, "measures-time"));
        _repository.Write("b", Code(Others), Code(Others, "measures-time"));
        foreach (string name in new[] { "c", "d", "e" })
        {
            _repository.Write(name, Code($"System.IO.File.WriteAllText(\"{name}.ended\", \"\");"));
        }
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--jobs", "2"]);
        Assert.Equal(ExitCode.Success, result.ExitCode);
        Assert.Contains("\"3\"", Outputs(_repository["out", "a.ipynb"], 1));
        Assert.Contains("\"3\"", Outputs(_repository["out", "b.ipynb"], 1));
    }

    [Fact]
    public async Task With_keep_going_bad_and_unfit_notebooks_leave_the_others_and_the_report()
    {
        _repository.Write("good", Code("int n = 1;", "parameters"), Code("n"));
        _repository.Write("unfit", Code("1"));
        File.WriteAllText(_repository["notebooks", "bad.ipynb"], "{");

        Runner result = await Runner.RunAsync(
            _repository.Root, ["run", "--out", "out", "--keep-going", "--param", "n=2", "--junit", "r.xml"]);

        Assert.Equal(ExitCode.BadNotebook, result.ExitCode);
        Assert.Contains("bad.ipynb: not JSON, or cut off", result.Error);
        Assert.Contains("unfit: --param needs a code cell", result.Error);
        Assert.Contains("\"2\"", Outputs(_repository["out", "good.ipynb"], 3));
        XElement[] suites = [.. XDocument.Load(_repository["r.xml"]).Root!.Elements("testsuite")];
        Assert.Equal(
            [("bad", "1"), ("good", "0"), ("unfit", "1")],
            suites.Select(s => ((string)s.Attribute("name")!, (string)s.Attribute("failures")!)));
    }

    [Fact]
    public async Task A_notebook_that_cannot_be_written_leaves_the_others_and_the_report()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a folder cannot be made read-only there");
        string closed = _repository.Write("closed", Code("1 + 1")), open = _repository.Write("open", Code("1 + 1"));
        Runner.SetMode(closed, UnixFileMode.UserRead);

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place", "--junit", "r.xml"]);

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("closed.ipynb: it is read-only.", result.Error);
        Assert.Contains("\"2\"", Outputs(open, 1));
        Assert.Equal("[]", Outputs(closed, 1));
        Assert.Equal(2, XDocument.Load(_repository["r.xml"]).Root!.Elements("testsuite").Count());
    }

    [Fact]
    public async Task An_edit_saved_while_the_notebook_runs_is_kept_and_so_are_the_outputs()
    {
        string path =
            _repository.Write(
            "a", Text("before"),
            Code("System.IO.File.WriteAllText(\"started\", \"\");\nwhile (!System.IO.File.Exists(\"edited\")) await Task.Delay(20);\n1 + 1"));
        Task<Runner> run = Runner.RunAsync(_repository.Root, ["run", "--in-place"]);
        await Runner.WaitForAsync(() => File.Exists(_repository["notebooks", "started"]));
        File.WriteAllText(path, File.ReadAllText(path).Replace("before", "my edit", StringComparison.Ordinal));
        File.WriteAllText(_repository["notebooks", "edited"], "");

        Runner result = await run;

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(
            "a.ipynb: it was changed while it ran, and was left as it is; the new outputs are in a.ipynb.new.",
            result.Output);
        Assert.Contains("my edit", File.ReadAllText(path));
        Assert.Contains("\"2\"", Outputs(path + ".new", 2));
    }

    [Fact]
    public async Task A_log_has_a_line_for_each_cell_and_the_notebooks_in_their_order()
    {
        _repository.Write("a", Code("await Task.Delay(3000);"));
        _repository.Write("b", Code("1"));
        string output = (await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--jobs", "2"])).Output;
        Assert.StartsWith("Running 2 notebooks.\n", output);
        Assert.Contains("  b · cell-1: passed, ", output);
        Assert.InRange(
            output.IndexOf("ok     a: 1 passed", StringComparison.Ordinal), 0,
            output.IndexOf("ok     b: 1 passed", StringComparison.Ordinal));
        Assert.Contains("Slowest cells: a · cell-1 ", output);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")] // its terminal was closed
    [InlineData("TERM")]
    public async Task An_interrupt_ends_the_run_and_its_children_with_130_and_keeps_what_is_finished(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no signal to send");
        _repository.Write("a", Code("1 + 1"));
        _repository.Write(
            "b", Code("System.IO.File.WriteAllText(\"started\", $\"{Environment.ProcessId}\");\nwhile (true);"));
        using Process process =
            Runner.StartInterruptible(_repository.Root, ["run", "--out", "out", "--junit", "r.xml", "--jobs", "1"]);
        string started = _repository["notebooks", "started"];
        await Runner.WaitForAsync(() => File.Exists(started) && File.ReadAllText(started).Length > 0);
        await Runner.SignalAsync(process, signal);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Contains("1 of 2 notebooks were not started, or not finished.\n", output);
        await Runner.WaitForAsync(() => Runner.Gone(File.ReadAllText(started)));
        Assert.Contains("\"2\"", Outputs(_repository["out", "a.ipynb"], 1));
        Assert.False(File.Exists(_repository["out", "b.ipynb"]));
        XElement[] tests = [.. XDocument.Load(_repository["r.xml"]).Root!.Elements("testsuite").Elements()];
        Assert.Equal(["a", "b"], tests.Select(test => (string)test.Attribute("classname")!));
        Assert.Equal("the run ended before it", (string?)tests[1].Element("skipped")?.Attribute("message"));
    }

    [Fact]
    public async Task A_notebook_whose_folder_was_moved_meanwhile_is_told_so_and_nothing_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a folder in use cannot be moved there");
        Directory.CreateDirectory(_repository["other"]);
        string moved = _repository["other", "b.ipynb"];
        File.WriteAllBytes(moved, Notebook(Code("1")));
        string first = _repository.Write("a", Code("System.IO.Directory.Move(\"../other\", \"../elsewhere\");"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", first, moved, "--out", "out", "--jobs", "1"]);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(
            "b, cell cell-1: failed\n  Folder: the notebook's folder was moved or removed", result.Output);
    }

    [Fact]
    public async Task When_the_runner_is_killed_its_children_end_by_themselves()
    {
        _repository.Write("a", Code("""
            AppDomain.CurrentDomain.ProcessExit += (_, _) => System.Threading.Thread.Sleep(-1);
            System.IO.File.WriteAllText("started", $"{Environment.ProcessId}");
            while (true);
            """));
        using Process process = Runner.Start(_repository.Root, ["run", "--out", "out"]);
        string started = _repository["notebooks", "started"];
        await Runner.WaitForAsync(() => File.Exists(started) && File.ReadAllText(started).Length > 0);
        process.Kill();
        await Runner.WaitForAsync(() => Runner.Gone(File.ReadAllText(started)));
    }

    public void Dispose() => _repository.Dispose();
}
