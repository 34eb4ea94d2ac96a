using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>A program under a roofline.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="FlopsPerByte">How many operations it does for every byte that it reads or writes.</param>
/// <param name="Gflops">Its speed in GFLOP/s.</param>
/// <param name="Roof">The most it could reach, in GFLOP/s: the peak, or bandwidth × flops per byte of the level that
/// its bytes come from.</param>
/// <param name="Group">Dots of one group have one colour.</param>
public readonly record struct RooflineDot(
    Label Name, double FlopsPerByte, double Gflops, double Roof, int Group = 0);

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
        return Of(
            peak, [("memory", bandwidth)],
            [.. dots.Select((dot, i) => new RooflineDot(
                dot.Name, dot.FlopsPerByte, dot.Gflops, Math.Min(peak, bandwidth * dot.FlopsPerByte), i))],
            title);
    }

    /// <summary>Draws a roofline with one slope for each level that bytes can come from.</summary>
    /// <param name="peak">The most the arithmetic gives, in GFLOP/s.</param>
    /// <param name="levels">Name and GB/s of each cache and of memory, fastest first.</param>
    /// <param name="dots">The programs.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="groups">What the colours of the dots mean: a name for each group; no explanation when
    /// omitted.</param>
    /// <exception cref="ArgumentException">There are no levels, or a dot is in a group that has no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive and finite.</exception>
    public static Figure Of(
        double peak, (Label Name, double Bandwidth)[] levels, RooflineDot[] dots, string title = "",
        Labels? groups = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(dots);
        if (levels.Length == 0)
        {
            throw new ArgumentException("There must be at least one level.", nameof(levels));
        }

        if (groups is not null && dots.Any(dot => dot.Group < 0 || dot.Group >= groups.Count))
        {
            throw new ArgumentException($"A dot is in a group that is not one of {groups.Count}.", nameof(groups));
        }

        RequirePositive(peak, nameof(peak));
        foreach ((Label _, double bandwidth) in levels)
        {
            RequirePositive(bandwidth, nameof(levels));
        }

        foreach (RooflineDot dot in dots)
        {
            RequirePositive(dot.FlopsPerByte, nameof(dots));
            RequirePositive(dot.Gflops, nameof(dots));
            RequirePositive(dot.Roof, nameof(dots));
        }

        title = SafeText.Clean(title);
        double[] ridges = [.. levels.Select(level => peak / level.Bandwidth)];
        double[] intensities = [.. dots.Select(dot => dot.FlopsPerByte)];
        Axis x = Ticks.Around(
            [ridges.Min() / 16, ridges.Max() * 16, .. intensities, .. intensities.Select(i => 4 * i)], log: true) with
        {
            Title = "flops per byte",
        };
        double slowest = levels.Min(level => level.Bandwidth);
        Axis y = Ticks.Around([peak * 1.6, slowest * x.Start, .. dots.Select(dot => dot.Gflops)], log: true) with
        {
            Title = "GFLOP/s",
        };
        string[] names = [.. levels.Select(level => $"{level.Name.Clean()}: {Number.Digits(level.Bandwidth)} GB/s")];
        string arithmetic = $"arithmetic: {Number.Digits(peak)} GFLOP/s";
        string[] shares = [.. dots.Select(dot => Number.Digits(100 * dot.Gflops / dot.Roof))];
        Line[] roofs =
        [
            .. levels.Select((level, i) => new Line(
                [x.Start, ridges[i]], [level.Bandwidth * x.Start, peak], Palette.Muted)
            {
                Width = 2,
                Dash = Series.Dashes[i % Series.Dashes.Length],
                Hovers = [names[i], $"ridge: {Number.Digits(ridges[i])} flops per byte"],
            }),
            new([ridges.Min(), x.End], [peak, peak], Palette.Muted) { Width = 2, Hovers = ["", arithmetic] },
        ];

        // The name of the flat part leaves room for a dot on it.
        var top = new Words([x.End], [peak * Math.Pow(y.End / y.Start, 6 / Height)], [arithmetic], "top left");
        Words[] slopes =
            names.Length == 1 ? [NameOfSlope(levels[0].Bandwidth, names[0], ridges[0], x.Start)] : [];
        List<Mark> marks = [.. roofs, top, .. slopes];
        marks.AddRange(dots.Select((dot, i) => new Line([dot.FlopsPerByte], [dot.Gflops], Series.Color(dot.Group))
        {
            Width = 0,
            Dots = 11,
            Hovers = [$"{dot.Name.Clean()}: {Number.Digits(dot.Gflops)} GFLOP/s, {shares[i]} % of the roof"],
        }));

        // Several slopes are told apart by their dashes, and groups of dots by their colours.
        (Label, string?)[] dashed = names.Length == 1 ? []
            : [.. names.Select((name, i) => ((Label)name, Series.Dashes[i % Series.Dashes.Length]))];
        (Label, string?)[] coloured = [.. (groups ?? []).Select(group => (group, (string?)null))];
        Chart chart = Plot.Of(title, x, y, marks, [.. dashed, .. coloured], 430, Height);
        Panel panel = chart.Panels[0];
        panel = panel with
        {
            Legends = [.. panel.Legends.Select((legend, i) => legend with
            {
                Color = i < dashed.Length ? Palette.Muted : Series.Color(i - dashed.Length),
            })],
        };
        string limits = string.Join(", ", names);
        string allRidges = string.Join(", ", ridges.Select(Number.Digits));
        return new Figure(chart with
        {
            Panels =
            [
                panel with
                {
                    Marks = [.. marks.Select(WithHalo), .. NamesOf(dots, panel, roofs, [top, .. slopes])],
                },
            ],
            Alt = $"{AltText.Begin("Roofline", title)}: {arithmetic}, {limits}, ridge at {allRidges} flops per byte.",
            Numbers =
            [
                new("", Labels.Create([.. dots.Select(dot => dot.Name)]),
                    ["flops per byte", "GFLOP/s", "% of the roof"],
                    (i, j) => j == 0 ? Number.Digits(dots[i].FlopsPerByte)
                        : j == 1 ? Number.Digits(dots[i].Gflops)
                        : shares[i]),
            ],
            Remarks = [$"{arithmetic}, {limits}"],
        });
    }

    /// <summary>The name of the only slope, below its line where it is clear of the axis.</summary>
    private static Words NameOfSlope(double bandwidth, string name, double ridge, double start)
    {
        double middle = Math.Sqrt(start * ridge);
        return new([middle], [bandwidth * middle], [name], "bottom right");
    }

    /// <summary>
    /// The name of each dot, on a side where it covers no other dot, no other name and nothing of the roof.
    /// </summary>
    private static IEnumerable<Words> NamesOf(
        RooflineDot[] dots, Panel panel, Line[] roofs, Words[] others)
    {
        (double X, double Y)[] places = [.. dots.Select(dot =>
        {
            (double x, double y) = panel.Place(dot.FlopsPerByte, dot.Gflops);
            return (x, -y);
        })];
        string[] names = Joined([.. dots.Select(dot => dot.Name.Clean().ToString())], places);
        IEnumerable<Box> taken = others.Select(other =>
        {
            (double x, double y) = panel.Place(other.Xs[0], other.Ys[0]);
            double width = TextSize.Width(other.Texts[0], 13);
            bool left = other.Side == "top left";
            return new Box(left ? x - 7 - width : x + 7, left ? -y + 1 : -y - 17, width, 16);
        });
        string[] sides = NameSides.Choose(
            places, places, names, 1, panel.Box.Left, panel.Area.Right,
            [.. taken, .. roofs.SelectMany(roof => Along(roof, panel))]);
        return dots.Select((dot, i) =>
            WithHalo(new Words([dot.FlopsPerByte], [dot.Gflops], [names[i]], sides[i]))).Cast<Words>();
    }

    private static Mark WithHalo(Mark mark) => mark is Words words ? words with { Halo = true } : mark;

    /// <summary>
    /// The names with those of dots that lie on each other joined: the first dot has all names, the others none.
    /// </summary>
    private static string[] Joined(string[] names, (double X, double Y)[] places)
    {
        const double Near = 8;
        string[] joined = [.. names];
        for (int i = 1; i < names.Length; i++)
        {
            int first = Array.FindIndex(
                places, 0, i, place => Math.Abs(place.X - places[i].X) + Math.Abs(place.Y - places[i].Y) < Near);
            if (first >= 0 && joined[first].Length > 0)
            {
                joined[first] += $", {names[i]}";
                joined[i] = "";
            }
        }

        return joined;
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
