using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;
using Attention.Shared;

namespace Attention.NotebookRunner.Commands;

/// <summary>Where the course lies.</summary>
internal sealed partial record Repository(string Root)
{
    private const int FirstLines = 20;

    /// <summary>
    /// Looks upward from the current folder and then from the program; null when neither lies in the repository.
    /// </summary>
    public static Repository? Find() =>
        (RepositoryFolder.Above(Environment.CurrentDirectory) ?? RepositoryFolder.Above(AppContext.BaseDirectory))
            is { } root ? new Repository(root) : null;

    public string Site => Path.Combine(Root, "site");

    public string Assemblies => Path.Combine(Root, "lib", "bin");

    public string PackageCache => Path.Combine(Root, ".attention", "packages");

    /// <summary>The chapters in their order, then the extras.</summary>
    public string[] Notebooks() =>
        [.. NotebooksIn(Path.Combine(Root, "notebooks")), .. NotebooksIn(Path.Combine(Root, "notebooks", "extras"))];

    /// <summary>The chapters by the number in their title, then the others by the file's name.</summary>
    public static string[] NotebooksIn(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).OrderBy(ChapterNumber)]
        : [];

    /// <summary>Read from the first lines alone: whether the file is a good notebook is told later.</summary>
    private static int ChapterNumber(string path)
    {
        try
        {
            return FileFacts.Of(path).Kind == FileKind.Regular
                ? File.ReadLines(path).Take(FirstLines).Select(line => Title().Match(line))
                    .Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value))
                    .FirstOrDefault(int.MaxValue)
                : int.MaxValue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return int.MaxValue;
        }
    }

    [GeneratedRegex(""" "# ([0-9]{1,4}) · """)]
    private static partial Regex Title();
}
