namespace Attention.Display.Model;

/// <summary>
/// The measures of heatmaps with the same rows and columns: how large a cell is, and how much room the names take.
/// </summary>
internal sealed class CellLayout
{
    private const double RoomForRowNames = 150;

    /// <param name="rows">The names of the rows, drawn on the left.</param>
    /// <param name="columns">The names of the columns, drawn above.</param>
    /// <param name="rowAxis">What the rows are, or "".</param>
    /// <param name="columnAxis">What the columns are, or "".</param>
    /// <param name="room">The width in pixels that the cells may fill.</param>
    public CellLayout(Labels rows, Labels columns, string rowAxis, string columnAxis, double room)
    {
        CellWidth = Math.Clamp(Math.Floor(room / Math.Max(columns.Count, 1)), 3, 54);
        CellHeight = Math.Clamp(
            Math.Floor(640.0 / Math.Max(rows.Count, 1)),
            3,
            columns.Count > 24 ? CellWidth : Math.Min(CellWidth, 36)
        );

        double side = CellWidth * 1.05 - 2;
        bool words = columns.All(label => TextSize.Width(label.Text, 12) <= side),
            glosses = columns.All(label => TextSize.Width(label.Gloss ?? "", 10) <= side);
        int turn =
            words ? 0
            : CellWidth < 18 ? -90
            : -45;
        X = new Axis(-0.5, columns.Count - 0.5)
        {
            Title = columnAxis,
            Names = Names(columns, CellWidth, turn == 0 ? 10 : 14),
            OnTop = true,
            Turn = turn,
            WordsOnly = words && !glosses,
        };
        Y = new Axis(rows.Count - 0.5, -0.5) { Title = rowAxis, Names = Names(rows, CellHeight, 14) };

        NamesEveryCell = X.Names.Count == columns.Count && Y.Names.Count == rows.Count;

        // The last turned name leans over the right edge.
        Overhang = turn == -45 ? NamesHeight(X) - CellWidth / 2 : 0;
        Left =
            Y.Names.Select(tick => TextSize.Width(OneLine(tick.Label), 12)).DefaultIfEmpty(0).Max()
            + 8
            + (rowAxis.Length > 0 ? 24 : 0);
        Top = NamesHeight(X) + (columnAxis.Length > 0 ? 24 : 4);
        (Width, Height) = (CellWidth * columns.Count, CellHeight * rows.Count);
    }

    public double CellWidth { get; }
    public double CellHeight { get; }
    public Axis X { get; }
    public Axis Y { get; }

    /// <summary>The room for names to the left of and above the cells, and what leans over their right edge.</summary>
    public double Left { get; }
    public double Top { get; }
    public double Overhang { get; }

    /// <summary>
    /// Whether each row and column has its name on its axis, where plotly.js finds it for hover texts.
    /// </summary>
    public bool NamesEveryCell { get; }

    /// <summary>The size of all cells together.</summary>
    public double Width { get; }
    public double Height { get; }

    /// <summary>A label on one line, as beside a row.</summary>
    public static string OneLine(Label label) =>
        TextSize.Fit(
            string.IsNullOrEmpty(label.Gloss) ? label.Text : $"{label.Text} {label.Gloss}",
            12,
            RoomForRowNames
        );

    /// <summary>The height of the names of columns above a panel.</summary>
    public static double NamesHeight(Axis axis)
    {
        if (!axis.OnTop || axis.Bare || axis.Names is not { Count: > 0 } names)
        {
            return 0;
        }

        double widest = names.Max(tick => TextSize.Width(OneLine(tick.Label), 12));
        return axis.Turn switch
        {
            -45 => widest * 0.71 + 12,
            -90 => widest + 8,
            _ => axis.TwoLines ? 30 : 18,
        };
    }

    /// <summary>Where the bar that explains the colours stands.</summary>
    public static Box ColorBar(Box box) => new(box.Right + 14, box.Top, 12, box.Height);

    /// <summary>The width that the bar and its numbers take.</summary>
    public static double ColorBarWidth(Cells cells) =>
        34 + ColorTicks(cells, 1000).Max(tick => TextSize.Width(tick.Label.Text, 11));

    public static IReadOnlyList<Tick> ColorTicks(Cells cells, double height) =>
        Ticks.Round(new Axis(cells.Low, cells.High), (int)Math.Clamp(height / 24, 2, 6));

    /// <summary>The size of the numbers in cells, or 0 when they do not fit.</summary>
    public double FontFor(IEnumerable<string> texts)
    {
        double widest = texts.Select(text => TextSize.Width(text, 1)).DefaultIfEmpty(0).Max();
        double size = Math.Min(Math.Floor(Math.Min((CellWidth - 3) / widest, CellHeight * 0.75)), 12);
        return size >= 9 ? size : 0;
    }

    public Panel PanelAt(
        double left,
        double top,
        string title,
        Cells cells,
        bool rowNames = true,
        bool colorBar = false
    ) =>
        new(
            new Box(Math.Round(left), Math.Round(top), Width, Height),
            X,
            rowNames ? Y : Y with { Bare = true, Title = "" },
            [cells]
        )
        {
            Title = title,
            ColorBar = colorBar,
        };

    /// <summary>Every name, or every second, third … when cells are narrower than a name is high.</summary>
    private static List<Tick> Names(Labels labels, double cell, double needed)
    {
        int every = Math.Max(1, (int)Math.Ceiling(needed / cell));
        return [.. labels.Select((label, i) => new Tick(i, label)).Where((_, i) => i % every == 0)];
    }
}
