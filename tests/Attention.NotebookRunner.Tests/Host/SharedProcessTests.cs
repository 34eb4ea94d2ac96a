using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>A process that runs one notebook after another, which saves the compiler's start.</summary>
public sealed class SharedProcessTests : IDisposable
{
    private const string ProcessId = "Environment.ProcessId.ToString()";

    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task A_notebook_finds_nothing_of_the_one_before_it()
    {
        File.Copy(typeof(Assert).Assembly.Location, _repository["Library.dll"]);
        const string set = """
            using System.Globalization;
            using System.IO;
            using Microsoft.DotNet.Interactive.Formatting;
            int left = 1;
            Environment.SetEnvironmentVariable("LEFT", "left");
            Environment.SetEnvironmentVariable("PATH", "left");
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = new("fr-FR");
            Formatter.Register<int>((_, writer) => writer.Write("left"), "text/plain");
            Formatter.ListExpansionLimit = 1;
            Console.SetIn(new StringReader("left"));
            Environment.SetEnvironmentVariable("path", "left");
            Environment.SetEnvironmentVariable("TZ", "Asia/Tokyo");
            TimeZoneInfo.ClearCachedData();
            TimeZoneInfo zone = TimeZoneInfo.Local;
            Environment.ExitCode = 7;
            System.Diagnostics.Trace.Listeners.Clear();
            System.Text.RegularExpressions.Regex.CacheSize = 1;
            Console.OutputEncoding = System.Text.Encoding.Latin1;
            Environment.CurrentDirectory = "/";
            """;
        const string module = """
            #r "../Library.dll"
            using Xunit;
            typeof(Xunit.Assert).Assembly.GetHashCode().ToString()
            """;
        _repository.Write("1", Code(ProcessId), Code(module), Code(set), Code("Console.SetOut(TextWriter.Null);"));
        _repository.Write("2",
            Code(ProcessId), Code(module.Replace("using Xunit;", "")), Code("left", "raises-exception"),
            Code("Environment.GetEnvironmentVariable(\"LEFT\") ?? \"none\""),
            Code("Environment.GetEnvironmentVariable(\"PATH\")!.Length > 4"), Code("1.5.ToString()"), Code("7"),
            Code("Microsoft.DotNet.Interactive.Formatting.Formatter.ListExpansionLimit"),
            Code("System.IO.File.Exists(\"2.ipynb\")"), Code("Console.Write(\"heard\");"),
            Code("Console.ReadLine() is null"),
            Code("OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(\"path\") is null"),
            Code("typeof(Assert)", "raises-exception"), Code("""
                string.Join(" ", TimeZoneInfo.Local.Id != "Asia/Tokyo", Environment.ExitCode,
                    System.Diagnostics.Trace.Listeners.Count, System.Text.RegularExpressions.Regex.CacheSize,
                    Console.OutputEncoding.CodePage != 28591)
                """));

        Runner result = await RunAsync("--share");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Out("1", 1), Out("2", 1));
        Assert.NotEqual(Out("1", 2), Out("2", 2)); // loaded anew: its static fields, too
        Assert.Contains("CS0103", Out("2", 3));
        string[] expected = ["none", "True", "1.5", "7", "20", "True", "heard", "True", "True"];
        Assert.All(expected, (text, i) => Assert.Contains($"\"{text}\"", Out("2", 4 + i)));
        Assert.Contains("CS0246", Out("2", 13));
        Assert.Contains("\"True 0 1 15 True\"", Out("2", 14));
    }

    [Fact]
    public async Task A_notebook_shows_the_same_as_in_a_process_of_its_own()
    {
        _repository.Write("1", Code(ProcessId));
        _repository.Write("2",
            Text("Four: 4<!--= 2 + 2 -->"), Code("class A;\nint x = 5;\nthrow new Exception();", "raises-exception"),
            Code("x"), Code("typeof(A).FullName"), Code(ProcessId));

        Runner shared = await RunAsync("--share");
        string[] outputs = [.. Enumerable.Range(2, 4).Select(i => Out("2", i))];
        string first = Out("1", 1);
        Runner alone = await RunAsync();

        Assert.Equal((0, 0), (shared.ExitCode, alone.ExitCode));
        Assert.Equal(first, outputs[3]);
        Assert.Equal(outputs[..3], Enumerable.Range(2, 3).Select(i => Out("2", i)));
    }

    [Fact]
    public async Task Another_version_of_a_package_than_the_notebook_before_took_is_refused()
    {
        _repository.Write("1", Code("#r \"nuget: MathNet.Numerics, 5.0.0\""), Code(ProcessId));
        _repository.Write("2", Code("#r \"nuget: mathnet.numerics, 5.0\""), Code(ProcessId));
        _repository.Write("3", Code("#r \"nuget: MathNet.Numerics, 4.0.0\"", "raises-exception"));

        Runner result = await RunAsync("--share");

        Assert.Equal((0, Out("1", 2)), (result.ExitCode, Out("2", 2)));
        Assert.Contains("an earlier notebook took MathNet.Numerics 5.0.0 in this process", Out("3", 1));
    }

    [Fact]
    public async Task Several_packages_are_restored_together_and_each_alone_that_is_missing()
    {
        _repository.Write("1",
            Code("#r \"nuget: MathNet.Numerics, 5.0.0\""), Code("#r \"nuget: mathnet.numerics, 5.0.0\""),
            Code("#r \"nuget: No.Such.Package.Anywhere, 1.0.0\"", "raises-exception"),
            Code("#r \"nuget: xunit.v3.assert, 3.2.2\"\ntypeof(Xunit.Assert).Name"));

        Runner result = await RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("fetching packages MathNet.Numerics 5.0.0, No.Such.Package.Anywhere 1.0.0", result.Output);
        Assert.Contains("fetching package No.Such.Package.Anywhere 1.0.0", result.Output);
        Assert.DoesNotContain("fetching package MathNet", result.Output);
        Assert.Contains("no package source has it", Out("1", 3));
        Assert.Contains("Assert", Out("1", 4));
    }

    [Fact]
    public async Task A_process_whose_notebook_failed_or_left_a_printing_thread_runs_no_other()
    {
        const string thread = "new System.Threading.Thread(() => { while (true) { Console.Write(1); "
            + "System.Threading.Thread.Sleep(20); } }) { IsBackground = true }.Start();";
        _repository.Write("1", Code(ProcessId), Code("throw new Exception();"));
        _repository.Write("2", Code(ProcessId), Code(thread), Code("System.Threading.Thread.Sleep(500);"));
        _repository.Write("3", Code(ProcessId), Code("Environment.Exit(0);"));
        _repository.Write("4", Code(ProcessId), Text("1 and 2<!--= 3 -->"));
        _repository.Write("5", Code(ProcessId));

        await RunAsync("--share");

        Assert.Equal(5, Enumerable.Range(1, 5).Select(i => Out($"{i}", 1)).Distinct().Count());
    }

    [Theory]
    [InlineData("Environment.Exit(0)")]
    [InlineData("throw new Exception()")]
    public async Task A_notebook_whose_process_an_earlier_one_ends_runs_again_in_a_new_one(string end)
    {
        string left = "new System.Threading.Thread(() => { while (!System.IO.File.Exists(\"ready\")) "
            + $"System.Threading.Thread.Sleep(10); {end}; }}) {{ IsBackground = true }}.Start();";
        _repository.Write("1", Code(ProcessId), Code(left));
        _repository.Write("2", Code(ProcessId), Text("Four: 4<!--= 2 + 2 -->"), Code("""
            System.IO.File.AppendAllText("ready", "x");
            while (System.IO.File.ReadAllText("ready") == "x")
                System.Threading.Thread.Sleep(10);
            """));
        _repository.Write("3", Code(ProcessId));

        Runner result = await RunAsync("--share");

        Assert.Equal(0, result.ExitCode);
        Assert.NotEqual(Out("1", 1), Out("2", 1));
        Assert.Equal(Out("2", 1), Out("3", 1));
        Assert.Contains("2: its process ended, which an earlier notebook had used", result.Output);
    }

    [Fact]
    public async Task A_notebook_that_ends_its_process_itself_fails_and_only_a_used_process_is_replaced()
    {
        Runner result = await OfThoseThatEndAsync("Environment.Exit(0);");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Equal(("x", "xx"), (Runs("1"), Runs("3")));
        Assert.Contains("the cell ended its process", Out("3", 1));
    }

    [Fact]
    public async Task A_notebook_that_runs_too_long_runs_once()
    {
        Runner result = await OfThoseThatEndAsync("while (true);", "--cell-timeout", "3");

        Assert.Equal(ExitCode.Timeout, result.ExitCode);
        Assert.Equal(("x", "x"), (Runs("1"), Runs("3")));
    }

    [Fact]
    public async Task A_package_of_an_earlier_notebook_finds_its_native_library_when_nothing_asks_for_it_any_more()
    {
        _repository.Write("1", Code(ProcessId), Code("#r \"nuget: Microsoft.Data.Sqlite, 9.0.0\""), Code("""
            new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:").Open();
            """));
        _repository.Write("2", Code(ProcessId), Code("GC.Collect();\nGC.WaitForPendingFinalizers();"));

        Runner result = await RunAsync("--share");

        Assert.Equal((0, Out("1", 1)), (result.ExitCode, Out("2", 1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("300")]
    public async Task What_measures_time_gets_processes_of_its_own_in_which_the_JIT_works_as_anywhere(string? delay)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows with which variables a process was started.");
        const string variables = """
            string.Join(" ", System.IO.File.ReadAllText("/proc/self/environ").Split('\0')
                .Where(variable => variable.Contains("CallCountingDelayMs")))
            """;
        foreach (string name in new[] { "1", "2", "3" })
        {
            string[] tags = name == "1" ? [] : ["measures-time"];
            _repository.Write(name, Code(ProcessId, tags), Code(variables));
        }

        (string, string)[] own = delay is null ? [] : [("DOTNET_TC_CallCountingDelayMs", delay)];
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--share", "--jobs", "1"], own);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(3, Enumerable.Range(1, 3).Select(i => Out($"{i}", 1)).Distinct().Count());
        Assert.Contains($"DOTNET_TC_CallCountingDelayMs={delay ?? "400"}", Out("1", 2));
        Assert.Equal(delay is not null, Out("2", 2).Contains("Delay", StringComparison.Ordinal));
        Assert.Equal(Out("2", 2), Out("3", 2));
    }

    [Fact]
    public async Task The_first_command_shares_one_process_for_each_processor_and_others_only_when_asked()
    {
        for (int i = 1; i <= 5; i++)
        {
            _repository.Write($"{i}", Code($"System.IO.File.WriteAllText(\"{i}.id\", {ProcessId});"));
        }

        Runner course = await Runner.RunAsync(_repository.Root, [], ("DOTNET_PROCESSOR_COUNT", "2"));
        int shared = Ids();
        Runner alone = await RunAsync();

        Assert.Equal((0, 0), (course.ExitCode, alone.ExitCode));
        Assert.InRange(shared, 1, 2);
        Assert.Equal(5, Ids());

        int Ids() => Enumerable.Range(1, 5)
            .Select(i => File.ReadAllText(_repository["notebooks", $"{i}.id"])).Distinct().Count();
    }

    public void Dispose() => _repository.Dispose();

    private Task<Runner> RunAsync(params string[] options) => Runner.RunAsync(
        _repository.Root, ["run", "--out", "out", "--keep-going", "--jobs", "1", .. options]);

    private Task<Runner> OfThoseThatEndAsync(string end, params string[] options)
    {
        _repository.Write("1", Code($"System.IO.File.AppendAllText(\"1.runs\", \"x\");\n{end}"));
        _repository.Write("2", Code(ProcessId));
        _repository.Write("3", Code($"System.IO.File.AppendAllText(\"3.runs\", \"x\");\n{end}"));
        return RunAsync(["--share", .. options]);
    }

    private string Runs(string notebook) => File.ReadAllText(_repository["notebooks", $"{notebook}.runs"]);

    private string Out(string notebook, int cell) => Outputs(_repository["out", notebook + ".ipynb"], cell);
}
