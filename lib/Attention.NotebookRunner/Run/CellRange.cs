using System.Globalization;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>
/// Which cells of a notebook are asked for. The cells before them run too, because they need what those declare, but
/// only the outputs of the cells asked for change. The cells after them do not run.
/// </summary>
/// <param name="Cell">The id of the only cell, or of the last one with <paramref name="UpTo"/>.</param>
/// <param name="UpTo">Whether all cells up to that one are asked for.</param>
/// <param name="Section">The heading of the only section.</param>
internal sealed record CellRange(string? Cell = null, bool UpTo = false, string? Section = null)
{
    /// <summary>The indices of the first and the last cell asked for.</summary>
    /// <exception cref="UsageException">There is no such cell or section.</exception>
    public (int First, int Last) In(NotebookDocument notebook)
    {
        if (Cell is not null)
        {
            int at = notebook.Cells.ToList().FindIndex(c => c.Id == Cell);
            return at >= 0 ? (UpTo ? 0 : at, at)
                : throw new UsageException($"{notebook.Name}: there is no cell {Cell}.");
        }
        return Section is null ? (0, notebook.Cells.Count - 1) : InSection(notebook, Section);
    }

    /// <summary>From the heading to the next one of its level or a higher one.</summary>
    private static (int First, int Last) InSection(NotebookDocument notebook, string section)
    {
        int first = -1, level = 0;
        var headings = new List<string>();
        for (int i = 0; i < notebook.Cells.Count; i++)
        {
            foreach ((int headingLevel, string text) in Headings.Of(notebook.Cells[i]))
            {
                headings.Add(text);
                if (first < 0
                    && string.Compare(text, section, CultureInfo.InvariantCulture, CompareOptions.IgnoreCase) == 0)
                {
                    (first, level) = (i, headingLevel);
                }
                else if (first >= 0 && i > first && headingLevel <= level)
                {
                    return (first, i - 1);
                }
            }
        }
        return first >= 0
            ? (first, notebook.Cells.Count - 1)
            : throw new UsageException(
                $"{notebook.Name}: there is no section “{section}”; there are: {string.Join(", ", headings)}.");
    }
}
