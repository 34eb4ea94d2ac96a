using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>A picture: write it as the last expression of a cell, or <c>display</c> it.</summary>
/// <remarks>
/// Made by <see cref="Heatmap"/>, <see cref="Bars"/>, <see cref="Lines"/>, <see cref="Arrows"/> and the other figure
/// kinds. Every front end gets what it can show: a live Plotly chart (VS Code), images that a script makes live (a web
/// page), or text (a terminal). The same values always give the same bytes.
/// </remarks>
[TypeFormatterSource(typeof(FormatterSource), PreferredMimeTypes = [MimeType.Plotly, MimeType.Html, MimeType.Plain])]
public sealed class Figure : IDisplay
{
    internal Figure(Chart chart) => Chart = chart;

    internal Chart Chart { get; }

    /// <summary>The message of the picture in words, for readers who do not see it.</summary>
    public string AltText => Chart.Alt;

    /// <summary>
    /// The same picture, whose <see cref="AltText"/> begins with what it shows. By itself a figure can say what it is
    /// made of, but not its point.
    /// </summary>
    /// <param name="message">The point of the picture, in one sentence.</param>
    /// <exception cref="ArgumentException"><paramref name="message"/> is null or blank.</exception>
    public Figure Says(string message)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        return new(Chart with { Alt = Rendering.AltText.Sentences(SafeText.Clean(message), Chart.Alt) });
    }

    /// <summary>
    /// The live chart as plotly.js JSON: data, layout, frames where there is a slider or chooser, config.
    /// </summary>
    public string ToPlotlyJson() => PlotlyChart.Of(Chart);

    /// <summary>The static picture as an SVG document.</summary>
    public string ToSvg() => SvgPicture.Of(Chart);

    /// <summary>
    /// The picture for a web page: images that show everywhere, and a script that adds texts under the pointer and
    /// controls.
    /// </summary>
    public string ToHtml() => HtmlFigure.Of(Chart);

    /// <summary>The picture for a terminal: its numbers as a table, or its content in words.</summary>
    public string ToPlainText() => TextTable.Of(Chart);

    string? IDisplay.Write(string mimeType) =>
        mimeType switch
        {
            MimeType.Plotly => ToPlotlyJson(),
            MimeType.Html => ToHtml(),
            MimeType.Plain => ToPlainText(),
            _ => null,
        };

    /// <inheritdoc cref="ToPlainText"/>
    public override string ToString() => ToPlainText();
}
