using System.Globalization;

namespace Attention.Lib.Internal;

/// <summary>The part of a mask that leaves a range of keys to each query: a window around its position, and valid lengths.</summary>
/// <param name="Offset">Where the first query stands.</param>
/// <param name="Left">How many keys before its position a query sees; null leaves the side open.</param>
/// <param name="Right">How many keys behind its position a query sees; null leaves the side open.</param>
/// <param name="ValidKeys">Per batch entry, or one for all; null: every key is valid.</param>
internal readonly record struct MaskRule(QueryOffset Offset, int? Left, int? Right, int[]? ValidKeys)
{
    /// <summary>For how many batch entries the rule says something of its own; 1: the same for all.</summary>
    public int Batch => ValidKeys is null || ValidKeys.Length == 1 ? Offset.Batch : ValidKeys.Length;

    private bool HasWindow => Left is not null || Right is not null;

    /// <summary>Both rules as one, or null if they count from different places or name different lengths.</summary>
    public MaskRule? TryMerge(MaskRule other)
    {
        if ((HasWindow && other.HasWindow && Offset != other.Offset) || (ValidKeys is not null && other.ValidKeys is not null))
        {
            return null;
        }

        return new(HasWindow ? Offset : other.Offset, Least(Left, other.Left), Least(Right, other.Right), ValidKeys ?? other.ValidKeys);

        static int? Least(int? x, int? y) => x is null || y < x ? y : x;
    }

    public int ValidKeysOf(int batch, int keys)
        => ValidKeys is null ? keys : Math.Clamp(ValidKeys[ValidKeys.Length == 1 ? 0 : batch], 0, keys);

    /// <summary>The window as the least and greatest <c>key − query</c> that is visible; in 64 bits, so that no offset overflows.</summary>
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
                // The one message with a negative number, which some cultures write without a hyphen.
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"mask has a valid length of {valid} but the number of keys is {keys}; it must lie between 0 and that."));
            }
        }
    }
}
