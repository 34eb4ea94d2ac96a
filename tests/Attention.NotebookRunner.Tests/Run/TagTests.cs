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
            Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\"\nusing Surely.Not;", "optional"),
            Code("Package.Nothing()", "optional"),
            Code("nonsense", "skip-execution"),
            Code("\"reached\""));
        _repository.Write("calm", Code("1", "raises-exception"));
        _repository.Write("wrong-optional", Code("nonsense", "optional"));
        _repository.Write("needed", Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\""));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--keep-going"]);

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("ok     tags: 2 passed, 3 skipped", result.Output);
        Assert.Contains("tags, cell cell-2 and 1 more: skipped: needs Surely.Not.A.Package 9.9.9\n", result.Output);
        Assert.Contains(
            "calm, cell cell-1: failed\n  the cell is tagged raises-exception, but raised none", result.Output);
        Assert.Contains("wrong-optional, cell cell-1: failed", result.Output);
        Assert.Contains(
            "needed, cell cell-1: failed\n  PackageMissing: needs Surely.Not.A.Package 9.9.9: ", result.Output);
        Assert.Contains("reached", Outputs(_repository["out", "tags.ipynb"], 5));
    }

    [Fact]
    public async Task A_package_that_no_source_has_is_missed_once_and_never_names_the_source()
    {
        File.WriteAllText(
            _repository["nuget.config"],
            $"""<configuration><packageSources><clear /><add key="only" value="{_repository.Root}" /></packageSources></configuration>""");
        _repository.Write(
            "missing", Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\"", "optional"),
            Code("#r \"nuget: Surely.Not.A.Package, 9.9.9\""));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("missing, cell cell-1: skipped: needs Surely.Not.A.Package 9.9.9\n", result.Output);
        Assert.Contains(
            "missing, cell cell-2: failed\n  PackageMissing: needs Surely.Not.A.Package 9.9.9: no package source has it\n", result.Output);
        Assert.True(File.Exists(_repository[".attention", "packages", "surely.not.a.package.9.9.9", "missing"]));
    }

    [Fact]
    public async Task A_package_that_a_library_misses_skips_optional_cells_and_texts_and_says_how_to_fetch_it()
    {
        _repository.Write("model",
            Code("""
                Exception missing = new("not here");
                missing.Data["package"] = "Some.Model, 1.2.3";
                missing.Data["fetch"] = "dotnet restore some/folder";
                """),
            Code("int model = 2;\nthrow missing;", "optional"),
            Text("skipped, too: 3<!--= model -->", "optional"),
            Code("model + 1", "optional"),
            Code("\"next\""));
        _repository.Write("needed", Code("""
            Exception missing = new("not here");
            missing.Data["package"] = "Some.Model, 1.2.3";
            throw missing;
            """));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--keep-going"]);

        Assert.Contains("ok     model: 2 passed, 3 skipped", result.Output);
        Assert.Contains(
            "model, cell cell-2 and 2 more: skipped: needs Some.Model 1.2.3: dotnet restore some/folder\n",
            result.Output);
        Assert.Contains(
            "needed, cell cell-1: failed\n  PackageMissing: needs Some.Model 1.2.3: not here", result.Output);
    }

    [Fact]
    public async Task A_silent_package_source_skips_an_optional_cell_and_its_time_is_not_the_cells()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start(); // accepts and never answers
        int port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        File.WriteAllText(_repository["nuget.config"], $"""
            <configuration><packageSources><clear />
            <add key="x" value="http://127.0.0.1:{port}/v3/index.json" allowInsecureConnections="true" />
            </packageSources></configuration>
            """);
        _repository.Write("silent", Code("#r \"nuget: Some.Thing, 9.9.9\"", "optional"), Code("\"next\""));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out", "--cell-timeout", "30"]);

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("ok     silent: 1 passed, 1 skipped", result.Output);
        Assert.Contains("next", Outputs(_repository["out", "silent.ipynb"], 2));
    }

    [Fact]
    public async Task A_package_with_a_native_library_works_and_names_no_path()
    {
        string path = _repository.Write("native",
            Code("#r \"nuget: Microsoft.Data.Sqlite, 9.0.0\""),
            Code("""
                using Microsoft.Data.Sqlite;
                SQLitePCL.Batteries_V2.Init();
                var c = new SqliteConnection("Data Source=:memory:");
                c.Open();
                typeof(SqliteConnection).Assembly.Location + c.ServerVersion.Length
                """));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place"]);

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("(package ", Outputs(path, 2));
    }

    [Fact]
    public async Task A_chart_of_Plotly_NET_is_drawn_and_not_kept_in_the_notebook()
    {
        string path = _repository.Write("chart", Code("""
            #r "nuget: Plotly.NET.Interactive, 5.0.0"
            #r "nuget: Plotly.NET.CSharp, 0.13.0"
            Plotly.NET.CSharp.Chart.Heatmap<double, string, string, string>(zData: new[] { new[] { 0.5 } }, X: new[] { "</script>" }, Y: new[] { "b" })
            """, "optional"));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--in-place", "--out", "out"]);

        Assert.Contains("ok     chart: 1 passed", result.Output);
        string outputs = Outputs(_repository["out", "chart.ipynb"], 1);
        Assert.Contains("application/vnd.plotly.v1+json", outputs);
        Assert.Contains("It needs Plotly.js", outputs);
        Assert.DoesNotContain("requirejs", outputs);
        Assert.DoesNotContain("\"</script>\\\"", outputs);
        Assert.Equal("[]", Outputs(path, 1));
    }

    [Fact]
    public async Task A_notebook_of_another_kernel_is_refused_by_its_name()
    {
        string path = _repository.Write("python", Code("print(1)"));
        File.WriteAllText(path, File.ReadAllText(path).Replace(
            "\"metadata\": {},\n \"nbformat\"",
            "\"metadata\": {\"kernelspec\": {\"name\": \"python3\"}},\n \"nbformat\""));

        Runner result = await Runner.RunAsync(_repository.Root, ["run", "--out", "out"]);

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("the cell is for the kernel python3", result.Output);
    }

    public void Dispose() => _repository.Dispose();
}
