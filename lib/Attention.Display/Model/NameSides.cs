namespace Attention.Display.Model;

/// <summary>
/// Chooses on which side of its point each name stands, so that names keep clear of each other, of the points and of
/// the lines. All places are in pixels. A side is its number in <see cref="All"/>.
/// </summary>
/// <param name="points">The points that the names belong to.</param>
/// <param name="outwards">Where each name would like to stand, to the right and upwards; (0, 0) for no wish.</param>
/// <param name="names">The names as they are written.</param>
/// <param name="within">No name should cross its borders.</param>
/// <param name="avoid">What no name should cover.</param>
internal sealed class NameSides(
    (double X, double Y)[] points, (double X, double Y)[] outwards, string[] names, Box within, Box[] avoid)
{
    private const int MostPasses = 4;

    /// <summary>A name that stands nearer to another point than this many pixels looks like that one's name.</summary>
    private const double Near = 12;

    /// <summary>For each name and side: where it would stand, and what that costs beside no other name.</summary>
    private readonly (Box Box, double Cost)[][] _places =
    [
        .. names.Select((name, i) => All.Select(side =>
        {
            Box box = Written(points[i], name, side);
            return (box, Covered(box, within, avoid) + Misread(box, i, points, names) + Turned(side, outwards[i]));
        }).ToArray()),
    ];

    /// <summary>The eight sides of a point, as steps to the right and upwards.</summary>
    public static IReadOnlyList<(int Right, int Up)> All { get; } =
        [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)];

    /// <summary>
    /// The side of each name. After the first choice, every two names choose again together, beside all others as they
    /// now stand, until none moves. One alone would not do: it may find its best side only where another steps aside.
    /// </summary>
    public int[] Choose()
    {
        int[] sides = OneAfterTheOther();
        bool moved = true;
        for (int pass = 0; moved && pass < MostPasses; pass++)
        {
            moved = false;
            for (int i = 0; i < names.Length; i++)
            {
                for (int j = i + 1; j < names.Length; j++)
                {
                    moved |= MoveBoth(i, j, sides);
                }
            }
        }

        return sides;
    }

    /// <summary>Each name where it costs least beside those before it, not knowing the later ones.</summary>
    public int[] OneAfterTheOther()
    {
        int[] sides = [];
        while (sides.Length < names.Length)
        {
            int i = sides.Length;
            sides = [.. sides, Enumerable.Range(0, All.Count).MinBy(side => Cost(i, side, sides))];
        }

        return sides;
    }

    /// <summary>How many square pixels a name covers on a side: of what all should avoid, and of other names.</summary>
    /// <param name="i">The name.</param>
    /// <param name="side">Its side.</param>
    /// <param name="sides">The sides of the first or all names.</param>
    /// <param name="except">A name that does not count.</param>
    public double Cost(int i, int side, int[] sides, int except = -1) =>
        _places[i][side].Cost + sides.Index().Where(other => other.Index != i && other.Index != except)
            .Sum(other => _places[i][side].Box.Overlap(_places[other.Index][other.Item].Box));

    /// <summary>Where a name stands on a side of its point.</summary>
    public static Box Written((double X, double Y) point, string name, (int Right, int Up) side)
    {
        (double x, double baseline) = Words.Place(point, side);
        double width = TextSize.Width(name, Words.FontSize);
        return new(x - (1 - side.Right) * width / 2, baseline - 12, width, 16);
    }

    private bool MoveBoth(int i, int j, int[] sides)
    {
        double[] first = [.. All.Select((_, side) => Cost(i, side, sides, except: j))];
        double[] second = [.. All.Select((_, side) => Cost(j, side, sides, except: i))];
        double Both(int a, int b) => first[a] + second[b] + _places[i][a].Box.Overlap(_places[j][b].Box);
        (int a, int b) = first.SelectMany((_, a) => second.Select((_, b) => (a, b))).MinBy(p => Both(p.a, p.b));
        bool isBetter = Both(a, b) < Both(sides[i], sides[j]) - 1e-6;
        if (isBetter)
        {
            (sides[i], sides[j]) = (a, b);
        }

        return isBetter;
    }

    /// <summary>A pixel beyond the border counts like a thousand.</summary>
    private static double Covered(Box box, Box within, Box[] avoid) => avoid.Sum(box.Overlap) + 1000 * (
        Math.Max(within.Left - box.Left, 0) + Math.Max(box.Right - within.Right, 0)
        + Math.Max(within.Top - box.Top, 0) + Math.Max(box.Bottom - within.Bottom, 0));

    /// <summary>The nearer other points with names are, the more.</summary>
    private static double Misread(Box box, int i, (double X, double Y)[] points, string[] names) => points
        .Where((point, other) => point != points[i] && names[other].Length > 0)
        .Sum(point => 8 * Math.Max(0, Near - box.Distance(point)));

    /// <summary>The further from the wish the more, but so little that it decides among equals only.</summary>
    private static double Turned((int Right, int Up) side, (double X, double Y) wish)
    {
        double lengths = double.Hypot(side.Right, side.Up) * double.Hypot(wish.X, wish.Y);
        return lengths == 0 ? 0 : -1e-3 * (side.Right * wish.X + side.Up * wish.Y) / lengths;
    }
}
