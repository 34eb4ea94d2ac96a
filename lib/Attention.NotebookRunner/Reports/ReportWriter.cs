using System.Xml.Linq;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Run;

namespace Attention.NotebookRunner.Reports;

/// <summary>The reports that a run was asked for.</summary>
internal sealed class ReportWriter(string? trx, string? junit)
{
    private readonly (ReportFile File, Func<IEnumerable<NotebookResult>, XElement> Of)[] _reports =
    [
        .. trx is null ? []
            : new[] { (new ReportFile(trx), (Func<IEnumerable<NotebookResult>, XElement>)TrxReport.Of) },
        .. junit is null ? []
            : new[] { (new ReportFile(junit), (Func<IEnumerable<NotebookResult>, XElement>)JUnitReport.Of) },
    ];

    /// <summary>Writes what is known so far.</summary>
    /// <returns>What went wrong, a line for each report that could not be written.</returns>
    public string[] Write(IReadOnlyList<NotebookResult> results, bool isEnd)
    {
        var problems = new List<string>();
        foreach ((ReportFile file, Func<IEnumerable<NotebookResult>, XElement> of)
            in _reports.Where(report => isEnd || report.File.IsFile))
        {
            try
            {
                file.Write(of(results).ToString());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"a report could not be written: {Printable.Line(e.Message)}");
            }
        }
        return [.. problems];
    }
}
