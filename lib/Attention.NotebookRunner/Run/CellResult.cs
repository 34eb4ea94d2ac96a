using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

internal enum CellStatus
{
    Passed, Skipped, Failed, TimedOut, Stale, NotRun,
}

/// <summary>The result of one cell, and the reason for it.</summary>
internal sealed record CellResult(Cell Cell, CellStatus Status, TimeSpan Time, string Message = "")
{
    public bool Passed => Status is CellStatus.Passed or CellStatus.Skipped;
}

/// <summary>The result of one notebook: a copy of it with the new outputs, and the result of every cell.</summary>
internal sealed record NotebookResult(NotebookDocument Notebook, IReadOnlyList<CellResult> Cells, TimeSpan Time)
{
    public bool Passed => Cells.All(c => c.Passed);
}
