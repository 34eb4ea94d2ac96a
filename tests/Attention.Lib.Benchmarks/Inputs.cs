namespace Attention.Lib.Benchmarks;

/// <summary>Reproducible inputs between −1 and 1.</summary>
internal static class Inputs
{
    public static float[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle() - 1)];
    }

    public static MatrixView Matrix(int rows, int columns, int seed) =>
        new(Random(rows * columns, seed), rows, columns);

    public static HeadTensor Heads(int heads, int tokens, int seed, int features = 128) =>
        HeadTensor.HeadMajor(Random(heads * tokens * features, seed), 1, heads, tokens, features);
}
