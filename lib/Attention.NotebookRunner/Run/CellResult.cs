using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

internal enum CellStatus
{
    Passed, Skipped, Failed, TimedOut, Stale, NotRun,
}

/// <summary>The result of one cell, and the reason for it.</summary>
internal sealed record CellResult(Cell Cell, CellStatus Status, TimeSpan Time, string Message = "")
{
    /// <summary>What a person should look at although nothing failed, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public bool Passed => Status is CellStatus.Passed or CellStatus.Skipped;

    /// <summary>Whether a report counts it: it has something to run or to check.</summary>
    public bool IsTest => Cell.Type == "code" || Status != CellStatus.Passed || Prose.Read(Cell).Checks.Count > 0;

    public string StatusName => Status switch
    {
        CellStatus.TimedOut => "timed out",
        CellStatus.NotRun => "not run",
        _ => Status.ToString().ToLowerInvariant(),
    };
}
