namespace Attention.Lib.Internal;

/// <summary>The part of a mask that is said key by key: booleans (true = may attend) or numbers to add.</summary>
/// <remarks>Exactly one of the two is there. Batch, heads and queries of size 1 serve all.</remarks>
internal sealed record MaskTable(bool[]? MayAttend, HeadTensor Bias, int Batch, int Heads, int Queries, int Keys)
{
    public void Check(int batch, int heads, int queries, int keys)
    {
        Require.Broadcasts(Batch, batch, "batch entries");
        Require.Broadcasts(Heads, heads, "heads");
        Require.Broadcasts(Queries, queries, "queries");
        if (Keys > keys)
        {
            throw new ArgumentException($"mask names {Keys} keys but there are only {keys}.");
        }
    }

    /// <summary>Whether the table lets the query see the key.</summary>
    public bool Shows(int batch, int head, int query, int key)
        => MayAttend is not null ? BooleanRow(batch, head, query)[key] : !float.IsNegativeInfinity(BiasRow(batch, head, query)[key]);

    /// <summary>Adds the numbers, where the table has some, to the scores of the keys from <paramref name="firstKey"/> on.</summary>
    public void AddBias(int batch, int head, int query, int firstKey, Span<float> scores)
    {
        if (MayAttend is null)
        {
            ReadOnlySpan<float> bias = BiasRow(batch, head, query).Slice(firstKey, scores.Length);
            for (int j = 0; j < scores.Length; j++)
            {
                scores[j] += bias[j];
            }
        }
    }

    /// <summary>Sets the scores of hidden keys to −∞. Selected, not added: a score of NaN must vanish too.</summary>
    public void Hide(int batch, int head, int query, int firstKey, Span<float> scores)
    {
        if (MayAttend is not null)
        {
            ReadOnlySpan<bool> mayAttend = BooleanRow(batch, head, query).Slice(firstKey, scores.Length);
            for (int j = 0; j < scores.Length; j++)
            {
                scores[j] = mayAttend[j] ? scores[j] : float.NegativeInfinity;
            }
        }
        else
        {
            ReadOnlySpan<float> bias = BiasRow(batch, head, query).Slice(firstKey, scores.Length);
            for (int j = 0; j < scores.Length; j++)
            {
                scores[j] = float.IsNegativeInfinity(bias[j]) ? float.NegativeInfinity : scores[j];
            }
        }
    }

    private ReadOnlySpan<bool> BooleanRow(int batch, int head, int query)
        => MayAttend.AsSpan((((Batch == 1 ? 0 : batch) * Heads + (Heads == 1 ? 0 : head)) * Queries + (Queries == 1 ? 0 : query)) * Keys, Keys);

    private ReadOnlySpan<float> BiasRow(int batch, int head, int query)
        => Bias.Head(Batch == 1 ? 0 : batch, Heads == 1 ? 0 : head).Row(Queries == 1 ? 0 : query);
}
