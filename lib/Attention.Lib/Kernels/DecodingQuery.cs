namespace Attention.Lib.Internal;

/// <summary>A query with its mask and with its (m, l, O) over one chunk.</summary>
internal readonly ref struct DecodingQuery(
    ReadOnlySpan<float> query, HeadMask mask, int index, Span<float> partial)
{
    private readonly Span<float> _partial = partial;

    public ReadOnlySpan<float> Query { get; } = query;

    public HeadMask Mask { get; } = mask;

    /// <summary>The number of the query among those of its head.</summary>
    public int Index { get; } = index;

    public ref float Max => ref _partial[0];

    public ref float Sum => ref _partial[1];

    public Span<float> Output => _partial[2..];

    /// <summary>
    /// The keys of a tile that the query may see, tables not considered, counted from its first key.
    /// </summary>
    public (int First, int End) KeyRangeInTile(int tileKey, int count)
    {
        (int first, int end) = Mask.KeyRange(Index);
        return (Math.Max(first - tileKey, 0), Math.Min(end - tileKey, count));
    }
}
