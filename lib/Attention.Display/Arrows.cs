using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Vectors of two features as arrows in the plane.</summary>
public static class Arrows
{
    /// <summary>
    /// Draws each vector as an arrow from the origin, named at its tip, on axes of equal scale. With
    /// <paramref name="project"/>, the first vector is projected on the second: a dashed line falls from its tip at a
    /// right angle, and a grey bar beside the second shows the length of the projection, which is negative where it
    /// points against the second.
    /// </summary>
    /// <param name="vectors">Names and vectors of two features each: <c>[("q", q), ("k", k)]</c>.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="project">Whether to project the first vector on the second.</param>
    /// <param name="xAxis">The first feature.</param>
    /// <param name="yAxis">The second feature.</param>
    /// <exception cref="ArgumentException">
    /// There is no vector, one has not exactly two features, one is not finite, or there is nothing to project on.
    /// </exception>
    public static Figure Of(
        (Label Name, VectorValues Vector)[] vectors, string title = "", bool project = false, string xAxis = "",
        string yAxis = "")
    {
        Check(vectors);
        (title, xAxis, yAxis) = (SafeText.Clean(title), SafeText.Clean(xAxis), SafeText.Clean(yAxis));
        (double X, double Y)[] tips = [.. vectors.Select(v => (v.Vector[0], v.Vector[1]))];
        Projection? projection = project ? new Projection(vectors, tips) : null;
        List<Mark> marks = [.. projection?.Marks ?? []];
        foreach ((int i, (Label name, _)) in vectors.Index())
        {
            (double x, double y) = tips[i];
            string hover = $"{name.Clean()} = ({Number.Short(x)}, {Number.Short(y)}), length {Length(tips[i])}";
            marks.Add(new Line([0, x], [0, y], Series.Color(i)) { Arrow = true, Width = 3, Hovers = ["", hover] });
        }

        Chart chart = Plane.Of(title, [.. tips, .. projection?.Points ?? []], marks, xAxis, yAxis, []);
        string to = string.Join(", ", vectors.Select((v, i) =>
            $"{v.Name.Clean()} to ({Number.Short(tips[i].X)}, {Number.Short(tips[i].Y)})"));
        string said = projection?.Said ?? "";
        return new Figure(chart with
        {
            Panels = [WithNames(chart.Panels[0], tips, tips, [.. vectors.Select(v => v.Name.Clean().OneLine())])],
            Alt = $"{AltText.Begin("Arrows from the origin", title)}: {to}. {said}".Trim(),
            Numbers =
            [
                new("", Labels.Create([.. vectors.Select(v => v.Name)]),
                    Labels.Create([Or(xAxis, "x"), Or(yAxis, "y"), "length"]),
                    (i, j) => j == 0 ? Number.Digits(tips[i].X) : j == 1 ? Number.Digits(tips[i].Y) : Length(tips[i])),
            ],
            Remarks = [said],
        });
    }

    /// <summary>
    /// Draws one arrow per row, from where a point was to where it went. A dashed line shows the convex hull of the
    /// starting points: a weighted mean of them lies inside it.
    /// </summary>
    /// <param name="from">The points before, n × 2.</param>
    /// <param name="to">The points after, n × 2.</param>
    /// <param name="labels">The names of the points; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="xAxis">The first feature.</param>
    /// <param name="yAxis">The second feature.</param>
    /// <exception cref="ArgumentException">The matrices are not both n × 2, or there are not n labels.</exception>
    public static Figure Moves(
        MatrixValues from, MatrixValues to, Labels? labels = null, string title = "", string xAxis = "",
        string yAxis = "")
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Columns != 2 || to.Columns != 2 || from.Rows != to.Rows || from.Rows == 0)
        {
            string shapes = $"from is {from.Rows} × {from.Columns} and to is {to.Rows} × {to.Columns}";
            throw new ArgumentException($"Both must be n × 2 with n > 0, but {shapes}.", nameof(to));
        }

        Labels names = Labels.For(labels, from.Rows, "rows");
        (title, xAxis, yAxis) = (SafeText.Clean(title), SafeText.Clean(xAxis), SafeText.Clean(yAxis));
        (double X, double Y)[] starts = [.. Enumerable.Range(0, from.Rows).Select(i => (from[i, 0], from[i, 1]))];
        (double X, double Y)[] ends = [.. Enumerable.Range(0, to.Rows).Select(i => (to[i, 0], to[i, 1]))];
        string[] moves = [.. names.Select((name, i) => $"{name}: {Point(starts[i])} → {Point(ends[i])}")];
        List<Mark> marks = MarksOfMoves(starts, ends, moves);
        Chart chart = Plane.Of(
            title, [.. starts, .. ends], marks, xAxis, yAxis, [("from before to after", null), (Outline, "5 4")]);
        (double, double)[] away = [.. starts.Zip(ends, (start, end) => (start.X - end.X, start.Y - end.Y))];
        Panel panel = WithNames(chart.Panels[0], starts, away, [.. names.Select(name => name.OneLine())]);
        return new Figure(chart with
        {
            Panels =
            [
                panel with
                {
                    Legends = [panel.Legends[0], panel.Legends[1] with { Color = Palette.Axis }],
                },
            ],
            Alt = $"{AltText.Begin("Arrows", title)} from where each point was to where it went: {string.Join("; ", moves)}.",
            Numbers =
            [
                new("", names, ["from x", "from y", "to x", "to y"], (i, j) => Number.Digits(
                    j == 0 ? starts[i].X : j == 1 ? starts[i].Y : j == 2 ? ends[i].X : ends[i].Y)),
            ],
        });
    }

    private const string Outline = "outline of the points before";

    private static List<Mark> MarksOfMoves(
        (double X, double Y)[] starts, (double X, double Y)[] ends, string[] moves)
    {
        (double X, double Y)[] hull = ConvexHull.Of(starts);
        return
        [
            new Line([.. hull.Select(p => p.X)], [.. hull.Select(p => p.Y)], Palette.Axis) {
                Width = 1.5, Dash = "5 4" },
            new Line([.. starts.Select(p => p.X)], [.. starts.Select(p => p.Y)], Palette.Axis)
            {
                Width = 0,
                Dots = 8,
                Hovers = moves,
            },
            .. moves.Select((move, i) => new Line([starts[i].X, ends[i].X], [starts[i].Y, ends[i].Y], Series.Color(0))
            {
                Arrow = true,
                Hovers = ["", move],
            }),
        ];
    }

    /// <summary>The panel with a name at each of the points, which would rather stand away from its arrow.</summary>
    private static Panel WithNames(
        Panel panel, (double X, double Y)[] points, (double X, double Y)[] away, string[] names)
    {
        var sides = new NameSides(
            [.. points.Select(point => panel.Place(point.X, point.Y))], away, names,
            panel.Box with { Width = panel.Area.Right - panel.Box.Left },
            [.. panel.Marks.SelectMany(mark => Obstacles.Of(mark, panel)), .. Obstacles.OriginOf(panel)]);
        return panel with
        {
            Marks =
            [
                .. panel.Marks,
                .. sides.Choose().Select((side, i) =>
                    new Words([points[i].X], [points[i].Y], [names[i]], Words.NameOf(NameSides.All[side]))),
            ],
        };
    }

    private static void Check((Label Name, VectorValues Vector)[] vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Length == 0)
        {
            throw new ArgumentException("There must be at least one vector.", nameof(vectors));
        }

        foreach ((Label name, VectorValues vector) in vectors)
        {
            if (vector.Count != 2 || !vector.All(double.IsFinite))
            {
                string found = $"{vector.Count}: {string.Join(", ", vector.Take(8).Select(Number.Short))}";
                throw new ArgumentException(
                    $"An arrow needs two finite features, but {name} has {found}.", nameof(vectors));
            }
        }
    }

    private static string Length((double X, double Y) tip) => Number.Digits(Math.Sqrt(tip.X * tip.X + tip.Y * tip.Y));

    private static string Point((double X, double Y) point) => $"({Number.Digits(point.X)}, {Number.Digits(point.Y)})";

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
