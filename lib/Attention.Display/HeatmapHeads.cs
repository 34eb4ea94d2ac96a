using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

public static partial class Heatmap
{
    private const double SmallGap = 14, SmallTitle = 24, SmallWidth = 380;

    /// <summary>
    /// Draws attention heads: one large with its numbers, chosen from a list, and beside it all heads small, the chosen
    /// one in a border. All share one colour range and as many decimals, so that equal colours mean equal weights.
    /// </summary>
    /// <param name="heads">One matrix per head, all of the same shape.</param>
    /// <param name="rows">The names of the rows, for instance the words that ask.</param>
    /// <param name="columns">The names of the columns, for instance the words that answer.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="names">The names of the heads; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="rowAxis">What the rows are: "query".</param>
    /// <param name="columnAxis">What the columns are: "key".</param>
    /// <param name="hover">What the pointer shows over a cell: head, row, column.</param>
    /// <param name="max">The value of the deepest colour; the largest magnitude of all heads when omitted.</param>
    /// <param name="choice">What one matrix is: its name in the chooser.</param>
    /// <exception cref="ArgumentException">
    /// There is no head, the heads differ in shape, or the labels do not match.
    /// </exception>
    public static Figure Heads(
        IReadOnlyList<MatrixValues> heads, Labels? rows = null, Labels? columns = null, string title = "",
        Labels? names = null, string rowAxis = "", string columnAxis = "", Func<int, int, int, string>? hover = null,
        double? max = null, string choice = "head")
    {
        ArgumentNullException.ThrowIfNull(heads);
        Labels choices = Labels.For(names, heads.Count, "heads");
        (Label Name, MatrixValues Values)[] matrices =
            [.. heads.Select((head, h) => (names is null ? new Label($"{choice} {choices[h]}") : choices[h], head))];
        Names labels = CommonNames(matrices, rows, columns, rowAxis, columnAxis);
        title = SafeText.Clean(title);

        int decimals = Number.Decimals(heads.SelectMany(head => head.All.ToArray()));
        CellLayout layout = heads[0].Columns > 10 ? labels.WideLayout(420, decimals, [.. heads])
            : labels.Layout(288, decimals, [.. heads]);
        Cells[] cells = OneScale([.. heads.Select((head, h) => CellsOf(
            head, layout, Hidden(head, default), ColorScale.Auto, hover is null ? null : (i, j) =>
                hover(h, i, j), max, decimals))]);
        double top = Chart.TitleHeight(title);
        Panel[] large = [.. matrices.Select((m, h) => layout.PanelAt(0, top, m.Name.Clean().ToString(), cells[h]))];
        Panel[] small = Small(layout, large.Max(panel => panel.Area.Right) + Between, top, matrices, cells);
        double width = Math.Max(small[0].Area.Right, Chart.WidthFor(title));
        double height = Math.Max(large[0].Area.Bottom, small[0].Area.Bottom);
        Panel[] Marked(int h) => [.. small[..^1], small[^1] with { Chosen = small[h].Box }];
        return Chooser.Of(choice, choices, h => new Figure(new Chart(title, width, height, [large[h], .. Marked(h)])
        {
            Alt = Say(
                $"{AltText.Begin($"{heads.Count} heatmaps", title)}, one per {choice}, on one colour range; {matrices[h].Name.Clean()}", labels, cells[h]),
            Numbers = [.. cells.Select((head, n) => Table(matrices[n].Name.Clean().ToString(), labels, head))],
        }));
    }

    /// <summary>
    /// All heads without names and numbers. They share one area, so that a page shows them as one image.
    /// </summary>
    private static Panel[] Small(
        CellLayout layout, double left, double top, (Label Name, MatrixValues Values)[] matrices, Cells[] cells)
    {
        int across = Math.Min(4, (matrices.Length + 1) / 2), down = (matrices.Length + across - 1) / across;
        double widest = matrices.Max(m => TextSize.Width(m.Name.Clean().ToString(), 13)) + 4;
        double slot = Math.Clamp((SmallWidth - (across - 1) * SmallGap) / across, widest, 120);
        double width = Math.Min(slot, 100), height = Math.Max(width * layout.Height / layout.Width, 20);
        var area = new Box(
            left, top, 2 * Chart.Edge + across * slot + (across - 1) * SmallGap,
            Chart.Edge + down * (height + SmallTitle + SmallGap));
        return [.. cells.Select((matrix, h) =>
        {
            double x = area.Left + Chart.Edge + h % across * (slot + SmallGap) + (slot - width) / 2;
            var box =
                new Box(x, area.Top + SmallTitle + 2 + h / across * (height + SmallTitle + SmallGap), width, height);
            Axis bareX = layout.X with { Bare = true, Title = "" }, bareY = layout.Y with { Bare = true, Title = "" };
            return new Panel(box, area, bareX, bareY, [matrix with { FontSize = 0 }])
            {
                Title = matrices[h].Name.Clean().ToString(),
            };
        })];
    }
}
