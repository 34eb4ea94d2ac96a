namespace Attention.Display.Model;

/// <summary>Something drawn in a panel, in data coordinates.</summary>
internal abstract record Mark;

/// <summary>
/// The cells of a heatmap, row after row; row 0 is at y = 0, column 0 at x = 0. What is not finite has no cell and
/// leaves the grey behind.
/// </summary>
/// <param name="Values">The matrix.</param>
/// <param name="Diverging">Which of the two scales.</param>
/// <param name="Low">The value of the scale's first colour.</param>
/// <param name="High">The value of the scale's last colour.</param>
/// <param name="Decimals">The decimals of the numbers.</param>
/// <param name="FontSize">The size of the numbers in the cells, 0 where they do not fit.</param>
/// <param name="Hovers">What the pointer shows, cell by cell.</param>
internal sealed record Cells(
    MatrixValues Values,
    bool Diverging,
    double Low,
    double High,
    int Decimals,
    double FontSize,
    IReadOnlyList<string> Hovers
) : Mark
{
    /// <summary>
    /// The pattern of plotly.js that stands for all hover texts where they say no more than names and value, or null.
    /// </summary>
    public string? HoverTemplate { get; init; }

    /// <summary>The number of a cell as text.</summary>
    public string Text(int row, int column) => Number.Text(Values[row, column], Decimals);

    /// <summary>The colour of a value, in steps too fine to see, so that many cells share one.</summary>
    public string Color(double value) => Palette.At(Diverging, Math.Round(64 * (value - Low) / (High - Low)) / 64);
}

/// <summary>
/// A line through points; with <see cref="Arrow"/> its last point is an arrow's head, with <see cref="Dots"/> each
/// point is a dot.
/// </summary>
internal sealed record Line(IReadOnlyList<double> Xs, IReadOnlyList<double> Ys, string Color) : Mark
{
    public double Width { get; init; } = 2.5;
    public string? Dash { get; init; }
    public bool Arrow { get; init; }
    public double Dots { get; init; }
    public IReadOnlyList<string>? Hovers { get; init; }
}

/// <summary>Bars from 0, standing or lying, each with its number at the end.</summary>
internal sealed record BarSet(
    IReadOnlyList<double> Places,
    IReadOnlyList<double> Values,
    double Thickness,
    string Color,
    bool Lying,
    IReadOnlyList<string> Hovers
) : Mark
{
    /// <summary>The decimals of the numbers at the ends, or null where <see cref="Ends"/> are given.</summary>
    public int? Decimals { get; init; }

    public IReadOnlyList<string> Ends { get; init; } = [];

    public IReadOnlyList<string> Texts =>
        Decimals is { } decimals ? [.. Values.Select(value => Number.Text(value, decimals))] : Ends;
}

/// <summary>
/// Words at data points, shifted a little in the given direction: "top", "bottom", "left", "right" or a pair such as
/// "top right".
/// </summary>
internal sealed record Words(
    IReadOnlyList<double> Xs,
    IReadOnlyList<double> Ys,
    IReadOnlyList<string> Texts,
    string Side
) : Mark;
