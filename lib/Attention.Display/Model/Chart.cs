namespace Attention.Display.Model;

/// <summary>
/// What a figure shows, in pixels and data, before it becomes SVG or plotly JSON. Both are drawn from this, so they
/// look alike.
/// </summary>
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

/// <summary>
/// A slider below the figure, or a chooser below its title, that exchanges the panels for others of the same form,
/// without a kernel.
/// </summary>
internal sealed record Control(
    string Name,
    bool IsSlider,
    IReadOnlyList<string> Steps,
    int Start,
    IReadOnlyList<IReadOnlyList<Panel>> PanelsPerStep
)
{
    public const double SliderHeight = 74,
        ChooserHeight = 40;
}

/// <summary>A colour and the series that is drawn in it.</summary>
internal sealed record Legend(string Name, string Color, string? Dash, double X, double Y);

/// <summary>A rectangle in pixels, y downwards.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;
    public double Bottom => Top + Height;
}
