using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

/// <summary>Heads that are asked for ahead of time: only the time may depend on it.</summary>
public class UpcomingRowsTests
{
    [Theory]
    [InlineData(256, 8 << 10, 4)]   // 32 KB for each of many heads
    [InlineData(64, 32 << 10, 2)]   // 128 KB: four would be more than 256 KB
    [InlineData(64, 128 << 10, 1)]  // 512 KB: the next head only
    [InlineData(64, (128 << 10) + 1, 0)] // asking for larger ones gained nothing
    [InlineData(8, 32 << 10, 0)]    // 1 MB in all lies in a cache already
    [InlineData(1 << 30, 1L << 31, 0)]
    [InlineData(1 << 20, 0, 0)]
    public void The_distance_follows_from_what_a_head_reads_and_writes(int heads, long floatsPerHead, int distance) =>
        Assert.Equal(distance, UpcomingRows.Distance(heads, floatsPerHead));

    [Theory]
    [InlineData(40, 4, 4, 64, 64, 32, 32, 1)]
    [InlineData(50, 8, 2, 20, 50, 24, 40, 1)]
    [InlineData(300, 1, 1, 9, 120, 16, 8, 2)]
    [InlineData(1, 300, 300, 50, 7, 32, 16, 1)]
    [InlineData(1, 8, 8, 500, 510, 64, 64, 1)]
    public void Many_heads_give_the_same_bits_as_each_alone(
        int batch, int heads, int keyHeads, int tokens, int keyCount, int features, int valueFeatures, int threads)
    {
        HeadTensor q = TokenMajor(batch, heads, tokens, features, 1),
            k = TokenMajor(batch, keyHeads, keyCount, features, 2),
            v = TokenMajor(batch, keyHeads, keyCount, valueFeatures, 3),
            output = new(batch, heads, tokens, valueFeatures);
        Assert.NotEqual(0, UpcomingRows.Distance(batch * keyHeads, FloatsPerKeyHead()));

        FlashAttention.Compute(q, k, v, AttentionMask.None, output, new() { DegreeOfParallelism = threads });
        MatrixView alone = new(tokens, valueFeatures);
        for (int i = 0; i < batch * heads; i++)
        {
            (int entry, int head) = Math.DivRem(i, heads);
            int keyHead = head * keyHeads / heads;
            FlashAttention.Compute(
                q.Head(entry, head), k.Head(entry, keyHead), v.Head(entry, keyHead), AttentionMask.None, alone);
            Assert.Equal(Sample.ToArray(alone), Sample.ToArray(output.Head(entry, head)));
        }

        long FloatsPerKeyHead() => ((long)heads / keyHeads * tokens + keyCount) * (features + valueFeatures);
    }

    /// <summary>The last tile has no next one, and the one before it only a part.</summary>
    [Fact]
    public void A_large_head_gives_the_same_bits_as_each_of_its_tiles_alone()
    {
        const int tile = 48;
        MatrixView q = Sample.Matrix(610, 64, 1),
            k = Sample.Matrix(1100, 64, 2),
            v = Sample.Matrix(1100, 64, 3),
            output = new(610, 64);
        Assert.Equal(0, UpcomingRows.Distance(1 << 20, (610 + 1100) * 128));
        FlashAttention.Compute(q, k, v, AttentionMask.None, output);
        for (int first = 0; first < q.Rows; first += tile)
        {
            int count = Math.Min(tile, q.Rows - first);
            MatrixView alone = new(count, 64);
            FlashAttention.Compute(q.SliceRows(first, count), k, v, AttentionMask.None, alone);
            Assert.Equal(Sample.ToArray(alone), Sample.ToArray(output.SliceRows(first, count)));
        }
    }

    private static HeadTensor TokenMajor(int batch, int heads, int tokens, int features, int seed) =>
        HeadTensor.TokenMajor(
            Sample.Vector(batch * heads * tokens * features, seed), batch, heads, tokens, features);
}
