namespace Attention.Display.Model;

/// <summary>A plotting area with its two axes and what is drawn in it.</summary>
/// <param name="Box">The area between the axes, in pixels of the canvas.</param>
/// <param name="Area">The area that also holds names, title, legends and colour bar: what a page shows as one
/// image.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Marks">What is drawn, in data coordinates.</param>
internal sealed record Panel(Box Box, Box Area, Axis X, Axis Y, IReadOnlyList<Mark> Marks)
{
    public string Title { get; init; } = "";

    public IReadOnlyList<Legend> Legends { get; init; } = [];

    /// <summary>Whether a bar below the panel explains the colours of its cells.</summary>
    public bool ColorBar { get; init; }

    /// <summary>One unit is as long to the right as upwards.</summary>
    public bool EqualScale { get; init; }

    /// <summary>What a border stands around: of several small maps, the chosen one.</summary>
    public Box? Chosen { get; init; }

    /// <summary>The border around <see cref="Chosen"/>, with a little room between.</summary>
    public Box? Frame => Chosen is { } box ? new(box.Left - 3, box.Top - 3, box.Width + 6, box.Height + 6) : null;

    public Cells? Cells => Marks.OfType<Cells>().FirstOrDefault();

    /// <summary>How far above the panel the baseline of its title is: over the names of the columns.</summary>
    public double TitleRise => (X.OnTop ? X.NamesHeight + (X.Title.Length > 0 ? 20 : 2) : 0) + 8;

    /// <summary>The titles of both axes. Each place is the middle of the text.</summary>
    public IEnumerable<AxisTitle> AxisTitles
    {
        get
        {
            double below = X.Bare ? 14 : X.Names?.Any(tick => tick.Label.Gloss?.Length > 0) == true ? 46 : 34;
            double top = X.OnTop ? Box.Top - X.NamesHeight - 12 : Box.Bottom + below;
            yield return new(X.Title, Box.Left + Box.Width / 2, top, 0);
            yield return new(Y.Title, Box.Left - Y.NamesWidth - 18, Box.Top + Box.Height / 2, -90);
        }
    }

    /// <summary>The line between two cells, in pixels. Very small cells have none.</summary>
    public double CellGap(MatrixValues values) =>
        Math.Min(Box.Width / values.Columns, Box.Height / values.Rows) > 9 ? 1 : 0;

    /// <summary>The place of a data point on the canvas.</summary>
    public (double X, double Y) Place(double x, double y) =>
        (Box.Left + X.Share(x) * Box.Width, Box.Bottom - Y.Share(y) * Box.Height);

    public Panel Moved(double right, double down) => this with
    {
        Box = Box.Moved(right, down),
        Area = Area.Moved(right, down),
        Chosen = Chosen?.Moved(right, down),
        Legends = [.. Legends.Select(legend => legend with { X = legend.X + right, Y = legend.Y + down })],
    };
}

/// <summary>The text beside an axis, the middle of its place, and its turn in degrees.</summary>
internal readonly record struct AxisTitle(string Text, double X, double Y, double Turn);
