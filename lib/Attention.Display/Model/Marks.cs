namespace Attention.Display.Model;

/// <summary>Something drawn in a panel, in data coordinates.</summary>
internal abstract record Mark;

/// <summary>The cells of a heatmap, row after row. Row 0 is at y = 0, column 0 at x = 0.</summary>
/// <param name="Values">The matrix.</param>
/// <param name="Hidden">Cells that are hatched: a mask hides them, or their value is not finite.</param>
/// <param name="Diverging">Whether the scale has two colours, with 0 in the middle.</param>
/// <param name="Low">The value of the scale's first colour.</param>
/// <param name="High">The value of the scale's last colour.</param>
/// <param name="Decimals">The decimals of the numbers.</param>
/// <param name="FontSize">The size of the numbers in the cells, 0 when they do not fit.</param>
/// <param name="Hovers">What the pointer shows below the names of row and column, cell by cell.</param>
internal sealed record Cells(
    MatrixValues Values, IReadOnlyList<bool> Hidden, bool Diverging, double Low, double High, int Decimals,
    double FontSize, IReadOnlyList<string> Hovers) : Mark
{
    /// <summary>The steps from no colour to the deepest.</summary>
    public const int Shades = 24;

    /// <summary>The matrix is an additive mask: 0 is visible, −∞ is hidden.</summary>
    public bool IsMask { get; init; }

    /// <summary>
    /// All values are whole numbers, at most four different ones, so that the numbers in the cells explain the few
    /// colours. They are written without decimals: 1 is "may attend", not a measured 1.00.
    /// </summary>
    public bool IsFewIntegers { get; init; }

    public bool IsHidden(int row, int column) => Hidden[row * Values.Columns + column];

    /// <summary>The number of a cell as text. A hidden 0 has none: the hatching says more.</summary>
    public string Text(int row, int column) => IsHidden(row, column) && Values[row, column] == 0
        ? "" : Number.Text(Values[row, column], IsFewIntegers ? 0 : Decimals);

    /// <summary>
    /// The colour of a cell. Where numbers are written, it is that of the number as it is written, so that equal
    /// numbers look equal.
    /// </summary>
    public (string Color, double Opacity) FillOf(int row, int column)
    {
        double value = Values[row, column];
        return Fill(FontSize > 0 ? Math.Round(value, Decimals) : value);
    }

    /// <summary>
    /// The colour of a value and its opacity over the paper, in <see cref="Shades"/> steps, so that many cells share
    /// one. The same colours serve a light and a dark page.
    /// </summary>
    public (string Color, double Opacity) Fill(double value)
    {
        if (IsMask)
        {
            return (Palette.Blue, 0.25);
        }

        double share = Diverging ? value / High : (value - Low) / (High - Low);
        double opacity = Math.Round(Shades * Math.Clamp(Math.Abs(share), 0, 1)) / Shades;
        return (share < 0 && Diverging ? Palette.Orange : Palette.Blue, opacity);
    }
}

/// <summary>
/// A line through points. With <see cref="Arrow"/> its last point is the head of an arrow, with <see cref="Dots"/>
/// each point is a dot.
/// </summary>
internal sealed record Line(IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, string Color) : Mark
{
    public double Width { get; init; } = 2.5;

    public string? Dash { get; init; }

    public bool Arrow { get; init; }

    /// <summary>The diameter of the dots in pixels, 0 for none.</summary>
    public double Dots { get; init; }

    public IReadOnlyList<string>? Hovers { get; init; }
}

/// <summary>Bars from 0, standing or lying, each with its number at the end.</summary>
internal sealed record BarSet(
    IReadOnlyList<double> Places, IReadOnlyList<double> Values, double Thickness, string Color, bool Lying,
    IReadOnlyList<string> Hovers) : Mark
{
    /// <summary>The decimals of the numbers at the ends, or null when <see cref="Ends"/> are given.</summary>
    public int? Decimals { get; init; }

    public IReadOnlyList<string> Ends { get; init; } = [];

    public IReadOnlyList<string> Texts => Decimals is { } decimals
        ? [.. Values.Select(value => IsHidden(value) ? "hidden" : Number.Text(value, decimals))]
        : Ends;

    /// <summary>A bar of −∞ is that of a hidden key: it has no length and no number.</summary>
    public static bool IsHidden(double value) => double.IsNegativeInfinity(value);
}

/// <summary>
/// Words at data points, shifted a little to one side: "top", "bottom", "left", "right" or a pair such as "top right".
/// </summary>
internal sealed record Words(
    IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, IReadOnlyList<string> Texts, string Side) : Mark
{
    /// <summary>The size of the letters in pixels.</summary>
    public const double FontSize = 13;

    /// <summary>The side as steps to the right and upwards: (1, 1) for "top right".</summary>
    public (int Right, int Up) Steps => (Step("right", "left"), Step("top", "bottom"));

    /// <summary>A border in the colour of the paper, where lines may cross the words.</summary>
    public bool Halo { get; init; }

    /// <summary>The name of a side: "top", "left", "bottom right" …</summary>
    public static string NameOf((int Right, int Up) side)
    {
        string vertical = side.Up > 0 ? "top" : side.Up < 0 ? "bottom" : "";
        string horizontal = side.Right > 0 ? "right" : side.Right < 0 ? "left" : "";
        return $"{vertical} {horizontal}".Trim();
    }

    /// <summary>Where the words at a point begin, end or have their middle, and their baseline, in pixels.</summary>
    public static (double X, double Baseline) Place((double X, double Y) point, (int Right, int Up) side) =>
        (point.X + side.Right * 7, point.Y + 4 - side.Up * (side.Right == 0 ? 13 : 9));

    private int Step(string forward, string back) => Side.Contains(forward, StringComparison.Ordinal) ? 1
        : Side.Contains(back, StringComparison.Ordinal) ? -1
        : 0;
}
