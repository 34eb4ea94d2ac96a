namespace Attention.Display.Model;

/// <summary>
/// The measures of heatmaps with the same rows and columns: how large a cell is, and how much room the names take.
/// </summary>
internal sealed class CellLayout
{
    /// <summary>
    /// A cell is at least this wide where its number should be read, and at most so wide unless its name needs more.
    /// </summary>
    private const double Narrow = 25, Wide = 54;

    /// <summary>What a number leaves free of the width of its cell at least, in pixels.</summary>
    private readonly double _margin;

    /// <param name="rows">The names of the rows, drawn on the left.</param>
    /// <param name="columns">The names of the columns, drawn above.</param>
    /// <param name="rowAxis">What the rows are, or "".</param>
    /// <param name="columnAxis">What the columns are, or "".</param>
    /// <param name="room">The width in pixels that the cells may fill.</param>
    /// <param name="texts">
    /// The numbers in the cells. Up to ten columns, or a few long rows, get the width that their numbers need in
    /// letters of 12 pixels: so the whole picture can shrink to 10/12 on a telephone and still be read.
    /// </param>
    /// <param name="isTight">Whether every tenth of a pixel of the room is for the numbers.</param>
    public CellLayout(
        Labels rows, Labels columns, string rowAxis, string columnAxis, double room, IEnumerable<string> texts,
        bool isTight = false)
    {
        bool needed = columns.Count <= 10 || (rows.Count <= 4 && columns.Count <= 16);
        _margin = needed || isTight ? 2 : 3;
        double least = needed ? Math.Clamp(Math.Ceiling(Widest(texts) * 12 + 5), Narrow, 40) : 3;
        double width = isTight ? Math.Floor(10 * room / columns.Count) / 10 : Math.Floor(room / columns.Count);
        CellWidth = Math.Clamp(width, least, Wide);
        bool glosses = rows.Any(label => label.Gloss?.Length > 0);
        double high = columns.Count > 24 ? CellWidth : Math.Clamp(CellWidth, glosses && rows.Count <= 12 ? 28 : 20, 34);
        CellHeight = Math.Clamp(Math.Floor(640.0 / rows.Count), 3, high);

        // Names that stand flat need less height, where all of them fit.
        double flatWidth = FlatWidth(columns);
        CellWidth = flatWidth > CellWidth && flatWidth * columns.Count <= room ? flatWidth : CellWidth;
        bool flat = flatWidth <= CellWidth;
        int turn = flat ? 0 : CellWidth < 18 ? -90 : -60;
        X = new Axis(-0.5, columns.Count - 0.5)
        {
            Title = columnAxis,
            Names = Names(columns, CellWidth, turn == 0 ? 10 : 14),
            OnTop = true,
            Turn = turn,
        };
        Y = new Axis(rows.Count - 0.5, -0.5)
        {
            Title = rowAxis,
            Names = Names(rows, CellHeight, 14),
            TwoLines = CellHeight >= 28 && glosses,
        };

        // The last turned name leans over the right edge.
        double longest = columns.Max(label => TextSize.Width(label.OneLine(), 12));
        Right = Math.Max(turn == -60 ? longest * 0.5 + 8 - CellWidth / 2 : 0, Chart.Edge);
        Left = Chart.Edge + Y.NamesWidth + 8 + (rowAxis.Length > 0 ? 20 : 0);
        Top = X.NamesHeight + (columnAxis.Length > 0 ? 20 : 2);
        (Width, Height) = (CellWidth * columns.Count, CellHeight * rows.Count);
    }

    private CellLayout(CellLayout other, double cellWidth)
    {
        (_margin, CellWidth, CellHeight, X, Y) = (other._margin, cellWidth, other.CellHeight, other.X, other.Y);
        (Left, Top, Height, Width) =
            (other.Left, other.Top, other.Height, cellWidth / other.CellWidth * other.Width);
        Right = other.Right + (X.Turn == 0 ? 0 : (other.CellWidth - cellWidth) / 2);
    }

    public double CellWidth { get; }

    public double CellHeight { get; }

    public Axis X { get; }

    public Axis Y { get; }

    /// <summary>
    /// The room for names to the left of the cells, above them, and what leans over their right edge.
    /// </summary>
    public double Left { get; }

    public double Top { get; }

    public double Right { get; }

    /// <summary>The size of all cells together.</summary>
    public double Width { get; }

    public double Height { get; }

    /// <summary>Where the bar that explains the colours stands: below the cells.</summary>
    public static Box ColorBar(Box box) => new(box.Left, box.Bottom + 12, Math.Min(box.Width, 260), 10);

    /// <summary>The height that the bar and its numbers take, with the border below.</summary>
    public static double ColorBarHeight => 12 + 10 + 18 + 4;

    /// <summary>The numbers at both ends of the bar, and as many round ones as fit between them.</summary>
    public static IReadOnlyList<Tick> ColorTicks(Cells cells, double width)
    {
        var axis = new Axis(cells.Low, cells.High);
        Tick low = End(cells.Low), high = End(cells.High);
        IEnumerable<Tick[]> candidates = Enumerable.Range(0, 5).Select(fewer => Ticks.Round(axis, 5 - fewer)
            .Where(tick => AreApart(low, tick) && AreApart(tick, high)).ToArray());
        return AreApart(low, high)
            ? [low, .. candidates.First(ticks => ticks.Zip(ticks.Skip(1), AreApart).All(apart => apart)), high]
            : [high];

        Tick End(double at)
        {
            double rounded = Math.Round(at, cells.Decimals);
            return new(at, Number.Short(rounded == 0 ? Number.Round(at, 2) : rounded));
        }

        bool AreApart(Tick left, Tick right) => (right.At - left.At) / (axis.End - axis.Start) * width
            >= (TextSize.Width(left.Label.Text, 12) + TextSize.Width(right.Label.Text, 12)) / 2 + 8;
    }

    /// <summary>The size of the numbers in cells, or 0 when they do not fit.</summary>
    public double FontFor(IEnumerable<string> texts)
    {
        double size = Math.Min(Math.Floor(Math.Min((CellWidth - _margin) / Widest(texts), CellHeight * 0.75)), 12);
        return size >= 10 ? size : 0;
    }

    /// <summary>
    /// The layout for another matrix of the row: its cells are only as wide as its numbers and the names above them
    /// need. Heights stay, so that rows of cells go on from panel to panel.
    /// </summary>
    /// <param name="texts">The numbers.</param>
    /// <param name="spare">What they leave free of a cell's width.</param>
    public CellLayout Narrowed(IEnumerable<string> texts, double spare)
    {
        double names = X.Turn == 0 ? FlatWidth(X.Names!.Select(tick => tick.Label)) : Narrow;
        double width = Math.Max(Math.Ceiling(Widest(texts) * 12 + spare), Math.Max(names, Narrow));
        return width < CellWidth ? new(this, width) : this;
    }

    /// <summary>A panel of cells whose area begins at the given place.</summary>
    public Panel PanelAt(double left, double top, string title, Cells cells, bool colorBar = true)
    {
        double titleHeight = title.Length > 0 ? 24 : 0;
        var box = new Box(Math.Round(left + Left), Math.Round(top + titleHeight + Top), Width, Height);
        double bottom = colorBar ? ColorBarHeight : Chart.Edge;
        double middle = box.Left + Width / 2, half = TextSize.Width(title, 13) / 2 + Chart.Edge;
        double areaLeft = Math.Min(left, Math.Floor(middle - half));
        double right = Math.Max(box.Right + Right, Math.Ceiling(middle + half));
        double scale = colorBar ? ColorBar(box).Right + 20 : 0;
        var area = new Box(areaLeft, top, Math.Max(right, scale) - areaLeft, box.Bottom + bottom - top);
        Panel panel = new(box, area, X, Y, [cells]) { Title = title, ColorBar = colorBar };
        return panel.Moved(left - areaLeft, 0);
    }

    private static double Widest(IEnumerable<string> texts) =>
        texts.Select(text => TextSize.Width(text, 1)).DefaultIfEmpty(0).Max();

    /// <summary>The width that the widest name takes where it stands flat.</summary>
    private static double FlatWidth(IEnumerable<Label> names) => Math.Ceiling(2 + names.Max(name =>
        Math.Max(TextSize.Width(name.Text, 12), TextSize.Width(name.Gloss ?? "", 12))));

    /// <summary>Every name, or every second, third … when cells are narrower than a name is high.</summary>
    private static List<Tick> Names(Labels labels, double cell, double needed)
    {
        int every = Math.Max(1, (int)Math.Ceiling(needed / cell));
        return [.. labels.Select((label, i) => new Tick(i, label)).Where((_, i) => i % every == 0)];
    }
}
