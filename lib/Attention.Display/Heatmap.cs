using Attention.Display.Model;
using Attention.Display.Rendering;
using Attention.Lib;

namespace Attention.Display;

/// <summary>Matrices as coloured cells: scores, masks, weights, differences.</summary>
public static partial class Heatmap
{
    /// <summary>
    /// Draws one matrix: a grid of coloured cells with the numbers in them where they fit, row names on the left,
    /// column names above, and a colour bar below.
    /// </summary>
    /// <remarks>
    /// Hidden cells are hatched, so that a hidden key never looks like a share of 0: cells that are not finite, and
    /// cells that hold 0 and that <paramref name="mask"/> hides. A matrix of only 0 and −∞ is drawn as a mask. A matrix
    /// of whole numbers, at most four different ones, has no colour bar, because its numbers say all.
    /// </remarks>
    /// <param name="values">The matrix, rows × columns.</param>
    /// <param name="rows">The names of the rows, for instance the words that ask; numbers 0, 1, 2 … when
    /// omitted.</param>
    /// <param name="columns">The names of the columns, for instance the words that answer.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="scale">How numbers become colours; diverging where a value is negative, else sequential.</param>
    /// <param name="rowAxis">What the rows are: "query".</param>
    /// <param name="columnAxis">What the columns are: "key".</param>
    /// <param name="hover">
    /// What the pointer shows over a cell (row, column), below its names; see <see cref="Hover"/> for ready-made ones
    /// that spell the arithmetic.
    /// </param>
    /// <param name="max">The value of the deepest colour, to compare figures; the largest magnitude when
    /// omitted.</param>
    /// <param name="decimals">Decimals of the numbers in the cells, 0 … 4; as many as they need when omitted.</param>
    /// <param name="mask">The mask that made the weights; what it hides is hatched. No mask when omitted.</param>
    /// <param name="colorBar">False leaves out the bar, where the numbers are addresses and not amounts.</param>
    /// <exception cref="ArgumentException">
    /// There are not as many labels as rows or columns, the matrix is empty, or the mask does not fit it.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="decimals"/> or <paramref name="max"/> is out of range.
    /// </exception>
    public static Figure Of(
        MatrixValues values, Labels? rows = null, Labels? columns = null, string title = "",
        ColorScale scale = ColorScale.Auto, string rowAxis = "", string columnAxis = "",
        Func<int, int, string>? hover = null, double? max = null, int? decimals = null, AttentionMask mask = default,
        bool colorBar = true)
    {
        ArgumentNullException.ThrowIfNull(values);
        var names = Names.For(values, rows, columns, rowAxis, columnAxis);
        title = SafeText.Clean(title);
        CellLayout layout = values.Columns > 10 ? names.WideLayout(540, decimals, values)
            : names.Layout(288, decimals, values);
        Cells cells = CellsOf(values, layout, Hidden(values, mask), scale, hover, max, decimals);
        Panel panel = layout.PanelAt(0, Chart.TitleHeight(title), "", cells, colorBar && !cells.IsFewIntegers);
        return new Figure(Plot.Single(title, panel) with
        {
            Alt = Say(AltText.Begin("Heatmap", title), names, cells),
            Numbers = [Table("", names, cells)],
        });
    }

    private static Cells CellsOf(
        MatrixValues values, CellLayout layout, bool[] hidden, ColorScale scale, Func<int, int, string>? hover,
        double? max, int? decimals)
    {
        if (decimals is < 0 or > 4)
        {
            throw new ArgumentOutOfRangeException(nameof(decimals), decimals, "decimals must be 0 … 4.");
        }

        if (max is { } limit && !(limit > 0 && double.IsFinite(limit)))
        {
            throw new ArgumentOutOfRangeException(nameof(max), max, "max must be positive and finite.");
        }

        double[] all = values.All.ToArray(), finite = [.. all.Where(double.IsFinite)];
        bool diverging = scale == ColorScale.Diverging || (scale == ColorScale.Auto && finite.Any(value => value < 0));
        double high = max ?? finite.Select(value => diverging ? Math.Abs(value) : value).DefaultIfEmpty(0).Max();
        high = high > 0 ? high : 1;
        int shown = decimals ?? Number.Decimals(finite);
        bool isMask = all.Contains(double.NegativeInfinity) && all.All(value => value is 0 or double.NegativeInfinity);
        var cells = new Cells(
            values, hidden, diverging, diverging ? -high : Math.Min(0, finite.DefaultIfEmpty(0).Min()), high, shown, 0,
            [.. Each(values).Select(p => hover?.Invoke(p.Row, p.Column) ?? Number.Short(values[p.Row, p.Column]))])
        {
            IsMask = isMask,
            IsFewIntegers = max is null && all.All(double.IsInteger) && all.Distinct().Count() <= 4,
        };
        double font = layout.FontFor(Each(values).Select(p => cells.Text(p.Row, p.Column)));
        return cells with { FontSize = font, IsFewIntegers = cells.IsFewIntegers && font > 0 };
    }

    /// <summary>Cells that are not finite, and cells of value 0 that the mask hides.</summary>
    private static bool[] Hidden(MatrixValues values, AttentionMask mask)
    {
        MatrixView bias = mask.Materialize(values.Rows, values.Columns);
        return [.. Each(values).Select(p => !double.IsFinite(values[p.Row, p.Column])
            || (values[p.Row, p.Column] == 0 && float.IsNegativeInfinity(bias[p.Row, p.Column])))];
    }

    private static IEnumerable<(int Row, int Column)> Each(MatrixValues values) =>
        from i in Enumerable.Range(0, values.Rows) from j in Enumerable.Range(0, values.Columns) select (i, j);

    /// <summary>One sentence: the size of the matrix, its largest cell, and how much is hidden.</summary>
    private static string Say(string what, Names names, Cells cells)
    {
        MatrixValues values = cells.Values;
        var finite = Each(values).Where(p => double.IsFinite(values[p.Row, p.Column])).ToArray();
        string said = $"{what}, {values.Rows} rows × {values.Columns} columns";
        if (finite.Length > 0 && !cells.IsMask)
        {
            (int row, int column) = finite.MaxBy(p => values[p.Row, p.Column]);
            string number = Number.Text(values[row, column], cells.Decimals);
            said += $"; the largest value is {number} ({names.Rows[row]} → {names.Columns[column]})";
        }

        int hidden = cells.Hidden.Count(cell => cell);
        return said + (hidden > 0 ? $"; {hidden} of {cells.Hidden.Count} cells are hidden." : ".");
    }

    private static NumberTable Table(string title, Names names, Cells cells) => new(
        title, names.Rows, names.Columns,
        (i, j) => cells.IsHidden(i, j) && cells.Values[i, j] == 0 ? "hidden" : cells.Text(i, j));

    /// <summary>The names along both sides, checked against the matrix.</summary>
    private sealed record Names(Labels Rows, Labels Columns, string RowAxis, string ColumnAxis)
    {
        public static Names For(MatrixValues values, Labels? rows, Labels? columns, string rowAxis, string columnAxis)
        {
            if (values.Rows == 0 || values.Columns == 0)
            {
                throw new ArgumentException(
                    $"A heatmap needs at least one cell, but the matrix is {values.Rows} × {values.Columns}.",
                    nameof(values));
            }

            return new(
                Labels.For(rows, values.Rows, "rows"), Labels.For(columns, values.Columns, "columns"),
                SafeText.Clean(rowAxis), SafeText.Clean(columnAxis));
        }

        public CellLayout Layout(double room, int? decimals, params MatrixValues[] matrices) =>
            Layout(room, decimals, matrices, isTight: false);

        /// <summary>
        /// The layout of more than ten columns. A picture is as wide as a telephone can show at once, unless it has
        /// too many columns for it or its numbers can only be read in cells that fill <paramref name="room"/>.
        /// </summary>
        public CellLayout WideLayout(double room, int? decimals, params MatrixValues[] matrices)
        {
            CellLayout wide = Layout(room, decimals, matrices), narrow = wide;
            for (int i = 0; i < 3; i++)
            {
                // Narrower cells may need more room beside them, for instance for names that lean over the edge.
                double left = Chart.TelephoneWidth - narrow.Left - narrow.Right;
                narrow = Layout(left, decimals, matrices, isTight: Columns.Count <= 24);
            }

            bool isRead = narrow.FontFor(matrices.SelectMany(matrix => Texts(matrix, decimals))) >= 12;
            return narrow.Left + narrow.Width + narrow.Right <= Chart.TelephoneWidth
                && (Columns.Count <= 24 ? isRead : Columns.Count <= 36) ? narrow : wide;
        }

        private CellLayout Layout(double room, int? decimals, MatrixValues[] matrices, bool isTight) => new(
            Rows, Columns, RowAxis, ColumnAxis, room, matrices.SelectMany(matrix => Texts(matrix, decimals)), isTight);

        public static string[] Texts(MatrixValues matrix, int? decimals)
        {
            double[] all = matrix.All.ToArray();
            int shown = decimals ?? Number.Decimals(all);
            return [.. all.Select(value => Number.Text(value, shown))];
        }
    }
}
