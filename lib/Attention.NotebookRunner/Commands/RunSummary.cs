using System.Globalization;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Commands;

/// <summary>What a run says at its end.</summary>
internal static class RunSummary
{
    private static readonly CellStatus[] Counted =
    [
        CellStatus.Passed, CellStatus.Skipped, CellStatus.Failed, CellStatus.TimedOut, CellStatus.Stale,
        CellStatus.NotRun,
    ];

    /// <summary>One line for a notebook. A markdown cell counts where it has something to check.</summary>
    public static string Line(NotebookResult result)
    {
        CellResult[] tests = [.. result.Cells.Where(c => c.IsTest)];
        IEnumerable<string> counts = Counted
            .Select(status => (status, Cells: tests.Where(c => c.Status == status).ToArray()))
            .Where(group => group.Cells.Length > 0)
            .Select(group => $"{group.Cells.Length} {group.Cells[0].StatusName}");
        string cells = tests.Length > 0 ? string.Join(", ", counts) : "nothing to run";
        string outcome = result.Passed ? "ok    " : "FAILED";
        string name = Printable.Line(result.Name);
        return string.Create(
            CultureInfo.InvariantCulture, $"{outcome} {name}: {cells}, {result.Time.TotalSeconds:0.0} s");
    }

    /// <param name="results">All results.</param>
    /// <param name="unreported">Those whose line has not been printed.</param>
    /// <param name="notebooks">How many notebooks were to run.</param>
    /// <param name="isComplete">Whether the run came to its end; false when it was interrupted.</param>
    public static IEnumerable<string> Of(
        IReadOnlyList<NotebookResult> results,
        IReadOnlyList<NotebookResult> unreported,
        int notebooks,
        bool isComplete)
    {
        foreach (NotebookResult result in results)
        {
            if (unreported.Contains(result) && result.Notebook is not null)
            {
                yield return Line(result);
            }
            foreach (string line in Details(result))
            {
                yield return line;
            }
        }
        if (SlowestCells(results) is { } slowest)
        {
            yield return slowest;
        }
        int ran = results.Count(r => r.Notebook is not null);
        if (ran < notebooks)
        {
            string hint = isComplete ? "; --keep-going goes on after a failure" : "";
            yield return $"{notebooks - ran} of {notebooks} notebooks were not started, or not finished{hint}.";
        }
    }

    private static IEnumerable<string> Details(NotebookResult result)
    {
        string name = Printable.Line(result.Name);
        // A reason is said once: all cells with pictures of a trained model lack the same package.
        Dictionary<string, int> skipped = result.Cells.Where(IsMissed)
            .GroupBy(cell => cell.Message).ToDictionary(group => group.Key, group => group.Count());
        foreach (CellResult cell in result.Cells)
        {
            string place = $"{name}, cell {Printable.Line(cell.Cell.Id)}";
            if (cell.Status is CellStatus.Failed or CellStatus.TimedOut or CellStatus.Stale)
            {
                yield return $"\n{place}: {cell.StatusName}";
                yield return "  " + Printable.Lines(cell.Message).Replace("\n", "\n  ", StringComparison.Ordinal);
            }
            else if (IsMissed(cell) && skipped.TryGetValue(cell.Message, out int cells))
            {
                string more = cells == 1 ? "" : $" and {cells - 1} more";
                yield return $"{place}{more}: skipped: {Printable.Line(cell.Message)}";
                skipped.Remove(cell.Message);
            }
            foreach (string warning in cell.Warnings)
            {
                yield return $"{place}: warning: {Printable.Line(warning)}";
            }
        }
        if (result is { Problem: { Kind: ProblemKind.NotWritten } problem, Notebook: not null })
        {
            yield return $"\n{problem.Message}";
        }
    }

    private static bool IsMissed(CellResult cell) => cell.Status == CellStatus.Skipped && cell.Cell.Has("optional");

    private static string? SlowestCells(IReadOnlyList<NotebookResult> results)
    {
        string[] slowest =
        [
            .. results.SelectMany(r => r.Cells.Select(cell => (r.Name, Cell: cell)))
                .Where(c => c.Cell.Time > TimeSpan.FromSeconds(1)).OrderByDescending(c => c.Cell.Time).Take(3)
                .Select(c => string.Create(
                    CultureInfo.InvariantCulture, $"{c.Name} · {c.Cell.Cell.Id} {c.Cell.Time.TotalSeconds:0.0} s")),
        ];
        return slowest.Length == 0 ? null : Printable.Line($"Slowest cells: {string.Join(", ", slowest)}");
    }
}
