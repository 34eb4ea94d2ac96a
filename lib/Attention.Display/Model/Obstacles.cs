namespace Attention.Display.Model;

/// <summary>What a name beside a point should not cover, as boxes in pixels.</summary>
internal static class Obstacles
{
    /// <summary>The words, or the dots, the head and the line, as wide as it is drawn and a little more.</summary>
    public static IEnumerable<Box> Of(Mark mark, Panel panel) => mark switch
    {
        Words words => words.Xs.Zip(words.Ys, panel.Place)
            .Zip(words.Texts, (place, text) => NameSides.Written(place, text, words.Steps)),
        Line line => Of(line, [.. line.Xs.Zip(line.Ys, panel.Place)]),
        _ => [],
    };

    /// <summary>The lines through the origin: less in the way than other lines, since they are thin and grey.</summary>
    public static Box[] OriginOf(Panel panel)
    {
        (double x, double y) = panel.Place(0, 0);
        return [panel.Box with { Left = x - 0.5, Width = 1 }, panel.Box with { Top = y - 0.5, Height = 1 }];
    }

    private static IEnumerable<Box> Of(Line line, (double X, double Y)[] places) =>
    [
        .. line.Dots > 0 ? places.Select(place => Around(place, (line.Dots - 1) / 2)) : [],
        .. line.Arrow ? [Around(places[^1], 5)] : Array.Empty<Box>(),
        .. line.Width > 0 ? places.Zip(places.Skip(1)).SelectMany(ends =>
            Along(ends.First, ends.Second, line.Width / 2 + 1.5)) : [],
    ];

    private static Box Around((double X, double Y) place, double half) =>
        new(place.X - half, place.Y - half, 2 * half, 2 * half);

    private static IEnumerable<Box> Along((double X, double Y) from, (double X, double Y) to, double half)
    {
        double length = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        int parts = Math.Max(1, (int)Math.Ceiling(length / (2 * half)));
        return Enumerable.Range(0, parts + 1).Select(part => (double)part / parts).Select(share =>
            Around((from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y)), half));
    }
}
