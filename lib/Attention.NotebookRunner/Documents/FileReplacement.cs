using System.Globalization;

namespace Attention.NotebookRunner.Documents;

/// <summary>Somebody saved the file after it was read; it was left as it is.</summary>
internal sealed class FileChangedException(string savedAs)
    : IOException($"it was changed while it ran, and was left as it is; the new outputs are in {savedAs}");

/// <summary>
/// Replaces a notebook, a page or a report as a whole: at every moment the old content or the new one is there, never
/// a part. What a user may have put at such a path is looked at first. For files of our own in a folder of our own,
/// <see cref="Shared.AtomicFile"/> is enough.
/// </summary>
internal static class FileReplacement
{
    /// <summary>
    /// Creates or replaces a file. A symbolic link of that name is replaced, and what it points to stays.
    /// </summary>
    /// <exception cref="IOException">There is no room, or the name is taken by a folder, a device or a
    /// pipe.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        path = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(path) ?? throw new IOException($"{path} is a folder");
        Directory.CreateDirectory(folder);
        bool isLink = new FileInfo(path).LinkTarget is not null;
        FileKind kind = isLink ? FileKind.Missing : FileFacts.Of(path).Kind;
        if (kind is FileKind.Folder or FileKind.Special)
        {
            throw new IOException(
                $"{path} is {(kind == FileKind.Folder ? "a folder" : "a device or a pipe")}, not a file");
        }
        using var temporary = TemporaryFile.Create(folder, bytes, kind == FileKind.Regular ? ModeOf(path) : null);
        temporary.MoveTo(path);
    }

    /// <summary>
    /// Replaces <paramref name="before"/>, the content that was read from the file, by <paramref name="bytes"/>. Owner
    /// and permissions stay. A symbolic link stays, and the file that it points to is replaced.
    /// </summary>
    /// <exception cref="FileChangedException">The file no longer holds <paramref name="before"/>.</exception>
    /// <exception cref="IOException">See <see cref="WhyNot"/>.</exception>
    public static void Update(string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> bytes)
    {
        path = RealPath.Of(path);
        if (WhyNot(path) is { } reason)
        {
            throw new IOException(reason);
        }
        FileFacts facts = FileFacts.Of(path);
        using var temporary = TemporaryFile.Create(Path.GetDirectoryName(path)!, bytes, ModeOf(path));
        KeepOwner(temporary.Path, facts);
        if (Linux.Exchange(temporary.Path, path))
        {
            // What was in the file now has the temporary name, so an edit saved at the last moment is not lost.
            ReadOnlySpan<byte> replaced = File.ReadAllBytes(temporary.Path);
            if (!replaced.SequenceEqual(before) && !replaced.SequenceEqual(bytes))
            {
                Linux.Exchange(temporary.Path, path);
                throw Changed(path, bytes);
            }
            return;
        }
        ReadOnlySpan<byte> current = File.ReadAllBytes(path);
        if (!current.SequenceEqual(before) && !current.SequenceEqual(bytes))
        {
            throw Changed(path, bytes);
        }
        temporary.MoveTo(path);
    }

    /// <summary>Why a file must not be replaced; null when it may be.</summary>
    public static string? WhyNot(string path)
    {
        path = RealPath.Of(path);
        FileFacts facts = FileFacts.Of(path);
        return facts.Kind == FileKind.Missing ? "it was deleted while it ran"
            : facts.Kind != FileKind.Regular ? "it is no regular file"
            : facts.Links > 1 ? $"it has {facts.Links} names (hard links), and the others would keep the old content"
            : IsReadOnly(path) ? "it is read-only"
            : WhyNotInto(Path.GetDirectoryName(path)!);
    }

    /// <summary>Why no file can be created in a folder, which need not exist yet; null when it can.</summary>
    public static string? WhyNotInto(string folder)
    {
        string existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing))
        {
            if (Path.Exists(existing) || new FileInfo(existing).LinkTarget is not null)
            {
                return $"{existing} is no folder";
            }
            existing = Path.GetDirectoryName(existing)!;
        }
        try
        {
            TemporaryFile.Create(existing, [], null).Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot write into {existing}";
        }
    }

    private static FileChangedException Changed(string path, ReadOnlySpan<byte> bytes)
    {
        string aside = FreeName(path);
        Write(aside, bytes);
        return new FileChangedException(Path.GetFileName(aside));
    }

    /// <summary>
    /// A name beside the file that nothing has yet. It does not end in .ipynb, because a run of the folder must not
    /// take the file for a notebook.
    /// </summary>
    private static string FreeName(string path)
    {
        string name = path + ".new";
        for (int number = 2; Path.Exists(name) || new FileInfo(name).LinkTarget is not null; number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{path}.new{number}");
        }
        return name;
    }

    private static UnixFileMode? ModeOf(string path) => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path);

    private static bool IsReadOnly(string path)
    {
        const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        return ModeOf(path) is { } mode ? (mode & Write) == 0 : new FileInfo(path).IsReadOnly;
    }

    private static void KeepOwner(string temporary, FileFacts facts)
    {
        FileFacts created = FileFacts.Of(temporary);
        bool isOther = (created.Owner, created.Group) != (facts.Owner, facts.Group);
        if (isOther && !Linux.ChangeOwner(temporary, facts.Owner!.Value, facts.Group!.Value))
        {
            throw new IOException("it belongs to another user or group, and replacing it would change that");
        }
    }
}
