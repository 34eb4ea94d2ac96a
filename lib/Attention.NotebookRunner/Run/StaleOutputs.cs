using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>Compares what a run showed with what the file holds.</summary>
internal static class StaleOutputs
{
    private static readonly string[] Ignored = ["volatile", "nbval-ignore-output", "optional"];

    public static NotebookResult Mark(NotebookDocument committed, NotebookResult result)
    {
        var before = committed.Cells.ToDictionary(c => c.Id, StringComparer.Ordinal);
        return result with { Cells = [.. result.Cells.Select(r => r.Status == CellStatus.Passed && r.Cell.Type == "code" && !r.Cell.Tags.Intersect(Ignored).Any() && Difference(before[r.Cell.Id], r.Cell) is { } difference ? r with { Status = CellStatus.Stale, Message = difference } : r)] };
    }

    private static string? Difference(Cell before, Cell now)
    {
        string[] old = NotebookJson.Write(before.Outputs).Split('\n'), current = NotebookJson.Write(now.Outputs).Split('\n');
        int at = Enumerable.Range(0, Math.Max(old.Length, current.Length)).FirstOrDefault(i => i >= old.Length || i >= current.Length || old[i] != current[i], -1);
        return at < 0 ? null : $"the committed output is stale; first difference:\n  in the file: {Line(old, at)}\n  now:         {Line(current, at)}";
    }

    private static string Line(string[] lines, int at)
    {
        string line = at < lines.Length ? lines[at].Trim() : "(nothing)";
        return line.Length > 160 ? line[..160] + "…" : line;
    }
}
