namespace Attention.Display.Model;

/// <summary>Where the names of the dots of a roofline stand.</summary>
internal static class RooflineNames
{
    /// <summary>
    /// The name of each dot, on a side where it covers no other dot, no other name and nothing of the roof.
    /// </summary>
    public static IEnumerable<Words> Of(RooflineDot[] dots, Panel panel)
    {
        (double X, double Y)[] places = [.. dots.Select(dot => panel.Place(dot.FlopsPerByte, dot.Gflops))];
        string[] names = Joined([.. dots.Select(dot => dot.Name.Clean().ToString())], places);
        var sides = new NameSides(
            places, new (double, double)[places.Length], names,
            panel.Box with { Width = panel.Area.Right - panel.Box.Left },
            [.. panel.Marks.SelectMany(mark => Obstacles.Of(mark, panel))]);
        return dots.Zip(names, sides.Choose()).Select(dot => new Words(
            [dot.First.FlopsPerByte], [dot.First.Gflops], [dot.Second], Words.NameOf(NameSides.All[dot.Third])));
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
}
