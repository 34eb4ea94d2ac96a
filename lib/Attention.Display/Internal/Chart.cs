namespace Attention.Display.Internal;

/// <summary>What a figure shows, in pixels and data, before it becomes SVG or plotly JSON. Both are drawn from this, so they look alike.</summary>
internal sealed record Chart(string Title, double Width, double Height, IReadOnlyList<Panel> Panels)
{
    /// <summary>The free border around everything, in pixels.</summary>
    public const double Edge = 12;

    /// <summary>The height of the title line, or of the border where there is no title.</summary>
    public static double TitleHeight(string title) => title.Length > 0 ? 36 : Edge;

    /// <summary>What the picture says, in words.</summary>
    public required string Alt { get; init; }

    /// <summary>The picture as text for a terminal.</summary>
    public required string Plain { get; init; }

    public IReadOnlyList<Legend> Legends { get; init; } = [];

    public Control? Control { get; init; }
}

/// <summary>A slider below the figure, or a chooser below its title, that exchanges the panels for others of the same form, without a kernel.</summary>
internal sealed record Control(string Name, bool IsSlider, IReadOnlyList<string> Steps, int Start, IReadOnlyList<IReadOnlyList<Panel>> PanelsPerStep)
{
    public const double SliderHeight = 74, ChooserHeight = 40;
}

/// <summary>A colour and the series that is drawn in it.</summary>
internal sealed record Legend(string Name, string Color, string? Dash, double X, double Y);

/// <summary>A rectangle in pixels, y downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;
    public double Bottom => Top + Height;
}

/// <summary>A plotting area with its two axes and what is drawn in it.</summary>
internal sealed record Panel(Box Box, Axis X, Axis Y, IReadOnlyList<Mark> Marks)
{
    public string Title { get; init; } = "";

    /// <summary>Whether a bar beside the panel explains the colours of its cells.</summary>
    public bool ColorBar { get; init; }

    /// <summary>The grey behind cells: their frame, the lines between them, and what shows where there is none.</summary>
    public Box Backing => new(Box.Left - 1, Box.Top - 1, Box.Width + 2, Box.Height + 2);

    public bool HasCells => Marks.Any(mark => mark is Cells);

    /// <summary>How far above the panel its title stands: over the names of the columns.</summary>
    public double TitleRise => (X.OnTop ? CellLayout.NamesHeight(X) + (X.Title.Length > 0 ? 24 : 4) : 0) + 6;

    /// <summary>The titles of both axes; each place is the middle of the text.</summary>
    public IEnumerable<AxisTitle> AxisTitles
    {
        get
        {
            double names = Y.Bare ? 0 : Y.Ticks.Select(tick => TextSize.Width(CellLayout.OneLine(tick.Label), 12)).DefaultIfEmpty(0).Max();
            double below = X.Bare ? 14 : X.Names?.Any(tick => tick.Label.Gloss?.Length > 0) == true ? 44 : 32;
            yield return new(X.Title, Box.Left + Box.Width / 2, X.OnTop ? Box.Top - CellLayout.NamesHeight(X) - 12 : Box.Bottom + below, 0);
            yield return new(Y.Title, Box.Left - names - 21, Box.Top + Box.Height / 2, -90);
        }
    }

    /// <summary>The line between two cells, in pixels; none between tiny ones.</summary>
    public double CellGap(MatrixValues values) => Math.Min(Box.Width / values.Columns, Box.Height / values.Rows) > 9 ? 1 : 0;

    /// <summary>One unit is as long to the right as upwards.</summary>
    public bool EqualScale { get; init; }

    /// <summary>The place of a data point in the picture.</summary>
    public (double X, double Y) Place(double x, double y) => (Box.Left + X.Share(x) * Box.Width, Box.Bottom - Y.Share(y) * Box.Height);
}

/// <summary>One axis: the data range from its start (left or bottom) to its end; a range may run downwards.</summary>
internal sealed record Axis(double Start, double End)
{
    public string Title { get; init; } = "";
    public bool Log { get; init; }

    /// <summary>Named places on an axis of categories; null for an axis of numbers, which finds its own round ticks.</summary>
    public IReadOnlyList<Tick>? Names { get; init; }

    /// <summary>Names stand above the panel.</summary>
    public bool OnTop { get; init; }

    /// <summary>How names are turned that would not fit side by side: by 0, −45 or −90 degrees.</summary>
    public int Turn { get; init; }

    /// <summary>Nothing is drawn, as for bars that carry their numbers; names still serve the hover texts.</summary>
    public bool Bare { get; init; }

    /// <summary>Names leave their translations to the other axis and the hover texts, for want of room.</summary>
    public bool WordsOnly { get; init; }

    /// <summary>Names with translations stand on two lines.</summary>
    public bool TwoLines => OnTop && Turn == 0 && !Bare && !WordsOnly && Names?.Any(tick => tick.Label.Gloss?.Length > 0) == true;

    /// <summary>The numbers to write along an axis of numbers, or null for round ones.</summary>
    public IReadOnlyList<double>? At { get; init; }

    public IReadOnlyList<Tick> Ticks => Names ?? At?.Select(at => new Tick(at, Number.Short(at))).Where(tick => Share(tick.At) is >= 0 and <= 1).ToArray() ?? Internal.Ticks.Round(this);

    /// <summary>How far along the axis a value lies, 0 … 1.</summary>
    public double Share(double value) => Log
        ? (Math.Log10(value) - Math.Log10(Start)) / (Math.Log10(End) - Math.Log10(Start))
        : (value - Start) / (End - Start);

    /// <summary>The smallest axis that holds both; an axis of names stays as it is.</summary>
    public Axis Union(Axis other) => Names is not null ? this : this with { Start = Math.Min(Start, other.Start), End = Math.Max(End, other.End) };

    /// <summary>The same axis with its range widened on both sides to <paramref name="span"/>.</summary>
    public Axis Widened(double span) => this with { Start = (Start + End - span) / 2, End = (Start + End + span) / 2 };
}

internal readonly record struct AxisTitle(string Text, double X, double Y, double Turn);

internal sealed record Tick(double At, Label Label);

/// <summary>Something drawn in a panel, in data coordinates.</summary>
internal abstract record Mark;

/// <summary>The cells of a heatmap, row after row; row 0 is at y = 0, column 0 at x = 0. What is not finite has no cell and leaves the grey behind.</summary>
/// <param name="Values">The matrix.</param>
/// <param name="Diverging">Which of the two scales.</param>
/// <param name="Low">The value of the scale's first colour.</param>
/// <param name="High">The value of the scale's last colour.</param>
/// <param name="Decimals">The decimals of the numbers.</param>
/// <param name="FontSize">The size of the numbers in the cells, 0 where they do not fit.</param>
/// <param name="Hovers">What the pointer shows, cell by cell.</param>
internal sealed record Cells(MatrixValues Values, bool Diverging, double Low, double High, int Decimals, double FontSize, IReadOnlyList<string> Hovers) : Mark
{
    /// <summary>The pattern of plotly.js that stands for all hover texts where they say no more than names and value, or null.</summary>
    public string? HoverTemplate { get; init; }

    /// <summary>The number of a cell as text.</summary>
    public string Text(int row, int column) => Number.Text(Values[row, column], Decimals);

    /// <summary>The colour of a value, in steps too fine to see, so that many cells share one.</summary>
    public string Color(double value) => Palette.At(Diverging, Math.Round(64 * (value - Low) / (High - Low)) / 64);
}

/// <summary>A line through points; with <see cref="Arrow"/> its last point is an arrow's head, with <see cref="Dots"/> each point is a dot.</summary>
internal sealed record Line(IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, string Color) : Mark
{
    public double Width { get; init; } = 2.5;
    public string? Dash { get; init; }
    public bool Arrow { get; init; }
    public double Dots { get; init; }
    public IReadOnlyList<string>? Hovers { get; init; }
}

/// <summary>Bars from 0, standing or lying, each with its number at the end.</summary>
internal sealed record BarSet(IReadOnlyList<double> Places, IReadOnlyList<double> Values, double Thickness, string Color, bool Lying, IReadOnlyList<string> Hovers) : Mark
{
    /// <summary>The decimals of the numbers at the ends, or null where <see cref="Ends"/> are given.</summary>
    public int? Decimals { get; init; }

    public IReadOnlyList<string> Ends { get; init; } = [];

    public IReadOnlyList<string> Texts => Decimals is { } decimals ? [.. Values.Select(value => Number.Text(value, decimals))] : Ends;
}

/// <summary>Words at data points, shifted a little in the given direction: "top", "bottom", "left", "right" or a pair such as "top right".</summary>
internal sealed record Words(IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, IReadOnlyList<string> Texts, string Side) : Mark;
