namespace Attention.Display.Tests;

internal static class Sample
{
    public static readonly (string Word, string Gloss)[] Words =
        [("我", "I"), ("喜欢", "like"), ("吃", "eat"), ("苹果", "apple"), ("因为", "because"), ("苹果", "apple"), ("很", "very"), ("甜", "sweet")];

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

    public static Figure Heatmap() => Display.Heatmap.Of(Matrix(8, 8, -1), Words, Words, "scores", rowAxis: "query", columnAxis: "key");
}
