using static Attention.Lib.Internal.RequireShape;

namespace Attention.Lib.Internal;

/// <summary>Checks of everything that a call of attention takes besides its destination.</summary>
internal static class RequireInputs
{
    /// <summary>Queries, keys and a mask fit together; the query heads are a multiple of the key heads.</summary>
    public static void QueriesAndKeys(
        in ReadOnlyHeadTensor queries, in ReadOnlyHeadTensor keys, in AttentionMask mask, in AttentionOptions options)
    {
        Equal(queries, Size.Batch, keys, Size.Batch);
        Equal(queries, Size.Features, keys, Size.Features);
        Require.GroupedHeads(queries.Heads, keys.Heads);
        ScaleKnown(queries, options);
        mask.Check(queries.Batch, queries.Heads, queries.Tokens, keys.Tokens);
    }

    /// <summary>Queries, a cache and a mask fit together; the query heads are a multiple of the key heads.</summary>
    public static void CachedKeys(
        in ReadOnlyHeadTensor queries, KeyValueCache cache, in AttentionMask mask, in AttentionOptions options)
    {
        Require.Equal(queries.Batch, cache.Batch);
        Require.Equal(queries.Features, cache.Features);
        Require.GroupedHeads(queries.Heads, cache.Heads);
        ScaleKnown(queries, options);
        mask.Check(queries.Batch, queries.Heads, queries.Tokens, cache.Length);
    }

    private static void ScaleKnown(in ReadOnlyHeadTensor queries, in AttentionOptions options)
    {
        if (queries.Features == 0 && options.Scale is null)
        {
            throw new ArgumentException(
                "The queries and keys have 0 features, for which the scale 1/√d does not exist; give "
                    + "AttentionOptions.Scale.",
                nameof(options)
            );
        }
    }
}
