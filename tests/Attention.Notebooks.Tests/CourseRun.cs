using System.Diagnostics;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Commands;

namespace Attention.Notebooks.Tests;

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
