using Attention.Display.Model;

namespace Attention.Display;

public static partial class Heatmap
{
    private const double Between = 26;

    /// <summary>
    /// Draws several matrices of the same shape side by side, each below its name: mask → masked scores → weights.
    /// </summary>
    /// <param name="matrices">Names and matrices, from left to right: <c>[("mask", mask), ("weights",
    /// weights)]</c>.</param>
    /// <param name="rows">The names of the rows, written once on the left; numbers when omitted.</param>
    /// <param name="columns">The names of the columns, written above each matrix.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="oneScale">All matrices share one colour range, shown by one bar, so that equal colours mean equal
    /// numbers; otherwise each has its own, and numbers in the cells or a bar of its own.</param>
    /// <param name="rowAxis">What the rows are: "query".</param>
    /// <param name="columnAxis">What the columns are: "key".</param>
    /// <param name="hover">What the pointer shows over a cell: matrix (from 0), row, column.</param>
    /// <param name="decimals">Decimals of the numbers in the cells, 0 … 4; as many as the values of each matrix need
    /// when omitted.</param>
    /// <exception cref="ArgumentException">There is no matrix, they differ in shape, or the labels do not
    /// match.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is not 0 … 4.</exception>
    public static Figure Row(
        (Label Name, MatrixValues Values)[] matrices,
        Labels? rows = null,
        Labels? columns = null,
        string title = "",
        bool oneScale = false,
        string rowAxis = "",
        string columnAxis = "",
        Func<int, int, int, string>? hover = null,
        int? decimals = null
    )
    {
        Names names = CommonNames(matrices, rows, columns, rowAxis, columnAxis);
        CellLayout layout = names.Layout(Math.Max(750.0 / matrices.Length, 120));
        Cells[] cells = OneFont([
            .. matrices.Select(
                (m, n) =>
                    CellsOf(
                        m.Values,
                        names,
                        layout,
                        ColorScale.Auto,
                        hover is null ? null : (i, j) => hover(n, i, j),
                        null,
                        decimals
                    )
            ),
        ]);
        return SideBySide(SafeText.Clean(title), matrices, names, layout, oneScale ? OneScale(cells) : cells, n =>
            oneScale ? n == cells.Length - 1 : cells[n].FontSize == 0
        );
    }

    /// <summary>
    /// Draws what was expected, what came out, and the difference of the two (blue: too large, orange: too small,
    /// white: right).
    /// </summary>
    /// <param name="expected">The right values.</param>
    /// <param name="actual">The values to compare with them, of the same shape.</param>
    /// <param name="rows">The names of the rows; numbers when omitted.</param>
    /// <param name="columns">The names of the columns; numbers when omitted.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="expectedName">The name above the first matrix.</param>
    /// <param name="actualName">The name above the second.</param>
    /// <exception cref="ArgumentException">The matrices differ in shape, or the labels do not match.</exception>
    public static Figure Difference(
        MatrixValues expected,
        MatrixValues actual,
        Labels? rows = null,
        Labels? columns = null,
        string title = "",
        string expectedName = "expected",
        string actualName = "got"
    )
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        (Label Name, MatrixValues Values)[] pair = [(expectedName, expected), (actualName, actual)];
        Names names = CommonNames(pair, rows, columns, "", "");

        // Equal values differ by nothing, also where both are −∞.
        MatrixValues difference = expected.Zip(actual, (a, b) => a.Equals(b) ? 0 : b - a);
        (Label Name, MatrixValues Values)[] matrices = [.. pair, ($"{actualName} − {expectedName}", difference)];
        CellLayout layout = names.Layout(750.0 / 3);
        Cells[] both = [.. pair.Select(m => CellsOf(m.Values, names, layout, ColorScale.Auto, null, null, null))];
        Cells apart = CellsOf(
            difference,
            names,
            layout,
            ColorScale.Diverging,
            (i, j) =>
                $"{Number.Short(actual[i, j])} − {Number.Short(expected[i, j])} = {Number.Short(difference[i, j])}",
            null,
            null
        );
        Cells[] cells = OneFont([.. OneScale(both), apart]);
        return SideBySide(SafeText.Clean(title), matrices, names, layout, cells, n => n > 0 && cells[n].FontSize == 0);
    }

    /// <summary>
    /// Draws attention heads: one large with its numbers, chosen from a list above it, and beside it all heads small.
    /// All share one colour range, so that equal colours mean equal weights.
    /// </summary>
    /// <param name="heads">One matrix per head, all of the same shape.</param>
    /// <param name="rows">The names of the rows, for instance the words that ask (queries).</param>
    /// <param name="columns">The names of the columns, for instance the words that answer (keys).</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="names">The names of the heads; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="rowAxis">What the rows are: "query".</param>
    /// <param name="columnAxis">What the columns are: "key".</param>
    /// <param name="hover">What the pointer shows over a cell: head, row, column.</param>
    /// <exception cref="ArgumentException">There is no head, the heads differ in shape, or the labels do not
    /// match.</exception>
    public static Figure Heads(
        IReadOnlyList<MatrixValues> heads,
        Labels? rows = null,
        Labels? columns = null,
        string title = "",
        Labels? names = null,
        string rowAxis = "",
        string columnAxis = "",
        Func<int, int, int, string>? hover = null
    )
    {
        ArgumentNullException.ThrowIfNull(heads);
        Labels headNames = Labels.For(names, heads.Count, "heads");
        (Label Name, MatrixValues Values)[] matrices =
        [
            .. heads.Select((head, h) => (names is null ? new Label("head " + headNames[h]) : headNames[h], head)),
        ];
        Names labels = CommonNames(matrices, rows, columns, rowAxis, columnAxis);
        title = SafeText.Clean(title);

        CellLayout layout = labels.Layout(room: 380);
        Cells[] large = OneScale([
            .. heads.Select(
                (head, h) =>
                    CellsOf(
                        head,
                        labels,
                        layout,
                        ColorScale.Auto,
                        hover is null ? null : (i, j) => hover(h, i, j),
                        null,
                        null
                    )
            ),
        ]);
        int across = (int)Math.Ceiling(Math.Sqrt(heads.Count / 2.0)),
            down = (heads.Count + across - 1) / across;
        double left = Chart.Edge + layout.Left,
            top = Chart.TitleHeight(title) + layout.Top;
        double height = Math.Max((layout.Top + layout.Height) / down - 24, 36),
            width = Math.Max(height * layout.Width / layout.Height, 48);
        double smallLeft =
            left + layout.Width + Math.Max(CellLayout.ColorBarWidth(large[0]), layout.Overhang) + Between;
        Panel[] small =
        [
            .. large.Select(
                (cells, h) =>
                {
                    var box = new Box(
                        smallLeft + h % across * (width + 18),
                        Chart.TitleHeight(title) + 20 + h / across * (height + 24),
                        width,
                        height
                    );
                    return new Panel(
                        box,
                        layout.X with
                        {
                            Bare = true,
                            Title = "",
                        },
                        layout.Y with
                        {
                            Bare = true,
                            Title = "",
                        },
                        [cells with { FontSize = 0 }]
                    )
                    {
                        Title = matrices[h].Name.Clean().ToString(),
                    };
                }
            ),
        ];
        double right = small.Max(panel => panel.Box.Right) + 18;
        double bottom = Math.Max(top + layout.Height, small.Max(panel => panel.Box.Bottom)) + Chart.Edge;
        return Chooser.Of("head", headNames, h => new Figure(
            new Chart(
                title,
                Math.Max(right, TextSize.Width(title, 16) + 2 * Chart.Edge),
                bottom,
                [layout.PanelAt(left, top, "", large[h], colorBar: true), .. small]
            )
            {
                Alt = Words(
                    $"{matrices.Length} heatmaps{(title.Length > 0 ? $" “{title}”" : "")}, one per head, on one colour range. Head {headNames[h]}",
                    heads[h],
                    labels,
                    large[h]
                ),
                Plain = Table(
                    title.Length > 0 ? $"{title}, head {headNames[h]}" : $"head {headNames[h]}",
                    heads[h],
                    labels,
                    large[h]
                ),
            }
        ));
    }

    private static Figure SideBySide(
        string title,
        (Label Name, MatrixValues Values)[] matrices,
        Names names,
        CellLayout layout,
        Cells[] cells,
        Func<int, bool> colorBar
    )
    {
        double left = Chart.Edge + layout.Left,
            top = Chart.TitleHeight(title) + layout.Top + 22;
        var panels = new List<Panel>();
        foreach ((int n, Cells matrix) in cells.Index())
        {
            bool bar = colorBar(n);
            panels.Add(
                layout.PanelAt(
                    left,
                    top,
                    TextSize.Fit(matrices[n].Name.Clean().ToString(), 13, layout.Width + 16),
                    matrix,
                    rowNames: n == 0,
                    colorBar: bar
                )
            );
            left += layout.Width + Math.Max(bar ? CellLayout.ColorBarWidth(matrix) : 0, layout.Overhang) + Between;
        }

        double width = Math.Max(left - Between + Chart.Edge, TextSize.Width(title, 16) + 2 * Chart.Edge);
        string Name(int n) => matrices[n].Name.Clean().ToString();
        return new Figure(
            new Chart(title, width, top + layout.Height + Chart.Edge, panels)
            {
                Alt =
                    $"{cells.Length} heatmaps side by side{(title.Length > 0 ? $" “{title}”" : "")}. "
                    + string.Join(
                        " ",
                        cells.Select((matrix, n) => Words($"“{Name(n)}”", matrix.Values, names, matrix))
                    ),
                Plain =
                    (title.Length > 0 ? title + "\n" : "")
                    + string.Join("\n", cells.Select((matrix, n) => Table(Name(n), matrix.Values, names, matrix))),
            }
        );
    }

    /// <summary>The same cells on one colour range.</summary>
    private static Cells[] OneScale(Cells[] cells)
    {
        bool diverging = cells.Any(matrix => matrix.Diverging);
        double high = cells.Max(matrix => matrix.High),
            low = diverging ? -high : cells.Min(matrix => matrix.Low);
        return [.. cells.Select(matrix => matrix with { Diverging = diverging, High = high, Low = low })];
    }

    /// <summary>The same cells with numbers of one size.</summary>
    private static Cells[] OneFont(Cells[] cells) =>
        [.. cells.Select(matrix => matrix with { FontSize = cells.Min(other => other.FontSize) })];

    private static Names CommonNames(
        (Label Name, MatrixValues Values)[] matrices,
        Labels? rows,
        Labels? columns,
        string rowAxis,
        string columnAxis
    )
    {
        ArgumentNullException.ThrowIfNull(matrices);
        if (matrices.Length == 0)
        {
            throw new ArgumentException("There must be at least one matrix.", nameof(matrices));
        }

        (Label firstName, MatrixValues first) = matrices[0];
        foreach ((Label name, MatrixValues values) in matrices)
        {
            if (values.Rows != first.Rows || values.Columns != first.Columns)
            {
                throw new ArgumentException(
                    $"{name} is {values.Rows} × {values.Columns} but {firstName} is {first.Rows} × {first.Columns}; they must be equal.",
                    nameof(matrices)
                );
            }
        }

        return Names.For(first, rows, columns, rowAxis, columnAxis);
    }
}
