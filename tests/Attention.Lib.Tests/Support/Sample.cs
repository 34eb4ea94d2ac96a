namespace Attention.Lib.Tests;

/// <summary>Reproducible inputs, and comparison against a reference in double precision.</summary>
internal static class Sample
{
    public static float[] Vector(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle() - 1)];
    }

    public static MatrixView Matrix(int rows, int columns, int seed) =>
        new(Vector(rows * columns, seed), rows, columns);

    public static HeadTensor Tensor(int batch, int heads, int tokens, int features, int seed) =>
        HeadTensor.HeadMajor(Vector(batch * heads * tokens * features, seed), batch, heads, tokens, features);

    public static double[] ToDouble(float[] x) => Array.ConvertAll(x, v => (double)v);

    public static double[] Abs(float[] x) => Array.ConvertAll(x, v => Math.Abs((double)v));

    public static float[] ToArray(MatrixView x)
    {
        var copy = new MatrixView(new float[x.Rows * x.Columns], x.Rows, x.Columns);
        x.CopyTo(copy);
        return [.. Enumerable.Range(0, x.Rows).SelectMany(row => copy.Row(row).ToArray())];
    }

    /// <summary>|computed - exact| ≤ n·u/(1 - n·u) · Σ|xᵢ||yᵢ| for any order of summation, u = 2⁻²⁴.</summary>
    public static double RoundingBound(int n) => n * Math.Pow(2, -24) / (1 - n * Math.Pow(2, -24));
}
