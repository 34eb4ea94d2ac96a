using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>What a machine can reach, and how far each program gets.</summary>
public static class Roofline
{
    private const double Height = 280;

    /// <summary>
    /// Draws the roofline of a machine on two logarithmic axes: a slope where memory is the limit (bandwidth × flops
    /// per byte), a flat top where arithmetic is the limit, and one named dot per program.
    /// </summary>
    /// <param name="peak">The most the arithmetic gives, in GFLOP/s.</param>
    /// <param name="bandwidth">The most the memory gives, in GB/s.</param>
    /// <param name="dots">Name, flops per byte and GFLOP/s of each program: <c>[("naive", 8.0, 1.2)]</c>.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive and finite.</exception>
    public static Figure Of(
        double peak, double bandwidth, (Label Name, double FlopsPerByte, double Gflops)[] dots, string title = "")
    {
        ArgumentNullException.ThrowIfNull(dots);
        RequirePositive(peak, nameof(peak));
        RequirePositive(bandwidth, nameof(bandwidth));
        foreach ((Label _, double intensity, double speed) in dots)
        {
            RequirePositive(intensity, nameof(dots));
            RequirePositive(speed, nameof(dots));
        }

        title = SafeText.Clean(title);
        double ridge = peak / bandwidth;
        double[] intensities = [.. dots.Select(dot => dot.FlopsPerByte)];
        Axis x =
            Ticks.Around([ridge / 16, ridge * 16, .. intensities, .. intensities.Select(i => 4 * i)], log: true) with
            {
                Title = "flops per byte",
            };
        Axis y = Ticks.Around([peak * 1.6, bandwidth * x.Start, .. dots.Select(dot => dot.Gflops)], log: true) with
        {
            Title = "GFLOP/s",
        };
        string memory = $"memory: {Number.Digits(bandwidth)} GB/s";
        string arithmetic = $"arithmetic: {Number.Digits(peak)} GFLOP/s";
        string[] shares = [.. dots.Select(dot =>
            Number.Digits(100 * dot.Gflops / Math.Min(peak, bandwidth * dot.FlopsPerByte)))];
        var roof = new Line([x.Start, ridge, x.End], [bandwidth * x.Start, peak, peak], Palette.Muted)
        {
            Width = 3,
            Hovers = [memory, $"ridge: {Number.Digits(ridge)} flops per byte", arithmetic],
        };

        // The name of the flat part leaves room for a dot on it.
        var top = new Words([x.End], [peak * Math.Pow(y.End / y.Start, 6 / Height)], [arithmetic], "top left");

        // The slope has its name below its middle, where it is clear of the axis and of the line.
        double middle = Math.Sqrt(x.Start * ridge);
        var slope = new Words([middle], [bandwidth * middle], [memory], "bottom right");
        List<Mark> marks = [roof, top, slope];
        marks.AddRange(dots.Select((dot, i) => new Line([dot.FlopsPerByte], [dot.Gflops], Series.Color(i))
        {
            Width = 0,
            Dots = 11,
            Hovers = [$"{dot.Name.Clean()}: {Number.Digits(dot.Gflops)} GFLOP/s, {shares[i]} % of the roof"],
        }));
        Chart chart = Plot.Of(title, x, y, marks, [], 430, Height);
        Panel panel = chart.Panels[0];
        return new Figure(chart with
        {
            Panels = [panel with { Marks = [.. marks, .. NamesOf(dots, panel, roof, top, slope)] }],
            Alt = $"{AltText.Begin("Roofline", title)}: {arithmetic}, {memory}, ridge at {Number.Digits(ridge)} flops per byte.",
            Numbers =
            [
                new("", Labels.Create([.. dots.Select(dot => dot.Name)]),
                    ["flops per byte", "GFLOP/s", "% of the roof"],
                    (i, j) => j == 0 ? Number.Digits(dots[i].FlopsPerByte)
                        : j == 1 ? Number.Digits(dots[i].Gflops)
                        : shares[i]),
            ],
            Remarks = [$"{arithmetic}, {memory}"],
        });
    }

    /// <summary>
    /// The name of each dot, on a side where it covers no other dot, no other name and nothing of the roof.
    /// </summary>
    private static IEnumerable<Words> NamesOf(
        (Label Name, double FlopsPerByte, double Gflops)[] dots, Panel panel, Line roof, params Words[] others)
    {
        (double X, double Y)[] places = [.. dots.Select(dot =>
        {
            (double x, double y) = panel.Place(dot.FlopsPerByte, dot.Gflops);
            return (x, -y);
        })];
        string[] names = [.. dots.Select(dot => dot.Name.Clean().ToString())];
        IEnumerable<Box> taken = others.Select(other =>
        {
            (double x, double y) = panel.Place(other.Xs[0], other.Ys[0]);
            double width = TextSize.Width(other.Texts[0], 13);
            bool left = other.Side == "top left";
            return new Box(left ? x - 7 - width : x + 7, left ? -y + 1 : -y - 17, width, 16);
        });
        string[] sides = NameSides.Choose(
            places, places, names, 1, panel.Box.Left, panel.Area.Right, [.. taken, .. Along(roof, panel)]);
        return dots.Select((dot, i) => new Words([dot.FlopsPerByte], [dot.Gflops], [names[i]], sides[i]));
    }

    /// <summary>Small boxes along a line, in pixels upwards.</summary>
    private static IEnumerable<Box> Along(Line line, Panel panel)
    {
        const int Parts = 24;
        (double X, double Y)[] points = [.. line.Xs.Zip(line.Ys, panel.Place)];
        foreach (((double x0, double y0), (double x1, double y1)) in points.Zip(points.Skip(1)))
        {
            for (int part = 0; part <= Parts; part++)
            {
                double share = (double)part / Parts;
                yield return new(x0 + share * (x1 - x0) - 3, -(y0 + share * (y1 - y0)) - 3, 6, 6);
            }
        }
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
        }
    }
}
