using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Outputs_come_in_the_order_in_which_they_were_shown_and_unknown_fields_stay_where_they_were()
    {
        string path = _repository["notebooks", "a.ipynb"];
        File.WriteAllText(path, """
            {
             "zebra": {"later": 1.50e1, "empty": [], "none": {}},
             "cells": [
              {
               "source": ["Console.WriteLine(\"苹果 😀\");\n", "display(1);\n", "Console.Error.WriteLine(\"\\u0007\\t<\");\n", "Console.Write(\"end\");\n", "2.5"],
               "own": null,
               "cell_type": "code", "execution_count": 7, "id": "x", "metadata": {"b": true, "a": false},
               "outputs": []
              }
             ],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 5
            }
            """.ReplaceLineEndings("\n"), new UTF8Encoding(false));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal("""
            {
             "zebra": {
              "later": 1.50e1,
              "empty": [],
              "none": {}
             },
             "cells": [
              {
               "source": [
                "Console.WriteLine(\"苹果 😀\");\n",
                "display(1);\n",
                "Console.Error.WriteLine(\"\\u0007\\t<\");\n",
                "Console.Write(\"end\");\n",
                "2.5"
               ],
               "own": null,
               "cell_type": "code",
               "execution_count": null,
               "id": "x",
               "metadata": {
                "b": true,
                "a": false
               },
               "outputs": [
                {
                 "name": "stdout",
                 "output_type": "stream",
                 "text": [
                  "苹果 😀\n"
                 ]
                },
                {
                 "data": {
                  "text/plain": [
                   "1"
                  ]
                 },
                 "metadata": {},
                 "output_type": "display_data"
                },
                {
                 "name": "stderr",
                 "output_type": "stream",
                 "text": [
                  "\u0007\t<\n"
                 ]
                },
                {
                 "name": "stdout",
                 "output_type": "stream",
                 "text": [
                  "end"
                 ]
                },
                {
                 "data": {
                  "text/plain": [
                   "2.5"
                  ]
                 },
                 "execution_count": null,
                 "metadata": {},
                 "output_type": "execute_result"
                }
               ]
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5
            }

            """.ReplaceLineEndings("\n"), File.ReadAllText(path));
    }

    [Fact]
    public async Task Check_finds_a_stale_output_and_nothing_else_and_writes_nothing()
    {
        string path = _repository.Write("a", Code("\"old\""), Code("1 + 1"), Code("DateTime.Now.Ticks", "volatile"), Code("DateTime.Now.Ticks", "nbval-ignore-output"));
        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", "--in-place"])).ExitCode);
        string before = File.ReadAllText(path).Replace("\"old\"\n", "\"older\"\n", StringComparison.Ordinal);
        File.WriteAllText(path, before);

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--check"]);

        Assert.Equal(ExitCode.Stale, result.ExitCode);
        Assert.Contains("FAILED a: 3 passed, 1 stale", result.Output);
        Assert.Contains("a, cell cell-1: stale\n  the committed output is stale; first difference:\n    in the file: \"older\"\n    now:         \"old\"", result.Output);
        Assert.Equal(before, File.ReadAllText(path));
        Assert.False(Directory.Exists(_repository["site"]));
    }

    [Fact]
    public async Task Prose_cannot_lie()
    {
        _repository.Write("prose",
            Code("double x = 2.0 / 3;\nstring word = \"苹果\";\nint[] n = [8, 3];"),
            Text("True: **0.67**<!--= x :F2 -->, 67 %<!--= 100 * x :F0 -->, $-0.7$<!--= -x :F1 -->, −1<!--= -1 -->, 8<!--= n[0] --> × 3<!--= n[1] --> and 苹果<!--= word -->."),
            Text("Wrong:\n0.66<!--= x :F2 -->"),
            Text("Only a tail: 21<!--= 1 -->, -8<!--= 8 -->, 1.5<!--= 5 -->"),
            Text("No such name: 1<!--= y -->"),
            Text("Not now: 1<!--= DateTime.Now.Ticks -->", "volatile"),
            Code("word"));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--json", "report.json"]);

        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        JsonArray cells = JsonNode.Parse(File.ReadAllText(_repository["report.json"]))!["notebooks"]![0]!["cells"]!.AsArray();
        (string, string, string)[] expected =
        [
            ("cell-1", "passed", ""),
            ("cell-2", "passed", ""),
            ("cell-3", "failed", "line 2: the text says “0.66”, but x :F2 is 0.67"),
            ("cell-4", "failed", "line 1: the text says “21”, but 1 is 1\nline 1: the text says “-8”, but 8 is 8\nline 1: the text says “1.5”, but 5 is 5"),
            ("cell-5", "failed", "line 1: y: (1,1): error CS0103: The name 'y' does not exist in the current context"),
            ("cell-6", "passed", ""),
            ("cell-7", "passed", ""),
        ];
        Assert.Equal(expected, cells.Select(c => ((string)c!["id"]!, (string)c["status"]!, (string)c["message"]!)).ToArray());
    }

    [Fact]
    public async Task Tags_mean_what_the_help_says()
    {
        _repository.Write("tags",
            Code("throw new Exception(\"wanted\");", "raises-exception"),
            Code("#r \"nuget: Plotly.NET.Interactive, 5.0.0\"\nusing Plotly.NET.CSharp;", "optional"),
            Code("Chart.Nothing()", "optional"),
            Code("nonsense", "skip-execution"),
            Code("\"reached\""));
        _repository.Write("calm", Code("1", "raises-exception"));
        _repository.Write("wrong-optional", Code("nonsense", "optional"));
        _repository.Write("needed", Code("#r \"nuget: Plotly.NET.Interactive, 5.0.0\""));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--keep-going"]);

        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        Assert.Contains("ok     tags: 2 passed, 3 skipped", result.Output);
        Assert.Contains("tags, cell cell-2: skipped: needs Plotly.NET.Interactive 5.0.0\n", result.Output);
        Assert.Contains("calm, cell cell-1: failed\n  the cell is tagged raises-exception, but raised none", result.Output);
        Assert.Contains("wrong-optional, cell cell-1: failed", result.Output);
        Assert.Contains("needed, cell cell-1: failed\n  PackageMissing: needs Plotly.NET.Interactive 5.0.0: it extends the .NET Interactive kernel", result.Output);
        Assert.Contains("reached", Outputs(_repository["out", "tags.ipynb"], 5));
    }

    [Fact]
    public async Task A_package_that_no_source_has_is_missed_once_and_never_names_the_source()
    {
        File.WriteAllText(_repository["nuget.config"], $"""<configuration><packageSources><clear /><add key="only" value="{_repository.Root}" /></packageSources></configuration>""");
        _repository.Write("missing", Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\"", "optional"), Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\""));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);

        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        Assert.Contains("missing, cell cell-1: skipped: needs Surely.Not.A.Package 9.9.9\n", result.Output);
        Assert.Contains("missing, cell cell-2: failed\n  PackageMissing: needs Surely.Not.A.Package 9.9.9: no package source has it\n", result.Output);
        Assert.True(File.Exists(_repository[".attention", "packages", "surely.not.a.package.9.9.9", "missing"]));
    }

    [Fact]
    public async Task Parameters_tags_and_solutions_change_what_runs()
    {
        _repository.Write("a",
            Code("int n = 1;\nstring word = \"a\";", "parameters"),
            Code("$\"{n} {word}\""),
            Code("\"slow\"", "slow"),
            Code("\"other\"", "other"),
            Code("int Answer() => 0;", "exercise"),
            Text("<details><summary>Hint</summary>\n\n```csharp\nint Answer() => 1;\n```\n\n</details>"),
            Text("<details>\n<summary>Solution</summary>\n\n```csharp\nint Answer() => 42;\n```\n\n</details>"),
            Code("Answer()"));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--param", "n=8", "--param", "word=苹 \"果\"", "--tags", "!slow", "--solutions"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string path = _repository["out", "a.ipynb"];
        Assert.Contains("\"8 苹 \\\"果\\\"\"", Outputs(path, 3));
        Assert.Equal("[]", Outputs(path, 4));
        Assert.Contains("other", Outputs(path, 5));
        Assert.Contains("42", Outputs(path, 9));
    }

    [Fact]
    public async Task With_solutions_a_notebook_is_first_checked_as_it_is_and_a_solution_that_fails_is_named()
    {
        string[] solutions = ["x => x + 1", "x => throw new Exception(\"lost\")"];
        _repository.Write("chapter", [.. solutions.SelectMany((solution, i) => new[]
        {
            Code("Func<int, int> answer = _ => 0;", "exercise"),
            Code("answer(1)"),
            Text($"<details><summary>Solution</summary>\n\n```csharp\nFunc<int, int> answer = {solution};\n```\n\n</details>"),
        })]);
        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", "--in-place"])).ExitCode);

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--check", "--solutions", "--out", "out"]);

        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        Assert.Contains("FAILED chapter: 3 passed, 1 failed", result.Output);
        Assert.Contains("chapter, cell cell-5: failed\n  with the model solutions: System.Exception: lost", result.Output);
        Assert.Contains("\"2\"", Outputs(_repository["out", "chapter.ipynb"], 2));
    }

    [Theory]
    [InlineData("There is no folded solution", "--solutions")]
    [InlineData("needs a code cell tagged “parameters”", "--param", "n=1")]
    [InlineData("--param takes NAME=VALUE", "--param", "8=1")]
    [InlineData("must be a number of seconds greater than 0", "--cell-timeout", "0")]
    [InlineData("not with --in-place or --check", "--in-place", "--param", "n=1")]
    [InlineData("--check changes no notebook", "--in-place", "--check")]
    [InlineData("--check changes no notebook", "--html", "x", "--check")]
    [InlineData("--solutions solves the exercises", "--in-place", "--solutions")]
    [InlineData("--nonsense", "--nonsense")]
    public async Task What_cannot_be_meant_is_a_usage_error(string message, params string[] arguments)
    {
        _repository.Write("a", Code("1", "exercise"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", .. arguments]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(message.Replace("There is no", "has no", StringComparison.Ordinal), result.Error);
    }

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
    public async Task A_notebook_in_which_a_cell_failed_is_not_written_in_place()
    {
        string path = _repository.Write("a", Code("1"), Code("nonsense"));
        byte[] before = File.ReadAllBytes(path);
        Assert.Equal(ExitCode.CellFailed, (await Runner.RunAsync(_repository.Root, ["run", "--in-place"])).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task A_reference_must_exist_and_lie_inside_the_repository_also_through_a_link()
    {
        string outside = Directory.CreateTempSubdirectory("attention-outside-").FullName;
        string dll = Path.Combine(outside, "Library.dll");
        File.Copy(typeof(Xunit.Assert).Assembly.Location, dll);
        Directory.CreateSymbolicLink(_repository["linked"], outside);
        string[] ways = [$"../../{Path.GetFileName(outside)}/Library.dll", dll.Replace('\\', '/'), "../linked/Library.dll"];
        string closed = _repository.Write("closed", [.. ways.Select(way => Code($"#r \"{way}\"", "raises-exception"))]);
        string opened = _repository.Write("opened", [.. ways.Select(way => Code($"#r \"{way}\"\n\"opened\""))]);
        string wrong = _repository.Write("wrong", Code("#r \"../lib/bin/Nothing.dll\""));

        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", closed, "--in-place"])).ExitCode);
        Runner result = await Runner.RunAsync(_repository.Root, ["run", opened, wrong, "--out", "out", "--keep-going", "--allow-path", outside]);
        Directory.Delete(outside, recursive: true);

        Assert.All([1, 2, 3], cell => Assert.Contains("leads out of the repository", Outputs(closed, cell)));
        Assert.Contains("ok     opened: 3 passed", result.Output);
        Assert.Contains("wrong, cell cell-1: failed\n  MissingReference: #r \"../lib/bin/Nothing.dll\": there is no such file. Build first: dotnet build\n", result.Output);
    }

    [Fact]
    public async Task Nothing_of_this_machine_reaches_an_output()
    {
        string path = _repository.Write("a",
            Code("Environment.GetEnvironmentVariable(\"ATTENTION_SECRET\") ?? \"no such variable\""),
            Code("System.IO.File.ReadAllText(\"nothing.txt\")", "raises-exception"),
            Code("Console.WriteLine(Environment.CurrentDirectory);\nConsole.WriteLine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + \"/x\");\nConsole.WriteLine(System.IO.Path.GetTempPath());"),
            Code("string.Join(\"\", Environment.GetEnvironmentVariables().Values.Cast<string>())"));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place"], ("ATTENTION_SECRET", "s3cret-value"));

        Assert.Equal(0, result.ExitCode);
        string text = File.ReadAllText(path);
        Assert.Contains("no such variable", text);
        Assert.Contains("Could not find file './notebooks/nothing.txt'", text.Replace('\\', '/'));
        Assert.DoesNotContain("s3cret-value", text);
        Assert.DoesNotContain(_repository.Root, text);
        Assert.DoesNotContain(Path.GetTempPath().TrimEnd('/', '\\'), text);
        Assert.DoesNotContain(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/x", text);
        Assert.DoesNotContain(".cs:line", text);
    }

    [Fact]
    public async Task A_run_keeps_no_record_of_a_learners_progress()
    {
        string path = _repository.Write("a", Code("Environment.GetEnvironmentVariable(\"ATTENTION_LEDGER\")"));
        await Runner.RunAsync(_repository.Root, ["run", "--in-place"], ("ATTENTION_LEDGER", "somewhere"));
        Assert.Contains("\"off\"", Outputs(path, 1));
    }

    [Fact]
    public void The_name_of_the_user_is_taken_out_as_a_word_unless_it_names_nobody()
    {
        Assert.Equal("by <user>, not aliceblue", new Cells.Redaction([], "alice").Apply("by alice, not aliceblue"));
        Assert.Equal("the runner", new Cells.Redaction([], "runner").Apply("the runner"));
    }

    [Fact]
    public async Task Every_culture_gives_the_same_bytes()
    {
        JsonObject[] Cells() =>
        [
            Code("Console.WriteLine(1234.5.ToString(\"N1\"));\nConsole.WriteLine($\"{0.5:P0} {new DateTime(2026, 1, 2):d} {\"TITLE i\".ToLower()} {\"title i\".ToUpper()}\");\nSystem.Globalization.CultureInfo.CurrentCulture.Name + \"|\" + double.Parse(\"1.5\")"),
            Code("await Task.Run(() => Console.WriteLine(1.5));\nstring.Join(\" \", new[] { \"苹果\", \"Ä\", \"z\", \"因为\" }.Order())"),
            Code("int.Parse(\"x\")", "raises-exception"),
            Text("1.5<!--= 1.5 :F1 -->"),
        ];
        var bytes = new List<string>();
        foreach (string culture in new[] { "C", "tr_TR.UTF-8", "zh_CN.UTF-8" })
        {
            string path = _repository.Write("a", Cells());
            // The program needs no culture data of the machine; here it gets them all the same, the harder case.
            Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place"], ("LANG", culture), ("LC_ALL", culture), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", culture == "C" ? "1" : "0"));
            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            bytes.Add(File.ReadAllText(path));
        }
        Assert.Contains("1,234.5", bytes[0]);
        Assert.All(bytes, b => Assert.Equal(bytes[0], b));
    }

    [Fact]
    public async Task Reports_tell_every_cell_in_three_forms()
    {
        _repository.Write("a", Code("1"), Code("throw new Exception(\"bad \\u0001 <&>\");"), Code("2"));

        Assert.Equal(1, (await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--trx", "r/a.trx", "--junit", "r/a.xml", "--json", "r/a.json"])).ExitCode);

        XElement suite = XDocument.Load(_repository["r", "a.xml"]).Root!.Element("testsuite")!;
        Assert.Equal(("3", "1", "1"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!, (string)suite.Attribute("skipped")!));
        Assert.Contains("bad \uFFFD <&>", suite.Elements("testcase").ElementAt(1).Element("failure")!.Value);
        XElement trx = XDocument.Load(_repository["r", "a.trx"]).Root!;
        Assert.Equal(["Passed", "Failed", "NotExecuted"], trx.Descendants(trx.Name.Namespace + "UnitTestResult").Select(r => (string)r.Attribute("outcome")!));
        Assert.Equal(["passed", "failed", "not run"], JsonNode.Parse(File.ReadAllText(_repository["r", "a.json"]))!["notebooks"]![0]!["cells"]!.AsArray().Select(c => (string)c!["status"]!));
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

    [Fact]
    public async Task Help_is_everywhere_and_names_the_exit_codes()
    {
        foreach (string[] arguments in new string[][] { [], ["run"], ["site"], ["doctor"] })
        {
            Runner result = await Runner.RunAsync(_repository.Root, [.. arguments, "--help"]);
            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            Assert.Contains("xit code", result.Output);
        }
    }

    public void Dispose() => _repository.Dispose();
}
