using System.Text;

namespace Attention.NotebookRunner.Commands;

/// <summary>
/// Standard output that ignores write errors (full disk, closed terminal): the run goes on, and <see cref="Failure"/>
/// keeps the reason.
/// </summary>
internal sealed class TolerantWriter(TextWriter writer) : TextWriter
{
    /// <summary>Why not all was written; null when all was.</summary>
    public string? Failure { get; private set; }

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Try(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => writer.Write(value));

    public override void WriteLine(string? value) => Try(() => writer.WriteLine(value));

    public override void Flush() => Try(writer.Flush);

    private void Try(Action write)
    {
        if (Failure is not null)
        {
            return;
        }
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e.Message;
        }
    }
}
