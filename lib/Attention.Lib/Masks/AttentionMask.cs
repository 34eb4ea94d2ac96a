using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>Says which keys a query may see, as a rule instead of a matrix of zeros and minus infinities.</summary>
/// <remarks>
/// <para>
/// One convention everywhere: <c>true</c> means "may attend". Masks are combined with <see cref="And"/> or
/// <c>&amp;</c>: a key must be visible to every part, and additive biases are summed. The default value,
/// <see cref="None"/>, hides nothing and adds nothing.
/// </para>
/// <para>
/// A hidden key or value has no influence at all, not even if it is NaN or infinite; a query that sees no key gets an
/// output of zeros. Scores outside the range that causal masks, windows and padding leave visible are not computed,
/// unless they share a tile with a visible one.
/// </para>
/// <para>A mask copies the arrays and views that it is made from: later changes of them do not change the mask.</para>
/// <code>AttentionMask.Causal() &amp; AttentionMask.Padding(validKeys) // sentences of different length</code>
/// </remarks>
public readonly struct AttentionMask
{
    private readonly MaskRule _rule;
    private readonly MaskParts<MaskRule>? _moreRules; // those that cannot be merged into the first
    private readonly MaskParts<MaskTable>? _tables;
    private readonly LinearBias? _linear;

    private AttentionMask(
        MaskRule rule, MaskParts<MaskRule>? moreRules = null, MaskParts<MaskTable>? tables = null,
        LinearBias? linear = null) => (_rule, _moreRules, _tables, _linear) = (rule, moreRules, tables, linear);

    /// <summary>Every query sees every key. The default value.</summary>
    public static AttentionMask None => default;

    /// <summary>Query i sees key j if <c>j ≤ i + offset</c>: its own position and the ones before it.</summary>
    /// <param name="offset">
    /// The position of the first query. The default is 0, also when queries and keys differ in number; in a
    /// <see cref="KeyValueCache"/> it is the number of tokens before the last append. Other choices are the number of
    /// cached keys, <see cref="QueryOffset.BottomRight"/> and <see cref="QueryOffset.LastValidKey"/>.
    /// </param>
    public static AttentionMask Causal(QueryOffset offset = default) => SlidingWindow(-1, 0, offset);

    /// <summary>Query i, at position p = i + offset, sees key j if <c>p − left ≤ j ≤ p + right</c>.</summary>
    /// <param name="left">How many keys before its position a query sees; −1 for all.</param>
    /// <param name="right">How many keys behind its position a query sees; −1 for all.</param>
    /// <param name="offset">The position of the first query; by default as in <see cref="Causal"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than −1.</exception>
    public static AttentionMask SlidingWindow(int left, int right, QueryOffset offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left, -1);
        ArgumentOutOfRangeException.ThrowIfLessThan(right, -1);
        return new(new MaskRule(offset, left < 0 ? null : left, right < 0 ? null : right, null));
    }

    /// <summary>
    /// Hides the keys from <c>validKeys[b]</c> on in batch entry b: the padding behind a short sentence, or the free
    /// part of a cache.
    /// </summary>
    /// <param name="validKeys">
    /// How many keys are valid, from 0 to the number of keys: one number per batch entry or a single one for all.
    /// Copied.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="validKeys"/> is null.</exception>
    public static AttentionMask Padding(params int[] validKeys)
    {
        ArgumentNullException.ThrowIfNull(validKeys);
        return PaddingShared([.. validKeys]);
    }

    /// <summary>The same without a copy: for a cache, which makes the mask anew for every call.</summary>
    internal static AttentionMask PaddingShared(int[] validKeys) => new(new MaskRule(default, null, null, validKeys));

    /// <summary>A table of who may see whom; <c>true</c> means "may attend".</summary>
    /// <param name="mayAttend">
    /// Row by row, batch · heads · queries · keys values; copied as one bit each. Batch, heads and queries may be
    /// 1 and are then broadcast. Keys may be fewer than there are: the missing ones are hidden.
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
                $"A {batch} x {heads} x {queries} x {keys} mask needs {count} values but mayAttend.Length is "
                    + $"{mayAttend.Length}.",
                nameof(mayAttend)
            );
        }

        return new(default, null, new(MaskTable.OfBooleans(mayAttend, batch, heads, queries, keys)));
    }

    /// <summary>
    /// A table of who may see whom, the same for every head and batch entry; <c>true</c> means "may attend".
    /// </summary>
    /// <param name="mayAttend">queries × keys; copied. A single row is broadcast; missing keys are hidden.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mayAttend"/> is null.</exception>
    public static AttentionMask Boolean(bool[,] mayAttend)
    {
        ArgumentNullException.ThrowIfNull(mayAttend);
        return Boolean([.. mayAttend.Cast<bool>()], mayAttend.GetLength(0), mayAttend.GetLength(1));
    }

    /// <summary>Numbers to add to the scores; −∞ hides a key.</summary>
    /// <param name="bias">
    /// batch × heads × queries × keys, or queries × keys for all heads and batch entries; copied. Batch, heads and
    /// queries may be 1 and are then broadcast. Keys may be fewer than there are: the missing ones are hidden.
    /// </param>
    /// <exception cref="ArgumentException">The copy would not fit an array.</exception>
    public static AttentionMask Bias(ReadOnlyHeadTensor bias) => new(default, null, new(MaskTable.OfBias(bias)));

    /// <summary>
    /// Attention with linear biases (ALiBi): query i, at position p = i + offset, adds <c>slope · (j − p)</c> to the
    /// score of key j, so that the score falls with the distance to an earlier key. Hides nothing and stores no table.
    /// </summary>
    /// <param name="slopes">
    /// One slope per query head, as <see cref="AlibiSlopes"/> gives them, or a single one for all. Copied.
    /// </param>
    /// <param name="offset">The position of the first query; by default as in <see cref="Causal"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="slopes"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no slope.</exception>
    /// <remarks>Source: Press, Smith and Lewis, Train Short, Test Long (2022), section 3.</remarks>
    public static AttentionMask Alibi(float[] slopes, QueryOffset offset = default)
    {
        ArgumentNullException.ThrowIfNull(slopes);
        return slopes.Length > 0
            ? new(default, linear: new([.. slopes], offset))
            : throw new ArgumentException("There must be at least one slope.", nameof(slopes));
    }

    /// <summary>
    /// The slopes of ALiBi: <c>2^(−8 h / n)</c> for head h = 1 … n where n is a power of two; otherwise those of the
    /// next smaller power, and then every other one of the next larger power.
    /// </summary>
    /// <param name="heads">n, the number of query heads.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no heads.</exception>
    public static float[] AlibiSlopes(int heads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        int power = 1 << int.Log2(heads);
        return
        [
            .. Enumerable.Range(1, power).Select(h => Slope(h, power)),
            .. Enumerable.Range(0, heads - power).Select(i => Slope(2 * i + 1, 2 * power)),
        ];

        static float Slope(int head, int of) => (float)Math.Pow(2, -8.0 * head / of);
    }

    /// <summary>
    /// Both masks at once: a key must be visible to both, and biases are summed. The order does not matter.
    /// </summary>
    /// <exception cref="ArgumentException">Both have linear biases.</exception>
    public AttentionMask And(AttentionMask other)
    {
        if (_linear is not null && other._linear is not null)
        {
            throw new ArgumentException("Only one part of a mask may have linear biases.", nameof(other));
        }

        LinearBias? linear = _linear ?? other._linear;
        MaskParts<MaskTable>? tables = MaskParts<MaskTable>.Join(_tables, other._tables);
        MaskParts<MaskRule>? moreRules = MaskParts<MaskRule>.Join(_moreRules, other._moreRules);
        return _rule.TryMerge(other._rule) is { } rule
            ? new(rule, moreRules, tables, linear)
            : new(_rule, MaskParts<MaskRule>.Join(moreRules, new(other._rule)), tables, linear);
    }

    /// <inheritdoc cref="And"/>
    public static AttentionMask operator &(AttentionMask x, AttentionMask y) => x.And(y);

    /// <summary>
    /// The mask as numbers to add to the scores: 0 or the bias where a key is visible, −∞ where it is hidden.
    /// </summary>
    /// <remarks>For pictures and tests; O(queries · keys). The fast operations never do this.</remarks>
    /// <param name="queries">The number of queries.</param>
    /// <param name="keys">The number of keys.</param>
    /// <param name="batchEntry">The batch entry to show.</param>
    /// <param name="head">The query head to show.</param>
    /// <returns>queries × keys.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is negative, or the mask has no such batch entry or head.
    /// </exception>
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

    /// <summary>Checks once that the mask fits the call; afterwards nothing in it can throw.</summary>
    internal void Check(int batch, int heads, int queries, int keys)
    {
        _rule.Check(batch, keys);
        foreach (MaskRule rule in MoreRules)
        {
            rule.Check(batch, keys);
        }

        foreach (MaskTable table in Tables)
        {
            table.Check(batch, heads, queries, keys);
        }

        _linear?.Check(batch, heads);
    }

    /// <summary>Whether the mask has tables: booleans or biases.</summary>
    internal bool HasTables => _tables is not null;

    private MaskRule[] MoreRules => _moreRules?.Items ?? [];

    private MaskTable[] Tables => _tables?.Items ?? [];

    /// <summary>The same mask with windows that were given no offset counted from <paramref name="offset"/>.</summary>
    internal AttentionMask WithDefaultOffset(QueryOffset offset)
    {
        MaskRule[] moreRules = [.. MoreRules];
        for (int i = 0; i < moreRules.Length; i++)
        {
            moreRules[i] = moreRules[i].WithDefaultOffset(offset);
        }

        LinearBias? linear = _linear is { Offset.IsDefault: true } ? _linear with { Offset = offset } : _linear;
        return new(
            _rule.WithDefaultOffset(offset), moreRules.Length == 0 ? null : new(moreRules), _tables, linear);
    }

    /// <summary>The mask of one head, every rule turned into numbers: the form that kernels use.</summary>
    internal HeadMask ForHead(int batch, int head, int queries, int keys)
    {
        // Valid lengths first: the offset of a window may depend on them.
        int valid = _rule.ValidKeysOf(batch, keys);
        foreach (MaskRule rule in MoreRules)
        {
            valid = Math.Min(valid, rule.ValidKeysOf(batch, keys));
        }

        (long low, long high) = _rule.Diagonals(batch, queries, keys, valid);
        foreach (MaskRule rule in MoreRules)
        {
            (long otherLow, long otherHigh) = rule.Diagonals(batch, queries, keys, valid);
            (low, high) = (Math.Max(low, otherLow), Math.Min(high, otherHigh));
        }

        int end = valid;
        foreach (MaskTable table in Tables)
        {
            end = Math.Min(end, table.Keys);
        }

        float slope = _linear?.SlopeOf(head) ?? 0;
        long position = _linear?.Offset.Resolve(batch, queries, keys, valid) ?? 0;
        return new(low, high, end, _tables?.Items, batch, head, slope, position);
    }

    /// <summary>For how many batch entries and heads the mask differs; 1: the same for all.</summary>
    private (int Batch, int Heads) Extent()
    {
        (int batch, int heads) = (_rule.Batch, _linear?.Slopes.Length ?? 1);
        batch = batch == 1 ? _linear?.Offset.Batch ?? 1 : batch;
        foreach (MaskRule rule in MoreRules)
        {
            batch = batch == 1 ? rule.Batch : batch;
        }

        foreach (MaskTable table in Tables)
        {
            batch = batch == 1 ? table.Batch : batch;
            heads = heads == 1 ? table.Heads : heads;
        }

        return (batch, heads);
    }
}
