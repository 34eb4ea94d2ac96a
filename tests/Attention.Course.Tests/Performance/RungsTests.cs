using Attention.Lib;

namespace Attention.Course.Tests;

/// <summary>Every rung against what the library computes.</summary>
public class RungsTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 },
        { 7, 9, 15 },
        { 6, 32, 64 },
        { 20, 33, 65 },
        { 13, 150, 8 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_product_of_queries_and_keys_is_that_of_the_library(int queries, int keys, int features)
    {
        MatrixView q = Random(queries, features, 1), k = Random(keys, features, 2);
        float[] qs = ToArray(q), ks = ToArray(k), product = new float[queries * keys];
        float[] transposed = k.ToMathNet().Transpose().ToRowMajorArray();
        MatrixView s = new(product, queries, keys), expected = new(queries, keys);
        MatMul.NaiveTransposed(q, k, expected);
        (string, Action)[] rungs =
        [
            ("plain", () => Rungs.PlainProduct(qs, transposed, product, features)),
            ("rows", () => Rungs.AlongRows(qs, ks, product, features)),
            ("one sum", () => Rungs.OneSum(q, k, s)),
            ("four sums", () => Rungs.FourSums(q, k, s)),
            ("one query", () => Rungs.OneQuery(q, new PackedKeys(k), s)),
            ("tile", () => Rungs.RegisterTile(q, new PackedKeys(k), s)),
        ];

        Assert.All(rungs, ((string Name, Action Run) rung) =>
        {
            s.Fill(float.NaN);
            rung.Run();
            Assert.InRange(Ladder.LargestDifference(expected, s), 0, 1e-4f);
        });
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 9, 5)]
    [InlineData(150, 150, 16)]
    [InlineData(129, 257, 4)]
    public void Every_rung_of_attention_gives_what_the_definition_gives(int queries, int keys, int features)
    {
        MatrixView q = Random(queries, features, 1), k = Random(keys, features, 2), v = Random(keys, features, 3);
        float[] output = new float[queries * features], weights = new float[queries * keys];
        MatrixView z = new(output, queries, features), w = new(weights, queries, keys);
        MatrixView expected = new(queries, features);
        ScaledDotProductAttention.Naive(q, k, v, AttentionMask.None, expected);
        (string, Action)[] rungs =
        [
            ("plain", () => Rungs.PlainAttention(ToArray(q), ToArray(k), ToArray(v), weights, output, features)),
            ("tiled products", () => Rungs.TiledProducts(q, k, v, w, z)),
            ("vector exponentials", () => Rungs.VectorExponentials(q, k, v, w, z)),
            ("merged blocks", () => Rungs.MergedBlocks(q, k, v, z)),
        ];

        Assert.All(rungs, ((string Name, Action Run) rung) =>
        {
            z.Fill(float.NaN);
            rung.Run();
            Assert.InRange(Ladder.LargestDifference(expected, z), 0, 1e-5f);
        });
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Dot_products_with_one_and_with_four_sums_equal_the_definition_at_every_width(int registerBits)
    {
        foreach (int length in (int[])[0, 1, 15, 16, 17, 65, 200])
        {
            float[] x = new SplitMix64(1).Normal(length), y = new SplitMix64(2).Normal(length);
            float expected = Dot.Naive<float>(x, y);
            Assert.Equal(expected, Rungs.DotWithOneSum(x, y, registerBits), 1e-4);
            Assert.Equal(expected, Rungs.DotWithFourSums(x, y, registerBits), 1e-4);
        }
    }

    [Fact]
    public void Vectors_of_different_length_and_unknown_widths_are_refused()
    {
        Assert.Throws<ArgumentException>("y", () => Rungs.DotWithOneSum(new float[3], new float[4], 128));
        Assert.Throws<ArgumentException>("y", () => Rungs.DotWithFourSums(new float[3], new float[4], 128));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rungs.DotWithOneSum([], [], 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rungs.DotWithFourSums([], [], 64));
    }

    private static MatrixView Random(int rows, int columns, ulong seed) =>
        new(new SplitMix64(seed).Normal(rows * columns), rows, columns);

    private static float[] ToArray(MatrixView matrix) => matrix.ToMathNet().ToRowMajorArray();
}
