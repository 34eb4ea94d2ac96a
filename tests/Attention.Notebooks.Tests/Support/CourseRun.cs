using System.Diagnostics;
using System.Xml.Linq;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;

namespace Attention.Notebooks.Tests;

/// <summary>A cell as the report tells of it: "passed", "skipped", or the kind of its failure.</summary>
internal sealed record ReportedCell(string Id, string Status, string Message);

/// <summary>
/// One run of the real program over all notebooks, made when a test first asks for it: each as it is committed, then a
/// second time from its first exercise with the model solutions put in. They share processes, as they do in the
/// README's first command; their outputs were made in processes of their own.
/// </summary>
public sealed class CourseRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attention-course-").FullName;
    private readonly Lazy<Task<Dictionary<string, ReportedCell[]>>> _report;

    public CourseRun() => _report = new(RunAsync);

    internal Task<Dictionary<string, ReportedCell[]>> Report => _report.Value;

    /// <summary>The copy that shows what the notebook shows with its exercises solved.</summary>
    internal async Task<NotebookDocument> SolvedAsync(string name)
    {
        await Report;
        return NotebookDocument.Read(Path.Combine(_folder, Path.GetFileName(name)), name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<Dictionary<string, ReportedCell[]>> RunAsync()
    {
        string? extension = OperatingSystem.IsWindows() ? ".exe" : null;
        string program = Path.ChangeExtension(typeof(Repository).Assembly.Location, extension);
        string report = Path.Combine(_folder, "report.xml");
        // From the last to the first: the one that takes longest by far comes late in the course.
        IEnumerable<string> notebooks = Chapters.AllNames.Select(name => name.Data).Reverse();
        string[] options = ["--check", "--solutions", "--keep-going", "--share", "--out", _folder, "--junit", report];
        string[] arguments = ["run", .. notebooks, .. options];
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Chapters.Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(report), await output + await error);
        return XDocument.Load(report).Root!.Elements("testsuite").ToDictionary(
            suite => (string)suite.Attribute("name")!, suite => suite.Elements("testcase").Select(Reported).ToArray());
    }

    private static ReportedCell Reported(XElement test)
    {
        string id = (string)test.Attribute("name")!;
        return test.Element("failure") is { } failure
            ? new ReportedCell(id, (string)failure.Attribute("type")!, failure.Value)
            : test.Element("skipped") is { } skipped
            ? new ReportedCell(id, "skipped", (string)skipped.Attribute("message")!)
            : new ReportedCell(id, "passed", "");
    }
}
