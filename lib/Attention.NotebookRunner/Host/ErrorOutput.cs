using System.Text;

namespace Attention.NotebookRunner.Host;

/// <summary>What a process wrote to stderr, and what that says about its end.</summary>
internal sealed class ErrorOutput
{
    // A stack overflow prints thousands of frames; its first lines say all.
    private readonly byte[] _words = new byte[4096];
    private readonly Task _end;
    private int _length;

    public ErrorOutput(Stream error) => _end = KeepAsync(error);

    /// <summary>
    /// Waits until all is read, at most so long: a process that outlives this one may keep stderr open.
    /// </summary>
    public void Wait(int milliseconds) => _end.Wait(milliseconds);

    /// <summary>Why the process ended, as far as it said so; null when it did not.</summary>
    public string? Reason()
    {
        string words;
        lock (_words)
        {
            words = Encoding.UTF8.GetString(_words, 0, _length);
        }
        return words.Contains("Stack overflow", StringComparison.Ordinal)
            ? WhyStackOverflowed(words)
            : words.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)
                || words.Contains("OutOfMemory", StringComparison.Ordinal)
            ? "out of memory"
            : words.StartsWith("Unhandled exception", StringComparison.Ordinal)
            ? words.Split('\n')[0].Trim()
            : words.StartsWith("Process terminated", StringComparison.Ordinal) // the reason is in the next line
            ? string.Join(' ', words.Split('\n', 3).Take(2).Select(line => line.Trim()))
            : null;
    }

    /// <summary>The words begin with the methods that ran last.</summary>
    private static string WhyStackOverflowed(string words)
    {
        bool isCompiler = words.Contains(" at Microsoft.CodeAnalysis.", StringComparison.Ordinal)
            && !words.Contains(" at Submission#", StringComparison.Ordinal);
        return isCompiler
            ? "stack overflow of the compiler: the cell's code is nested too deeply"
            : "stack overflow: some method calls itself without end";
    }

    /// <summary>
    /// Keeps the first characters and discards the rest, so that the process never blocks on a full pipe. Reads blocks,
    /// because a line may be endless.
    /// </summary>
    private async Task KeepAsync(Stream error)
    {
        var block = new byte[4096];
        try
        {
            for (int count; (count = await error.ReadAsync(block)) > 0;)
            {
                lock (_words)
                {
                    int kept = Math.Min(count, _words.Length - _length);
                    block.AsSpan(0, kept).CopyTo(_words.AsSpan(_length));
                    _length += kept;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
    }
}
