using System.Collections.Concurrent;
using System.Text;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>A figure for a web page: images that show everywhere, and a script that makes them live.</summary>
/// <remarks>
/// Each panel is an image of its own, so that panels stand below each other on a narrow screen. No control is drawn in
/// an image: without the script, several steps of a slider stand side by side. A page that removes scripts and styles,
/// as GitHub does, still shows the title, the images and the numbers in a table that folds open.
/// </remarks>
internal static class HtmlFigure
{
    /// <summary>
    /// An image shrinks until its smallest letters have this size on the screen. Then its panel scrolls.
    /// </summary>
    public const double SmallestLetters = 10;

    /// <summary>What the course's pages leave to pictures on a telephone of 390 pixels.</summary>
    private const double Telephone = 366;

    private static readonly ConcurrentDictionary<string, string> s_scripts = new();

    /// <summary>A chart, made live by the script of figures.</summary>
    public static string Of(Chart chart)
    {
        FigureImage[] images =
            [.. FigureImage.Of(chart).Select((image, i) => i == 0 ? image with { Alt = chart.Alt } : image)];
        string[] scripts =
        [
            .. chart.Control is null ? Array.Empty<string>() : ["control.js"],
            .. images.Any(image => LeastWidth(image) > Telephone) ? ["wide.js"] : Array.Empty<string>(),
            "figure.js",
        ];
        return Of(chart.Title, images, chart.Note, chart.Numbers, FigureData.Of(chart), scripts);
    }

    /// <summary>Images, their numbers, and the scripts that make them live.</summary>
    /// <param name="title">What stands above them, or "".</param>
    /// <param name="images">The images from left to right.</param>
    /// <param name="note">A remark below them, or "".</param>
    /// <param name="numbers">The tables that fold open.</param>
    /// <param name="json">What the scripts need.</param>
    /// <param name="scripts">The scripts that this kind of figure needs, in their order.</param>
    public static string Of(
        string title, IEnumerable<FigureImage> images, string note, IEnumerable<NumberTable> numbers, string json,
        string[] scripts)
    {
        StringBuilder html = Begin("attention-figure", title);
        html.Append(
            "<div class=\"attention-panels\" style=\"display:flex;flex-wrap:wrap;gap:4px;align-items:flex-start\">")
            .AppendJoin("", images.Select(image => Image(image, image.Alt))).Append("</div>");
        if (note.Length > 0)
        {
            html.Append($"<p style=\"margin:2px 0;font-size:.9em;opacity:.8\">{Escape.Html(note)}</p>");
        }

        html.Append(
            "<details style=\"border:0;padding:0;margin:2px 0\"><summary style=\"font-size:.8em;font-weight:400;")
            .Append("opacity:.75;cursor:pointer;margin:0\">Numbers</summary>")
            .AppendJoin("", numbers.Select(HtmlTable.Plain)).Append("</details>")
            .Append("<script type=\"application/json\">").Append(json).Append("</script>")
            .AppendJoin("", scripts.Select(name => $"<script>{Script(name)}</script>"))
            .Append("</div>");
        return html.ToString();
    }

    /// <summary>
    /// A picture without a live form, in one or several images that stand side by side where there is room.
    /// </summary>
    public static string Of(string title, IEnumerable<FigureImage> images, string alt)
    {
        StringBuilder html = Begin("attention-picture", title);
        html.Append("<div style=\"display:flex;flex-wrap:wrap;align-items:center\">");
        foreach ((int i, FigureImage image) in images.Index())
        {
            // Cells of all stations have one size, so none shrinks for the sake of another.
            html.Append(Image(image, i == 0 ? alt : "", shrinks: false));
        }

        return html.Append("</div></div>").ToString();
    }

    private static StringBuilder Begin(string name, string title)
    {
        var html =
            new StringBuilder($"<div class=\"{name}\" style=\"position:relative;margin:8px 0;break-inside:avoid\">");
        string marked = Subscripts.ToMarkup(title, Escape.Html);
        return html.Append(title.Length > 0 ? $"<div style=\"margin:4px 0 6px\"><b>{marked}</b></div>" : "");
    }

    /// <summary>
    /// An image in its place. Places that shrink begin as narrow as their images may be and grow, all by one factor, to
    /// what the images would like: so images that belong together stand in one row as long as their letters allow it.
    /// </summary>
    private static string Image(FigureImage image, string alt, bool shrinks = true)
    {
        (string width, string height) = (Number.Pixel(image.Area.Width), Number.Pixel(image.Area.Height));
        string least = Number.Pixel(LeastWidth(image));
        string caption = image.Caption.Length == 0 ? ""
            : $"<div class=\"attention-caption\" style=\"font-size:.9em;margin:2px 8px\">{Escape.Html(image.Caption)}</div>";
        string source = Convert.ToBase64String(Encoding.UTF8.GetBytes(SvgCanvas.Write(image.Elements, image.Area)));
        return $"<div class=\"attention-panel{(image.IsTwin ? " attention-twin" : "")}\""
            + $" style=\"flex:{(shrinks ? $"{width} 1 {least}" : $"0 1 {width}")}px;min-width:0;max-width:{width}px;"
            + $"overflow-x:auto\">{caption}"
            + $"<img alt=\"{Escape.Html(alt)}\" width=\"{width}\" height=\"{height}\""
            + $" style=\"display:block;width:100%;min-width:{least}px;max-width:{width}px;height:auto;border-radius:4px\""
            + $" src=\"data:image/svg+xml;base64,{source}\"></div>";
    }

    /// <summary>The width below which an image scrolls.</summary>
    private static double LeastWidth(FigureImage image) =>
        Math.Ceiling(image.Area.Width * Math.Min(1, SmallestLetters / image.SmallestFont));

    private static string Script(string name) => s_scripts.GetOrAdd(name, ReadScript);

    /// <summary>A script without its comments.</summary>
    private static string ReadScript(string name)
    {
        using var reader = new StreamReader(typeof(HtmlFigure).Assembly.GetManifestResourceStream(name)!);
        IEnumerable<string> lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n')
            .Select(line => line.Trim())
                .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
        return string.Join('\n', lines);
    }
}
