namespace Attention.Display.Model;

/// <summary>Where the names of the dots of a roofline stand.</summary>
internal static class RooflineNames
{
    /// <summary>
    /// The name of each dot, on a side where it covers no other dot, no other name and nothing of the roof.
    /// </summary>
    public static IEnumerable<Words> Of(RooflineDot[] dots, Panel panel, Line[] roofs, Words[] others)
    {
        (double X, double Y)[] places = [.. dots.Select(dot =>
        {
            (double x, double y) = panel.Place(dot.FlopsPerByte, dot.Gflops);
            return (x, -y);
        })];
        string[] names = Joined([.. dots.Select(dot => dot.Name.Clean().ToString())], places);
        string[] sides = NameSides.Choose(
            places, places, names, 1, panel.Box.Left, panel.Area.Right,
            [.. others.Select(other => Around(other, panel)), .. roofs.SelectMany(roof => Along(roof, panel))]);
        return dots.Select((dot, i) => new Words([dot.FlopsPerByte], [dot.Gflops], [names[i]], sides[i]));
    }

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

    /// <summary>The box of a name, in pixels upwards.</summary>
    private static Box Around(Words name, Panel panel)
    {
        (double x, double y) = panel.Place(name.Xs[0], name.Ys[0]);
        double width = TextSize.Width(name.Texts[0], 13);
        bool left = name.Side == "top left";
        return new Box(left ? x - 7 - width : x + 7, left ? -y + 1 : -y - 17, width, 16);
    }
}
