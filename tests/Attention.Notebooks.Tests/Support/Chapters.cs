using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;

namespace Attention.Notebooks.Tests;

/// <summary>The committed notebooks, found where they lie: a new one is tested without a word here.</summary>
public static class Chapters
{
    internal static Repository Repository { get; } =
        Repository.Find() ?? throw new InvalidOperationException("The tests must lie in the repository.");

    /// <summary>Pages that ask nothing of the reader, and keep fewer rules than a chapter.</summary>
    private static readonly string[] s_pages = ["gallery", "text-1", "text-2"];

    /// <summary>The chapters, with those in the folder of extras.</summary>
    public static TheoryData<string> Names =>
        [
            .. Repository
                .Notebooks()
                .Where(path => !s_pages.Contains(Path.GetFileNameWithoutExtension(path)))
                .Select(Name),
        ];

    /// <summary>All notebooks.</summary>
    public static TheoryData<string> AllNames => [.. Repository.Notebooks().Select(Name)];

    internal static NotebookDocument Read(string name) =>
        NotebookDocument.Read(Path.Combine(Repository.Root, name), name);

    internal static IEnumerable<Cell> Code(this NotebookDocument notebook) =>
        notebook.Cells.Where(c => c.Type == "code");

    internal static IEnumerable<Cell> Markdown(this NotebookDocument notebook) =>
        notebook.Cells.Where(c => c.Type == "markdown");

    private static string Name(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
}
