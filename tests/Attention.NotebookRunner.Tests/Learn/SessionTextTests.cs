using System.Text.Json.Nodes;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>What the reader writes in an open chapter is kept, or the page says why not.</summary>
public sealed class SessionTextTests
{
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
}
