namespace Attention.Lib.Internal;

/// <summary>
/// The mask of one head of one batch entry, ready for a kernel: a range of keys for each query, and tables if there are
/// any.
/// </summary>
/// <remarks>
/// A kernel computes scores only inside <see cref="KeyRange"/>. Where <see cref="ChangesScores"/>, it passes them to
/// <see cref="Apply"/>, and it leaves a key with the weight 0 out of the weighted sum unless <see cref="Sees"/>.
/// </remarks>
internal readonly struct HeadMask
{
    private readonly long _low;  // query i sees keys from i + low …
    private readonly long _high; // … to i + high, inclusive, …
    private readonly int _end;   // … but none from here on
    private readonly MaskTable[]? _tables;
    private readonly int _batch;
    private readonly int _head;
    private readonly float _slope; // query i adds _slope · (j − i − _position) to the score of key j
    private readonly long _position;

    public HeadMask(
        long low, long high, int end, MaskTable[]? tables, int batch, int head, float slope, long position) =>
        (_low, _high, _end, _tables, _batch, _head, _slope, _position) = (
            low, high, end, tables, batch, head, slope, position);

    /// <summary>Whether there are tables of booleans or biases.</summary>
    public bool HasTables => _tables is not null;

    /// <summary>Whether <see cref="Apply"/> changes anything.</summary>
    public bool ChangesScores => HasTables || _slope != 0;

    /// <summary>
    /// The keys that a query may see by the mask's rules, tables not considered: First, inclusive, to End, exclusive.
    /// Neither decreases from one query to the next.
    /// </summary>
    public (int First, int End) KeyRange(int query)
    {
        int first = (int)Math.Clamp(query + _low, 0, _end);
        int end = (int)Math.Clamp(query + _high + 1, first, _end);
        return (first, end);
    }

    /// <summary>
    /// Adds biases to the scores of the keys from <paramref name="firstKey"/> on and sets those of hidden keys to −∞.
    /// </summary>
    /// <remarks>The keys must lie within <see cref="KeyRange"/> of the query.</remarks>
    public void Apply<TSimd>(int query, int firstKey, Span<float> scores)
        where TSimd : struct, ISimd<TSimd>
    {
        if (_slope != 0)
        {
            LinearBias.Add<TSimd>(_slope, firstKey - query - _position, scores);
        }

        // First every sum, then all that is hidden: a NaN in one part must not reach a key that another part hides.
        foreach (MaskTable table in _tables ?? [])
        {
            table.AddBias<TSimd>(_batch, _head, query, firstKey, scores);
        }

        foreach (MaskTable table in _tables ?? [])
        {
            table.Hide<TSimd>(_batch, _head, query, firstKey, scores);
        }
    }

    /// <summary>
    /// Prefetches the biases of some keys for each query in a range, so that cache misses overlap with the computation
    /// of the scores. Does nothing where .NET offers no prefetch instruction.
    /// </summary>
    public void Prefetch(int firstQuery, int endQuery, int firstKey, int count)
    {
        foreach (MaskTable table in _tables ?? [])
        {
            for (int query = firstQuery; query < endQuery; query++)
            {
                table.Prefetch(_batch, _head, query, firstKey, count);
            }
        }
    }

    /// <summary>Whether the query may see the key, by range and tables.</summary>
    public bool Sees(int query, int key)
    {
        (int first, int end) = KeyRange(query);
        bool sees = key >= first && key < end;
        for (int i = 0; sees && i < _tables?.Length; i++)
        {
            sees = _tables[i].Sees(_batch, _head, query, key);
        }

        return sees;
    }

    /// <summary>
    /// Whether any query may see the key. For all keys together O(keys + queries) without tables; with tables at worst
    /// O(keys × queries).
    /// </summary>
    /// <param name="key">The key: the one after that of the last call.</param>
    /// <param name="queries">The number of queries.</param>
    /// <param name="first">0 at first. Becomes the first query whose range reaches the key.</param>
    public bool IsVisibleToAny(int key, int queries, ref int first)
    {
        while (first < queries && KeyRange(first).End <= key)
        {
            first++;
        }

        // Skip the search query by query if a table hides the key from all of them.
        bool canBeSeen = first < queries;
        for (int i = 0; canBeSeen && i < _tables?.Length; i++)
        {
            canBeSeen = _tables[i].IsVisibleToAny(_batch, _head, key);
        }

        for (int query = first; canBeSeen && query < queries && KeyRange(query).First <= key; query++)
        {
            if (Sees(query, key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the query may see any key at all. Depends on the mask only, not on scores.</summary>
    public bool SeesAny(int query)
    {
        (int first, int end) = KeyRange(query);
        if (_tables is null || first == end)
        {
            return first < end;
        }

        if (_tables.Length == 1)
        {
            return _tables[0].SeesAny(_batch, _head, query, first, end);
        }

        for (int key = first; key < end; key++)
        {
            if (Sees(query, key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is added to each score: 0 or the bias, −∞ where the key is hidden.</summary>
    public MatrixView Materialize(int queries, int keys)
    {
        MatrixView result = new(queries, keys);
        // Empty rows need no work, and there may be billions.
        for (int query = 0; query < queries && keys > 0; query++)
        {
            (int first, int end) = KeyRange(query);
            Span<float> row = result.Row(query);
            row[..first].Fill(float.NegativeInfinity);
            row[end..].Fill(float.NegativeInfinity);
            Apply<Simd128>(query, first, row[first..end]);
        }

        return result;
    }
}
