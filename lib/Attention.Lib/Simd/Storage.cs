using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>How numbers are stored. Arithmetic is always done in float.</summary>
public enum StorageFormat
{
    /// <summary>32 bits, as computed.</summary>
    Full,

    /// <summary>16 bits, 11 of them significant, up to 65,504: <see cref="System.Half"/>.</summary>
    Half,

    /// <summary>16 bits, 8 of them significant, with the range of float: <see cref="Lib.BFloat16"/>.</summary>
    BFloat16,
}

/// <summary>Converts between float and the two 16-bit formats in which keys and values are often stored.</summary>
/// <remarks>Narrowing rounds to nearest, ties to even; widening is exact. O(n) time, no allocation.</remarks>
public static class Storage
{
    /// <summary>Rounds every number to half precision. Beyond ±65,504 (rounded) it becomes infinite.</summary>
    /// <param name="source">n numbers.</param>
    /// <param name="destination">Receives the n numbers; may be longer.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> is too short or shares memory with <paramref name="source"/>.
    /// </exception>
    public static void Narrow(ReadOnlySpan<float> source, Span<Half> destination)
    {
        Require.NotShorter(destination.Length, source.Length);
        Require.Apart(source, destination);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = (Half)source[i];
        }
    }

    /// <summary>Rounds every number to bfloat16.</summary>
    /// <param name="source">n numbers.</param>
    /// <param name="destination">Receives the n numbers; may be longer.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> is too short or shares memory with <paramref name="source"/>.
    /// </exception>
    public static void Narrow(ReadOnlySpan<float> source, Span<BFloat16> destination)
    {
        Require.NotShorter(destination.Length, source.Length);
        Require.Apart(source, destination);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = (BFloat16)source[i];
        }
    }

    /// <summary>Widens every half-precision number to float.</summary>
    /// <param name="source">n numbers.</param>
    /// <param name="destination">Receives the n numbers; may be longer.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> is too short or shares memory with <paramref name="source"/>.
    /// </exception>
    public static void Widen(ReadOnlySpan<Half> source, Span<float> destination)
    {
        Require.NotShorter(destination.Length, source.Length);
        Require.Apart(source, destination);
        int whole = Widen<HalfFormat>(MemoryMarshal.Cast<Half, ushort>(source), destination);
        for (int i = whole; i < source.Length; i++)
        {
            destination[i] = (float)source[i];
        }
    }

    /// <summary>Widens every bfloat16 to float.</summary>
    /// <param name="source">n numbers.</param>
    /// <param name="destination">Receives the n numbers; may be longer.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> is too short or shares memory with <paramref name="source"/>.
    /// </exception>
    public static void Widen(ReadOnlySpan<BFloat16> source, Span<float> destination)
    {
        Require.NotShorter(destination.Length, source.Length);
        Require.Apart(source, destination);
        int whole = Widen<BFloat16Format>(MemoryMarshal.Cast<BFloat16, ushort>(source), destination);
        for (int i = whole; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }

    /// <summary>Widens whole registers and returns how many numbers that were.</summary>
    private static int Widen<TFormat>(ReadOnlySpan<ushort> source, Span<float> destination)
        where TFormat : struct, INumberFormat
        => Vector512.IsHardwareAccelerated ? Kernel<TFormat, Simd512>(source, destination)
            : Vector256.IsHardwareAccelerated ? Kernel<TFormat, Simd256>(source, destination)
            : Kernel<TFormat, Simd128>(source, destination);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Kernel<TFormat, TSimd>(ReadOnlySpan<ushort> source, Span<float> destination)
        where TFormat : struct, INumberFormat
        where TSimd : struct, ISimd<TSimd>
    {
        ref byte from = ref Unsafe.As<ushort, byte>(ref MemoryMarshal.GetReference(source));
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length, width = (nuint)TSimd.Width, i = 0;
        for (; i + width <= length; i += width)
        {
            TSimd.Store(TFormat.Load<TSimd>(ref from, i), ref to, i);
        }

        return (int)i;
    }
}
