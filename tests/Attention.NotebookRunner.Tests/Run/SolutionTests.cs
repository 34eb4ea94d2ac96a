using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class SolutionTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

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

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("FAILED chapter: 3 passed, 1 failed", result.Output);
        Assert.Contains(
            "chapter, cell cell-5: failed\n  with the model solutions: System.Exception: lost", result.Output);
        Assert.Contains("\"2\"", Outputs(_repository["out", "chapter.ipynb"], 2));
    }

    public void Dispose() => _repository.Dispose();
}
