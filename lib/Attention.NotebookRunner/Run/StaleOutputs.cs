using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>Compares what a run showed with what the file holds.</summary>
internal static class StaleOutputs
{
    public static NotebookResult Mark(NotebookDocument committed, NotebookResult result)
    {
        var before = committed.Cells.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return result with { Cells = [.. result.Cells.Select(Compared)] };

        CellResult Compared(CellResult now) =>
            now.Status == CellStatus.Passed && OutputDifference.Matters(now.Cell) && OutputDifference.Of(before[now.Cell.Id].Outputs, now.Cell.Outputs) is { } difference
                ? now with { Status = CellStatus.Stale, Message = $"the committed output is stale; {difference}" }
                : now;
    }
}
