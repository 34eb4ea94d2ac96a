using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Curves over a common horizontal axis, linear or logarithmic.</summary>
public static class Lines
{
    /// <summary>
    /// Draws one curve per series over the same places: colour and dashes tell them apart, a legend names them, short
    /// series get dots.
    /// </summary>
    /// <param name="x">The places on the horizontal axis, the same for all series.</param>
    /// <param name="series">The curves, each a name and one value per place: <c>[("dot", dots), ("cosine",
    /// cosines)]</c>. What is not finite leaves a gap.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="xAxis">What runs to the right, with its unit: "angle in degrees".</param>
    /// <param name="yAxis">What runs upwards, with its unit: "milliseconds".</param>
    /// <param name="logX">Each step to the right multiplies; values that are not positive are left out.</param>
    /// <param name="logY">Each step upwards multiplies; with both, a power law is a straight line.</param>
    /// <param name="xTicks">Where the horizontal axis is labelled: <c>[0, 90, 180]</c>; at round numbers when omitted,
    /// or at the places themselves where there are few of them on a logarithmic axis.</param>
    /// <exception cref="ArgumentException">A series has not as many values as there are places, or there are
    /// none.</exception>
    public static Figure Of(
        VectorValues x, (Label Name, VectorValues Values)[] series, string title = "", string xAxis = "",
        string yAxis = "", bool logX = false, bool logY = false, VectorValues? xTicks = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(series);
        int count = Series.CommonLength(series);
        if (x.Count != count)
        {
            throw new ArgumentException(
                $"x.Count is {x.Count} but the series have {count} values; they must be equal.", nameof(x));
        }

        (title, xAxis, yAxis) = (SafeText.Clean(title), SafeText.Clean(xAxis), SafeText.Clean(yAxis));
        VectorValues? labelled = xTicks ?? (logX && count <= 8 ? x : null);
        double[]? ticks = labelled?.Where(place => double.IsFinite(place) && (!logX || place > 0)).ToArray();
        Axis across = Ticks.Around(x, logX) with { Title = xAxis, At = ticks };

        // Amounts are read from 0; only a scale with negative values begins below.
        double[] values = [.. series.SelectMany(s => s.Values).Where(double.IsFinite)];
        bool fromZero = !logY && values.All(value => value >= 0);
        Axis up = Ticks.Around(values, logY, fromZero) with { Title = yAxis };
        Mark[] marks = [.. series.Select((s, i) => new Line(Usable(x, logX), Usable(s.Values, logY), Series.Color(i))
        {
            Dash = Series.Dashes[i % Series.Dashes.Length],
            Dots = count <= 24 ? 7 : 0,
            Hovers =
                [.. s.Values.Select((value, n) => $"{s.Name.Clean()}\n{xAxis} {Place(x[n])}: {Value(value)}")],
        })];
        var places = Labels.Create([.. x.Select(place => new Label(Place(place)))]);
        // A single curve that is called as its axis needs no legend.
        bool named = series.Length > 1 || series[0].Name.Text != yAxis;
        (Label, string?)[] legend = named ? Series.Named(series, dashed: true) : [];
        return new Figure(Plot.Of(title, across, up, marks, legend, 430, 240) with
        {
            Alt = Describe(title, xAxis, x, series),
            Numbers =
            [
                new("", places, Labels.Create([.. series.Select(s => s.Name)]),
                    (i, j) => Value(series[j].Values[i])),
            ],
        });
    }

    private static double[] Usable(VectorValues values, bool log) =>
        [.. values.Select(value => log && value <= 0 ? double.NaN : value)];

    /// <summary>
    /// The label of a place on the axis. A whole number is not rounded: 1024 tokens are not about 1020.
    /// </summary>
    private static string Place(double x) => double.IsInteger(x) ? Number.Short(x) : Number.Digits(x);

    /// <summary>A gap in the curve is a dash in its numbers.</summary>
    private static string Value(double value) => double.IsNaN(value) ? "–" : Number.Digits(value);

    private static string Describe(
        string title, string xAxis, VectorValues x, (Label Name, VectorValues Values)[] series)
    {
        IEnumerable<string> curves = series.Select(s =>
            $"{s.Name.Clean()} from {Value(s.Values[0])} to {Value(s.Values[^1])}");
        string range = $"{(xAxis.Length > 0 ? xAxis : "x")} from {Place(x[0])} to {Place(x[^1])}";
        return $"{AltText.Begin("Line chart", title)}, {range}: {string.Join(", ", curves)}.";
    }
}
