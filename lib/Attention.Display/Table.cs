using System.Text;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Numbers in rows and columns, with names: write it as the last expression of a cell.</summary>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = [MimeType.Html, MimeType.Plain])]
public sealed class Table : IDisplay
{
    private const int MostRows = 20,
        MostColumns = 16;

    private readonly string _title;
    private readonly Labels _rows,
        _columns;
    private readonly string[,] _cells;

    private Table(string title, Labels rows, Labels columns, Func<int, int, string> cell)
    {
        (_title, _rows, _columns) = (SafeText.Clean(title), rows, columns);
        _cells = new string[Math.Min(rows.Count, MostRows), Math.Min(columns.Count, MostColumns)];
        for (int i = 0; i < _cells.GetLength(0); i++)
        {
            for (int j = 0; j < _cells.GetLength(1); j++)
            {
                _cells[i, j] = cell(i, j);
            }
        }
    }

    /// <summary>
    /// Shows a matrix: a header of column names, then one line per row, numbers aligned right. At most 20 × 16 cells
    /// are shown, and what is left out is said.
    /// </summary>
    /// <param name="values">The matrix, rows × columns.</param>
    /// <param name="rows">The names of the rows; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="title">What stands above the table.</param>
    /// <param name="decimals">Decimals of all numbers, 0 … 4; as many as each column needs when omitted.</param>
    /// <exception cref="ArgumentException">There are not as many labels as rows or columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is not 0 … 4.</exception>
    public static Table Of(
        MatrixValues values,
        Labels? rows = null,
        Labels? columns = null,
        string title = "",
        int? decimals = null
    )
    {
        ArgumentNullException.ThrowIfNull(values);
        if (decimals is < 0 or > 4)
        {
            throw new ArgumentOutOfRangeException(nameof(decimals), decimals, "decimals must be 0 … 4.");
        }

        int[] shown =
        [
            .. Enumerable
                .Range(0, values.Columns)
                .Select(j => decimals ?? Number.Decimals(Enumerable.Range(0, values.Rows).Select(i => values[i, j]))),
        ];
        return new Table(
            title,
            Labels.For(rows, values.Rows, "rows"),
            Labels.For(columns, values.Columns, "columns"),
            (i, j) => Number.Text(values[i, j], shown[j])
        );
    }

    /// <summary>Shows a vector as one line of numbers below the names of its features.</summary>
    /// <param name="values">The vector.</param>
    /// <param name="names">The names of its entries; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the table.</param>
    /// <param name="decimals">Decimals of all numbers, 0 … 4; as many as they need when omitted.</param>
    /// <exception cref="ArgumentException">There are not as many names as values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is not 0 … 4.</exception>
    public static Table Of(VectorValues values, Labels? names = null, string title = "", int? decimals = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (decimals is < 0 or > 4)
        {
            throw new ArgumentOutOfRangeException(nameof(decimals), decimals, "decimals must be 0 … 4.");
        }

        int shown = decimals ?? Number.Decimals(values);
        return new Table(title, Labels.Create([""]), Labels.For(names, values.Count, "values"), (_, j) =>
            Number.Text(values[j], shown)
        );
    }

    /// <summary>The table for a web page; it takes the colours of the page it stands on.</summary>
    public string ToHtml()
    {
        const string Line = "border:0;border-bottom:1px solid rgba(128,128,128,.35)";
        var html = new StringBuilder(
            "<div style=\"overflow-x:auto\"><table class=\"attention-table\" style=\"border-collapse:collapse;margin:8px 0;font-variant-numeric:tabular-nums\">"
        );
        html.Append(
            _title.Length > 0
                ? $"<caption style=\"text-align:left;font-weight:600;padding:2px 0 6px\">{Escape.Html(_title)}</caption>"
                : ""
        );
        html.Append($"<thead><tr><td style=\"{Line}\"></td>");
        for (int j = 0; j < _cells.GetLength(1); j++)
        {
            html.Append(
                $"<th scope=\"col\" style=\"{Line};text-align:right;padding:3px 10px\">{Name(_columns[j], "<br>")}</th>"
            );
        }

        html.Append("</tr></thead><tbody>");
        for (int i = 0; i < _cells.GetLength(0); i++)
        {
            html.Append(
                $"<tr><th scope=\"row\" style=\"{Line};text-align:left;padding:3px 10px 3px 0\">{Name(_rows[i], " ")}</th>"
            );
            for (int j = 0; j < _cells.GetLength(1); j++)
            {
                html.Append($"<td style=\"{Line};text-align:right;padding:3px 10px\">{Escape.Html(_cells[i, j])}</td>");
            }

            html.Append("</tr>");
        }

        string omitted = Omitted;
        html.Append("</tbody>")
            .Append(
                omitted.Length > 0
                    ? $"<tfoot><tr><td colspan=\"{_cells.GetLength(1) + 1}\" style=\"border:0;text-align:left;padding:3px 0\">{Escape.Html(omitted)}</td></tr></tfoot>"
                    : ""
            );
        return html.Append("</table></div>").ToString();
    }

    /// <summary>The table for a terminal.</summary>
    public string ToPlainText() =>
        TextTable.Of(_title, _rows, _columns, (i, j) => _cells[i, j], _cells.GetLength(0), _cells.GetLength(1));

    /// <inheritdoc cref="ToPlainText"/>
    public override string ToString() => ToPlainText();

    string? IDisplay.Write(string mimeType) =>
        mimeType switch
        {
            MimeType.Html => ToHtml(),
            MimeType.Plain => ToPlainText(),
            _ => null,
        };

    private string Omitted => TextTable.Omitted(_rows.Count, _columns.Count, _cells.GetLength(0), _cells.GetLength(1));

    private static string Name(Label label, string between) =>
        Escape.Html(label.Text)
        + (
            label.Gloss?.Length > 0
                ? $"{between}<span style=\"font-weight:400;opacity:.75\">{Escape.Html(label.Gloss)}</span>"
                : ""
        );
}
