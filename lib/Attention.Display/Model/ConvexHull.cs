namespace Attention.Display.Model;

/// <summary>The smallest convex polygon around points.</summary>
internal static class ConvexHull
{
    /// <summary>The corners in order, the first repeated at the end, by Andrew's monotone chain.</summary>
    public static (double X, double Y)[] Of((double X, double Y)[] points)
    {
        (double X, double Y)[] sorted = [.. points.Distinct().Order()];
        if (sorted.Length < 2)
        {
            return sorted;
        }

        List<(double X, double Y)> lower = Half(sorted), upper = Half(sorted.Reverse());
        return [.. lower[..^1], .. upper[..^1], lower[0]];
    }

    private static List<(double X, double Y)> Half(IEnumerable<(double X, double Y)> points)
    {
        var corners = new List<(double X, double Y)>();
        foreach ((double X, double Y) point in points)
        {
            while (corners.Count > 1 && !TurnsLeft(corners[^2], corners[^1], point))
            {
                corners.RemoveAt(corners.Count - 1);
            }

            corners.Add(point);
        }

        return corners;
    }

    private static bool TurnsLeft((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X) > 0;
}
