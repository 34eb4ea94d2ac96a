using System.Xml.Linq;
using Attention.Display.Model;

namespace Attention.Display.Tests;

/// <summary>Where the static picture writes the names beside points.</summary>
internal static class NamesAtPoints
{
    public static (string Name, Box Box)[] NamesAtItsPoints(this Figure figure) =>
        [.. XDocument.Parse(figure.ToSvg()).Descendants()
            .Where(e => e.Name.LocalName == "text" && (string?)e.Attribute("font-size") == "13")
            .Select(text => (text.Value, Written(text)))];

    /// <summary>No name covers more than a rounding error of another, or of the boxes.</summary>
    public static void AssertApart((string Name, Box Box)[] names, params IEnumerable<(string What, Box Box)> others)
    {
        (string, Box)[] all = [.. names, .. others];
        Assert.All(names, (one, i) =>
            Assert.DoesNotContain(all.Skip(i + 1), other => one.Box.Overlap(other.Item2) > 1));
    }

    private static Box Written(XElement text)
    {
        double width = TextSize.Width(text.Value, 13), x = (double)text.Attribute("x")!;
        double left = (string?)text.Attribute("text-anchor") switch
        {
            "end" => x - width,
            "start" => x,
            _ => x - width / 2,
        };
        return new(left, (double)text.Attribute("y")! - 12, width, 15);
    }
}
