namespace Attention.Lib.Internal;

/// <summary>The mask of one head of one batch entry, ready for a kernel: a range of keys for each query, and tables if there are any.</summary>
/// <remarks>
/// A kernel computes scores only inside <see cref="VisibleKeys"/>. Where <see cref="HasTables"/>, it hands the scores it has
/// to <see cref="Apply"/>, and a key whose weight became 0 is left out of the weighted sum unless <see cref="Sees"/>.
/// </remarks>
internal readonly struct HeadMask
{
    private readonly long _low;  // query i sees keys from i + low …
    private readonly long _high; // … to i + high, inclusive, …
    private readonly int _end;   // … but none from here on
    private readonly Chain<MaskTable>? _tables;
    private readonly int _batch;
    private readonly int _head;

    public HeadMask(long low, long high, int end, Chain<MaskTable>? tables, int batch, int head)
        => (_low, _high, _end, _tables, _batch, _head) = (low, high, end, tables, batch, head);

    /// <summary>Whether keys inside the visible range can still be hidden, or scores be shifted.</summary>
    public bool HasTables => _tables is not null;

    /// <summary>The keys that the rules leave to a query: First, inclusive, to End, exclusive. Both move only upwards from query to query.</summary>
    public (int First, int End) VisibleKeys(int query)
    {
        int first = (int)Math.Clamp(query + _low, 0, _end);
        int end = (int)Math.Clamp(query + _high + 1, first, _end);
        return (first, end);
    }

    /// <summary>Adds biases to the scores of the keys from <paramref name="firstKey"/> on and sets those of hidden keys to −∞.</summary>
    /// <remarks>The keys must lie within <see cref="VisibleKeys"/> of the query.</remarks>
    public void Apply(int query, int firstKey, Span<float> scores)
    {
        // First every sum, then all that is hidden: a NaN in one part must not reach a key that another part hides.
        for (Chain<MaskTable>? link = _tables; link is not null; link = link.Rest)
        {
            link.First.AddBias(_batch, _head, query, firstKey, scores);
        }

        for (Chain<MaskTable>? link = _tables; link is not null; link = link.Rest)
        {
            link.First.Hide(_batch, _head, query, firstKey, scores);
        }
    }

    /// <summary>The same behind a soft bound: <c>softcap · tanh(score / softcap)</c> where <paramref name="softcap"/> is positive.</summary>
    public void ApplyWithSoftcap(float softcap, int query, int firstKey, Span<float> scores)
    {
        if (softcap > 0)
        {
            foreach (ref float score in scores)
            {
                score = softcap * MathF.Tanh(score / softcap);
            }
        }

        Apply(query, firstKey, scores);
    }

    /// <summary>Whether the query may see the key, by range and tables.</summary>
    public bool Sees(int query, int key)
    {
        (int first, int end) = VisibleKeys(query);
        bool sees = key >= first && key < end;
        for (Chain<MaskTable>? link = _tables; sees && link is not null; link = link.Rest)
        {
            sees = link.First.Shows(_batch, _head, query, key);
        }

        return sees;
    }

    /// <summary>Whether the query may see any key at all. Decided on the mask, never on the numbers.</summary>
    public bool SeesAny(int query)
    {
        (int first, int end) = VisibleKeys(query);
        if (_tables is null)
        {
            return first < end;
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
        for (int query = 0; query < queries; query++)
        {
            (int first, int end) = VisibleKeys(query);
            Span<float> row = result.Row(query);
            row[..first].Fill(float.NegativeInfinity);
            row[end..].Fill(float.NegativeInfinity);
            Apply(query, first, row[first..end]);
        }

        return result;
    }
}
