using System.Diagnostics;
using System.Text.Json.Nodes;
using Attention.NotebookRunner;
using Attention.NotebookRunner.Documents;

namespace Attention.Notebooks.Tests;

/// <summary>The committed notebooks, found where they lie: a new one is tested without a word here.</summary>
public static class Chapters
{
    internal static Repository Repository { get; } = Repository.Find() ?? throw new InvalidOperationException("The tests must lie in the repository.");

    /// <summary>The chapters proper. Notebooks in the folder of extras keep fewer rules.</summary>
    public static TheoryData<string> Names => [.. Repository.Notebooks().Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "notebooks").Select(Name)];

    /// <summary>All notebooks.</summary>
    public static TheoryData<string> AllNames => [.. Repository.Notebooks().Select(Name)];

    internal static NotebookDocument Read(string name) => NotebookDocument.Read(Path.Combine(Repository.Root, name), name);

    internal static IEnumerable<Cell> Code(this NotebookDocument notebook) => notebook.Cells.Where(c => c.Type == "code");

    internal static IEnumerable<Cell> Markdown(this NotebookDocument notebook) => notebook.Cells.Where(c => c.Type == "markdown");

    private static string Name(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
}

/// <summary>Two runs of the real program over all notebooks: as they are, and with the model solutions put in.</summary>
public sealed class CourseRun : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attention-course-").FullName;

    internal Dictionary<string, JsonNode> AsCommitted { get; private set; } = [];

    internal Dictionary<string, JsonNode> WithSolutions { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        AsCommitted = await RunAsync("committed.json", "--check");
        WithSolutions = await RunAsync("solved.json", "--solutions", "--out", Path.Combine(_folder, "solved"));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<Dictionary<string, JsonNode>> RunAsync(string report, params string[] arguments)
    {
        string program = Path.ChangeExtension(typeof(Repository).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null), path = Path.Combine(_folder, report);
        var start = new ProcessStartInfo(program, ["run", "--keep-going", "--json", path, .. arguments]) { WorkingDirectory = Chapters.Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(path), await output + await error);
        return JsonNode.Parse(await File.ReadAllTextAsync(path))!["notebooks"]!.AsArray().ToDictionary(n => (string)n!["name"]!, n => n!);
    }
}
