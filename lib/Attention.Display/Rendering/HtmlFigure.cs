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

    private static readonly string s_script = ReadScript();

    public static string Of(Chart chart)
    {
        StringBuilder html = Begin("attention-figure", chart.Title);
        html.Append(
            "<div class=\"attention-panels\" style=\"display:flex;flex-wrap:wrap;gap:4px;align-items:flex-start\">");
        foreach ((int i, FigureImage image) in FigureImage.Of(chart).Index())
        {
            html.Append(Image(image, i == 0 ? chart.Alt : image.Alt));
        }

        html.Append("</div>");
        if (chart.Note.Length > 0)
        {
            html.Append($"<p style=\"margin:2px 0;font-size:.9em;opacity:.8\">{Escape.Html(chart.Note)}</p>");
        }

        html.Append(
            "<details style=\"border:0;padding:0;margin:2px 0\"><summary style=\"font-size:.8em;font-weight:400;")
            .Append("opacity:.75;cursor:pointer;margin:0\">Numbers</summary>")
            .AppendJoin("", chart.Numbers.Select(HtmlTable.Plain)).Append("</details>")
            .Append("<script type=\"application/json\">").Append(FigureData.Of(chart)).Append("</script>")
            .Append("<script>").Append(s_script).Append("</script></div>");
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
            html.Append(Image(image, i == 0 ? alt : ""));
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

    private static string Image(FigureImage image, string alt)
    {
        (string width, string height) = (Number.Pixel(image.Area.Width), Number.Pixel(image.Area.Height));
        string least = Number.Pixel(Math.Ceiling(image.Area.Width * Math.Min(1, SmallestLetters / image.SmallestFont)));
        string caption = image.Caption.Length == 0 ? ""
            : $"<div class=\"attention-caption\" style=\"font-size:.9em;margin:2px 8px\">{Escape.Html(image.Caption)}</div>";
        string source = Convert.ToBase64String(Encoding.UTF8.GetBytes(SvgCanvas.Write(image.Elements, image.Area)));
        return $"<div class=\"attention-panel{(image.IsTwin ? " attention-twin" : "")}\""
            + $" style=\"flex:0 1 {width}px;min-width:0;overflow-x:auto\">{caption}"
            + $"<img alt=\"{Escape.Html(alt)}\" width=\"{width}\" height=\"{height}\""
            + $" style=\"display:block;width:100%;min-width:{least}px;max-width:{width}px;height:auto;border-radius:4px\""
            + $" src=\"data:image/svg+xml;base64,{source}\"></div>";
    }

    private static string ReadScript()
    {
        using var reader = new StreamReader(typeof(HtmlFigure).Assembly.GetManifestResourceStream("figure.js")!);
        IEnumerable<string> lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n')
            .Select(line => line.Trim())
                .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
        return string.Join('\n', lines);
    }
}
