using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Runs whose standard output, or whose current folder, has gone.</summary>
public sealed class LostConsoleTests : IDisposable
{
    private const string NoSpace = "Standard output could not be written: No space left on device";

    private readonly TemporaryRepository _repository = new();

    public LostConsoleTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no /dev/full");
        _repository.Write("a", Code("1 + 1"));
        _repository.Write("b", Code("2 + 2"));
    }

    [Theory]
    [InlineData("run --out out")]
    [InlineData("run --html out")]
    [InlineData("site --html out")]
    [InlineData("doctor")]
    [InlineData("--help")]
    public async Task A_full_disk_under_standard_output_is_named_and_the_exit_code_says_so(string arguments)
    {
        Runner result = await Runner.InShellAsync(_repository.Root, $"\"$1\" {arguments} > /dev/full");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.StartsWith(NoSpace, Assert.Single(result.Error.TrimEnd().Split('\n')));
    }

    [Theory]
    [InlineData("> /dev/full", ExitCode.Failed)]
    [InlineData("> /dev/full 2>&1", ExitCode.Failed)]
    [InlineData("2> /dev/full", ExitCode.Success)]
    [InlineData(">&-", ExitCode.Failed)]
    [InlineData(">&- 2>&-", ExitCode.Failed)]
    [InlineData("<&-", ExitCode.Success)]
    public async Task No_result_is_lost_with_the_console(string redirection, int code)
    {
        Runner result = await Runner.InShellAsync(
            _repository.Root, $"\"$1\" run --in-place --junit r.xml {redirection}");
        Assert.True(code == result.ExitCode, $"{result.ExitCode}: {result.Error}");
        Assert.Contains("\"2\"", Outputs(_repository["notebooks", "a.ipynb"], 1));
        Assert.Contains("\"4\"", Outputs(_repository["notebooks", "b.ipynb"], 1));
        Assert.Contains("</testsuites>", File.ReadAllText(_repository["r.xml"]));
    }

    [Fact]
    public async Task A_reader_who_takes_only_the_first_line_changes_nothing()
    {
        Runner result = await Runner.InShellAsync(
            _repository.Root, "{ \"$1\" run --in-place; echo $? > code; } | head -n 1");
        Assert.Equal("Running 2 notebooks.\n", result.Output);
        Assert.Equal(("0\n", ""), (File.ReadAllText(_repository["code"]), result.Error));
        Assert.Contains("\"4\"", Outputs(_repository["notebooks", "b.ipynb"], 1));
    }

    [Fact]
    public async Task A_report_for_a_full_disk_is_named()
    {
        Runner result = await Runner.InShellAsync(
            _repository.Root, "\"$1\" run --out out --junit - > /dev/full 2> messages");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        string messages = File.ReadAllText(_repository["messages"]);
        Assert.Contains("a report could not be written: No space left on device", messages);
        Assert.Contains("ok     b: 1 passed", messages);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("site")]
    [InlineData("learn --no-browser")]
    [InlineData("doctor")]
    public async Task A_current_folder_that_was_removed_is_named(string arguments)
    {
        Runner result = await Runner.InShellAsync(
            _repository.Root, $"mkdir gone && cd gone && rmdir ../gone && \"$1\" {arguments}");
        Assert.Equal(
            (ExitCode.Usage, "The current folder does not exist any more. Change to another one.\n"),
            (result.ExitCode, result.Error));
    }

    public void Dispose() => _repository.Dispose();
}
