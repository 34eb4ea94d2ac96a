using System.Globalization;
using System.Net;

namespace Attention.NotebookRunner.Site;

/// <summary>How a terminal shows a character: the state that the sequences of "select graphic rendition" set.</summary>
/// <param name="Foreground">One of the 16 named colours as its number, another one as #rrggbb, or empty.</param>
/// <param name="Background">The same for the background.</param>
/// <param name="Marks">Letters: b bold, f faint, i italic, u underlined, r reversed, s struck out.</param>
/// <param name="Link">An address of the web, or empty.</param>
internal sealed record TerminalStyle(
    string Foreground = "", string Background = "", string Marks = "", string Link = "")
{
    public static readonly TerminalStyle Plain = new();

    public string Wrap(string text)
    {
        string encoded = WebUtility.HtmlEncode(text);
        if (this with { Link = "" } != Plain)
        {
            string classes = string.Join(
                ' ', Marks.Select(mark => $"t-{mark}").Concat(Class("f", Foreground)).Concat(Class("b", Background)));
            string style = string.Concat(Style("color", Foreground), Style("background", Background));
            encoded = $"<span{Attribute("class", classes)}{Attribute("style", style)}>{encoded}</span>";
        }
        return Link.Length == 0 ? encoded : $"<a href=\"{WebUtility.HtmlEncode(Link)}\">{encoded}</a>";
    }

    /// <summary>After a sequence of parameters such as 1;38;5;208.</summary>
    public TerminalStyle Set(IReadOnlyList<int> parameters)
    {
        TerminalStyle style = this;
        for (int i = 0; i < Math.Max(parameters.Count, 1); i++)
        {
            int code = parameters.Count == 0 ? 0 : parameters[i];
            if (code is 38 or 48)
            {
                string color = Color(parameters, ref i);
                style = code == 38 ? style with { Foreground = color } : style with { Background = color };
                continue;
            }
            style = style.Set(code);
        }
        return style;
    }

    private TerminalStyle Set(int code) => code switch
    {
        0 => Plain with { Link = Link },
        1 => With('b'),
        2 => With('f'),
        3 => With('i'),
        4 or 21 => With('u'),
        7 => With('r'),
        9 => With('s'),
        22 => Without('b').Without('f'),
        23 => Without('i'),
        24 => Without('u'),
        27 => Without('r'),
        29 => Without('s'),
        >= 30 and <= 37 => this with { Foreground = Number(code - 30) },
        >= 90 and <= 97 => this with { Foreground = Number(code - 82) },
        39 => this with { Foreground = "" },
        >= 40 and <= 47 => this with { Background = Number(code - 40) },
        >= 100 and <= 107 => this with { Background = Number(code - 92) },
        49 => this with { Background = "" },
        _ => this,
    };

    private TerminalStyle With(char mark) =>
        Marks.Contains(mark, StringComparison.Ordinal) ? this : this with { Marks = Marks + mark };

    private TerminalStyle Without(char mark) =>
        this with { Marks = Marks.Replace(mark.ToString(), "", StringComparison.Ordinal) };

    /// <summary>5;n is one of 256 colours, 2;r;g;b any colour.</summary>
    private static string Color(IReadOnlyList<int> parameters, ref int i)
    {
        int kind = i + 1 < parameters.Count ? parameters[i + 1] : -1;
        if (kind == 5 && i + 2 < parameters.Count)
        {
            i += 2;
            return Palette(Math.Clamp(parameters[i], 0, 255));
        }
        if (kind == 2 && i + 4 < parameters.Count)
        {
            i += 4;
            return Hex(parameters[i - 2], parameters[i - 1], parameters[i]);
        }
        i = parameters.Count;
        return "";
    }

    /// <summary>16 named colours, a cube of 6 × 6 × 6, and 24 greys.</summary>
    private static string Palette(int n)
    {
        if (n < 16)
        {
            return Number(n);
        }
        if (n >= 232)
        {
            int grey = 8 + 10 * (n - 232);
            return Hex(grey, grey, grey);
        }
        int Level(int step) => step == 0 ? 0 : 55 + 40 * step;
        return Hex(Level((n - 16) / 36), Level((n - 16) / 6 % 6), Level((n - 16) % 6));
    }

    private static string Hex(int red, int green, int blue) => string.Create(
        CultureInfo.InvariantCulture,
        $"#{Math.Clamp(red, 0, 255):x2}{Math.Clamp(green, 0, 255):x2}{Math.Clamp(blue, 0, 255):x2}");

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Class(string kind, string color) =>
        color.Length is 0 or > 2 ? [] : [$"t-{kind}{color}"];

    private static string Style(string property, string color) => color.Length > 2 ? $"{property}:{color};" : "";

    private static string Attribute(string name, string value) => value.Length == 0 ? "" : $" {name}=\"{value}\"";
}
