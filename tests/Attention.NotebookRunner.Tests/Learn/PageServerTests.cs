using System.Net;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>The server of <c>learn --pages</c>: it hands out a folder, to this computer only.</summary>
public sealed class PageServerTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    public PageServerTests()
    {
        Write("index.html", "the contents");
        Write("03-softmax.html", "the third chapter");
        Write("data.js", "let a = 1;");
        File.WriteAllText(_repository["secret.txt"], "not a page");
    }

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Without_a_chapter_it_opens_the_contents()
    {
        await using LearnRun run = await ServeAsync();
        Assert.Equal("/index.html", run.Address.AbsolutePath);
        Assert.Equal("the contents", await run.Client.GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("03")]
    [InlineData("03-softmax")]
    [InlineData("notebooks/03-softmax.ipynb")]
    public async Task A_chapter_is_opened_by_its_number_or_its_name(string chapter)
    {
        await using LearnRun run = await ServeAsync(chapter);
        Assert.Equal("/03-softmax.html", run.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_foreign_host_is_refused_and_files_outside_the_folder_are_not_found()
    {
        await using LearnRun run = await ServeAsync();
        Assert.Equal(HttpStatusCode.OK, await run.StatusOf("/data.js"));
        Assert.Equal(HttpStatusCode.Forbidden, await run.StatusOf("/data.js", ("Host", "evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await run.StatusOf("/data.js", ("Host", "127.0.0.1:1")));
        Assert.Equal(HttpStatusCode.NotFound, await run.StatusOf("/..%2fsecret.txt"));
        Assert.Equal(HttpStatusCode.NotFound, await run.StatusOf("/%2e%2e/secret.txt"));
    }

    [Theory]
    [InlineData("8", "There is no chapter “8”. There are: 03-softmax.")]
    [InlineData("soft", "There is no chapter “soft”. There are: 03-softmax.")]
    public async Task An_unknown_chapter_is_refused_with_those_there_are(string chapter, string message)
    {
        Runner run = await RefusedAsync("pages", chapter);
        Assert.Equal((2, message), (run.ExitCode, run.Error.Trim()));
    }

    [Fact]
    public async Task A_folder_without_pages_is_refused_with_the_command_that_writes_them()
    {
        Runner run = await RefusedAsync("notebooks");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no index.html in", run.Error, StringComparison.Ordinal);
        Assert.Contains("“site --html", run.Error, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(_repository["pages"]);
        File.WriteAllText(_repository["pages", name], text);
    }

    private Task<LearnRun> ServeAsync(params string[] more) =>
        LearnRun.StartAsync(_repository.Root, more: ["--pages", _repository["pages"], .. more]);

    private Task<Runner> RefusedAsync(string folder, params string[] more) =>
        Runner.RunAsync(_repository.Root, ["learn", "--no-browser", "--pages", _repository[folder], .. more]);
}
