namespace Attention.Display.Model;

/// <summary>What bars and lines share: several named vectors over the same places.</summary>
internal static class Series
{
    public static readonly string?[] Dashes = [null, "7 3", "2 3", "10 3 2 3", "14 4", "6 2 1 2 1 2"];

    public static string Color(int index) => Palette.Series[index % Palette.Series.Length];

    /// <exception cref="ArgumentException">No values, or series of different lengths.</exception>
    public static int CommonLength((Label Name, VectorValues Values)[] series)
    {
        if (series.Length == 0 || series[0].Values.Count == 0)
        {
            throw new ArgumentException("There must be at least one series with at least one value.", nameof(series));
        }

        foreach ((Label name, VectorValues values) in series)
        {
            if (values.Count != series[0].Values.Count)
            {
                throw new ArgumentException(
                    $"Series {name} has {values.Count} values but {series[0].Name} has {series[0].Values.Count}; they must be equal.",
                    nameof(series)
                );
            }
        }

        return series[0].Values.Count;
    }

    /// <summary>Names and dashes of the series that have a name.</summary>
    public static (Label Name, string? Dash)[] Named((Label Name, VectorValues Values)[] series, bool dashed) =>
    [
        .. series.Where(s => s.Name.Text.Length > 0)
            .Select((s, i) => (s.Name.Clean(), dashed ? Dashes[i % Dashes.Length] : null)),
    ];

    /// <summary>
    /// The explanation of the colours, from left to right and over as many lines as the width asks for. There is none
    /// when no series has a name.
    /// </summary>
    /// <returns>The entries and the height of their lines.</returns>
    public static (Legend[] Entries, double Height) Legends(
        IReadOnlyList<(Label Name, string? Dash)> names, double top, double width)
    {
        var legends = new List<Legend>();
        double left = Chart.Edge, y = top + 10;
        foreach ((int i, (Label label, string? dash)) in names.Index())
        {
            double needed = 28 + TextSize.Width(label.ToString(), 12);
            if (left > Chart.Edge && left + needed > width - Chart.Edge)
            {
                (left, y) = (Chart.Edge, y + 20);
            }

            legends.Add(new Legend(label.ToString(), Color(i), dash, left, y));
            left += needed + 18;
        }

        return ([.. legends], legends.Count == 0 ? 0 : y - top + 12);
    }
}
