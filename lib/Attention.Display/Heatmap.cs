using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Matrices as coloured cells: scores, masks, weights, differences.</summary>
public static partial class Heatmap
{
    /// <summary>
    /// Draws one matrix: a grid of coloured cells with the numbers in them where they fit, row names on the left,
    /// column names above, and a colour bar.
    /// </summary>
    /// <param name="values">The matrix, rows × columns. What is not finite (a hidden score is −∞) stays grey.</param>
    /// <param name="rows">The names of the rows, for instance the words that ask (queries); numbers 0, 1, 2 … when
    /// omitted.</param>
    /// <param name="columns">The names of the columns, for instance the words that answer (keys).</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="scale">How numbers become colours; by default diverging where a value is negative, else
    /// sequential.</param>
    /// <param name="rowAxis">What the rows are: "query".</param>
    /// <param name="columnAxis">What the columns are: "key".</param>
    /// <param name="hover">What the pointer shows over a cell (row, column), below its names; see <see cref="Hover"/>
    /// for ready-made ones that spell the arithmetic.</param>
    /// <param name="max">The value of the deepest colour, to compare figures; the largest magnitude in the matrix when
    /// omitted.</param>
    /// <param name="decimals">Decimals of the numbers in the cells, 0 … 4; as many as the values need when
    /// omitted.</param>
    /// <exception cref="ArgumentException">There are not as many labels as rows or columns, or the matrix is
    /// empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> or <paramref name="max"/> is out of
    /// range.</exception>
    public static Figure Of(
        MatrixValues values,
        Labels? rows = null,
        Labels? columns = null,
        string title = "",
        ColorScale scale = ColorScale.Auto,
        string rowAxis = "",
        string columnAxis = "",
        Func<int, int, string>? hover = null,
        double? max = null,
        int? decimals = null
    )
    {
        ArgumentNullException.ThrowIfNull(values);
        var names = Names.For(values, rows, columns, rowAxis, columnAxis);
        title = SafeText.Clean(title);
        CellLayout layout = names.Layout(room: 540);
        Cells cells = CellsOf(values, names, layout, scale, hover, max, decimals);
        Panel panel = layout.PanelAt(
            Chart.Edge + layout.Left,
            Chart.TitleHeight(title) + layout.Top,
            "",
            cells,
            colorBar: true
        );
        double right = Math.Max(CellLayout.ColorBarWidth(cells), layout.Overhang) + Chart.Edge;
        double width = Math.Max(panel.Box.Right + right, TextSize.Width(title, 16) + 2 * Chart.Edge);
        return new Figure(
            new Chart(title, width, panel.Box.Bottom + Chart.Edge, [panel])
            {
                Alt = Words(title.Length > 0 ? $"Heatmap “{title}”" : "Heatmap", values, names, cells),
                Plain = Table(title, values, names, cells),
            }
        );
    }

    private static Cells CellsOf(
        MatrixValues values,
        Names names,
        CellLayout layout,
        ColorScale scale,
        Func<int, int, string>? hover,
        double? max,
        int? decimals
    )
    {
        if (decimals is < 0 or > 4)
        {
            throw new ArgumentOutOfRangeException(nameof(decimals), decimals, "decimals must be 0 … 4.");
        }

        if (max is { } limit && !(limit > 0 && double.IsFinite(limit)))
        {
            throw new ArgumentOutOfRangeException(nameof(max), max, "max must be positive and finite.");
        }

        double[] finite = [.. values.All.ToArray().Where(double.IsFinite)];
        bool diverging = scale == ColorScale.Diverging || (scale == ColorScale.Auto && finite.Any(value => value < 0));
        double high = max ?? finite.Select(value => diverging ? Math.Abs(value) : value).DefaultIfEmpty(0).Max();
        high = high > 0 ? high : 1;
        double low = diverging ? -high : Math.Min(0, finite.DefaultIfEmpty(0).Min());

        int shown = decimals ?? Number.Decimals(finite);
        double font = layout.FontFor(values.All.ToArray().Select(value => Number.Text(value, shown)));
        string Hovered(int i, int j) =>
            $"{names.Place(names.Rows[i].ToString(), names.Columns[j].ToString())}\n{hover?.Invoke(i, j) ?? Number.Short(values[i, j])}";
        bool plain = hover is null && finite.Length == values.Rows * values.Columns && layout.NamesEveryCell;
        return new Cells(
            values,
            diverging,
            low,
            high,
            shown,
            font,
            [
                .. from i in Enumerable.Range(0, values.Rows)
                from j in Enumerable.Range(0, values.Columns)
                select Hovered(i, j),
            ]
        )
        {
            HoverTemplate = plain ? names.Place("%{y}", "%{x}") : null,
        };
    }

    /// <summary>The largest and smallest cell and, in a small heatmap, where each row looks most.</summary>
    private static string Words(string what, MatrixValues values, Names names, Cells cells)
    {
        var places = (
            from i in Enumerable.Range(0, values.Rows)
            from j in Enumerable.Range(0, values.Columns)
            select (i, j)
        ).ToArray();
        var finite = places.Where(p => double.IsFinite(values[p.i, p.j])).ToArray();
        string Name((int i, int j) p) =>
            $"{names.Rows[p.i]} → {names.Columns[p.j]} ({Number.Text(values[p.i, p.j], cells.Decimals)})";
        var said = new List<string> { $"{what}, {values.Rows} rows × {values.Columns} columns." };
        if (finite.Length > 0)
        {
            said.Add(
                $"Largest: {Name(finite.MaxBy(p => values[p.i, p.j]))}; smallest: {Name(finite.MinBy(p => values[p.i, p.j]))}."
            );
        }

        if (finite.Length < places.Length)
        {
            said.Add($"{places.Length - finite.Length} of {places.Length} cells are hidden or not a number.");
        }

        if (values.Rows <= 12 && values.Columns > 1)
        {
            said.Add(
                "Largest in each row: "
                    + string.Join("; ", finite.GroupBy(p => p.i).Select(row => Name(row.MaxBy(p => values[p.i, p.j]))))
                    + "."
            );
        }

        return string.Join(" ", said);
    }

    private static string Table(string title, MatrixValues values, Names names, Cells cells) =>
        TextTable.Of(
            title,
            names.Rows,
            names.Columns,
            (i, j) => Number.Text(values[i, j], cells.Decimals),
            Math.Min(values.Rows, 20),
            Math.Min(values.Columns, 16)
        );

    /// <summary>The names along both sides, checked against the matrix.</summary>
    private sealed record Names(Labels Rows, Labels Columns, string RowAxis, string ColumnAxis)
    {
        public static Names For(MatrixValues values, Labels? rows, Labels? columns, string rowAxis, string columnAxis)
        {
            if (values.Rows == 0 || values.Columns == 0)
            {
                throw new ArgumentException(
                    $"A heatmap needs at least one cell, but the matrix is {values.Rows} × {values.Columns}.",
                    nameof(values)
                );
            }

            return new(
                Labels.For(rows, values.Rows, "rows"),
                Labels.For(columns, values.Columns, "columns"),
                Axis(rowAxis),
                Axis(columnAxis)
            );
        }

        // The names of the axes enter a pattern of plotly.js, where %{ would begin a variable.
        private static string Axis(string name) => SafeText.Clean(name).Replace("%{", "% {", StringComparison.Ordinal);

        /// <summary>A row and a column, as in "query 苹果 → key 甜".</summary>
        public string Place(string row, string column) =>
            $"{(RowAxis + " " + row).Trim()} → {(ColumnAxis + " " + column).Trim()}";

        public CellLayout Layout(double room) => new(Rows, Columns, RowAxis, ColumnAxis, room);
    }
}
