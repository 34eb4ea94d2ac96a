using Attention.Display.Model;
using Attention.Display.Rendering;
using Attention.Lib;

namespace Attention.Display;

public static partial class Heatmap
{
    private const double Between = 4;

    /// <summary>What the course's pages leave to pictures in a window of 1280 pixels.</summary>
    private const double PageWidth = 972;

    /// <summary>
    /// Draws several matrices of the same shape, each below its name: mask → masked scores → weights. On a wide screen
    /// they stand side by side, on a narrow one below each other; each has its own row names and colour bar.
    /// </summary>
    /// <remarks>
    /// Hidden cells are hatched, see <see cref="Of"/>. Without <paramref name="mask"/>, a cell that is −∞ in one of the
    /// matrices is hidden in all of them where it holds 0: that is how scores hide their weights.
    /// </remarks>
    /// <param name="matrices">Names and matrices, from left to right: <c>[("mask", mask), ("weights", w)]</c>.</param>
    /// <param name="rows">The names of the rows; numbers when omitted.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="oneScale">
    /// All matrices share one colour range, so that equal colours mean equal numbers. Otherwise each has its own, and a
    /// note below the picture says so.
    /// </param>
    /// <param name="rowAxis">What the rows are: "query".</param>
    /// <param name="columnAxis">What the columns are: "key".</param>
    /// <param name="hover">What the pointer shows over a cell: matrix (from 0), row, column.</param>
    /// <param name="decimals">Decimals of the numbers, 0 … 4; as many as each matrix needs when omitted.</param>
    /// <param name="mask">The mask that made the weights; what it hides is hatched. No mask when omitted.</param>
    /// <param name="max">The value of the deepest colour of every matrix, to compare figures.</param>
    /// <param name="maxes">
    /// The value of the deepest colour of each matrix, or null for its largest magnitude: <c>[null, 1]</c> for scores
    /// beside shares. Then <paramref name="max"/> is not used.
    /// </param>
    /// <param name="masks">One mask for each matrix, where they differ; then <paramref name="mask"/> is not
    /// used.</param>
    /// <param name="colorBar">False leaves out the bars, where the numbers are addresses and not amounts.</param>
    /// <exception cref="ArgumentException">
    /// There is no matrix, they differ in shape, labels or masks do not fit them, or there are not as many masks or
    /// maxes.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="decimals"/> or <paramref name="max"/> is out of range.
    /// </exception>
    public static Figure Row(
        (Label Name, MatrixValues Values)[] matrices, Labels? rows = null, Labels? columns = null, string title = "",
        bool oneScale = false, string rowAxis = "", string columnAxis = "", Func<int, int, int, string>? hover = null,
        int? decimals = null, AttentionMask mask = default, double? max = null, AttentionMask[]? masks = null,
        double?[]? maxes = null, bool colorBar = true)
    {
        Names names = CommonNames(matrices, rows, columns, rowAxis, columnAxis);
        if (masks is not null && masks.Length != matrices.Length)
        {
            throw new ArgumentException(
                $"There are {matrices.Length} matrices but {masks.Length} masks.", nameof(masks));
        }

        if (maxes is not null && maxes.Length != matrices.Length)
        {
            throw new ArgumentException(
                $"There are {matrices.Length} matrices but {maxes.Length} maxes.", nameof(maxes));
        }

        CellLayout[] layouts = RowLayouts(names, decimals, [.. matrices.Select(m => m.Values)]);
        bool[][] hidden = [.. matrices.Select((m, n) => Hidden(m.Values, masks?[n] ?? mask))];
        bool[] minus = [.. hidden[0].Select((_, at) =>
            matrices.Any(m => double.IsNegativeInfinity(m.Values.All.Span[at])))];
        Cells[] cells = [.. matrices.Select((m, n) => CellsOf(
            m.Values, layouts[n],
            [.. hidden[n]
                .Select((cell, at) => cell || (minus[at] && m.Values.All.Span[at] == 0 && !IsMask(m.Values)))],
            ColorScale.Auto, hover is null ? null : (i, j) => hover(n, i, j), maxes is null ? max : maxes[n],
            decimals))];
        cells = OneFont(oneScale ? OneScale(cells) : cells);
        bool differ = !oneScale
            && cells.Where(c => !c.IsMask && !c.IsFewIntegers).Select(c => (c.Low, c.High)).Distinct().Count() > 1;
        return SideBySide(SafeText.Clean(title), matrices, names, layouts, cells, differ && colorBar, colorBar);

        static bool IsMask(MatrixValues values) => values.All.Span.IndexOf(double.NegativeInfinity) >= 0;
    }

    /// <summary>
    /// Draws what was expected, what came out, and the difference of the two (blue: too large, orange: too small, no
    /// colour: right).
    /// </summary>
    /// <param name="expected">The right values.</param>
    /// <param name="actual">The values to compare with them, of the same shape.</param>
    /// <param name="rows">The names of the rows; numbers when omitted.</param>
    /// <param name="columns">The names of the columns; numbers when omitted.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="expectedName">The name above the first matrix.</param>
    /// <param name="actualName">The name above the second.</param>
    /// <param name="rowAxis">What the rows are: "query".</param>
    /// <param name="columnAxis">What the columns are: "key".</param>
    /// <param name="decimals">Decimals of the numbers, 0 … 4; as many as each matrix needs when omitted.</param>
    /// <param name="mask">The mask that made the second matrix; what it hides there is hatched.</param>
    /// <exception cref="ArgumentException">
    /// The matrices differ in shape, or labels or mask do not fit them.
    /// </exception>
    public static Figure Difference(
        MatrixValues expected, MatrixValues actual, Labels? rows = null, Labels? columns = null, string title = "",
        string expectedName = "expected", string actualName = "got", string rowAxis = "", string columnAxis = "",
        int? decimals = null, AttentionMask mask = default)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        (Label Name, MatrixValues Values)[] pair = [(expectedName, expected), (actualName, actual)];
        Names names = CommonNames(pair, rows, columns, rowAxis, columnAxis);

        // Equal values differ by nothing, also where both are −∞.
        MatrixValues difference = expected.Zip(actual, (a, b) => a.Equals(b) ? 0 : b - a);
        string minus = $"{actualName} − {expectedName}";
        (Label Name, MatrixValues Values)[] matrices =
            [.. pair, (minus.Length > 24 ? "difference" : minus, difference)];
        CellLayout[] layouts = RowLayouts(names, decimals, expected, actual, difference);
        Cells[] both =
        [
            .. pair.Select((m, n) => CellsOf(
                m.Values, layouts[n], Hidden(m.Values, n == 0 ? default : mask), ColorScale.Auto, null, null,
                decimals)),
        ];
        Cells apart = CellsOf(
            difference, layouts[2], Hidden(difference, default), ColorScale.Diverging,
            (i, j) =>
                $"{Number.Short(actual[i, j])} − {Number.Short(expected[i, j])} = {Number.Short(difference[i, j])}",
            null, decimals);
        return SideBySide(
            SafeText.Clean(title), matrices, names, layouts, OneFont([.. OneScale(both), apart]), ownScales: false);
    }

    /// <summary>
    /// One layout for each panel. All have equal cells, unless only unequal ones let three or more panels stand in one
    /// row of the course's page: then none is much wider than its own numbers need.
    /// </summary>
    private static CellLayout[] RowLayouts(Names names, int? decimals, params MatrixValues[] matrices)
    {
        CellLayout widest = matrices[0].Columns > 10 ? names.WideLayout(420, decimals, matrices)
            : names.Layout(matrices.Length > 2 ? 200 : 280, decimals, matrices);
        CellLayout[] equal = [.. matrices.Select(_ => widest)];
        if (matrices.Length < 3 || matrices[0].Columns > 10 || FitsPage(equal))
        {
            return equal;
        }

        // With less than four pixels between them, shrunk to three, numbers are read as one: "0.150.16".
        IEnumerable<CellLayout[]> narrower = Enumerable.Range(0, 2).Select(less => matrices
            .Select(matrix => widest.Narrowed(Names.Texts(matrix, decimals), spare: 5 - less)).ToArray());
        return narrower.FirstOrDefault(FitsPage) ?? equal;
    }

    /// <summary>Whether panels stand in one row of the page when their letters of 12 pixels shrink to 10.</summary>
    private static bool FitsPage(CellLayout[] row) =>
        row.Sum(panel => Math.Ceiling((panel.Left + panel.Width + Math.Max(panel.Right, 20)) * 10 / 12) + 1)
            + (row.Length - 1) * Between <= PageWidth;

    private static Figure SideBySide(
        string title, (Label Name, MatrixValues Values)[] matrices, Names names, CellLayout[] layouts,
        Cells[] cells, bool ownScales, bool colorBar = true)
    {
        string[] titles = [.. matrices.Select(m => m.Name.Clean().ToString())];
        double left = 0, top = Chart.TitleHeight(title);
        var panels = new List<Panel>();
        foreach ((int n, Cells matrix) in cells.Index())
        {
            string name = TextSize.Fit(titles[n], 13, layouts[n].Left + layouts[n].Width);
            panels.Add(layouts[n].PanelAt(left, top, name, matrix, colorBar && !matrix.IsFewIntegers));
            left = panels[^1].Area.Right + Between;
        }

        double width = Math.Max(left - Between, Chart.WidthFor(title));
        return new Figure(new Chart(title, width, panels.Max(panel => panel.Area.Bottom), panels)
        {
            Alt = AltText.Begin($"{cells.Length} heatmaps", title) + ": "
                + string.Join(" ", cells.Select((matrix, n) => Say(titles[n], names, matrix))),
            Numbers = [.. cells.Select((matrix, n) => Table(titles[n], names, matrix))],
            Note = ownScales ? "Each panel has its own colour scale." : "",
        });
    }

    /// <summary>The same cells on one colour range.</summary>
    private static Cells[] OneScale(Cells[] cells)
    {
        bool diverging = cells.Any(matrix => matrix.Diverging);
        double high = cells.Max(matrix => matrix.High), low = diverging ? -high : cells.Min(matrix => matrix.Low);
        bool few = cells.All(matrix => matrix.IsFewIntegers);
        return [.. cells.Select(matrix =>
            matrix with { Diverging = diverging, High = high, Low = low, IsFewIntegers = few })];
    }

    /// <summary>The same cells with numbers of one size.</summary>
    private static Cells[] OneFont(Cells[] cells) =>
        [.. cells.Select(matrix => matrix with { FontSize = cells.Min(other => other.FontSize) })];

    private static Names CommonNames(
        (Label Name, MatrixValues Values)[] matrices, Labels? rows, Labels? columns, string rowAxis, string columnAxis)
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
                string shapes =
                    $"{name} is {values.Rows} × {values.Columns} but {firstName} is {first.Rows} × {first.Columns}";
                throw new ArgumentException($"{shapes}; they must be equal.", nameof(matrices));
            }
        }

        return Names.For(first, rows, columns, rowAxis, columnAxis);
    }
}
