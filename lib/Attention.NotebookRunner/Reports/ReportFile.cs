using System.Text;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Reports;

/// <summary>
/// Where a report goes. A file is replaced as a whole, each time a notebook has ended, so that an interrupted run has a
/// report too. A device, a pipe or <c>-</c> (standard output) gets the report once, at the end.
/// </summary>
internal sealed class ReportFile(string path)
{
    public const string StandardOutput = "-";

    public bool IsFile { get; } = path != StandardOutput && !IsDevice(path);

    public void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\n");
        if (IsFile)
        {
            FileReplacement.Write(path, bytes);
            return;
        }
        using Stream stream = path == StandardOutput
            ? Console.OpenStandardOutput()
            : new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(bytes);
    }

    /// <summary>
    /// Also a redirected standard stream: /dev/stdout leads to a file that the shell has open, which must stay.
    /// </summary>
    private static bool IsDevice(string path)
    {
        string full = Path.GetFullPath(path);
        bool isUnderDevices = full.StartsWith("/dev/", StringComparison.Ordinal)
            || full.StartsWith("/proc/", StringComparison.Ordinal);
        return (isUnderDevices && File.Exists(full)) || FileFacts.Of(full).Kind == FileKind.Special;
    }
}
