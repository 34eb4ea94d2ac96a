using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// New content for a file, written and flushed to the disk beside it, because a rename is atomic only within one file
/// system. The name is unique: two writers never share one. What a killed process left behind is deleted by the next
/// writer in the same folder: the name holds the process's id, and the file is locked while the process lives.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = ".attention-", Suffix = ".tmp";

    private readonly FileStream _file;

    private TemporaryFile(FileStream file) => (_file, Path) = (file, file.Name);

    public string Path { get; }

    public static TemporaryFile Create(string folder, ReadOnlySpan<byte> bytes, UnixFileMode? mode)
    {
        DeleteLeftBehind(folder);
        string random = Convert.ToHexString(RandomNumberGenerator.GetBytes(6));
        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{random}{Suffix}");
        var options =
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            // Until it is complete nobody else may read what may be a private file.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var temporary = new TemporaryFile(new FileStream(System.IO.Path.Combine(folder, name), options));
        try
        {
            temporary._file.Write(bytes);
            temporary._file.Flush(flushToDisk: true);
            if (mode is { } wanted && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary.Path, wanted);
            }
            return temporary;
        }
        catch
        {
            temporary.Dispose();
            throw;
        }
    }

    /// <summary>Gives the content its final name. What had that name is gone.</summary>
    public void MoveTo(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            _file.Dispose(); // Windows does not rename an open file
        }
        File.Move(Path, path, overwrite: true);
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Path);
    }

    private static void DeleteLeftBehind(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, Prefix + "*" + Suffix))
        {
            string id = System.IO.Path.GetFileName(path)[Prefix.Length..].Split('-')[0];
            if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                || IsRunning(process))
            {
                continue;
            }
            try
            {
                using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another container's process, or another user's: not ours to delete.
            }
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
