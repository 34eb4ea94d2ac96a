using System.Diagnostics;
using System.Text.Json.Nodes;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>An open chapter over its connection, with the real kernel and without a browser.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Earlier_cells_run_first_and_outputs_come_one_by_one()
    {
        using var repository = new TemporaryRepository();
        string path = repository.Write("one", Code("int x = 20;"), Code("x += 1;"), Code(
            "Console.WriteLine(\"printed\");\ndisplay(x * 2);\nx"));
        byte[] before = File.ReadAllBytes(path);
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        Assert.Equal("done", await tab.RunAsync("cell-3"));

        Assert.Equal(["cell-1", "cell-2", "cell-3"], tab.Heard.Where(m => m["state"]?.GetValue<string>() == "running")
            .Select(m => m["id"]!.GetValue<string>()));
        string shown = tab.Shown("cell-3");
        Assert.Matches("(?s)printed.*42.*21", shown);
        Assert.Equal("done", await tab.RunAsync("cell-3"));
        Assert.DoesNotContain(tab.Heard.TakeLast(6), m => m["id"]?.GetValue<string>() == "cell-1");
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task A_cell_that_fails_stops_those_that_wait_behind_it()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20"), Code("throw new Exception(\"no\");"), Code("x"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");
        await tab.SendAsync(new { type = "runAll" });
        Assert.Equal("failed", await tab.EndOfAsync("cell-1"));
        Assert.Contains("CS1002", tab.Shown("cell-1"), StringComparison.Ordinal);
        string notice = (await tab.UntilAsync("notice"))["text"]!.GetValue<string>();

        Assert.Contains("the 2 cells that waited behind it did not run", notice, StringComparison.Ordinal);
    }

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

    [Fact]
    public async Task Two_hundred_megabytes_of_output_are_cut_with_a_sentence()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code(
            "var line = new string('x', 1000);\nfor (int i = 0; i < 200_000; i++) Console.WriteLine(line);"),
            Code("1 + 1"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        Assert.Equal("done", await tab.RunAsync("cell-1"));

        string shown = tab.Shown("cell-1");
        Assert.Contains("[output cut: more than", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 1_000_000, 8_000_000);
        Assert.Equal("done", await tab.RunAsync("cell-2"));
    }

    [Fact]
    public async Task The_readers_texts_survive_a_restart_of_the_server_and_a_reset_can_be_undone()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"), Code("x"));
        await using (LearnRun run = await LearnRun.StartAsync(repository))
        {
            await using LearnTab tab = await LearnTab.OpenAsync(run, "one");
            await tab.SendAsync(new { type = "save", id = "cell-1", text = "int x = 23;" });
            await tab.UntilAsync("saved");
        }
        await using LearnRun second = await LearnRun.StartAsync(repository);
        await using LearnTab later = await LearnTab.OpenAsync(second, "one");
        Assert.Equal("int x = 23;", later.Cell("cell-1")["text"]!.GetValue<string>());

        await later.SendAsync(new { type = "reset", id = "cell-1" });
        Assert.Equal("int x = 20;", (await later.UntilAsync("source"))["text"]!.GetValue<string>());
        await later.SendAsync(new { type = "bringBack", id = "cell-1" });
        Assert.Equal("int x = 23;", (await later.UntilAsync("source"))["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_text_that_cannot_be_kept_runs_all_the_same_and_the_page_says_so()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"));
        Directory.CreateDirectory(repository[".attention"]);
        string inTheWay = repository[".attention", "learn"];
        File.WriteAllText(inTheWay, "no folder");
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        Assert.Equal("done", await tab.RunAsync("cell-1", "20 + 22"));

        Assert.Contains("42", tab.Shown("cell-1"), StringComparison.Ordinal);
        JsonNode notice = tab.Heard.First(message => message["type"]!.GetValue<string>() == "notice");
        Assert.Contains("could not be kept on disk", notice["text"]!.GetValue<string>(), StringComparison.Ordinal);
        File.Delete(inTheWay);
        await tab.SendAsync(new { type = "save", id = "cell-1", text = "20 + 23", version = 0 });
        Assert.Equal(0, (await tab.UntilAsync("saved"))["earlier"]!.GetValue<int>()); // no other tab wrote
    }

    [Fact]
    public async Task Texts_that_cannot_be_read_are_told_of_and_stay_as_they_are()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"), Code("x"));
        Directory.CreateDirectory(repository[".attention", "learn"]);
        string path = repository[".attention", "learn", "one.json"];
        const string Kept = """{ "cell-1": { "Text": "int x = 23;", "Earlier": [] } }""";
        File.WriteAllText(path, Kept);
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using (File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

            JsonNode notice = await tab.UntilAsync("notice");

            Assert.Contains("could not be read", notice["text"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal("done", await tab.RunAsync("cell-2"));
        }
        Assert.Equal(Kept, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("{ \"cell-1\": { \"Text\": \"int x =")] // cut off
    [InlineData("{ \"cell-1\": { \"Text\": 5, \"Earlier\": [] } }")]
    public async Task Texts_that_cannot_be_understood_are_put_aside_and_the_page_says_where(string kept)
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"));
        string folder = Directory.CreateDirectory(repository[".attention", "learn"]).FullName;
        File.WriteAllText(Path.Combine(folder, "one.json"), kept);
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        string notice = (await tab.UntilAsync("notice"))["text"]!.GetValue<string>();

        string aside = Assert.Single(Directory.GetFiles(folder, "*.unreadable"));
        string place = Path.GetRelativePath(repository.Root, aside);
        Assert.Contains($"put aside as {place}.", notice, StringComparison.Ordinal);
        Assert.Equal(kept, File.ReadAllText(aside));
        Assert.Equal("int x = 20;", tab.Cell("cell-1")["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_text_of_more_than_two_megabytes_is_refused_with_a_sentence_and_the_page_stays_connected()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("1 + 1"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        await tab.SendAsync(new { type = "save", id = "cell-1", text = new string('x', 3 << 20), version = 0 });

        JsonNode notice = await tab.UntilAsync("notice");
        Assert.Contains("more than two megabytes", notice["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("done", await tab.RunAsync("cell-1"));
    }

    [Fact]
    public async Task A_cell_that_reads_from_the_console_is_told_that_there_is_no_keyboard()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("Console.ReadLine() is null"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        Assert.Equal("done", await tab.RunAsync("cell-1"));

        Assert.Matches("(?s)A cell has no keyboard.*True", tab.Shown("cell-1"));
    }

    [Fact]
    public async Task Optional_cells_are_skipped_with_one_line_while_a_package_is_missing_and_keep_what_was_printed()
    {
        const string Line = "needs Some.Model 1.2.3: dotnet restore some/folder";
        using var repository = new TemporaryRepository();
        repository.Write("one",
            Code("""
                Exception missing = new("not here");
                missing.Data["package"] = "Some.Model, 1.2.3";
                missing.Data["fetch"] = "dotnet restore some/folder";
                bool isHere = false;
                """),
            Code("int model = isHere ? 41 : throw missing;", "optional"),
            Code("model + 1", "optional"), Code("\"next\""), Code("isHere = true;"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        await tab.SendAsync(new { type = "run", id = "cell-3" });
        await tab.StateAsync("cell-3", "skipped");

        JsonNode[] skipped = [.. tab.Heard.Where(m => m["state"]?.GetValue<string>() == "skipped")];
        Assert.Equal(["cell-2", "cell-3"], skipped.Select(m => m["id"]!.GetValue<string>()));
        Assert.All(skipped, m => Assert.Equal(Line, m["lacks"]!.GetValue<string>()));
        Assert.DoesNotContain(
            tab.Heard,
            m => m["type"]!.GetValue<string>() == "clear" && m["id"]!.GetValue<string>() == "cell-3");
        Assert.Equal("done", await tab.RunAsync("cell-4"));
        Assert.Equal("done", await tab.RunAsync("cell-5")); // the package has come
        Assert.Equal("done", await tab.RunAsync("cell-3"));
        Assert.Contains("42", tab.Shown("cell-3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_a_thread_prints_after_its_cell_is_told_of_in_one_sentence()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("""
            _ = Task.Run(async () =>
            {
                while (!System.IO.File.Exists("ended")) await Task.Delay(20);
                Console.WriteLine(1);
                Console.WriteLine(2);
            });
            """));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        Assert.Equal("done", await tab.RunAsync("cell-1"));
        File.WriteAllText(repository["notebooks", "ended"], "");

        string notice = (await tab.UntilAsync("notice"))["text"]!.GetValue<string>();
        Assert.StartsWith("A thread of “cell-1” printed after the cell had ended.", notice, StringComparison.Ordinal);
        Assert.Equal("", tab.Shown("cell-1"));
    }

    [Fact]
    public async Task Two_tabs_see_one_session_and_neither_overwrites_the_other_unseen()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int x = 20;"), Code("x"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab first = await LearnTab.OpenAsync(run, "one");
        await using LearnTab second = await LearnTab.OpenAsync(run, "one");

        await first.SendAsync(new { type = "save", id = "cell-1", text = "int x = 21;", version = 0 });
        Assert.Equal("int x = 21;", (await second.UntilAsync("source"))["text"]!.GetValue<string>());
        // Typed meanwhile.
        await second.SendAsync(new { type = "save", id = "cell-1", text = "int x = 22;", version = 0 });
        Assert.Equal(1, (await second.UntilAsync("saved"))["earlier"]!.GetValue<int>());
        await second.SendAsync(new { type = "bringBack", id = "cell-1" });
        Assert.Equal("int x = 21;", (await second.UntilAsync("source"))["text"]!.GetValue<string>());

        Assert.Equal("done", await first.RunAsync("cell-2"));
        Assert.Equal("done", await second.EndOfAsync("cell-2"));
        Assert.Contains("21", second.Shown("cell-2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_editor_gets_completions_hover_parameters_and_squiggles_from_the_session()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("int[] numbers = [1, 2];\nint Twice(int number) => 2 * number;"), Code("1"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");
        await tab.RunAsync("cell-1");

        JsonNode? list = await tab.AskAsync("complete", "numbers.", 0, 8);
        Assert.Contains(list!["completions"]!.AsArray(), one => one!["label"]!.GetValue<string>() == "Length");
        JsonNode? hover = await tab.AskAsync("hover", "numbers", 0, 3);
        Assert.Contains("int[]", hover!["hover"]!.GetValue<string>(), StringComparison.Ordinal);
        JsonNode? help = await tab.AskAsync("signature", "Twice(", 0, 6);
        JsonNode parameter = help!["signature"]!["signatures"]![0]!["parameters"]![0]!;
        Assert.EndsWith("number", parameter["label"]!.GetValue<string>(), StringComparison.Ordinal);
        JsonNode? found = await tab.AskAsync("diagnostics", "Twice(\n  nmbers.Length)", 0, 0);
        Assert.Equal("CS0103", Assert.Single(found!["diagnostics"]!.AsArray())!["code"]!.GetValue<string>());
    }
}
