using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>One image of a figure on a page.</summary>
/// <param name="Area">The part of the canvas that it shows.</param>
/// <param name="Elements">What is drawn.</param>
/// <param name="SmallestFont">The size of the smallest letters at full width.</param>
internal sealed record FigureImage(Box Area, IReadOnlyList<SvgElement> Elements, double SmallestFont)
{
    /// <summary>The step that the image shows, for a figure with a slider or chooser, or "".</summary>
    public string Caption { get; init; } = "";

    public string Alt { get; init; } = "";

    /// <summary>The image shows another step than the start. A live figure does not need it.</summary>
    public bool IsTwin { get; init; }

    /// <summary>The images from left to right: the panels, or the steps that the static picture shows.</summary>
    public static IReadOnlyList<FigureImage> Of(Chart chart)
    {
        if (chart.Control is not { } control)
        {
            return [.. Piece.Of(chart.Panels).Select(From)];
        }

        return
        [
            .. control.StaticSteps.SelectMany(
                step => Piece.Of(control.PanelsPerStep[step]).Select(piece => From(piece) with
            {
                Caption = control.StaticSteps.Count > 1 ? control.Caption(step) : "",
                Alt = control.Caption(step),
                IsTwin = step != control.Start,
            })),
        ];
    }

    private static FigureImage From(Piece piece)
    {
        (IReadOnlyList<SvgElement> elements, double smallest) = piece.Draw();
        return new(piece.Area, elements, smallest) { Alt = piece.Panels[0].Title };
    }
}
