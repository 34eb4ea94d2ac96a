using Attention.Lib;

namespace Attention.Display.Tests;

internal static class Sample
{
    public static readonly (string Word, string Gloss)[] Words =
    [
        ("我", "I"),
        ("喜欢", "like"),
        ("吃", "eat"),
        ("苹果", "apple"),
        ("因为", "because"),
        ("苹果", "apple"),
        ("很", "very"),
        ("甜", "sweet"),
    ];

    private static readonly float[,] Scores = Matrix(8, 8, -1),
        Vectors = Matrix(8, 3);

    /// <summary>One figure of every kind.</summary>
    public static Dictionary<string, Figure> Figures() =>
        new()
        {
            ["heatmap"] = Heatmap(),
            ["heatmap with arithmetic"] = Display.Heatmap.Of(
                Scores,
                Words,
                Words,
                hover: Hover.Weight(Vectors, Vectors, mask: AttentionMask.Causal())
            ),
            ["large heatmap"] = Display.Heatmap.Of(Matrix(40, 60)),
            ["hidden cells"] = Display.Heatmap.Of(
                new float[,]
                {
                    { 1, float.NegativeInfinity },
                    { 2, 3 },
                },
                title: "masked"
            ),
            ["row"] = Display.Heatmap.Row(
                [("mask", Matrix(8, 8)), ("weights", Matrix(8, 8))],
                Words,
                Words,
                "row",
                oneScale: true
            ),
            ["difference"] = Display.Heatmap.Difference(Scores, Matrix(8, 8), Words, Words),
            ["heads"] = Display.Heatmap.Heads(
                [.. Enumerable.Range(1, 8).Select(h => (MatrixValues)Matrix(8, 8, high: h))],
                Words,
                Words,
                "heads"
            ),
            ["bars"] = Bars.Of([0.5, -0.2, 1], ["a", "b", "c"], "bars"),
            ["bars with slider"] = TemperatureSlider(),
            ["heatmap with chooser"] = Chooser.Of("head", ["1", "2"], head =>
                Display.Heatmap.Of(Matrix(8, 8, high: head + 1), Words, Words)
            ),
            ["grouped bars"] = Bars.Of([("one", [1, 2]), ("two", [2, 1])], ["a", "b"]),
            ["lines"] = Lines.Of(
                [0, 90, 180],
                [("dot", [2, 0, -2]), ("cosine", [1, 0, -1])],
                "lines",
                "angle",
                "value"
            ),
            ["log-log lines"] = Lines.Of(
                [64, 128, 256],
                [("naive", [1, 4, 16])],
                "time",
                "n",
                "ms",
                logX: true,
                logY: true
            ),
            ["arrows"] = Arrows.Of([("q", [2, 1]), ("k", [3, 3])], "arrows", project: true),
            ["moves"] = Arrows.Moves(
                new float[,]
                {
                    { 0, 0 },
                    { 4, 0 },
                },
                new float[,]
                {
                    { 1, 1 },
                    { 3, 1 },
                }
            ),
            ["roofline"] = Roofline.Of(100, 20, [("naive", 8, 1), ("fast", 8, 90)], "roofline"),
            ["speed-up"] = SpeedUp.Of([("naive", 10), ("fast", 1)], "speed-up"),
        };

    /// <summary>One picture of every kind that answers while the reader drags.</summary>
    public static Dictionary<string, Explorable> Explorables() => new()
    {
        ["arrows to turn"] = TurnArrows.Of(("q", [2, 1]), ("k", [3, 3]), "arrows", "sweet", "edible"),
        ["scores to drag"] = DragScores.Of([2, 1, -0.5], Words[..3], "scores"),
        ["mask to paint"] = PaintMask.Of(Matrix(5, 5, -2, 2), Words[..5], "mask"),
        ["sentence to walk"] = WalkSentence.Of(Words[..5], Matrix(5, 3, -1), ["我", "apple", "吃"], title: "walk"),
        ["sentence to walk with projections"] = WalkSentence.Of(
            Words[..5], Matrix(5, 3, -1), ["我", "apple", "吃"], ["a", "b", "c"], "walk",
            (Matrix(3, 2, -1), Matrix(3, 2, -1, 2), Matrix(3, 4)), isScaled: true),
    };

    public static Figure Heatmap() =>
        Display.Heatmap.Of(Scores, Words, Words, "scores", rowAxis: "query", columnAxis: "key");

    public static Figure TemperatureSlider() =>
        Slider.Of(
            "temperature",
            [0.5, 1, 10],
            t =>
            {
                double[] powers = [Math.Exp(2 / t), Math.Exp(1 / t)];
                return Bars.Of(powers.Select(power => power / powers.Sum()).ToArray(), ["苹果", "甜"], "shares");
            },
            start: 1
        );

    /// <summary>Numbers that look random and are the same everywhere.</summary>
    public static float[,] Matrix(int rows, int columns, double low = 0, double high = 1)
    {
        var values = new float[rows, columns];
        uint state = 12345;
        for (int i = 0; i < rows * columns; i++)
        {
            state = state * 1664525 + 1013904223;
            values[i / columns, i % columns] = (float)(low + (high - low) * (state >> 8) / (1 << 24));
        }

        return values;
    }
}
