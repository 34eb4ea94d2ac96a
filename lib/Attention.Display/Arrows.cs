using Attention.Display.Model;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Vectors of two features as arrows in the plane.</summary>
public static class Arrows
{
    /// <summary>
    /// Draws each vector as an arrow from the origin, named at its tip, on axes of equal scale.
    /// With <paramref name="project"/>, the first vector is projected on the second: a dashed line drops from its tip
    /// at a right angle, and a grey bar beside the second, with its length, shows how far it reaches along the second.
    /// A negative length runs against it.
    /// </summary>
    /// <param name="vectors">Names and vectors of two features each: <c>[("q", q), ("k", k)]</c>.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="project">Whether to project the first vector on the second.</param>
    /// <param name="xAxis">The first feature.</param>
    /// <param name="yAxis">The second feature.</param>
    /// <exception cref="ArgumentException">A vector has not exactly two features, one is not finite, there is none, or
    /// there is nothing to project.</exception>
    public static Figure Of(
        (Label Name, VectorValues Vector)[] vectors,
        string title = "",
        bool project = false,
        string xAxis = "",
        string yAxis = ""
    )
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
                throw new ArgumentException(
                    $"An arrow needs two finite features, but {name} has {vector.Count}: {string.Join(", ", vector.Take(8).Select(Number.Short))}.",
                    nameof(vectors)
                );
            }
        }

        (double X, double Y)[] tips = [.. vectors.Select(v => (v.Vector[0], v.Vector[1]))];
        Projection? shadow = project ? new Projection(vectors, tips) : null;
        string said = shadow?.Said ?? "";
        List<Mark> marks = [.. shadow?.Marks ?? []];

        foreach (((Label name, _), int i) in vectors.Select((v, i) => (v, i)))
        {
            (double x, double y) = tips[i];
            string text =
                $"{name.Clean()} = ({Number.Short(x)}, {Number.Short(y)}), length {Number.Digits(Math.Sqrt(x * x + y * y))}";
            marks.Add(
                new Line([0, x], [0, y], Series.Color(i))
                {
                    Arrow = true,
                    Width = 3,
                    Hovers = ["", text],
                }
            );
            string side =
                shadow?.Aside is { } aside && aside.Vector == i
                    ? aside.Side
                    : (y < 0 ? "bottom" : "top") + (x < 0 ? " left" : " right");
            marks.Add(new Words([x], [y], [CellLayout.OneLine(name.Clean())], side));
        }

        return new Figure(
            Plane.Of(
                SafeText.Clean(title),
                [.. tips, .. shadow?.Points ?? []],
                marks,
                SafeText.Clean(xAxis),
                SafeText.Clean(yAxis)
            ) with
            {
                Alt = Describe(title, vectors, tips, said),
                Plain =
                    TextTable.Of(
                        SafeText.Clean(title),
                        Labels.Create([.. vectors.Select(v => v.Name)]),
                        Labels.Create([Or(xAxis, "x"), Or(yAxis, "y"), "length"]),
                        (i, j) =>
                            Number.Digits(
                                j == 0 ? tips[i].X
                                : j == 1 ? tips[i].Y
                                : Math.Sqrt(tips[i].X * tips[i].X + tips[i].Y * tips[i].Y)
                            ),
                        vectors.Length,
                        3
                    ) + (said.Length > 0 ? "\n" + said : ""),
            }
        );
    }

    /// <summary>
    /// Draws one arrow per row, from where a point was to where it went: how a blend moves the words inwards.
    /// </summary>
    /// <param name="from">The points before, n × 2.</param>
    /// <param name="to">The points after, n × 2.</param>
    /// <param name="labels">The names of the points; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="xAxis">The first feature.</param>
    /// <param name="yAxis">The second feature.</param>
    /// <exception cref="ArgumentException">The matrices are not both n × 2, or there are not n labels.</exception>
    public static Figure Moves(
        MatrixValues from,
        MatrixValues to,
        Labels? labels = null,
        string title = "",
        string xAxis = "",
        string yAxis = ""
    )
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Columns != 2 || to.Columns != 2 || from.Rows != to.Rows || from.Rows == 0)
        {
            throw new ArgumentException(
                $"Both must be n × 2 with n > 0, but from is {from.Rows} × {from.Columns} and to is {to.Rows} × {to.Columns}.",
                nameof(to)
            );
        }

        Labels names = Labels.For(labels, from.Rows, "rows");
        (double X, double Y)[] starts = [.. Enumerable.Range(0, from.Rows).Select(i => (from[i, 0], from[i, 1]))],
            ends = [.. Enumerable.Range(0, to.Rows).Select(i => (to[i, 0], to[i, 1]))];
        string[] moves =
        [
            .. names.Select(
                (name, i) =>
                    $"{name}: ({Number.Digits(starts[i].X)}, {Number.Digits(starts[i].Y)}) → ({Number.Digits(ends[i].X)}, {Number.Digits(ends[i].Y)})"
            ),
        ];
        string[] texts = [.. names.Select(CellLayout.OneLine)],
            sides = NameSides.Choose(starts, ends, texts, Plane.Span([.. starts, .. ends]) / Plane.Height);
        List<Mark> marks =
        [
            new Line([.. starts.Select(p => p.X)], [.. starts.Select(p => p.Y)], Palette.Axis)
            {
                Width = 0,
                Dots = 8,
                Hovers = moves,
            },
            .. names.Select(
                (_, i) =>
                    new Line([starts[i].X, ends[i].X], [starts[i].Y, ends[i].Y], Series.Color(i))
                    {
                        Arrow = true,
                        Hovers = ["", moves[i]],
                    }
            ),
            .. sides
                .Index()
                .GroupBy(s => s.Item, s => s.Index)
                .Select(at => new Words(
                    [.. at.Select(i => starts[i].X)],
                    [.. at.Select(i => starts[i].Y)],
                    [.. at.Select(i => texts[i])],
                    at.Key
                )),
        ];
        return new Figure(
            Plane.Of(SafeText.Clean(title), [.. starts, .. ends], marks, SafeText.Clean(xAxis), SafeText.Clean(yAxis)) with
            {
                Alt =
                    $"Arrows{(title.Length > 0 ? $" “{SafeText.Clean(title)}”" : "")}, from where each point was to where it went. {string.Join("; ", moves)}.",
                Plain = SafeText.Clean(title) + "\n" + string.Join("\n", moves),
            }
        );
    }

    private static string Describe(
        string title,
        (Label Name, VectorValues Vector)[] vectors,
        (double X, double Y)[] tips,
        string said
    ) =>
        $"Arrows{(title.Length > 0 ? $" “{SafeText.Clean(title)}”" : "")} from the origin: "
        + string.Join(
            ", ",
            vectors.Select((v, i) => $"{v.Name.Clean()} to ({Number.Short(tips[i].X)}, {Number.Short(tips[i].Y)})")
        )
        + "."
        + (said.Length > 0 ? " " + said : "");

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
