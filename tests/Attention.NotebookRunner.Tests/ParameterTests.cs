using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class ParameterTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

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

    public void Dispose() => _repository.Dispose();
}
