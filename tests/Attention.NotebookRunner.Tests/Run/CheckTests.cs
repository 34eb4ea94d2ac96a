using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Check_finds_a_stale_output_and_nothing_else_and_writes_nothing()
    {
        string path =
            _repository.Write(
            "a", Code("\"old\""), Code("1 + 1"), Code("DateTime.Now.Ticks", "volatile"),
            Code("DateTime.Now.Ticks", "nbval-ignore-output"));
        Assert.Equal(0, (await Runner.RunAsync(_repository.Root, ["run", "--in-place"])).ExitCode);
        string before = File.ReadAllText(path).Replace("\"old\"\n", "\"older\"\n", StringComparison.Ordinal);
        File.WriteAllText(path, before);

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--check"]);

        Assert.Equal(ExitCode.Stale, result.ExitCode);
        Assert.Contains("FAILED a: 3 passed, 1 stale", result.Output);
        Assert.Contains("  a · cell-1: ran, ", result.Output); // compared only when the notebook has ended
        Assert.Contains("  a · cell-3: passed, ", result.Output);
        Assert.Contains(
            "a, cell cell-1: stale\n  the committed output is stale; output 1, first difference in text/plain, line 1, character 4:\n    in the file: older\n    now:         old(end)", result.Output);
        Assert.Equal(before, File.ReadAllText(path));
        Assert.False(Directory.Exists(_repository["site"]));
    }

    public void Dispose() => _repository.Dispose();
}
