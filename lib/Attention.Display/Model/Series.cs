namespace Attention.Display.Model;

/// <summary>What bars and lines share: several named vectors over the same places.</summary>
internal static class Series
{
    public static readonly string?[] Dashes = [null, "7 3", "2 3", "10 3 2 3"];

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

    /// <summary>The explanation of the colours, in one line; none where there is nothing to tell apart.</summary>
    public static Legend[] Legends(
        (Label Name, VectorValues Values)[] series,
        double left,
        double top,
        bool dashed = false
    )
    {
        var legends = new List<Legend>();
        foreach (
            (Label label, int i) in series.Select((s, i) => (s.Name.Clean(), i)).Where(s => s.Item1.Text.Length > 0)
        )
        {
            legends.Add(new Legend(label.ToString(), Color(i), dashed ? Dashes[i % Dashes.Length] : null, left, top));
            left += 28 + TextSize.Width(label.ToString(), 12) + 20;
        }

        return [.. legends];
    }

    public static double LegendWidth(Legend[] legends) =>
        legends.Length == 0 ? 0 : legends[^1].X + 28 + TextSize.Width(legends[^1].Name, 12) + Chart.Edge;
}
