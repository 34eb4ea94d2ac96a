using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// The bytes of a notebook file: a regular file of bounded size, UTF-8 without BOM, with LF line ends.
/// </summary>
internal static class NotebookFile
{
    /// <summary>In bytes. What this program writes is never larger, because it must be able to read it again.</summary>
    public const int LargestSize = 64 << 20;

    /// <exception cref="FormatException">What is wrong, and at which byte.</exception>
    public static byte[] Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        if (bytes.Length > LargestSize)
        {
            throw new FormatException($"larger than {LargestSize >> 20} MB: clear its outputs");
        }
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new FormatException("UTF-16 at byte 1: save it as UTF-8");
        }
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            throw new FormatException("a byte order mark at byte 1: save it as UTF-8 without BOM");
        }
        if (bytes.AsSpan().IndexOfAny((byte)0, (byte)'\r') is >= 0 and int at)
        {
            int line = bytes.AsSpan(0, at).Count((byte)'\n') + 1;
            throw new FormatException(bytes[at] == 0
                ? $"a NUL at byte {at + 1}"
                : $"line {line} ends in CRLF: save it with LF line ends");
        }
        return Utf8.IsValid(bytes) ? bytes
            : throw new FormatException($"invalid UTF-8 at byte {FirstInvalid(bytes) + 1}");
    }

    private static byte[] ReadBytes(string path)
    {
        switch (FileFacts.Of(path).Kind)
        {
            case FileKind.Missing:
                throw new FormatException("there is no such file");
            case FileKind.Folder:
                throw new FormatException("a folder, not a file");
            case FileKind.Special:
                throw new FormatException("a device or a pipe, not a file");
        }
        try
        {
            using var file =
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // One byte more than the length, to notice a file that grows while it is read; never more than the limit.
            var bytes = new byte[Math.Clamp(file.Length, 0, LargestSize) + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length == bytes.Length && length <= LargestSize
                ? throw new FormatException("it grows while it is read")
                : bytes[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException("it cannot be read");
        }
    }

    private static int FirstInvalid(byte[] bytes)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out int length) == OperationStatus.Done)
        {
            at += length;
        }
        return at;
    }
}
