namespace Attention.Display.Model;

/// <summary>
/// What a figure shows: panels in pixels with marks in data coordinates. The SVG, the page and the live chart are all
/// drawn from it.
/// </summary>
internal sealed record Chart(string Title, double Width, double Height, IReadOnlyList<Panel> Panels)
{
    /// <summary>The free border around a panel, in pixels.</summary>
    public const double Edge = 8;

    /// <summary>
    /// The width in pixels of a picture that a telephone of 390 pixels shows whole: shrunk to 10/12, so that its
    /// letters have 10 pixels.
    /// </summary>
    public const double TelephoneWidth = 439;

    /// <summary>The height of the title line, or of the border when there is no title.</summary>
    public static double TitleHeight(string title) => title.Length > 0 ? 36 : Edge;

    /// <summary>The message of the picture in one sentence, for readers who do not see it.</summary>
    public required string Alt { get; init; }

    /// <summary>The numbers of the picture, for terminals and screen readers.</summary>
    public required IReadOnlyList<NumberTable> Numbers { get; init; }

    /// <summary>Sentences that follow the numbers in the text form.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>A short remark below the picture, or "".</summary>
    public string Note { get; init; } = "";

    public Control? Control { get; init; }

    /// <summary>The width a canvas needs for its title.</summary>
    public static double WidthFor(string title) => title.Length > 0 ? TextSize.Width(title, 16) + 2 * Edge : 0;

    /// <summary>
    /// The chart with room for its control, which plotly.js draws inside the canvas: a slider at the bottom or a
    /// chooser below the title.
    /// </summary>
    public Chart WithRoomForControl() => Control switch
    {
        null => this,
        { IsSlider: true } => this with { Height = Height + Control.SliderHeight },
        { } control => this with
        {
            // The open list of choices must lie inside the canvas.
            Height = Math.Max(Height + Control.ChooserHeight, TitleHeight(Title) + 33 * (control.Steps.Count + 1)),
            Panels = Lower(Panels),
            Control = control with { PanelsPerStep = [.. control.PanelsPerStep.Select(Lower)] },
        },
    };

    private static IReadOnlyList<Panel> Lower(IReadOnlyList<Panel> panels) =>
        [.. panels.Select(panel => panel.Moved(0, Control.ChooserHeight))];
}

/// <summary>
/// A slider or a chooser. Each step has panels of the same form as the chart's own panels, which it replaces.
/// </summary>
internal sealed record Control(
    string Name, bool IsSlider, IReadOnlyList<string> Steps, int Start,
    IReadOnlyList<IReadOnlyList<Panel>> PanelsPerStep)
{
    /// <summary>The room that plotly.js needs for the control, in pixels.</summary>
    public const double SliderHeight = 74, ChooserHeight = 40;

    /// <summary>
    /// The steps that the static picture shows side by side: the first, the start, the last, and one between them when
    /// two of these are the same. A figure of several panels shows only its start.
    /// </summary>
    public IReadOnlyList<int> StaticSteps
    {
        get
        {
            int last = Steps.Count - 1;
            int[] chosen = [.. new SortedSet<int> { 0, Start, last }];
            return PanelsPerStep[0].Count > 1 ? [Start]
                : chosen.Length > 2 || last < 2 ? chosen
                : [0, last / 2, last];
        }
    }

    public string Caption(int step) => $"{Name}: {Steps[step]}";
}

/// <summary>A colour and the series that is drawn in it, at a place in the panel's canvas.</summary>
internal sealed record Legend(string Name, string Color, string? Dash, double X, double Y);

/// <summary>One table of numbers with the names of its rows and columns.</summary>
internal sealed record NumberTable(string Title, Labels Rows, Labels Columns, Func<int, int, string> Cell)
{
    private const int MostRows = 20, MostColumns = 16;

    public int ShownRows => Math.Min(Rows.Count, MostRows);

    public int ShownColumns => Math.Min(Columns.Count, MostColumns);

    /// <summary>Says which rows and columns are not shown, or "".</summary>
    public string Omitted => ShownRows == Rows.Count && ShownColumns == Columns.Count ? ""
        : $"… of {Rows.Count} rows × {Columns.Count} columns the first {ShownRows} × {ShownColumns} are shown";
}

/// <summary>A rectangle in pixels, y downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>The area that two rectangles share.</summary>
    public double Overlap(Box other) =>
        Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left))
        * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));

    /// <summary>How far a point lies outside; 0 inside.</summary>
    public double Distance((double X, double Y) point) => double.Hypot(
        Math.Max(Math.Max(Left - point.X, point.X - Right), 0), Math.Max(Math.Max(Top - point.Y, point.Y - Bottom), 0));

    public Box Moved(double right, double down) => this with { Left = Left + right, Top = Top + down };
}
