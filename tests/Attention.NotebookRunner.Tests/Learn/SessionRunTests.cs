using System.Text.Json.Nodes;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>
/// Cells that run in an open chapter, over its connection, with the real kernel and without a browser.
/// </summary>
public sealed class SessionRunTests
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
    public async Task A_cell_that_pages_leave_out_does_not_run()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", Code("Console.Write(1 / 0)", "remove-cell"), Code("int x = 20;"), Code("x + 1"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        await using LearnTab tab = await LearnTab.OpenAsync(run, "one");

        Assert.Equal("done", await tab.RunAsync("cell-3"));

        Assert.DoesNotContain(tab.Heard, m => m["id"]?.GetValue<string>() == "cell-1");
        Assert.Contains("21", tab.Shown("cell-3"), StringComparison.Ordinal);
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
