using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Every kind of cell that attacks its process, run once; the tests look at what it left.</summary>
public sealed class HostileRun : IAsyncLifetime
{
    private readonly TemporaryRepository _repository = new();

    /// <summary>
    /// The one that only a limit ends runs by itself: a limit that is soon over would end others too on a busy machine.
    /// </summary>
    internal Runner Endless { get; private set; } = null!;

    internal Runner Result { get; private set; } = null!;

    internal string Outputs(string notebook, int cell) =>
        TemporaryRepository.Outputs(_repository["out", notebook + ".ipynb"], cell);

    public async ValueTask InitializeAsync()
    {
        string loop =
            _repository.Write(
            "loop", Code("var child = System.Diagnostics.Process.Start(\"sleep\", \"600\");\nchild.Id"),
            Code("Console.WriteLine(\"before\");\nwhile (true);"), Code("1"));
        string[] others =
        [
            _repository.Write("exit", Code("Console.WriteLine(\"before\");\nEnvironment.Exit(0);")),
            _repository.Write("overflow", Code("int F(int n) => F(n + 1) + 1;\nF(0)")),
            _repository.Write("nested", Code($"int x = {new string('(', 60_000)}1{new string(')', 60_000)};")),
            _repository.Write(
                "memory", Code("var kept = new List<long[]>();\nwhile (true) kept.Add(new long[1 << 27]);"), Code("1")),
            _repository.Write(
                "thread", Code(
                "new System.Threading.Thread(() => throw new Exception(\"aside\")).Start();\nawait Task.Delay(-1);")),
            _repository.Write("input", Code("(Console.ReadLine() ?? \"closed\") + Console.In.Peek()")),
            _repository.Write("endless", Code("IEnumerable<int> Ones() { while (true) yield return 1; }\nOnes()")),
            _repository.Write(
                "flood",
                Code("for (int i = 0; i < 400_000; i++) Console.WriteLine(\"0123456789\");\nConsole.Error.Write(\"\");"), Code("\"after\"")),
            _repository.Write(
                "raw", Code(
                "using (var o = Console.OpenStandardOutput()) o.Write(new byte[] { 123, 10, 125, 10 });\n\"whole\"")),
            _repository.Write("group", Code(SignalToGroup), Code("1")),
            _repository.Write("failfast", Code("Environment.FailFast(\"beyond repair\");")),
            _repository.Write("junk", Code(WriteToSockets("junk")), Code("\"after\"")),
            _repository.Write("forged", Code(WriteToSockets("{\"Kind\":10}")), Code("throw new Exception();")),
            _repository.Write("orphan", Code(Orphan)),
            _repository.Write("unfinished", Code("Console.Write(\"step 1 ... \");\nEnvironment.Exit(3);")),
            _repository.Write("raw-flood", Code(RawFlood)),
            _repository.Write("well", Code("40 + 2")),
        ];
        string print =
            _repository.Write("print", Code("var s = new string('a', 1_000_000);\nwhile (true) Console.Write(s);"));
        string stopped =
            _repository.Write("stopped", Code(StopProcess), Code($"/* {new string('x', 10_000_000)} */ 3"));
        Task<Runner> endless = Runner.RunAsync(
            _repository.Root, ["run", loop, print, stopped, "--out", "out", "--cell-timeout", "20", "--keep-going"]);
        Result = await Runner.RunAsync(_repository.Root, ["run", .. others, "--out", "out", "--keep-going"]);
        Endless = await endless;
    }

    internal string Orphaned => File.ReadAllText(_repository["notebooks", "orphan-id"]).Trim();

    /// <summary>Its parent ends at once, and it leads a session of its own.</summary>
    private const string Orphan = """
        string[] shell = ["-c", "setsid sh -c 'echo $$ > orphan-id; exec sleep 777' >/dev/null 2>&1 &"];
        System.Diagnostics.Process.Start("sh", shell).WaitForExit();
        while (!System.IO.File.Exists("orphan-id") || new System.IO.FileInfo("orphan-id").Length == 0);
        """;

    private const string StopProcess = """
        class N { [System.Runtime.InteropServices.DllImport("libc")] public static extern int kill(int p, int s); }
        new System.Threading.Thread(() => { System.Threading.Thread.Sleep(20); N.kill(Environment.ProcessId, 19); }).Start();
        """;

    private const string SignalToGroup = """
        class N { [System.Runtime.InteropServices.DllImport("libc")] public static extern int kill(int p, int s); }
        N.kill(0, 15);
        System.Threading.Thread.Sleep(10_000);
        """;

    /// <summary>Past the console, and without an end of line.</summary>
    private const string RawFlood = """
        System.IO.Stream error = Console.OpenStandardError(), output = Console.OpenStandardOutput();
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)'a');
        for (int i = 0; i < 300; i++) { error.Write(block); output.Write(block); }
        "read to its end"
        """;

    private static string WriteToSockets(string line) => $$"""
        class L { [System.Runtime.InteropServices.DllImport("libc")] public static extern nint write(int f, byte[] b, nint n); }
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes({{System.Text.Json.JsonSerializer.Serialize(line + "\n")}});
        foreach (string file in System.IO.Directory.GetFiles("/proc/self/fd"))
            if ((new System.IO.FileInfo(file).LinkTarget ?? "").StartsWith("socket:"))
                L.write(int.Parse(System.IO.Path.GetFileName(file)), bytes, bytes.Length);
        """;

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class HostileCellTests(HostileRun run) : IClassFixture<HostileRun>
{
    [Fact]
    public void An_endless_loop_is_stopped_and_named_and_the_exit_code_says_timeout()
    {
        Assert.Equal(ExitCode.Timeout, run.Endless.ExitCode);
        Assert.Contains(
            "loop, cell cell-2: timed out\n  the cell ran longer than 20 s and was stopped", run.Endless.Output);
        Assert.Contains("before", run.Outputs("loop", 2));
        Assert.Equal("[]", run.Outputs("loop", 3));
    }

    [Fact]
    public async Task What_a_stopped_cell_had_started_is_stopped_too()
    {
        string id = run.Outputs("loop", 1).Split('"').First(part => int.TryParse(part, out _));
        await Runner.WaitForAsync(() => Runner.Gone(id));
    }

    [Theory]
    [InlineData("exit", "ProcessEnded: the cell ended its process (exit code 0)")]
    [InlineData("overflow", "ProcessEnded: stack overflow: some method calls itself without end")]
    [InlineData("nested", "ProcessEnded: stack overflow of the compiler: the cell's code is nested too deeply")]
    [InlineData("memory", "System.OutOfMemoryException")]
    [InlineData("thread", "ProcessEnded: Unhandled exception. System.Exception: aside")]
    [InlineData("failfast", "ProcessEnded: Process terminated. beyond repair")]
    public void A_cell_that_ends_its_process_fails_with_the_reason(string notebook, string reason) =>
        Assert.Contains($"{notebook}, cell cell-1: failed\n  {reason}", run.Result.Output);

    [Fact]
    public void What_was_printed_before_the_end_is_kept() => Assert.Contains("before", run.Outputs("exit", 1));

    [Fact]
    public void Console_input_is_closed() => Assert.Contains("closed-1", run.Outputs("input", 1));

    [Fact]
    public void An_endless_sequence_is_an_error_and_not_a_hang()
    {
        Assert.Contains("endless, cell cell-1: failed", run.Result.Output);
        Assert.Contains("one of the library's display types", run.Outputs("endless", 1));
    }

    [Fact]
    public void A_flood_of_output_is_cut_with_a_note_and_the_next_cell_shows_again()
    {
        Assert.InRange(run.Outputs("flood", 1).Length, 1_000_000, 4_000_000);
        Assert.Contains("[output cut: more than 4,000,000 bytes in one cell]", run.Outputs("flood", 1));
        Assert.Contains("after", run.Outputs("flood", 2));
    }

    [Fact]
    public void Bytes_written_past_the_console_do_not_disturb_the_protocol() =>
        Assert.Contains("whole", run.Outputs("raw", 1));

    [Theory]
    [InlineData("junk")]
    [InlineData("forged")]
    public void A_cell_that_writes_into_the_connection_ends_its_notebook_and_no_other(string notebook)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the cell finds its connection below /proc");
        Assert.Contains($"FAILED {notebook}: ", run.Result.Output);
        Assert.Contains("the cell wrote into the connection between its process and the runner", run.Result.Output);
    }

    [Fact]
    public async Task A_process_that_left_its_session_ends_with_the_notebook()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems do not hand an orphan to the runner");
        await Runner.WaitForAsync(() => Runner.Gone(run.Orphaned));
    }

    [Fact]
    public void A_line_without_an_end_is_kept_when_the_cell_ends_its_process() =>
        Assert.Contains("step 1 ... ", run.Outputs("unfinished", 1));

    [Fact]
    public void A_process_that_was_stopped_while_the_runner_sends_still_has_a_limit()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no signal to send");
        Assert.Matches("stopped, cell cell-[12]: timed out\n  the cell ran longer", run.Endless.Output);
    }

    [Fact]
    public void Printing_without_end_is_cut_and_stopped()
    {
        Assert.Contains("[output cut: more than 4,000,000 bytes in one cell]", run.Outputs("print", 1));
        Assert.Contains("print, cell cell-1: timed out\n  the cell ran longer", run.Endless.Output);
    }

    [Fact]
    public void A_line_without_end_past_the_console_is_read_and_not_kept() =>
        Assert.Contains("read to its end", run.Outputs("raw-flood", 1));

    [Fact]
    public void A_signal_to_the_whole_process_group_reaches_the_cell_and_not_the_runner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no signal to send");
        Assert.Contains("group, cell cell-1: failed\n  ProcessEnded: ", run.Result.Output);
        Assert.DoesNotContain("Interrupted", run.Result.Output + run.Result.Error);
    }

    [Fact]
    public void The_other_notebooks_go_on()
    {
        Assert.Contains("ok     well: 1 passed", run.Result.Output);
        Assert.Contains("42", run.Outputs("well", 1));
    }
}
