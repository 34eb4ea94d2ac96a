namespace Attention.Lib;

/// <summary>Which features rotary positions turn together.</summary>
public enum RotaryPairing
{
    /// <summary>Feature f with feature f + R/2, as in GPT-NeoX and Llama.</summary>
    Halves,

    /// <summary>Feature 2f with feature 2f + 1, as in the paper and in GPT-J.</summary>
    Neighbours,
}

/// <summary>
/// Rotary position embedding (RoPE): turns each pair of features of a query or key by an angle that grows with its
/// position, so that a dot product depends on positions only by their difference.
/// </summary>
/// <remarks>
/// <para>
/// At position p the pair f of R rotated features turns by <c>p · base^(−2f/R)</c> radians:
/// <c>(x, y) → (x cos − y sin, x sin + y cos)</c>. Angles, sines and cosines are computed in double precision. Turn the
/// keys before they are appended to a <see cref="KeyValueCache"/>.
/// </para>
/// <para>Source: Su et al., RoFormer: Enhanced Transformer with Rotary Position Embedding (2021), equation 34.</para>
/// </remarks>
public static class RotaryPositions
{
    /// <summary>Turns queries or keys in place.</summary>
    /// <param name="tokens">Q or K: batch × heads × tokens × features. Token i has position offset + i.</param>
    /// <param name="pairing">Which features form a pair: it must be the one that the weights were trained with.</param>
    /// <param name="offset">
    /// The position of the first token: a number, or <see cref="QueryOffset.PerBatchEntry"/>; 0 by default.
    /// </param>
    /// <param name="rotated">R: how many features, from the first on, are turned; null for all. Even.</param>
    /// <param name="angleBase">The base of the angles.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="pairing"/> is none of the two, <paramref name="rotated"/> is negative or larger than the
    /// features, or the base is not positive and finite.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of rotated features is odd, or the offset has another number of batch entries or counts from keys.
    /// </exception>
    public static void Apply(
        HeadTensor tokens, RotaryPairing pairing, QueryOffset offset = default, int? rotated = null,
        double angleBase = 10_000)
    {
        if (!Enum.IsDefined(pairing))
        {
            throw new ArgumentOutOfRangeException(nameof(pairing), pairing, "There are two pairings.");
        }
        int features = rotated ?? tokens.Features;
        ArgumentOutOfRangeException.ThrowIfNegative(features, nameof(rotated));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(features, tokens.Features, nameof(rotated));
        if (features % 2 != 0)
        {
            throw new ArgumentException($"{features} features cannot be turned in pairs.", nameof(rotated));
        }
        if (!(angleBase > 0 && double.IsFinite(angleBase)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(angleBase), angleBase, "The base must be positive and finite.");
        }
        if (offset.CountsFromKeys)
        {
            throw new ArgumentException("The position must not depend on a number of keys.", nameof(offset));
        }
        offset.Check(tokens.Batch, nameof(offset), "tokens.Batch");

        double[] angles = // of position 1
            [.. Enumerable.Range(0, features / 2).Select(pair => Math.Pow(angleBase, -2.0 * pair / features))];
        var turns = new (float Cos, float Sin)[angles.Length];
        for (int batch = 0; batch < tokens.Batch; batch++)
        {
            long first = offset.Resolve(batch, 0, 0, 0);
            for (int token = 0; token < tokens.Tokens; token++)
            {
                SetTurns(turns, first + token, angles);
                for (int head = 0; head < tokens.Heads; head++)
                {
                    Turn(tokens.Head(batch, head).Row(token)[..features], turns, pairing);
                }
            }
        }
    }

    private static void SetTurns((float Cos, float Sin)[] turns, long position, double[] angles)
    {
        for (int pair = 0; pair < turns.Length; pair++)
        {
            (double sin, double cos) = Math.SinCos(position * angles[pair]);
            turns[pair] = ((float)cos, (float)sin);
        }
    }

    private static void Turn(Span<float> x, (float Cos, float Sin)[] turns, RotaryPairing pairing)
    {
        (int step, int partner) = pairing == RotaryPairing.Halves ? (1, turns.Length) : (2, 1);
        for (int pair = 0; pair < turns.Length; pair++)
        {
            ref float a = ref x[pair * step], b = ref x[pair * step + partner];
            (float cos, float sin) = turns[pair];
            (a, b) = (a * cos - b * sin, a * sin + b * cos);
        }
    }
}
