using System.Globalization;

namespace Attention.Lib.Internal;

/// <summary>
/// The part of a mask that leaves each query a range of keys: a window around its position, and valid lengths.
/// </summary>
/// <param name="Offset">The position of the first query.</param>
/// <param name="Left">How many keys before its position a query sees; null for all.</param>
/// <param name="Right">How many keys behind its position a query sees; null for all.</param>
/// <param name="ValidKeys">Per batch entry, or one for all; null: every key is valid.</param>
internal readonly record struct MaskRule(QueryOffset Offset, int? Left, int? Right, int[]? ValidKeys)
{
    /// <summary>For how many batch entries the rule differs; 1: the same for all.</summary>
    public int Batch => ValidKeys is null || ValidKeys.Length == 1 ? Offset.Batch : ValidKeys.Length;

    private bool HasWindow => Left is not null || Right is not null;

    /// <summary>Both rules as one, or null if they have different offsets or both have valid lengths.</summary>
    public MaskRule? TryMerge(MaskRule other)
    {
        if (
            (HasWindow && other.HasWindow && Offset != other.Offset)
            || (ValidKeys is not null && other.ValidKeys is not null)
        )
        {
            return null;
        }

        QueryOffset offset = HasWindow ? Offset : other.Offset;
        return new(offset, Least(Left, other.Left), Least(Right, other.Right), ValidKeys ?? other.ValidKeys);

        static int? Least(int? x, int? y) => x is null || y < x ? y : x;
    }

    /// <summary>The same rule, its window counted from <paramref name="offset"/> if it was given no offset.</summary>
    public MaskRule WithDefaultOffset(QueryOffset offset) =>
        HasWindow && Offset.IsDefault ? this with { Offset = offset } : this;

    public int ValidKeysOf(int batch, int keys) =>
        ValidKeys is null ? keys : Math.Clamp(ValidKeys[ValidKeys.Length == 1 ? 0 : batch], 0, keys);

    /// <summary>
    /// The window as the least and greatest <c>key − query</c> that is visible; in 64 bits, so that no offset
    /// overflows.
    /// </summary>
    public (long Low, long High) Diagonals(int batch, int queries, int keys, int validKeys)
    {
        const long open = 1L << 40;
        long offset = Offset.Resolve(batch, queries, keys, validKeys);
        return (Left is null ? -open : offset - Left.Value, Right is null ? open : offset + Right.Value);
    }

    public void Check(int batch, int keys)
    {
        Offset.Check(batch);
        if (ValidKeys is null)
        {
            return;
        }

        Require.OnePerEntry(ValidKeys.Length, batch, "valid lengths");
        foreach (int valid in ValidKeys)
        {
            if (valid < 0 || valid > keys)
            {
                // Some cultures write a negative number without a hyphen.
                string message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"mask has a valid length of {valid} but the number of keys is {keys}; it must lie between "
                        + $"0 and that."
                );
                throw Require.Wrong(message, "mask");
            }
        }
    }
}
