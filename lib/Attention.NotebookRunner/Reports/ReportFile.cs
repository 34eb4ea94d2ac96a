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

    /// <summary>A pipe that nobody reads, or a reader that has stopped, must not hold the run for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public bool IsFile { get; } = path != StandardOutput && !IsDevice(path);

    public void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\n");
        if (IsFile)
        {
            FileReplacement.Write(path, bytes);
            return;
        }
        if (path == StandardOutput)
        {
            using Stream output = Console.OpenStandardOutput();
            output.Write(bytes);
        }
        else
        {
            Task writing = Task.Run(() => WriteToDevice(bytes));
            if (Task.WaitAny([writing], Patience) < 0)
            {
                throw new IOException($"nobody reads {path}");
            }
            writing.GetAwaiter().GetResult();
        }
    }

    private void WriteToDevice(byte[] bytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
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
