using System.Text.Json.Nodes;
using Attention.Display.Rendering;

namespace Attention.Display;

/// <summary>Two arrows that the reader turns and stretches, and what becomes of their dot product.</summary>
public static class TurnArrows
{
    /// <summary>
    /// Draws a query and a key from the origin. The reader drags their tips, or moves them with the arrow keys, and
    /// sees the dot product, the projection of the query on the key, and the cosine of their angle, each
    /// computed with the present numbers.
    /// </summary>
    /// <remarks>
    /// Where scripts do not run, three states stand side by side: the arrows as given, the query turned until it is at
    /// a right angle to the key, and turned until it points against the key.
    /// </remarks>
    /// <param name="query">The name and the two features of the arrow that is projected.</param>
    /// <param name="key">The name and the two features of the arrow onto which it is projected.</param>
    /// <param name="title">What stands above the picture, or "".</param>
    /// <param name="xAxis">The first feature.</param>
    /// <param name="yAxis">The second feature.</param>
    /// <exception cref="ArgumentException">
    /// A vector has not exactly two features, or is not finite, or the key is zero.
    /// </exception>
    public static Explorable Of(
        (Label Name, VectorValues Vector) query, (Label Name, VectorValues Vector) key, string title = "",
        string xAxis = "", string yAxis = "")
    {
        Figure Draw(VectorValues q) =>
            Arrows.Of([(query.Name, q), key], project: true, xAxis: xAxis, yAxis: yAxis);
        Figure given = Draw(query.Vector);
        VectorValues along = key.Vector;
        double stretch = Length(query.Vector) / Length(along);
        VectorValues aside = [-along[1] * stretch, along[0] * stretch];
        VectorValues against = [-along[0] * stretch, -along[1] * stretch];
        (string first, string second) = (SafeText.Clean(query.Name.Text), SafeText.Clean(key.Name.Text));
        string Caption(VectorValues q) =>
            $"{first} · {second} = {Number.Digits(q[0] * along[0] + q[1] * along[1])}";
        var data = new JsonObject
        {
            ["names"] = new JsonArray(first, second),
            ["vectors"] = new JsonArray(ScriptData.Of(query.Vector), ScriptData.Of(along)),
            ["reach"] = Math.Ceiling(1.15 * query.Vector.Concat(along).Max(Math.Abs)),
            ["axes"] = new JsonArray(SafeText.Clean(xAxis), SafeText.Clean(yAxis)),
        };
        return new Explorable(
            title, $"Two arrows, {first} and {second}, whose tips can be moved, with their dot product and cosine.",
            "turn-arrows", data,
            [
                (Caption(query.Vector), given),
                (Caption(aside), Draw(aside)),
                (Caption(against), Draw(against)),
            ]);
    }

    private static double Length(VectorValues vector) => Math.Sqrt(vector.Sum(value => value * value));
}
