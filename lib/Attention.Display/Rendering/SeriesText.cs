namespace Attention.Display.Rendering;

/// <summary>Named series of values in words and as a text table.</summary>
internal static class SeriesText
{
    public static string Words(
        string what,
        string title,
        Labels names,
        (Label Name, VectorValues Values)[] series,
        int decimals
    ) =>
        $"{what}{(title.Length > 0 ? $" “{title}”" : "")}. "
        + string.Join(
            " ",
            series.Select(s =>
            {
                string name = s.Name.Text.Length > 0 ? s.Name.Clean() + ": " : "";
                return names.Count <= 12
                    ? name
                        + string.Join(", ", s.Values.Select((value, i) => $"{names[i]} {Number.Text(value, decimals)}"))
                        + "."
                    : $"{name}{names.Count} values from {Number.Text(s.Values.Min(), decimals)} to {Number.Text(s.Values.Max(), decimals)}.";
            })
        );

    public static string Table(string title, Labels names, (Label Name, VectorValues Values)[] series, int decimals) =>
        TextTable.Of(
            title,
            names,
            Labels.Create([.. series.Select(s => s.Name)]),
            (i, j) => Number.Text(series[j].Values[i], decimals),
            Math.Min(names.Count, 20),
            series.Length
        );
}
