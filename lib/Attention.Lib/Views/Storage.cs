using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>How numbers that wait in memory are kept. Arithmetic is always done in float.</summary>
public enum StorageFormat
{
    /// <summary>32 bits, as computed.</summary>
    Full,

    /// <summary>16 bits with 11 significant ones, up to 65,504: <see cref="System.Half"/>.</summary>
    Half,

    /// <summary>16 bits with 8 significant ones and the range of float: <see cref="Lib.BFloat16"/>.</summary>
    BFloat16,
}

/// <summary>Converts between float and the two 16-bit formats in which keys and values are often stored.</summary>
/// <remarks>Narrowing rounds to nearest, ties to even; widening is exact. O(n) time, no allocation.</remarks>
public static class Storage
{
    /// <summary>Rounds every number to half precision. Beyond ±65,504 (rounded) it becomes infinite.</summary>
    /// <param name="source">n numbers.</param>
    /// <param name="destination">Receives the n numbers; may be longer.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Narrow(ReadOnlySpan<float> source, Span<Half> destination)
    {
        Require.NotShorter(destination.Length, source.Length);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = (Half)source[i];
        }
    }

    /// <summary>Rounds every number to bfloat16.</summary>
    /// <param name="source">n numbers.</param>
    /// <param name="destination">Receives the n numbers; may be longer.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Narrow(ReadOnlySpan<float> source, Span<BFloat16> destination)
    {
        Require.NotShorter(destination.Length, source.Length);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = (BFloat16)source[i];
        }
    }

    /// <summary>Widens every half-precision number to float.</summary>
    /// <param name="source">n numbers.</param>
    /// <param name="destination">Receives the n numbers; may be longer.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Widen(ReadOnlySpan<Half> source, Span<float> destination)
    {
        Require.NotShorter(destination.Length, source.Length);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = (float)source[i];
        }
    }

    /// <summary>Widens every bfloat16 to float.</summary>
    /// <param name="source">n numbers.</param>
    /// <param name="destination">Receives the n numbers; may be longer.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Widen(ReadOnlySpan<BFloat16> source, Span<float> destination)
    {
        Require.NotShorter(destination.Length, source.Length);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }
}
