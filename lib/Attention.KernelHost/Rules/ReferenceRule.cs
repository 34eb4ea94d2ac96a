namespace Attention.KernelHost.Rules;

/// <summary>
/// Where <c>#r "path"</c> may lead: into <paramref name="allowedFolders"/>, symbolic links followed first.
/// </summary>
internal sealed class ReferenceRule(IEnumerable<string> allowedFolders)
{
    private readonly string[] _allowed = [.. allowedFolders.Select(Canonical)];

    /// <exception cref="CellFailure">The file is missing or lies elsewhere.</exception>
    public void Check(string reference)
    {
        string path = Path.GetFullPath(reference); // from the current folder, as the kernel does it
        if (!File.Exists(path))
        {
            // A name without a folder may be an assembly of .NET itself, which the kernel finds by its name.
            if (Path.GetFileName(reference) == reference)
            {
                return;
            }
            throw new CellFailure(
                "MissingReference",
                $"#r \"{reference}\": there is no such file. Build first: dotnet build");
        }
        path = Canonical(path);
        if (!Array.Exists(_allowed, folder => IsInside(path, folder)))
        {
            throw new CellFailure(
                "ForbiddenReference",
                $"#r \"{reference}\" leads out of the repository. "
                    + "If that is meant, name the folder with --allow-path.");
        }
    }

    /// <summary>The full path with every symbolic link on the way replaced by its target.</summary>
    private static string Canonical(string path)
    {
        string full = Path.GetFullPath(path);
        string result = Path.GetPathRoot(full)!;
        foreach (string part in full[result.Length..].Split(
            Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(result, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            result = info.LinkTarget is null
                ? next
                : Canonical(info.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        }
        return result;
    }

    private static bool IsInside(string path, string folder) => path.StartsWith(
        Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar,
        StringComparison.Ordinal);
}
