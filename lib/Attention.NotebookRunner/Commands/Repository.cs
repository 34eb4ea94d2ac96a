using Attention.Shared;

namespace Attention.NotebookRunner.Commands;

/// <summary>Where the course lies.</summary>
internal sealed record Repository(string Root)
{
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

    public static string[] NotebooksIn(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)] : [];
}
