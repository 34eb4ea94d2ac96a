namespace Attention.Display.Model;

/// <summary>
/// The projection of a first vector on a second. A dashed line falls from the tip of the first on the line of the
/// second at a right angle. A bar beside the second vector shows the projection and its length.
/// </summary>
internal sealed class Projection
{
    /// <summary>The distance of the bar from the arrow and the length of the ticks at its ends, in pixels.</summary>
    private const double Gap = 14, Tick = 8;

    /// <summary>The sides of the mark of the right angle, in pixels.</summary>
    private const double Corner = 9;

    /// <param name="vectors">Names and vectors; the first is projected on the second.</param>
    /// <param name="tips">The same vectors as points.</param>
    /// <exception cref="ArgumentException">There is no second vector, or it is zero.</exception>
    public Projection((Label Name, VectorValues Vector)[] vectors, (double X, double Y)[] tips)
    {
        double length = tips.Length < 2 ? 0 : Math.Sqrt(tips[1].X * tips[1].X + tips[1].Y * tips[1].Y);
        if (length == 0)
        {
            throw new ArgumentException("A projection needs a second vector that is not zero.", nameof(vectors));
        }

        (double X, double Y) tip = tips[0], along = (tips[1].X / length, tips[1].Y / length);
        double reach = Rounded(tip.X * along.X + tip.Y * along.Y, tip);
        double rise = Rounded(tip.Y * along.X - tip.X * along.Y, tip);
        (double X, double Y) up = rise < 0 ? (along.Y, -along.X) : (-along.Y, along.X);
        (double X, double Y) foot = (reach * along.X, reach * along.Y);
        double pixel = Plane.Span([.. tips, foot]) / Plane.Height;

        // The mark of the right angle lies towards the origin, clear of an arrowhead. Where there is no room before the
        // origin, it lies beyond the foot.
        double corner = Math.Min(Corner * pixel, Math.Abs(rise) / 2), back = reach > 2 * corner ? -corner : corner;
        (double X, double Y)[] bar =
        [
            At(0, (Tick - Gap) * pixel), At(0, -Gap * pixel), At(reach / 2, -Gap * pixel), At(reach, -Gap * pixel),
            At(reach, (Tick - Gap) * pixel),
        ];

        Said = Sentence(vectors[0].Name.Clean(), vectors[1].Name.Clean(), reach, length);
        string text = $"projection {Number.Digits(reach)}", side = Side(-up.X, -up.Y);
        double width = TextSize.Width(text, 13) * pixel;
        Marks =
        [
            Path([(0, 0), foot], Palette.Axis) with { Width = 1 },
            Path([tip, foot], Palette.Muted) with { Width = 1.5, Dash = "5 4" },
            Path([At(reach + back, 0), At(reach + back, corner), At(reach, corner)], Palette.Muted) with {
                Width = 1.5 },
            Path(bar, Palette.Axis) with { Width = 4, Hovers = ["", "", Said, Said, ""] },
            new Words([bar[2].X], [bar[2].Y], [text], side),
        ];
        Points = [foot, .. bar, (bar[2].X + Sign(-up.X) * width, bar[2].Y)];

        (double X, double Y) At(double forward, double upward) =>
            (forward * along.X + upward * up.X, forward * along.Y + upward * up.Y);
    }

    private static string Sentence(Label first, Label second, double reach, double length) =>
        $"{first} reaches {Number.Digits(reach)} along {second}; times the length of {second}, "
        + $"{Number.Digits(length)}, that is {first}·{second} = {Number.Digits(reach * length)}.";

    /// <summary>
    /// What is drawn. The kinds are the same for every pair of vectors, so that a slider can turn one.
    /// </summary>
    public IReadOnlyList<Mark> Marks { get; }

    /// <summary>The points that must lie in the picture.</summary>
    public IReadOnlyList<(double X, double Y)> Points { get; }

    /// <summary>The projection in one sentence.</summary>
    public string Said { get; }

    private static Line Path((double X, double Y)[] points, string color) =>
        new([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)], color);

    /// <summary>A length that is only rounding error becomes 0.</summary>
    private static double Rounded(double length, (double X, double Y) tip) =>
        Math.Abs(length) < 1e-6 * (Math.Abs(tip.X) + Math.Abs(tip.Y)) ? 0 : length;

    /// <summary>The one of eight sides that a direction of length 1 points to.</summary>
    private static string Side(double x, double y) => Words.NameOf((Sign(x), Sign(y)));

    /// <summary>The sign of one component of a direction; 0 within 9 degrees of the other axis.</summary>
    private static int Sign(double component) => Math.Abs(component) < 0.15 ? 0 : Math.Sign(component);
}
