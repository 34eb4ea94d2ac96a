using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Numbers in rows and columns, with names: write it as the last expression of a cell.</summary>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = [MimeType.Html, MimeType.Plain])]
public sealed class Table : IDisplay
{
    private readonly NumberTable _table;

    private Table(NumberTable table) => _table = table;

    /// <summary>
    /// Shows a matrix: a header of column names, then one line per row, numbers aligned right. At most 20 × 16 cells
    /// are shown, and what is left out is said.
    /// </summary>
    /// <param name="values">The matrix, rows × columns.</param>
    /// <param name="rows">The names of the rows; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="title">What stands above the table.</param>
    /// <param name="decimals">Decimals of all numbers, 0 … 4; as many as each column needs when omitted.</param>
    /// <param name="missing">What stands where a number is NaN; NaN when omitted.</param>
    /// <param name="areRounded">Whether each number is shown with the decimals it has, at most four, and without zeros
    /// behind them: 32.3 below 0.454. Replaces <paramref name="decimals"/>.</param>
    /// <exception cref="ArgumentException">There are not as many labels as rows or columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is not 0 … 4.</exception>
    public static Table Of(
        MatrixValues values,
        Labels? rows = null,
        Labels? columns = null,
        string title = "",
        int? decimals = null,
        string? missing = null,
        bool areRounded = false
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
        return new Table(new(
            SafeText.Clean(title), Labels.For(rows, values.Rows, "rows"),
            Labels.For(columns, values.Columns, "columns"),
            (i, j) => missing is not null && double.IsNaN(values[i, j])
                ? SafeText.Clean(missing)
                : areRounded ? Number.Short(values[i, j]) : Number.Text(values[i, j], shown[j])));
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
        return new Table(new(
            SafeText.Clean(title), Labels.Create([""]), Labels.For(names, values.Count, "values"),
            (_, j) => Number.Text(values[j], shown)));
    }

    /// <summary>
    /// The table for a web page, in the page's colours. A wide table scrolls and keeps its row names in sight.
    /// </summary>
    public string ToHtml() => HtmlTable.Of(_table);

    /// <summary>The table for a terminal.</summary>
    public string ToPlainText() => TextTable.Of(_table);

    /// <inheritdoc cref="ToPlainText"/>
    public override string ToString() => ToPlainText();

    string? IDisplay.Write(string mimeType) => mimeType switch
    {
        MimeType.Html => ToHtml(),
        MimeType.Plain => ToPlainText(),
        _ => null,
    };
}
