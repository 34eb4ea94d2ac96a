using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>Compares what a run showed with what the file holds.</summary>
internal static class StaleOutputs
{
    public static NotebookResult Mark(NotebookDocument committed, NotebookResult result)
    {
        var before = committed.Cells.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return result with { Cells = [.. result.Cells.Select(r => r.Status == CellStatus.Passed && OutputDifference.Matters(r.Cell) && OutputDifference.Of(before[r.Cell.Id].Outputs, r.Cell.Outputs) is { } difference
            ? r with { Status = CellStatus.Stale, Message = $"the committed output is stale; {difference}" }
            : r)] };
    }
}
