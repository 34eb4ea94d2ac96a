using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <content>Four queries at once.</content>
internal readonly partial struct FlashDecoding<TSimd, TFormat>
{
    /// <summary>
    /// Adds the keys of one tile to (m, l, O) of four queries that share them. Returns false, and does nothing, where
    /// they may not see the same keys.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AttendFour(
        int batch, int firstHead, int row, int chunk, in StoredRows tileKeys, in StoredRows tileValues, int tileKey)
    {
        DecodingQuery x = RowOf(batch, firstHead, row, chunk),
            y = RowOf(batch, firstHead, row + 1, chunk),
            z = RowOf(batch, firstHead, row + 2, chunk),
            w = RowOf(batch, firstHead, row + 3, chunk);
        (int First, int End) range = x.KeyRangeInTile(tileKey, tileKeys.Count);
        if (range != y.KeyRangeInTile(tileKey, tileKeys.Count)
            || range != z.KeyRangeInTile(tileKey, tileKeys.Count)
            || range != w.KeyRangeInTile(tileKey, tileKeys.Count)
            || x.Mask.HasTables || y.Mask.HasTables || z.Mask.HasTables || w.Mask.HasTables)
        {
            return false;
        }

        (int first, int count) = (range.First, range.End - range.First);
        if (count <= 0)
        {
            return true;
        }

        Span<float> scores = stackalloc float[4 * TileKeys],
            weights = stackalloc float[4 * TileKeys];
        RowQuad.Dots<TSimd, TFormat>(
            x.Query, y.Query, z.Query, w.Query, tileKeys, first,
            scores[..count], scores.Slice(TileKeys, count), scores.Slice(2 * TileKeys, count),
            scores.Slice(3 * TileKeys, count));

        // They are on their way while the scores become weights.
        RowQuad.Prefetch<TFormat>(tileValues, first, count, values.Features);
        for (int i = 0; i < 4; i++)
        {
            DecodingQuery q = RowOf(batch, firstHead, row + i, chunk);
            Span<float> own = scores.Slice(i * TileKeys, TileKeys);
            ScaleProducts(q.Query, tileKeys, first, own[..count]);
            AddWeights(q, tileKey + first, count, own, weights.Slice(i * TileKeys, TileKeys));
        }

        RowQuad.AddRows<TSimd, TFormat>(
            weights[..count], weights.Slice(TileKeys, count), weights.Slice(2 * TileKeys, count),
            weights.Slice(3 * TileKeys, count), tileValues, first, x.Output, y.Output, z.Output, w.Output);
        return true;
    }
}
