namespace Attention.Lib.Internal;

/// <summary>
/// One vector near all keys of a head and one near all its values, which <see cref="FlashBackward{TSimd}"/> subtracts.
/// </summary>
/// <remarks>
/// <para>
/// A column gets the middle of its range where all its numbers have one sign, but at most twice the number nearest to
/// zero; otherwise 0. So |x − c| ≤ |x| for every number x of the column: subtracting never costs digits, whatever lies
/// in other rows, and never overflows.
/// </para>
/// <para>Only finite numbers count, and only those of keys that some query sees.</para>
/// </remarks>
internal static class Centres
{
    /// <summary>Finds the centres of all key heads.</summary>
    /// <param name="queries">Q.</param>
    /// <param name="keys">K.</param>
    /// <param name="values">V.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="centresKeys">Whether keys are centred; if not, their centre is 0.</param>
    /// <param name="centres">Receives batch · key heads rows: the centre of the keys, then that of the values.</param>
    public static void Find(
        in ReadOnlyHeadTensor queries, in ReadOnlyHeadTensor keys, in ReadOnlyHeadTensor values, in AttentionMask mask,
        bool centresKeys, in MatrixView centres)
    {
        int group = keys.Heads == 0 ? 0 : queries.Heads / keys.Heads;
        using var scratch = new Scratch(centres.Columns);
        Span<float> greatest = scratch.Span;
        for (int row = 0; row < centres.Rows; row++)
        {
            (int batch, int keyHead) = (row / keys.Heads, row % keys.Heads);
            Span<float> least = centres.Row(row);
            least.Fill(float.PositiveInfinity);
            greatest.Fill(float.NegativeInfinity);
            for (int head = keyHead * group; head < (keyHead + 1) * group; head++)
            {
                HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
                for (int key = 0, query = 0; key < keys.Tokens; key++)
                {
                    if (headMask.IsVisibleToAny(key, queries.Tokens, ref query))
                    {
                        Widen(keys.Head(batch, keyHead).Row(key), least, greatest);
                        Widen(
                            values.Head(batch, keyHead).Row(key), least[keys.Features..], greatest[keys.Features..]);
                    }
                }
            }

            for (int column = 0; column < least.Length; column++)
            {
                bool isCentred = centresKeys || column >= keys.Features;
                least[column] = isCentred ? Between(least[column], greatest[column]) : 0;
            }
        }
    }

    private static void Widen(ReadOnlySpan<float> row, Span<float> least, Span<float> greatest)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (float.IsFinite(row[i]))
            {
                least[i] = MathF.Min(least[i], row[i]);
                greatest[i] = MathF.Max(greatest[i], row[i]);
            }
        }
    }

    private static float Between(float least, float greatest)
    {
        float middle = 0.5f * least + 0.5f * greatest;
        return least > greatest ? 0 // no number at all
            : least > 0 ? MathF.Min(middle, 2 * least)
            : greatest < 0 ? MathF.Max(middle, 2 * greatest)
            : 0;
    }
}
