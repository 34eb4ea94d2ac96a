using System.Text;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Tables for a terminal, with columns that align where Chinese characters take two places.</summary>
internal static class TextTable
{
    public static string Of(Chart chart) => string.Join('\n',
        new[] { chart.Title }.Concat(chart.Numbers.Select(Of)).Concat(chart.Remarks).Where(text => text.Length > 0));

    public static string Of(NumberTable table)
    {
        string[] heads = ["", .. table.Columns.Take(table.ShownColumns).Select(label => label.ToString())];
        string[][] lines =
        [
            heads,
            .. Enumerable.Range(0, table.ShownRows).Select(i => (string[])
                [table.Rows[i].ToString(), .. Enumerable.Range(0, table.ShownColumns).Select(j => table.Cell(i, j))]),
        ];
        int[] widths = [.. heads.Select((_, j) => lines.Max(line => TextSize.Cells(line[j])))];
        var text = new StringBuilder();
        text.Append(table.Title.Length > 0 ? table.Title + "\n" : "");
        foreach (string[] line in lines)
        {
            IEnumerable<string> aligned = line.Select((entry, j) =>
                j == 0 ? entry + Blank(entry, widths[j]) : Blank(entry, widths[j]) + entry);
            text.Append(string.Join("  ", aligned).TrimEnd()).Append('\n');
        }

        return (text + table.Omitted).TrimEnd('\n');
    }

    private static string Blank(string text, int width) => new(' ', width - TextSize.Cells(text));
}
