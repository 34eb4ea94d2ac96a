using System.Globalization;
using System.Text.RegularExpressions;
using Attention.Lib;

namespace Attention.Display.Tests;

/// <summary>One interactive figure in the browser, and what is read there.</summary>
internal static partial class Explored
{
    public static async Task<Gallery> Open(Browser browser, string kind) =>
        await browser.Open([Sample.Explorables()[kind].ToHtml()], plotly: null);

    public static double[] Numbers(string text) => [.. Number().Matches(text.Replace('−', '-'))
        .Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    /// <summary>As a cell writes it.</summary>
    public static string Text(double value) =>
        value.ToString("F2", CultureInfo.InvariantCulture).Replace('-', '−');

    public static MatrixView View(int rows, int columns, Func<int, int, float> value)
    {
        MatrixView made = new(rows, columns);
        foreach ((int i, int j) in from i in Enumerable.Range(0, rows)
                                   from j in Enumerable.Range(0, columns)
                                   select (i, j))
        {
            made[i, j] = value(i, j);
        }

        return made;
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(e-?\d+)?")]
    private static partial Regex Number();
}
