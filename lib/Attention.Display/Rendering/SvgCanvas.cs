using System.Text;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>One element of an SVG picture, with its attributes in order and its content.</summary>
internal sealed record SvgElement(
    string Name, IReadOnlyList<(string Name, string Value)> Attributes, string Content = "")
{
    public override string ToString() => $"<{Name}{string.Concat(Attributes.Select(a => $" {a.Name}=\"{a.Value}\""))}"
        + (Content.Length > 0 ? $">{Content}</{Name}>" : "/>");
}

/// <summary>
/// Collects the elements of a picture: only <c>rect</c>, <c>path</c> and <c>text</c> with attributes, so that every
/// viewer shows it.
/// </summary>
internal sealed class SvgCanvas
{
    public const string Fonts =
        "system-ui,-apple-system,Segoe UI,Noto Sans,Noto Sans CJK SC,PingFang SC,Microsoft YaHei,sans-serif";

    private readonly List<SvgElement> _elements = [];

    public IReadOnlyList<SvgElement> Elements => _elements;

    /// <summary>The size of the smallest letters, subscripts aside.</summary>
    public double SmallestFont { get; private set; } = double.PositiveInfinity;

    public void Rectangle(Box box, string fill, double opacity = 1) => _elements.Add(new("rect",
    [
        ("x", Number.Pixel(box.Left)), ("y", Number.Pixel(box.Top)),
        ("width", Number.Pixel(box.Width)), ("height", Number.Pixel(box.Height)),
        .. Paint("fill", fill, opacity),
    ]));

    public void Fill(string path, string fill, double opacity = 1) =>
        _elements.Add(new("path", [("d", path), .. Paint("fill", fill, opacity)]));

    public void Stroke(string path, string color, double width, string? dash = null) => _elements.Add(new("path",
    [
        ("d", path), ("fill", "none"), ("stroke", color), ("stroke-width", Number.Pixel(width)),
        .. dash is null ? [] : new[] { ("stroke-dasharray", dash) },
    ]));

    public void Text(
        string text, double x, double y, string color, double size = 12, string anchor = "middle", bool bold = false,
        double turn = 0, bool halo = false)
    {
        if (text.Length == 0)
        {
            return;
        }

        SmallestFont = Math.Min(SmallestFont, size);
        var attributes = new List<(string, string)> { ("x", Number.Pixel(x)), ("y", Number.Pixel(y)) };
        attributes.AddRange(color == Palette.Text ? [] : [("fill", color)]);
        attributes.AddRange(size == 12 ? [] : [("font-size", Number.Pixel(size))]);
        attributes.AddRange(anchor == "middle" ? [] : [("text-anchor", anchor)]);
        attributes.AddRange(bold ? [("font-weight", "600")] : []);
        attributes.AddRange(halo
            ?
            [
                ("stroke", Palette.Paper), ("stroke-width", "4"), ("stroke-linejoin", "round"),
                ("paint-order", "stroke"),
            ]
            : []);
        attributes.AddRange(turn == 0 ? []
            : [("transform", $"rotate({Number.Pixel(turn)} {Number.Pixel(x)} {Number.Pixel(y)})")]);
        _elements.Add(new("text", attributes, Content(text, size)));
    }

    /// <summary>A picture of the given part of the canvas.</summary>
    /// <remarks>
    /// The attributes hold the colours of a light page. A style sheet of one rule per colour replaces them where the
    /// page is dark; a viewer without style sheets shows the light picture.
    /// </remarks>
    public static string Write(IEnumerable<SvgElement> elements, Box part)
    {
        SvgElement[] all = [.. elements];
        (string left, string top) = (Number.Pixel(part.Left), Number.Pixel(part.Top));
        (string width, string height) = (Number.Pixel(part.Width), Number.Pixel(part.Height));
        return new StringBuilder()
            .Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"")
            .Append($" viewBox=\"{left} {top} {width} {height}\" font-family=\"{Fonts}\" font-size=\"12\"")
            .Append($" fill=\"{Palette.Text}\" text-anchor=\"middle\">").Append(DarkStyle(all))
            .Append($"<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{Palette.Paper}\"/>")
            .AppendJoin("", (IEnumerable<SvgElement>)all).Append("</svg>").ToString();
    }

    private static string DarkStyle(SvgElement[] elements)
    {
        var used = elements.SelectMany(element => element.Attributes).Where(a => a.Name is "fill" or "stroke")
            .Append(("fill", Palette.Paper)).Append(("fill", Palette.Text)).Distinct()
                .Where(a => Palette.Dark.ContainsKey(a.Item2));
        return "<style>svg{color-scheme:light dark}" + string.Concat(used.Select(a =>
            $"[{a.Item1}=\"{a.Item2}\"]{{{a.Item1}:light-dark({a.Item2},{Palette.Dark[a.Item2]})}}")) + "</style>";
    }

    private static IEnumerable<(string, string)> Paint(string name, string color, double opacity) => opacity == 1
        ? [(name, color)]
        : [(name, color),
            ("fill-opacity", Math.Round(opacity, 3).ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static string Content(string text, double size)
    {
        (string small, string down) = (Number.Pixel(size * 0.8), Number.Pixel(size * 0.25));
        var content = new StringBuilder();
        bool lowered = false;
        foreach ((string part, bool isSubscript) in Subscripts.Split(text).Where(part => part.Text.Length > 0))
        {
            string escaped = Escape.Html(part);
            content.Append(isSubscript ? $"<tspan dy=\"{down}\" font-size=\"{small}\">{escaped}</tspan>"
                : lowered ? $"<tspan dy=\"-{down}\">{escaped}</tspan>"
                : escaped);
            lowered = isSubscript;
        }

        return content.ToString();
    }
}
