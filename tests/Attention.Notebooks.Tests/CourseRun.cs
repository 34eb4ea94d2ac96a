using System.Diagnostics;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;

namespace Attention.Notebooks.Tests;

/// <summary>
/// One run of the real program over all notebooks, made when a test first asks for it: each as it is committed, then on
/// from its first exercise with the model solutions put in.
/// </summary>
public sealed class CourseRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attention-course-").FullName;
    private readonly Lazy<Task<Dictionary<string, JsonNode>>> _report;

    public CourseRun() => _report = new(RunAsync);

    internal Task<Dictionary<string, JsonNode>> Report => _report.Value;

    /// <summary>The copy that shows what the notebook shows with its exercises solved.</summary>
    internal async Task<NotebookDocument> SolvedAsync(string name)
    {
        await Report;
        return NotebookDocument.Read(Path.Combine(_folder, Path.GetFileName(name)), name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<Dictionary<string, JsonNode>> RunAsync()
    {
        string program = Path.ChangeExtension(
                typeof(Repository).Assembly.Location,
                OperatingSystem.IsWindows() ? ".exe" : null
            ),
            report = Path.Combine(_folder, "report.json");
        // From the last to the first: the one that takes longest by far comes late in the course.
        string[] arguments =
        [
            "run",
            .. Chapters.AllNames.Select(name => name.Data).Reverse(),
            "--check",
            "--solutions",
            "--keep-going",
            "--out",
            _folder,
            "--json",
            report,
        ];
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Chapters.Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(report), await output + await error);
        return JsonNode.Parse(await File.ReadAllTextAsync(report))!["notebooks"]!
            .AsArray()
            .ToDictionary(n => (string)n!["name"]!, n => n!);
    }
}
