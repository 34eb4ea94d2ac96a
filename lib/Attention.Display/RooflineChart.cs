using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>What a roofline is made of: its axes, its lines and its words.</summary>
internal sealed class RooflineChart
{
    private const double Height = 280;

    private readonly (Label Name, double Bandwidth)[] _levels;
    private readonly RooflineDot[] _dots;
    private readonly Labels? _groups;
    private readonly double _peak;
    private readonly double[] _ridges;
    private readonly string _arithmetic;
    private readonly string[] _names, _shares;
    private readonly Axis _x, _y;

    public RooflineChart(double peak, (Label Name, double Bandwidth)[] levels, RooflineDot[] dots, Labels? groups)
    {
        (_peak, _levels, _dots, _groups) = (peak, levels, dots, groups);
        _ridges = [.. levels.Select(level => peak / level.Bandwidth)];
        _arithmetic = $"arithmetic: {Number.Digits(peak)} GFLOP/s";
        _names = [.. levels.Select(level => $"{level.Name.Clean()}: {Number.Digits(level.Bandwidth)} GB/s")];
        _shares = [.. dots.Select(dot => Number.Digits(100 * dot.Gflops / dot.Roof))];
        _x = AxisOfIntensities();
        _y = AxisOfSpeeds();
    }

    public Figure Draw(string title)
    {
        Mark[] marks = [.. Roofs(), NameOfTop(), .. NameOfOnlySlope(), .. Dots()];
        (Chart chart, Panel panel) = WithLegends(title, marks);
        IEnumerable<Words> names = RooflineNames.Of(_dots, panel);
        string limits = string.Join(", ", _names);
        string ridges = string.Join(", ", _ridges.Select(Number.Digits));
        return new Figure(chart with
        {
            Panels = [panel with { Marks = [.. marks.Select(WithHalo), .. names.Select(WithHalo)] }],
            Alt = $"{AltText.Begin("Roofline", title)}: {_arithmetic}, {limits}, ridge at {ridges} flops per byte.",
            Numbers = [Numbers()],
            Remarks = [$"{_arithmetic}, {limits}"],
        });
    }

    private static Mark WithHalo(Mark mark) => mark is Words words ? words with { Halo = true } : mark;

    private Axis AxisOfIntensities()
    {
        double[] intensities = [.. _dots.Select(dot => dot.FlopsPerByte)];
        // Dots of one kernel often lie one above the other, and most names then stand beside theirs: to the right there
        // is room for them.
        double[] shown = [_ridges.Min() / 16, _ridges.Max() * 16, .. intensities, .. intensities.Select(i => 24 * i)];
        return Ticks.Around(shown, log: true) with { Title = "flops per byte" };
    }

    private Axis AxisOfSpeeds()
    {
        double slowest = _levels.Min(level => level.Bandwidth);
        double[] shown = [_peak * 1.6, slowest * _x.Start, .. _dots.Select(dot => dot.Gflops)];
        return Ticks.Around(shown, log: true) with { Title = "GFLOP/s" };
    }

    /// <summary>Several slopes are told apart by their dashes, and groups of dots by their colours.</summary>
    private (Chart Chart, Panel Panel) WithLegends(string title, Mark[] marks)
    {
        (Label, string?)[] slopes = _names.Length == 1 ? [] : [.. _names.Select((name, i) => ((Label)name, Dash(i)))];
        (Label, string?)[] groups = [.. (_groups ?? []).Select(group => (group, (string?)null))];
        Chart chart = Plot.Of(title, _x, _y, marks, [.. slopes, .. groups], 430, Height);
        Panel panel = chart.Panels[0];
        string ColorOf(int i) => i < slopes.Length ? Palette.Muted : Series.Color(i - slopes.Length);
        return (chart, panel with
        {
            Legends = [.. panel.Legends.Select((legend, i) => legend with { Color = ColorOf(i) })],
        });
    }

    private static string? Dash(int level) => Series.Dashes[level % Series.Dashes.Length];

    /// <summary>A slope for each level, and the top that all share.</summary>
    private Line[] Roofs() =>
    [
        .. _levels.Select((level, i) => new Line(
            [_x.Start, _ridges[i]], [level.Bandwidth * _x.Start, _peak], Palette.Muted)
        {
            Width = 2,
            Dash = Dash(i),
            Hovers = [_names[i], $"ridge: {Number.Digits(_ridges[i])} flops per byte"],
        }),
        new([_ridges.Min(), _x.End], [_peak, _peak], Palette.Muted) { Width = 2, Hovers = ["", _arithmetic] },
    ];

    private IEnumerable<Line> Dots() => _dots.Select((dot, i) =>
        new Line([dot.FlopsPerByte], [dot.Gflops], Series.Color(dot.Group))
        {
            Width = 0,
            Dots = 11,
            Hovers = [$"{dot.Name.Clean()}: {Number.Digits(dot.Gflops)} GFLOP/s, {_shares[i]} % of the roof"],
        });

    /// <summary>The name of the flat part leaves room for a dot on it.</summary>
    private Words NameOfTop() =>
        new([_x.End], [_peak * Math.Pow(_y.End / _y.Start, 6 / Height)], [_arithmetic], "top left");

    /// <summary>It stands below its line, where it is clear of the axis.</summary>
    private Words[] NameOfOnlySlope()
    {
        double middle = Math.Sqrt(_x.Start * _ridges[0]);
        return _names.Length == 1
            ? [new([middle], [_levels[0].Bandwidth * middle], [_names[0]], "bottom right")]
            : [];
    }

    private NumberTable Numbers() => new(
        "", Labels.Create([.. _dots.Select(dot => dot.Name)]), ["flops per byte", "GFLOP/s", "% of the roof"],
        (i, j) => j == 0 ? Number.Digits(_dots[i].FlopsPerByte)
            : j == 1 ? Number.Digits(_dots[i].Gflops)
            : _shares[i]);
}
