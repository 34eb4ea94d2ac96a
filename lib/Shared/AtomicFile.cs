namespace Attention.Shared;

/// <summary>
/// Replaces a file of our own, such as the record of a learner, as a whole: at every moment the old content or the new
/// one is there, never a part. Follows a symbolic link. The runner writes notebooks, pages and reports with
/// <c>FileReplacement</c>.
/// </summary>
internal static class AtomicFile
{
    /// <remarks>
    /// The new content is written to a temporary file in the same folder, because a rename is atomic only within one
    /// file system. A symbolic link stays, and the file that it points to is replaced.
    /// </remarks>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        if (new FileInfo(path) is { LinkTarget: not null } link)
        {
            path = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        // Two writers of one file must not share a temporary file, so its name is random.
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(path))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
