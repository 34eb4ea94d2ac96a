namespace Attention.NotebookRunner.Documents;

/// <summary>Full paths in which every symbolic link is replaced by what it points to.</summary>
internal static class RealPath
{
    /// <summary>Names that differ in case are one file on Windows and on macOS.</summary>
    private static readonly StringComparison Names =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <exception cref="IOException">The links form a circle.</exception>
    public static string Of(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return full;
        }
        string result = Path.Combine(Of(folder), Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(result) ? new DirectoryInfo(result) : new FileInfo(result);
        return entry.LinkTarget is null ? result : Of(entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
    }

    public static bool IsInside(string path, string folder)
    {
        string real = Of(folder);
        return Of(path)
            .StartsWith(Path.EndsInDirectorySeparator(real) ? real : real + Path.DirectorySeparatorChar, Names);
    }

    public static bool AreSame(string path, string other) => string.Equals(Of(path), Of(other), Names);
}
