namespace Attention.Display.Model;

/// <summary>A plotting area with its two axes and what is drawn in it.</summary>
internal sealed record Panel(Box Box, Axis X, Axis Y, IReadOnlyList<Mark> Marks)
{
    public string Title { get; init; } = "";

    /// <summary>Whether a bar beside the panel explains the colours of its cells.</summary>
    public bool ColorBar { get; init; }

    /// <summary>
    /// The grey behind cells: their frame, the lines between them, and what shows where there is none.
    /// </summary>
    public Box Backing => new(Box.Left - 1, Box.Top - 1, Box.Width + 2, Box.Height + 2);

    public bool HasCells => Marks.Any(mark => mark is Cells);

    /// <summary>How far above the panel its title stands: over the names of the columns.</summary>
    public double TitleRise => (X.OnTop ? CellLayout.NamesHeight(X) + (X.Title.Length > 0 ? 24 : 4) : 0) + 6;

    /// <summary>The titles of both axes; each place is the middle of the text.</summary>
    public IEnumerable<AxisTitle> AxisTitles
    {
        get
        {
            double names = Y.Bare
                ? 0
                : Y.Ticks.Select(tick => TextSize.Width(CellLayout.OneLine(tick.Label), 12)).DefaultIfEmpty(0).Max();
            double below =
                X.Bare ? 14
                : X.Names?.Any(tick => tick.Label.Gloss?.Length > 0) == true ? 44
                : 32;
            yield return new(
                X.Title,
                Box.Left + Box.Width / 2,
                X.OnTop ? Box.Top - CellLayout.NamesHeight(X) - 12 : Box.Bottom + below,
                0
            );
            yield return new(Y.Title, Box.Left - names - 21, Box.Top + Box.Height / 2, -90);
        }
    }

    /// <summary>The line between two cells, in pixels; none between tiny ones.</summary>
    public double CellGap(MatrixValues values) =>
        Math.Min(Box.Width / values.Columns, Box.Height / values.Rows) > 9 ? 1 : 0;

    /// <summary>One unit is as long to the right as upwards.</summary>
    public bool EqualScale { get; init; }

    /// <summary>The place of a data point in the picture.</summary>
    public (double X, double Y) Place(double x, double y) =>
        (Box.Left + X.Share(x) * Box.Width, Box.Bottom - Y.Share(y) * Box.Height);
}

internal readonly record struct AxisTitle(string Text, double X, double Y, double Turn);
