using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

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
