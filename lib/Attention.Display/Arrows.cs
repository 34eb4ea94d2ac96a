using Attention.Display.Internal;

namespace Attention.Display;

/// <summary>Vectors of two features as arrows in the plane.</summary>
public static class Arrows
{
    /// <summary>
    /// Draws each vector as an arrow from the origin, named at its tip, on axes of equal scale.
    /// With <paramref name="project"/>, the first vector is projected on the second: a dashed line drops from its tip at a right angle, and a thick grey stretch shows how far it reaches along the second.
    /// </summary>
    /// <param name="vectors">Names and vectors of two features each: <c>[("q", q), ("k", k)]</c>.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="project">Whether to project the first vector on the second.</param>
    /// <param name="xAxis">The first feature.</param>
    /// <param name="yAxis">The second feature.</param>
    /// <exception cref="ArgumentException">A vector has not exactly two features, one is not finite, there is none, or there is nothing to project.</exception>
    public static Figure Of((Label Name, VectorValues Vector)[] vectors, string title = "", bool project = false, string xAxis = "", string yAxis = "")
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
                throw new ArgumentException($"An arrow needs two finite features, but {name} has {vector.Count}: {string.Join(", ", vector.Take(8).Select(Number.Short))}.", nameof(vectors));
            }
        }

        (double X, double Y)[] tips = [.. vectors.Select(v => (v.Vector[0], v.Vector[1]))];
        var marks = new List<Mark>();
        string said = "";
        if (project)
        {
            said = Project(vectors, tips, marks);
        }

        foreach (((Label name, _), int i) in vectors.Select((v, i) => (v, i)))
        {
            (double x, double y) = tips[i];
            string text = $"{name.Clean()} = ({Number.Short(x)}, {Number.Short(y)}), length {Number.Digits(Math.Sqrt(x * x + y * y))}";
            marks.Add(new Line([0, x], [0, y], Series.Color(i)) { Arrow = true, Width = 3, Hovers = ["", text] });
            marks.Add(new Words([x], [y], [CellLayout.OneLine(name.Clean())], (y < 0 ? "bottom" : "top") + (x < 0 ? " left" : " right")));
        }

        return new Figure(Plane(Escape.Clean(title), tips, marks, Escape.Clean(xAxis), Escape.Clean(yAxis)) with
        {
            Alt = Describe(title, vectors, tips, said),
            Plain = TextTable.Of(Escape.Clean(title), Labels.Create([.. vectors.Select(v => v.Name)]), Labels.Create([Or(xAxis, "x"), Or(yAxis, "y"), "length"]),
                (i, j) => Number.Digits(j == 0 ? tips[i].X : j == 1 ? tips[i].Y : Math.Sqrt(tips[i].X * tips[i].X + tips[i].Y * tips[i].Y)), vectors.Length, 3) + (said.Length > 0 ? "\n" + said : ""),
        });
    }

    /// <summary>Draws one arrow per row, from where a point was to where it went: how a blend moves the words inwards.</summary>
    /// <param name="from">The points before, n × 2.</param>
    /// <param name="to">The points after, n × 2.</param>
    /// <param name="labels">The names of the points; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="xAxis">The first feature.</param>
    /// <param name="yAxis">The second feature.</param>
    /// <exception cref="ArgumentException">The matrices are not both n × 2, or there are not n labels.</exception>
    public static Figure Moves(MatrixValues from, MatrixValues to, Labels? labels = null, string title = "", string xAxis = "", string yAxis = "")
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Columns != 2 || to.Columns != 2 || from.Rows != to.Rows || from.Rows == 0)
        {
            throw new ArgumentException($"Both must be n × 2 with n > 0, but from is {from.Rows} × {from.Columns} and to is {to.Rows} × {to.Columns}.", nameof(to));
        }

        Labels names = Labels.For(labels, from.Rows, "rows");
        (double X, double Y)[] starts = [.. Enumerable.Range(0, from.Rows).Select(i => (from[i, 0], from[i, 1]))], ends = [.. Enumerable.Range(0, to.Rows).Select(i => (to[i, 0], to[i, 1]))];
        string[] moves = [.. names.Select((name, i) => $"{name}: ({Number.Digits(starts[i].X)}, {Number.Digits(starts[i].Y)}) → ({Number.Digits(ends[i].X)}, {Number.Digits(ends[i].Y)})")];
        List<Mark> marks =
        [
            new Line([.. starts.Select(p => p.X)], [.. starts.Select(p => p.Y)], Palette.Axis) { Width = 0, Dots = 8, Hovers = moves },
            .. names.Select((_, i) => new Line([starts[i].X, ends[i].X], [starts[i].Y, ends[i].Y], Series.Color(i)) { Arrow = true, Hovers = ["", moves[i]] }),
            new Words([.. starts.Select(p => p.X)], [.. starts.Select(p => p.Y)], [.. names.Select(CellLayout.OneLine)], "top"),
        ];
        return new Figure(Plane(Escape.Clean(title), [.. starts, .. ends], marks, Escape.Clean(xAxis), Escape.Clean(yAxis)) with
        {
            Alt = $"Arrows{(title.Length > 0 ? $" “{Escape.Clean(title)}”" : "")}, from where each point was to where it went. {string.Join("; ", moves)}.",
            Plain = Escape.Clean(title) + "\n" + string.Join("\n", moves),
        });
    }

    /// <summary>Adds the foot of the perpendicular from the first tip to the line of the second vector, and says what it shows.</summary>
    private static string Project((Label Name, VectorValues Vector)[] vectors, (double X, double Y)[] tips, List<Mark> marks)
    {
        double square = tips.Length < 2 ? 0 : tips[1].X * tips[1].X + tips[1].Y * tips[1].Y;
        if (square == 0)
        {
            throw new ArgumentException("A projection needs a second vector that is not zero.", nameof(vectors));
        }

        double dot = tips[0].X * tips[1].X + tips[0].Y * tips[1].Y, share = dot / square, length = Math.Sqrt(square);
        (double x, double y) = (share * tips[1].X, share * tips[1].Y);
        (Label first, Label second) = (vectors[0].Name.Clean(), vectors[1].Name.Clean());
        string said = $"{first} reaches {Number.Digits(dot / length)} along {second}; times the length of {second}, {Number.Digits(length)}, that is {first}·{second} = {Number.Digits(dot)}.";
        marks.Add(new Line([0, x], [0, y], Palette.Axis) { Width = 9, Hovers = ["", said] });
        marks.Add(new Line([tips[0].X, x], [tips[0].Y, y], Palette.Muted) { Width = 1.5, Dash = "5 4" });
        return said;
    }

    private static Chart Plane(string title, (double X, double Y)[] points, List<Mark> marks, string xAxis, string yAxis)
    {
        double[] xs = [0, .. points.Select(p => p.X)], ys = [0, .. points.Select(p => p.Y)];
        double span = Math.Max(Math.Max(xs.Max() - xs.Min(), ys.Max() - ys.Min()), 1e-9) * 1.3;
        Axis Around(double[] values, double size) => new((values.Max() + values.Min() - size) / 2, (values.Max() + values.Min() + size) / 2);
        double across = Math.Max(span * 1.25, 1e-9);
        Axis x = Around(xs, across) with { Title = xAxis }, y = Around(ys, span) with { Title = yAxis };
        Chart chart = Plot.Of(title, x, y, marks, [], 460, 300);

        // One unit is as long to the right as upwards: the panel keeps its height and takes the width that fits.
        Panel panel = chart.Panels[0];
        Box box = panel.Box with { Width = panel.Box.Height * across / span };
        return chart with { Panels = [panel with { Box = box, EqualScale = true }], Width = Math.Max(box.Right + 2 * Chart.Edge, TextSize.Width(title, 16) + 2 * Chart.Edge) };
    }

    private static string Describe(string title, (Label Name, VectorValues Vector)[] vectors, (double X, double Y)[] tips, string said)
        => $"Arrows{(title.Length > 0 ? $" “{Escape.Clean(title)}”" : "")} from the origin: "
            + string.Join(", ", vectors.Select((v, i) => $"{v.Name.Clean()} to ({Number.Short(tips[i].X)}, {Number.Short(tips[i].Y)})")) + "." + (said.Length > 0 ? " " + said : "");

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
