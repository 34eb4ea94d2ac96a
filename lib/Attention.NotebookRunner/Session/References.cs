using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Attention.NotebookRunner.Session;

/// <summary>
/// Resolves <c>#r "path"</c> against the notebook's folder. The file must lie inside <paramref name="allowed"/>, symbolic links followed first.
/// </summary>
internal sealed class References(string notebookFolder, IReadOnlyList<string> allowed) : MetadataReferenceResolver
{
    private readonly string[] _allowed = [.. allowed.Select(Canonical)];

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        string path = Path.Combine(notebookFolder, reference);
        if (!File.Exists(path))
        {
            throw new CellException("MissingReference", $"#r \"{reference}\": there is no such file. Build first: dotnet build");
        }
        path = Canonical(path);
        if (!Array.Exists(_allowed, folder => IsInside(path, folder)))
        {
            throw new CellException("ForbiddenReference", $"#r \"{reference}\" leads out of the repository. If that is meant, name the folder with --allow-path.");
        }
        return [MetadataReference.CreateFromFile(path, properties)];
    }

    /// <summary>The full path with every symbolic link on the way replaced by what it points to.</summary>
    public static string Canonical(string path)
    {
        string full = Path.GetFullPath(path);
        string result = Path.GetPathRoot(full)!;
        foreach (string part in full[result.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(result, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            result = info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Canonical(target.FullName) : next;
        }
        return result;
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => notebookFolder.GetHashCode(StringComparison.Ordinal);
}
