namespace Attention.Display.Model;

/// <summary>
/// Chooses on which side of its point each name stands, so that names keep clear of each other, of the points and of
/// the arrows.
/// </summary>
internal static class NameSides
{
    private static readonly (int Right, int Up)[] s_sides =
        [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)];

    /// <summary>
    /// The side of each name, such as "top left": where it covers least, and among equals the side that points away
    /// from its arrow.
    /// </summary>
    /// <param name="starts">Where the arrows begin, beside the names.</param>
    /// <param name="ends">Where they end.</param>
    /// <param name="names">The names as they are written.</param>
    /// <param name="pixel">How much of the data one pixel is.</param>
    /// <param name="left">The left border that no name should cross, in pixels.</param>
    /// <param name="right">The right border that no name should cross, in pixels.</param>
    /// <param name="avoid">Other texts, in pixels, upwards.</param>
    public static string[] Choose(
        (double X, double Y)[] starts, (double X, double Y)[] ends, string[] names, double pixel,
        double left = double.NegativeInfinity, double right = double.PositiveInfinity,
        params IEnumerable<Box> avoid)
    {
        List<Box> taken = [.. avoid];
        foreach (((double X, double Y) start, (double X, double Y) end) in starts.Zip(ends))
        {
            taken.Add(Around(start, 5));
            taken.AddRange(Enumerable.Range(1, 12).Select(step => step / 12d).Select(part =>
                Around((start.X + part * (end.X - start.X), start.Y + part * (end.Y - start.Y)), 2)));
        }

        string[] chosen = new string[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            (double X, double Y) back = (starts[i].X - ends[i].X, starts[i].Y - ends[i].Y);
            (int Right, int Up) side = s_sides
                .OrderBy(side => taken.Sum(box => Overlap(box, Written(i, side))) + Beyond(Written(i, side)))
                .ThenByDescending(side =>
                    (side.Right * back.X + side.Up * back.Y) / Math.Sqrt(side.Right * side.Right + side.Up * side.Up))
                .First();
            taken.Add(Written(i, side));
            chosen[i] = Name(side.Right, side.Up);
        }

        return chosen;

        // In pixels, upwards. A name stands beside its point as SvgPanel writes it.
        Box Around((double X, double Y) point, double half) =>
            new(point.X / pixel - half, point.Y / pixel - half, 2 * half, 2 * half);

        Box Written(int i, (int Right, int Up) side)
        {
            double width = TextSize.Width(names[i], 13), x = starts[i].X / pixel + side.Right * 7;
            double y = starts[i].Y / pixel + side.Up * (side.Right == 0 ? 13 : 9);
            return new(x - (1 - side.Right) * width / 2, y - 8, width, 16);
        }

        double Beyond(Box box) => 1000 * (Math.Max(box.Right - right, 0) + Math.Max(left - box.Left, 0));
    }

    /// <summary>The name of a side: "top", "left", "bottom right" …</summary>
    public static string Name(int right, int up) =>
        $"{(up > 0 ? "top" : up < 0 ? "bottom" : "")} {(right > 0 ? "right" : right < 0 ? "left" : "")}".Trim();

    private static double Overlap(Box a, Box b) =>
        Math.Max(0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left))
        * Math.Max(0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));
}
