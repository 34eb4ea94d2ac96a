using System.Text;

namespace Attention.Display.Rendering;

/// <summary>A table for a terminal, with columns that align where Chinese characters take two places.</summary>
internal static class TextTable
{
    public static string Of(
        string title,
        Labels rows,
        Labels columns,
        Func<int, int, string> cell,
        int shownRows,
        int shownColumns
    )
    {
        string[][] lines =
        [
            ["", .. columns.Take(shownColumns).Select(label => label.ToString())],
            .. Enumerable
                .Range(0, shownRows)
                .Select(i =>
                    (string[])[rows[i].ToString(), .. Enumerable.Range(0, shownColumns).Select(j => cell(i, j))]
                ),
        ];
        int[] widths =
        [
            .. Enumerable.Range(0, shownColumns + 1).Select(j => lines.Max(line => TextSize.Cells(line[j]))),
        ];
        var text = new StringBuilder();
        text.Append(title.Length > 0 ? title + "\n" : "");
        foreach (string[] line in lines)
        {
            string aligned = string.Join(
                "  ",
                line.Select((entry, j) => j == 0 ? entry + Blank(entry, widths[j]) : Blank(entry, widths[j]) + entry)
            );
            text.Append(aligned.TrimEnd()).Append('\n');
        }

        return (text + Omitted(rows.Count, columns.Count, shownRows, shownColumns)).TrimEnd('\n');
    }

    /// <summary>What is said about rows and columns that are not shown, or "".</summary>
    public static string Omitted(int rows, int columns, int shownRows, int shownColumns) =>
        rows == shownRows && columns == shownColumns
            ? ""
            : $"… of {rows} rows × {columns} columns the first {shownRows} × {shownColumns} are shown";

    private static string Blank(string text, int width) => new(' ', width - TextSize.Cells(text));
}
