using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;

namespace Attention.Notebooks.Tests;

/// <summary>The committed notebooks, found where they lie: a new one is tested without a word here.</summary>
public static class Chapters
{
    internal static Repository Repository { get; } =
        Repository.Find() ?? throw new InvalidOperationException("The tests must lie in the repository.");

    /// <summary>The chapters proper. Notebooks in the folder of extras keep fewer rules.</summary>
    public static TheoryData<string> Names =>
        [
            .. Repository
                .Notebooks()
                .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "notebooks")
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
