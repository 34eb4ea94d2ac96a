namespace Attention.Display.Model;

/// <summary>Every colour of the pictures, in one place.</summary>
/// <remarks>
/// The two scales never get darker than black text can be read on (contrast at least 4.5 to 1), so that all numbers in
/// cells are black,
/// in the static picture and in the live chart alike. Blue against orange is the pair that the common kinds of colour
/// blindness keep apart.
/// </remarks>
internal static class Palette
{
    public const string Paper = "#ffffff",
        Ink = "#000000",
        Text = "#24292f",
        Muted = "#57606a",
        Grid = "#e3e7ec",
        Axis = "#8c959f",
        Hidden = "#d0d5dc",
        Control = "#f6f8fa",
        Plain = "#a3caea";

    private static readonly string[] Sequential = ["#ffffff", "#d3e5f5", "#a3caea", "#6dabdd", "#338bcd"];
    private static readonly string[] Diverging = ["#dd6b0f", "#f1964a", "#f9be8d", "#fce1cb", .. Sequential];

    /// <summary>
    /// Okabe and Ito's colours, chosen to differ for every kind of colour vision; their black is a grey here, their
    /// yellow a darker one.
    /// </summary>
    public static readonly string[] Series =
    [
        "#0072b2",
        "#d55e00",
        "#009e73",
        "#cc79a7",
        "#56b4e9",
        "#e69f00",
        "#7d8590",
        "#b5a300",
    ];

    /// <summary>The stops of a scale, evenly spaced from its lowest to its highest value.</summary>
    public static string[] Stops(bool diverging) => diverging ? Diverging : Sequential;

    /// <summary>
    /// The colour at <paramref name="share"/> (0 … 1) of the scale, mixed channel by channel as plotly.js does.
    /// </summary>
    public static string At(bool diverging, double share)
    {
        string[] stops = Stops(diverging);
        double place = Math.Clamp(share, 0, 1) * (stops.Length - 1);
        int below = Math.Min((int)place, stops.Length - 2);
        double rest = place - below;
        return "#"
            + string.Concat(
                Enumerable
                    .Range(0, 3)
                    .Select(c =>
                        (
                            (int)Math.Round(Channel(stops[below], c) * (1 - rest) + Channel(stops[below + 1], c) * rest)
                        ).ToString("x2")
                    )
            );
    }

    /// <summary>One of the three channels of <c>#rrggbb</c>, 0 … 255.</summary>
    public static int Channel(string color, int index) => Convert.ToInt32(color.Substring(1 + 2 * index, 2), 16);
}
