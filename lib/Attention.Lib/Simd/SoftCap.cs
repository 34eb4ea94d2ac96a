using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary><c>cap · tanh(x / cap)</c> for registers of floats.</summary>
/// <remarks>
/// tanh x = h / (h + 1) with 2h = e²ˣ − 1. As in <see cref="Exponential"/>, 2x = n · ln 2 + 2f, so
/// 2h = 2ⁿ · (e²ᶠ − 1) + 2ⁿ − 1. That is one formula for all x; near zero, where n is 0, it loses no digits. It is
/// computed for −|x|, so that nothing overflows. NaN stays NaN.
/// </remarks>
internal static class SoftCap
{
    /// <summary>Replaces each score by its softly limited value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TSimd>(float cap, Span<float> scores)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float s = ref MemoryMarshal.GetReference(scores);
        nuint length = (nuint)scores.Length, width = (nuint)TSimd.Width, i = 0;
        TSimd caps = TSimd.Broadcast(cap), inverse = TSimd.Broadcast(Inverse(cap));
        for (; i + width <= length; i += width)
        {
            TSimd.Store(caps * Tanh(inverse * TSimd.Load(ref s, i)), ref s, i);
        }

        if (i < length)
        {
            Span<float> last = stackalloc float[TSimd.Width];
            last.Clear();
            scores[(int)i..].CopyTo(last);
            ref float x = ref MemoryMarshal.GetReference(last);
            TSimd.Store(caps * Tanh(inverse * TSimd.Load(ref x, 0)), ref x, 0);
            last[..(int)(length - i)].CopyTo(scores[(int)i..]);
        }
    }

    /// <summary>
    /// The derivative <c>1 − tanh²(x / cap)</c> from the capped scores <c>cap · tanh(x / cap)</c>, whole registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slope<TSimd>(float cap, ReadOnlySpan<float> capped, Span<float> slope)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float c = ref MemoryMarshal.GetReference(capped);
        ref float y = ref MemoryMarshal.GetReference(slope[..capped.Length]);
        TSimd inverse = TSimd.Broadcast(Inverse(cap)), one = TSimd.Broadcast(1);
        for (nuint i = 0; i < (nuint)capped.Length; i += (nuint)TSimd.Width)
        {
            TSimd tanh = inverse * TSimd.Load(ref c, i);
            TSimd.Store((one - tanh) * (one + tanh), ref y, i);
        }
    }

    /// <summary>1 / cap, but finite where cap is subnormal: the score 0 times infinity would be NaN.</summary>
    private static float Inverse(float cap) => MathF.Min(1 / cap, float.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Tanh<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        // From 10 on tanh is 1 in floats. The comparison behind Max leaves NaN.
        TSimd d = TSimd.Max(TSimd.Broadcast(-10), TSimd.CopySign(x, TSimd.Broadcast(-1)));

        // The bias 126, one less than that of a float's exponent, gives half of 2ⁿ.
        TSimd magic = TSimd.Broadcast(12582912 + 126);
        TSimd shifted = TSimd.MultiplyAdd(d, TSimd.Broadcast(2 * 1.44269504f), magic);
        TSimd half = TSimd.LowBitsToExponent(shifted);
        TSimd f = TSimd.MultiplyAdd(shifted - magic, TSimd.Broadcast(-0.5f * 0.69314718f), d);

        // p = (e²ᶠ − 1) / f, to 2.6e-8 on ±¼ ln 2: the polynomial that interpolates at the Chebyshev nodes.
        TSimd p = TSimd.MultiplyAdd(TSimd.Broadcast(8.91321823e-2f), f, TSimd.Broadcast(0.267622501f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.66666472f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(1.3333261f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(2));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(2));
        TSimd h = TSimd.MultiplyAdd(p * f, half, half - TSimd.Broadcast(0.5f));
        return TSimd.CopySign(h / (h + TSimd.Broadcast(1)), x);
    }
}
