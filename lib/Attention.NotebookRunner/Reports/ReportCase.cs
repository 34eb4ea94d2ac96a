using System.Security.Cryptography;
using System.Text;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Reports;

/// <summary>
/// One test of a report: a cell that had something to run or to check, or a problem of the whole notebook.
/// </summary>
/// <param name="Notebook">The notebook's name, unique within the report.</param>
/// <param name="Name">The cell's id, or "notebook".</param>
/// <param name="Status">What became of it.</param>
/// <param name="Time">How long it ran.</param>
/// <param name="Message">Why; empty when there is nothing to say.</param>
internal sealed record ReportCase(string Notebook, string Name, CellStatus Status, TimeSpan Time, string Message)
{
    public bool Failed => Status is CellStatus.Failed or CellStatus.TimedOut or CellStatus.Stale;

    public bool DidNotRun => Status is CellStatus.Skipped or CellStatus.NotRun;

    /// <summary>The same in every run, so that a server can follow one test over time.</summary>
    public Guid Id(string kind) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}/{Notebook}/{Name}")).AsSpan(0, 16));

    public static IEnumerable<ReportCase> Of(NotebookResult result)
    {
        IEnumerable<ReportCase> cells = result.Cells.Where(c => c.IsTest)
            .Select(c => new ReportCase(result.Name, c.Cell.Id, c.Status, c.Time, MessageOf(c)));
        if (result.Problem is not { } problem)
        {
            return cells;
        }
        CellStatus status = problem.Kind == ProblemKind.NotFinished ? CellStatus.NotRun : CellStatus.Failed;
        return cells.Append(new ReportCase(result.Name, "(notebook)", status, result.Time, problem.Message));
    }

    private static string MessageOf(CellResult cell) =>
        cell.Message.Length > 0 || cell.Passed ? cell.Message : cell.StatusName;
}
