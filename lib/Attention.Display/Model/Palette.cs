namespace Attention.Display.Model;

/// <summary>Every colour of the pictures, for light and for dark pages.</summary>
/// <remarks>
/// Cells are <see cref="Blue"/> or <see cref="Orange"/> over the paper, the more opaque the larger the value: the two
/// colours that the common kinds of colour blindness keep apart. The series are Okabe and Ito's colours, darkened where
/// they would be too pale on white, but for their second blue, which is hard to tell from the first.
/// </remarks>
internal static class Palette
{
    public const string Paper = "#ffffff", Text = "#24292f", Muted = "#57606a", Grid = "#e3e7ec", Axis = "#8c959f",
        Hidden = "#e4e7eb", Hatch = "#a8b0ba", Plain = "#a3caea";

    /// <summary>The colours of positive and negative cells at their largest magnitude.</summary>
    public const string Blue = "#1262a8", Orange = "#b84a00";

    /// <summary>Numbers on pale cells. They change with the page.</summary>
    public const string Ink = "#000000";

    /// <summary>
    /// Numbers on deep cells, the same on every page. Not equal to <see cref="Paper"/>, which changes.
    /// </summary>
    public const string InkOnDeep = "#fffffe";

    public static readonly string[] Series =
        ["#0072b2", "#d55e00", "#00875f", "#b8558c", Text, "#b07a00", "#7d8590", "#8a7d00"];

    /// <summary>The border of what is chosen.</summary>
    public static string Chosen => Series[1];

    /// <summary>What replaces each colour on a dark page. Colours that are not listed serve both.</summary>
    public static readonly IReadOnlyDictionary<string, string> Dark = new Dictionary<string, string>
    {
        [Paper] = "#16181c",
        [Text] = "#dfe2e6",
        [Muted] = "#a9b1ba",
        [Grid] = "#31353c",
        [Axis] = "#7a828c",
        [Hidden] = "#2a2e35",
        [Hatch] = "#5b636e",
        [Plain] = "#35587a",
        [Ink] = "#f4f6f8",
        [Blue] = "#2478c0", // deeper ones hardly differ from a dark page
        [Orange] = "#c45200",
        [Series[0]] = "#4aa3df",
        [Series[1]] = "#ee7f33",
        [Series[2]] = "#2fb58c",
        [Series[3]] = "#d98ab5",
    };

    /// <summary>Whether numbers on a cell must be light on both kinds of page.</summary>
    public static bool IsDeep(string color, double opacity) => Luminance(Over(color, opacity, Paper)) < 0.18;

    /// <summary>The colour that shows when a colour of some opacity lies on a paper.</summary>
    public static string Over(string color, double opacity, string paper) => "#" + string.Concat(
        Enumerable.Range(0, 3).Select(c =>
            ((int)Math.Round(Channel(color, c) * opacity + Channel(paper, c) * (1 - opacity))).ToString("x2")));

    /// <summary>Relative luminance as WCAG 2 defines it, 0 for black and 1 for white.</summary>
    public static double Luminance(string color)
    {
        return 0.2126 * Linear(0) + 0.7152 * Linear(1) + 0.0722 * Linear(2);

        double Linear(int index)
        {
            double c = Channel(color, index) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
    }

    /// <summary>One of the three channels of <c>#rrggbb</c>, 0 … 255.</summary>
    public static int Channel(string color, int index) => Convert.ToInt32(color.Substring(1 + 2 * index, 2), 16);
}
