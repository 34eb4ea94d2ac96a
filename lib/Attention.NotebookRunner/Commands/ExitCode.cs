using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>The exit codes of all commands. The help text names them.</summary>
internal static class ExitCode
{
    public const int Success = 0, CellFailed = 1, Usage = 2, BadNotebook = 3, Timeout = 4, Stale = 5, Interrupted = 130;

    /// <summary>The code of the most serious result.</summary>
    public static int Of(IEnumerable<NotebookResult> results)
    {
        var seen = results.SelectMany(r => r.Cells).Select(c => c.Status).ToHashSet();
        return seen.Contains(CellStatus.TimedOut) ? Timeout
            : seen.Contains(CellStatus.Failed) ? CellFailed
            : seen.Contains(CellStatus.Stale) ? Stale
            : Success;
    }
}
