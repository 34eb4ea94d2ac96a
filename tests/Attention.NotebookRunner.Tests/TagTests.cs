using Attention.NotebookRunner.Commands;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

public sealed class TagTests : IDisposable
{
    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task Tags_mean_what_the_help_says()
    {
        _repository.Write("tags",
            Code("throw new Exception(\"wanted\");", "raises-exception"),
            Code("#r \"nuget: Plotly.NET.Interactive, 5.0.0\"\nusing Plotly.NET.CSharp;", "optional"),
            Code("Chart.Nothing()", "optional"),
            Code("nonsense", "skip-execution"),
            Code("\"reached\""));
        _repository.Write("calm", Code("1", "raises-exception"));
        _repository.Write("wrong-optional", Code("nonsense", "optional"));
        _repository.Write("needed", Code("#r \"nuget: Plotly.NET.Interactive, 5.0.0\""));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--keep-going"]);

        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        Assert.Contains("ok     tags: 2 passed, 3 skipped", result.Output);
        Assert.Contains("tags, cell cell-2: skipped: needs Plotly.NET.Interactive 5.0.0\n", result.Output);
        Assert.Contains("calm, cell cell-1: failed\n  the cell is tagged raises-exception, but raised none", result.Output);
        Assert.Contains("wrong-optional, cell cell-1: failed", result.Output);
        Assert.Contains("needed, cell cell-1: failed\n  PackageMissing: needs Plotly.NET.Interactive 5.0.0: it extends the .NET Interactive kernel", result.Output);
        Assert.Contains("reached", Outputs(_repository["out", "tags.ipynb"], 5));
    }

    [Fact]
    public async Task A_package_that_no_source_has_is_missed_once_and_never_names_the_source()
    {
        File.WriteAllText(_repository["nuget.config"], $"""<configuration><packageSources><clear /><add key="only" value="{_repository.Root}" /></packageSources></configuration>""");
        _repository.Write("missing", Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\"", "optional"), Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\""));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);

        Assert.Equal(ExitCode.CellFailed, result.ExitCode);
        Assert.Contains("missing, cell cell-1: skipped: needs Surely.Not.A.Package 9.9.9\n", result.Output);
        Assert.Contains("missing, cell cell-2: failed\n  PackageMissing: needs Surely.Not.A.Package 9.9.9: no package source has it\n", result.Output);
        Assert.True(File.Exists(_repository[".attention", "packages", "surely.not.a.package.9.9.9", "missing"]));
    }

    public void Dispose() => _repository.Dispose();
}
