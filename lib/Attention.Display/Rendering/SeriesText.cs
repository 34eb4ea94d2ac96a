using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>Named series of values as alternative text and as a table.</summary>
internal static class SeriesText
{
    /// <summary>One sentence with the largest value of each series.</summary>
    public static string Alt(
        string kind, string title, Labels names, (Label Name, VectorValues Values)[] series, int decimals)
    {
        IEnumerable<string> largest = series.Select(s =>
        {
            (int at, double value) = s.Values.Index().MaxBy(v => v.Item);
            string name = s.Name.Text.Length > 0 ? s.Name.Clean() + " at " : "";
            return $"{name}{names[at]} ({Number.Text(value, decimals)})";
        });
        return $"{AltText.Begin(kind, title)}, {names.Count} values; the largest: {string.Join(", ", largest)}.";
    }

    public static NumberTable Table(Labels names, (Label Name, VectorValues Values)[] series, int decimals) => new(
        "", names, Labels.Create([.. series.Select(s => s.Name.Text.Length > 0 ? s.Name : new Label("value"))]),
        (i, j) => Number.Text(series[j].Values[i], decimals));
}
