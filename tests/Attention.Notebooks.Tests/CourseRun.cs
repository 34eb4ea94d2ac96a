using System.Diagnostics;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Commands;

namespace Attention.Notebooks.Tests;

/// <summary>Two runs of the real program, each made when a test first asks for it: all notebooks as they are, and the chapters with the model solutions put in.</summary>
public sealed class CourseRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attention-course-").FullName;
    private readonly Lazy<Task<Dictionary<string, JsonNode>>> _asCommitted, _withSolutions;

    public CourseRun()
    {
        _asCommitted = new(() => RunAsync("committed.json", "--check"));
        _withSolutions = new(() => RunAsync("solved.json", [.. Chapters.Names.Select(name => name.Data), "--solutions", "--out", Path.Combine(_folder, "solved")]));
    }

    internal Task<Dictionary<string, JsonNode>> AsCommitted => _asCommitted.Value;

    internal Task<Dictionary<string, JsonNode>> WithSolutions => _withSolutions.Value;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
