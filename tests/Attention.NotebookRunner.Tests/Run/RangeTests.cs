using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Parts of a notebook, and notebooks that throw.</summary>
public sealed class RangeTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Theory]
    [InlineData("--cell", "cell-4", "4")]
    [InlineData("--up-to", "cell-4", "2 4")]
    [InlineData("--section", "second PART", "4 5")]
    public async Task Only_the_outputs_of_the_cells_asked_for_change(string option, string value, string changed)
    {
        string path =
            _repository.Write(
            "a", Text("# First"), Code("int n = 1;\nn"), Text("## Second part"), Code("n + 1"), Code("n + 2"),
            Text("# Third"), Code("nonsense"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place", option, value]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            changed, string.Join(
            ' ', Enumerable.Range(1, 7).Where(cell => cell is 2 or 4 or 5 or 7 && Outputs(path, cell) != "[]")));
    }

    [Fact]
    public async Task A_cell_that_fails_before_the_one_asked_for_is_named()
    {
        _repository.Write("a", Code("nonsense"), Code("1"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place", "--cell", "cell-2"]);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("a, cell cell-1: failed", result.Output);
    }

    [Fact]
    public async Task With_allow_errors_the_cells_after_an_error_run_and_the_error_is_an_output()
    {
        string path = _repository.Write("a", Code("throw new Exception(\"wanted\");"), Code("1 + 1"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place", "--allow-errors"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("a, cell cell-1: warning: allowed: System.Exception: wanted", result.Output);
        Assert.Contains("wanted", Outputs(path, 1));
        Assert.Contains("\"2\"", Outputs(path, 2));
    }

    [Fact]
    public async Task A_notebook_that_takes_too_long_says_so_of_the_notebook_and_not_of_a_cell()
    {
        _repository.Write("a", Code("await Task.Delay(-1);"));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--timeout", "8"]);
        Assert.Equal(ExitCode.Timeout, result.ExitCode);
        Assert.Contains("a, cell cell-1: timed out\n  the notebook ran longer than 8 s and was stopped", result.Output);
    }

    [Fact]
    public async Task A_notebook_for_another_kernel_names_it()
    {
        string path = _repository.Write("a", Code("print(1)"));
        const string Python =
            "\"metadata\": {\"kernelspec\": {\"name\": \"python3\", \"language\": \"python\"}},\n \"nbformat\"";
        File.WriteAllText(
            path, File.ReadAllText(path).Replace("\"metadata\": {},\n \"nbformat\"", Python, StringComparison.Ordinal));
        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);
        Assert.Contains("the cell is for the kernel python3", result.Output);
    }

    [Theory]
    [InlineData("```cs")]
    [InlineData("~~~csharp")]
    [InlineData("````C#")]
    public void A_solution_may_stand_in_any_fence(string fence)
    {
        string close = fence[..fence.LastIndexOfAny(['`', '~'])] + fence[fence.LastIndexOfAny(['`', '~'])];
        string path =
            _repository.Write(
            "a", Code("int F() => 0;", "exercise"),
            Text($"<details>\n<summary>Solution</summary>\n\n{fence}\nint F() => 42;\n{close}\n\n</details>"));
        Assert.Equal([(0, "int F() => 42;")], Run.Solutions.Of(Documents.NotebookDocument.Read(path, path)));
    }

    public void Dispose() => _repository.Dispose();
}
