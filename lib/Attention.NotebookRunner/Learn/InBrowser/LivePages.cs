using System.Reflection;
using System.Text;
using System.Text.Json;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Learn.Record;
using Attention.NotebookRunner.Learn.Session;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Learn.InBrowser;

/// <summary>
/// Pages whose cells run in the learner's browser: the pages of the site, the front end of <c>learn</c> with a session
/// that lives in the page, and the program that runs C# there. Plain files for any web server.
/// </summary>
internal static class LivePages
{
    private const string Live = "live";

    private const string Head = """
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="live/live.css">
        <script type="module" src="live/in-browser.js"></script>

        """;

    private const string Measures =
        "it measures the computer, and a browser runs C# many times slower. Its outputs are measured outside one.";

    private const string NeedsPackages = "most of its cells need packages that a page cannot fetch.";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="IOException">The files cannot be written, or the program cannot be built.</exception>
    public static void Write(string folder, string root, IReadOnlyList<NotebookDocument> notebooks, SiteOptions options)
    {
        string live = Path.Combine(folder, Live);
        if (Directory.Exists(live))
        {
            Directory.Delete(live, recursive: true); // files of an earlier program have other names and would stay
        }
        Directory.CreateDirectory(live);
        BrowserProgram.Publish(root, Path.Combine(live, "dotnet"));
        var names = new PageNames(notebooks, folder, root, CourseMap.In(Path.GetDirectoryName(notebooks[0].Path)!));
        string[] still = [.. notebooks.Where(one => WhyNot(one) is not null).Select(names.Of)];
        new SiteWriter(folder, root, options with
        {
            Head = page => still.Contains(page) ? "" : Head,
            Note = notebook => WhyNot(notebook) is { } reason
                ? $"<p class=\"note\">This notebook does not run in the browser: {reason} To run it, install the course.</p>\n"
                : "",
        }).Write(notebooks);
        WriteScripts(folder, live);
        var chapters = notebooks.ToDictionary(
            notebook => Path.GetFileNameWithoutExtension(names.Of(notebook)), StringComparer.Ordinal);
        WriteJson(Path.Combine(live, "chapters.json"), chapters.ToDictionary(one => one.Key, one => new
        {
            Exercises = Chapter.CellsOf(one.Value).SelectMany(LearnerRecord.CheckedBy).Distinct(),
            Questions = ChapterCard.Predictions(one.Value),
        }));
        foreach ((string name, NotebookDocument notebook) in chapters.Where(one => WhyNot(one.Value) is null))
        {
            WriteJson(Path.Combine(live, name + ".json"), new { Cells = CellsOf(notebook) });
        }
    }

    /// <summary>Why a notebook stays as it is on its page; null where it runs there.</summary>
    private static string? WhyNot(NotebookDocument notebook)
    {
        Cell[] cells = [.. notebook.Cells.Where(cell => cell.Type == "code")];
        bool isMeasured =
            cells.Any(cell => cell.Has("volatile") && !cell.Has("optional") && cell.Outputs.Count > 0);
        return isMeasured ? Measures
            : 2 * cells.Count(cell => cell.Has("optional")) > cells.Length ? NeedsPackages
            : null;
    }

    /// <summary>
    /// The cells as the session in the page begins with them. An optional one needs a package that the program does not
    /// hold, so it stays as it is on the page.
    /// </summary>
    private static IEnumerable<object> CellsOf(NotebookDocument notebook) => LiveCell
        .Of(Chapter.CellsOf(notebook).Where(cell => !cell.Has("optional")))
        .Select(cell => new
        {
            cell.Id,
            cell.Text,
            Original = cell.Cell.Source,
            cell.Version,
            Earlier = 0,
            State = "idle",
            cell.Milliseconds,
            cell.Check,
            cell.IsCheck,
            cell.MakesState,
            Raises = cell.Cell.Has("raises-exception"),
            Checks = LearnerRecord.CheckedBy(cell.Cell),
            cell.Ran,
        });

    private static void WriteScripts(string folder, string live)
    {
        Assembly program = typeof(LivePages).Assembly;
        foreach (string resource in program.GetManifestResourceNames())
        {
            if (resource is "in-browser/offline.js")
            {
                Copy(resource, Path.Combine(folder, "offline.js")); // it answers for the pages of its folder
            }
            else if (resource is not "live/connection.js"
                && (resource.StartsWith("live/", StringComparison.Ordinal)
                    || resource.StartsWith("in-browser/", StringComparison.Ordinal)))
            {
                Copy(resource, Path.Combine(live, Path.GetFileName(resource)));
            }
        }
        foreach (string file in Directory.Exists(BrowserFiles.Monaco)
            ? Directory.EnumerateFiles(BrowserFiles.Monaco, "*", SearchOption.AllDirectories) : [])
        {
            string to = Path.Combine(folder, "monaco", Path.GetRelativePath(BrowserFiles.Monaco, file));
            FileReplacement.Write(to, File.ReadAllBytes(file));
        }

        void Copy(string resource, string path)
        {
            using Stream from = program.GetManifestResourceStream(resource)!;
            using var bytes = new MemoryStream();
            from.CopyTo(bytes);
            FileReplacement.Write(path, bytes.ToArray());
        }
    }

    private static void WriteJson<T>(string path, T value) =>
        FileReplacement.Write(path, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, Json)));
}
