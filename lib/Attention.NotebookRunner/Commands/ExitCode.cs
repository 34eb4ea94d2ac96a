using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>The exit codes of all commands. The help text names them.</summary>
internal static class ExitCode
{
    public const int Success = 0, Failed = 1, Usage = 2, BadNotebook = 3, Timeout = 4, Stale = 5, Interrupted = 130;

    /// <summary>The code of the most serious result.</summary>
    public static int Of(IReadOnlyCollection<NotebookResult> results)
    {
        var problems = results.Select(r => r.Problem?.Kind).ToHashSet();
        var cells = results.SelectMany(r => r.Cells).Select(c => c.Status).ToHashSet();
        return problems.Contains(ProblemKind.BadFile) ? BadNotebook
            : problems.Contains(ProblemKind.DoesNotFit) ? Usage
            : cells.Contains(CellStatus.TimedOut) ? Timeout
            : cells.Contains(CellStatus.Failed) || problems.Contains(ProblemKind.NotWritten) ? Failed
            : cells.Contains(CellStatus.Stale) ? Stale
            : Success;
    }
}
