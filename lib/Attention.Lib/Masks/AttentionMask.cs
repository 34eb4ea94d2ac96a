using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>Says which keys a query may see, as a rule instead of a matrix of zeros and minus infinities.</summary>
/// <remarks>
/// <para>
/// One convention everywhere: <c>true</c> means "may attend". Masks compose with <see cref="And"/> or <c>&amp;</c>:
/// a key must be visible to every part, and additive biases are summed. The default value, <see cref="None"/>, hides nothing.
/// </para>
/// <para>
/// What is hidden has no influence at all, not even NaN or infinity; a query that sees no key gets an output of zeros.
/// The kernels leave out the scores outside the range that the rules leave visible, up to a few at its borders that share registers with it.
/// </para>
/// <code>AttentionMask.Causal() &amp; AttentionMask.Padding(validKeys) // a batch of sentences of different length</code>
/// </remarks>
public readonly struct AttentionMask
{
    private readonly MaskRule _rule;
    private readonly Chain<MaskRule>? _moreRules; // those that cannot be merged into the first
    private readonly Chain<MaskTable>? _tables;

    private AttentionMask(MaskRule rule, Chain<MaskRule>? moreRules = null, Chain<MaskTable>? tables = null)
        => (_rule, _moreRules, _tables) = (rule, moreRules, tables);

    private AttentionMask(MaskTable table)
        : this(default, null, new(table, null))
    {
    }

    /// <summary>Every query sees every key. The default value.</summary>
    public static AttentionMask None => default;

    /// <summary>Query i sees key j if <c>j ≤ i + offset</c>: its own position and the ones before it.</summary>
    /// <param name="offset">
    /// Where the first query stands: <see cref="QueryOffset.TopLeft"/> (the default, offset 0, also when queries and keys differ in number),
    /// the number of cached keys, <see cref="QueryOffset.BottomRight"/> or <see cref="QueryOffset.LastValidKey"/>.
    /// </param>
    public static AttentionMask Causal(QueryOffset offset = default) => SlidingWindow(-1, 0, offset);

    /// <summary>Query i, at position p = i + offset, sees key j if <c>p − left ≤ j ≤ p + right</c>.</summary>
    /// <param name="left">How many keys before its position a query sees; −1 leaves this side open.</param>
    /// <param name="right">How many keys behind its position a query sees; −1 leaves this side open.</param>
    /// <param name="offset">Where the first query stands; the default is at the first key.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than −1.</exception>
    public static AttentionMask SlidingWindow(int left, int right, QueryOffset offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left, -1);
        ArgumentOutOfRangeException.ThrowIfLessThan(right, -1);
        return new(new MaskRule(offset, left < 0 ? null : left, right < 0 ? null : right, null));
    }

    /// <summary>Hides the keys from <c>validKeys[b]</c> on in batch entry b: the padding behind a short sentence, or the free part of a cache.</summary>
    /// <param name="validKeys">How many keys are valid, one number per batch entry or a single one for all; from 0 to the number of keys. Not copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="validKeys"/> is null.</exception>
    public static AttentionMask Padding(params int[] validKeys)
    {
        ArgumentNullException.ThrowIfNull(validKeys);
        return new(new MaskRule(default, null, null, validKeys));
    }

    /// <summary>A table of who may see whom; <c>true</c> means "may attend".</summary>
    /// <param name="mayAttend">
    /// Row by row, batch · heads · queries · keys values; not copied. Batch, heads and queries may be 1 and then serve all.
    /// Keys may be fewer than there are: the ones not named are hidden.
    /// </param>
    /// <param name="queries">The number of queries in the table, or 1 for all.</param>
    /// <param name="keys">The number of keys in the table.</param>
    /// <param name="heads">The number of query heads in the table, or 1 for all.</param>
    /// <param name="batch">The number of batch entries in the table, or 1 for all.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mayAttend"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The array does not hold exactly that many values.</exception>
    public static AttentionMask Boolean(bool[] mayAttend, int queries, int keys, int heads = 1, int batch = 1)
    {
        ArgumentNullException.ThrowIfNull(mayAttend);
        int count = Require.ElementCount(batch, heads, queries, keys);
        if (mayAttend.Length != count)
        {
            throw new ArgumentException(
                $"A {batch} x {heads} x {queries} x {keys} mask needs {count} values but mayAttend.Length is {mayAttend.Length}.");
        }

        return new(new MaskTable(mayAttend, default, batch, heads, queries, keys));
    }

    /// <summary>A table of who may see whom, the same for every head and batch entry; <c>true</c> means "may attend".</summary>
    /// <param name="mayAttend">queries × keys; copied. One row serves all queries; keys that it does not name are hidden.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mayAttend"/> is null.</exception>
    public static AttentionMask Boolean(bool[,] mayAttend)
    {
        ArgumentNullException.ThrowIfNull(mayAttend);
        return Boolean([.. mayAttend.Cast<bool>()], mayAttend.GetLength(0), mayAttend.GetLength(1));
    }

    /// <summary>Numbers to add to the scores, the same for every head and batch entry; −∞ hides a key.</summary>
    /// <param name="bias">queries × keys; not copied. One row serves all queries; keys that it does not name are hidden.</param>
    public static AttentionMask Bias(MatrixView bias) => Bias(bias.SplitHeads(1));

    /// <summary>Numbers to add to the scores; −∞ hides a key.</summary>
    /// <param name="bias">
    /// batch × heads × queries × keys; not copied. Batch, heads and queries may be 1 and then serve all.
    /// Keys may be fewer than there are: the ones not named are hidden.
    /// </param>
    public static AttentionMask Bias(HeadTensor bias)
        => new(new MaskTable(null, bias, bias.Batch, bias.Heads, bias.Tokens, bias.Features));

    /// <summary>Both masks at once: a key must be visible to both, and biases are summed. Cheap; the order does not matter.</summary>
    public AttentionMask And(AttentionMask other)
    {
        Chain<MaskTable>? tables = Chain<MaskTable>.Concat(_tables, other._tables);
        Chain<MaskRule>? moreRules = Chain<MaskRule>.Concat(_moreRules, other._moreRules);
        return _rule.TryMerge(other._rule) is { } rule
            ? new(rule, moreRules, tables)
            : new(_rule, new(other._rule, moreRules), tables);
    }

    /// <inheritdoc cref="And"/>
    public static AttentionMask operator &(AttentionMask x, AttentionMask y) => x.And(y);

    /// <summary>Writes the mask out as numbers to add to the scores: 0 or the bias where a key is visible, −∞ where it is hidden.</summary>
    /// <remarks>For pictures and tests; O(queries · keys). The fast forms never do this.</remarks>
    /// <param name="queries">The number of queries.</param>
    /// <param name="keys">The number of keys.</param>
    /// <param name="batchEntry">The batch entry to show.</param>
    /// <param name="head">The query head to show.</param>
    /// <returns>queries × keys.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the mask has no such batch entry or head.</exception>
    /// <exception cref="ArgumentException">The mask does not fit these sizes.</exception>
    public MatrixView Materialize(int queries, int keys, int batchEntry = 0, int head = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(queries);
        ArgumentOutOfRangeException.ThrowIfNegative(keys);
        (int batch, int heads) = Extent();
        Check(batch, heads, queries, keys);
        Require.Index(batchEntry, batch == 1 ? int.MaxValue : batch);
        Require.Index(head, heads == 1 ? int.MaxValue : heads);
        return ForHead(batchEntry, head, queries, keys).Materialize(queries, keys);
    }

    /// <summary>Checks once, at the border, that the mask fits the call; afterwards nothing in it can throw.</summary>
    internal void Check(int batch, int heads, int queries, int keys)
    {
        _rule.Check(batch, keys);
        for (Chain<MaskRule>? link = _moreRules; link is not null; link = link.Rest)
        {
            link.First.Check(batch, keys);
        }

        for (Chain<MaskTable>? link = _tables; link is not null; link = link.Rest)
        {
            link.First.Check(batch, heads, queries, keys);
        }
    }

    /// <summary>Whether writing to the tensor could change a bias of the mask.</summary>
    internal bool BiasOverlaps(HeadTensor written)
    {
        bool overlaps = false;
        for (Chain<MaskTable>? link = _tables; link is not null; link = link.Rest)
        {
            overlaps |= link.First.Bias.Overlaps(written);
        }

        return overlaps;
    }

    /// <summary>The mask of one head, every rule turned into numbers: what the kernels ask.</summary>
    internal HeadMask ForHead(int batch, int head, int queries, int keys)
    {
        // Valid lengths first: the offset of a window may depend on them.
        int valid = _rule.ValidKeysOf(batch, keys);
        for (Chain<MaskRule>? link = _moreRules; link is not null; link = link.Rest)
        {
            valid = Math.Min(valid, link.First.ValidKeysOf(batch, keys));
        }

        (long low, long high) = _rule.Diagonals(batch, queries, keys, valid);
        for (Chain<MaskRule>? link = _moreRules; link is not null; link = link.Rest)
        {
            (long otherLow, long otherHigh) = link.First.Diagonals(batch, queries, keys, valid);
            (low, high) = (Math.Max(low, otherLow), Math.Min(high, otherHigh));
        }

        int end = valid;
        for (Chain<MaskTable>? link = _tables; link is not null; link = link.Rest)
        {
            end = Math.Min(end, link.First.Keys);
        }

        return new(low, high, end, _tables, batch, head);
    }

    /// <summary>For how many batch entries and heads the mask says something of its own; 1: the same for all.</summary>
    private (int Batch, int Heads) Extent()
    {
        (int batch, int heads) = (_rule.Batch, 1);
        for (Chain<MaskRule>? link = _moreRules; link is not null; link = link.Rest)
        {
            batch = batch == 1 ? link.First.Batch : batch;
        }

        for (Chain<MaskTable>? link = _tables; link is not null; link = link.Rest)
        {
            batch = batch == 1 ? link.First.Batch : batch;
            heads = heads == 1 ? link.First.Heads : heads;
        }

        return (batch, heads);
    }
}
