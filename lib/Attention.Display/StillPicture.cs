using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>A picture without numbers to explore: boxes and arrows, the same in every front end.</summary>
public abstract class StillPicture : IDisplay
{
    private readonly string _title;

    private protected StillPicture(string title) => _title = SafeText.Clean(title);

    /// <summary>The message of the picture in words, for readers who do not see it.</summary>
    public string AltText => $"{Rendering.AltText.Begin(Kind, _title)}: {Description}";

    /// <summary>What is drawn, as the alternative text begins.</summary>
    private protected abstract string Kind { get; }

    /// <summary>The picture in words, as the alternative text goes on.</summary>
    private protected abstract string Description { get; }

    /// <summary>The picture in one line.</summary>
    private protected abstract string Line { get; }

    /// <summary>The picture as an SVG document.</summary>
    public string ToSvg()
    {
        IReadOnlyList<FigureImage> images = Draw(Chart.TitleHeight(_title));
        var title = new SvgCanvas();
        title.Text(_title, Chart.Edge, 21, Palette.Text, 15, "start", bold: true);
        double width = Math.Max(images.Max(image => image.Area.Right), Chart.WidthFor(_title));
        return SvgCanvas.Write(
            [.. images.SelectMany(image => image.Elements), .. title.Elements],
            new Box(0, 0, width, images.Max(image => image.Area.Bottom)));
    }

    /// <summary>The picture for a web page: one image, or several that a narrow screen puts below each other.</summary>
    public string ToHtml() => HtmlFigure.Of(_title, Draw(titleHeight: null), AltText);

    /// <summary>The picture in one line, below its title.</summary>
    public string ToPlainText() => (_title.Length > 0 ? _title + "\n" : "") + Line;

    /// <inheritdoc cref="ToPlainText"/>
    public override string ToString() => ToPlainText();

    string? IDisplay.Write(string mimeType) => mimeType switch
    {
        MimeType.Html => ToHtml(),
        MimeType.Plain => ToPlainText(),
        _ => null,
    };

    /// <summary>Draws the images from left to right.</summary>
    /// <param name="titleHeight">The room to leave for the title; null where the title is no part of the picture.</param>
    private protected abstract IReadOnlyList<FigureImage> Draw(double? titleHeight);
}
