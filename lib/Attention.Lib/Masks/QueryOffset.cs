using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>The position of the first query among the keys: what causal masks and sliding windows count from.</summary>
/// <remarks>
/// Query i has position <c>offset + i</c>. An <see cref="int"/> converts to the offset of that many keys. The default
/// value is <see cref="TopLeft"/>, except in a <see cref="KeyValueCache"/>, where it is
/// <see cref="KeyValueCache.LastAppended"/>.
/// </remarks>
public readonly record struct QueryOffset
{
    private enum Kind
    {
        Default,
        Fixed,
        BottomRight,
        LastValidKey,
        PerBatchEntry,
    }

    private readonly Kind _kind;
    private readonly int _keys;
    private readonly int[]? _perEntry;

    private QueryOffset(Kind kind, int keys = 0, int[]? perEntry = null) =>
        (_kind, _keys, _perEntry) = (kind, keys, perEntry);

    /// <summary>The first query has the position of the first key, as without a cache: offset 0.</summary>
    public static QueryOffset TopLeft => AfterPast(0);

    /// <summary>
    /// The last query has the position of the last key: offset = keys − queries (S − L), which may be negative.
    /// </summary>
    public static QueryOffset BottomRight => new(Kind.BottomRight);

    /// <summary>
    /// The last query has the position of the last valid key of its batch entry, as in a partly filled cache:
    /// offset = valid − queries, which may be negative. The valid keys are those of <see cref="AttentionMask.Padding"/>
    /// in the same mask; all keys without it.
    /// </summary>
    public static QueryOffset LastValidKey => new(Kind.LastValidKey);

    /// <summary>
    /// The first query follows <paramref name="pastLength"/> cached keys. Negative: the first queries stand before all
    /// keys.
    /// </summary>
    public static QueryOffset AfterPast(int pastLength) => new(Kind.Fixed, pastLength);

    /// <summary>One offset for each batch entry; a single one is broadcast.</summary>
    /// <param name="offsets">One offset per batch entry; copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="offsets"/> is null.</exception>
    public static QueryOffset PerBatchEntry(params int[] offsets)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        return PerBatchEntryShared([.. offsets]);
    }

    /// <summary>The same without a copy: for a cache, which makes the offset anew for every call.</summary>
    internal static QueryOffset PerBatchEntryShared(int[] offsets) => new(Kind.PerBatchEntry, perEntry: offsets);

    /// <summary>The offset of a fixed number of keys: the same as <see cref="AfterPast"/>.</summary>
    public static implicit operator QueryOffset(int pastLength) => AfterPast(pastLength);

    /// <summary>Whether the offset was left at its default.</summary>
    internal bool IsDefault => _kind == Kind.Default;

    /// <summary>Whether the offset is a number only once the number of keys is known.</summary>
    internal bool CountsFromKeys => _kind is Kind.BottomRight or Kind.LastValidKey;

    /// <summary>The offset as a number, once the sizes are known.</summary>
    internal long Resolve(int batch, int queries, int keys, int validKeys) =>
        _kind switch
        {
            Kind.BottomRight => (long)keys - queries,
            Kind.LastValidKey => (long)validKeys - queries,
            Kind.PerBatchEntry => _perEntry![_perEntry.Length == 1 ? 0 : batch],
            _ => _keys,
        };

    /// <summary>For how many batch entries there is an offset of its own; 1: the same for all.</summary>
    internal int Batch => _perEntry?.Length ?? 1;

    internal void Check(int batch, string parameter = "mask", string batchName = "queries.Batch")
    {
        if (_perEntry is not null)
        {
            Require.OnePerEntry(_perEntry.Length, batch, "query offsets", parameter, batchName);
        }
    }
}
