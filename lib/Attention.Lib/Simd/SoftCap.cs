using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary><c>cap · tanh(x / cap)</c> for registers of floats.</summary>
/// <remarks>
/// Near zero tanh x = x + x³ P(x²), with the polynomial that interpolates best at the Chebyshev nodes of 0 … 0.625²
/// (relative error 2⁻²⁵ before rounding). Beyond, tanh x = 1 − 2 / (e²ˣ + 1), which loses its digits only near zero.
/// NaN stays NaN.
/// </remarks>
internal static class SoftCap
{
    private const float Border = 0.625f;

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
        TSimd a = TSimd.Abs(x), one = TSimd.Broadcast(1);
        TSimd z = x * x;
        TSimd p = TSimd.MultiplyAdd(TSimd.Broadcast(-6.09671418e-3f), z, TSimd.Broadcast(2.09971797e-2f));
        p = TSimd.MultiplyAdd(p, z, TSimd.Broadcast(-5.38509078e-2f));
        p = TSimd.MultiplyAdd(p, z, TSimd.Broadcast(0.133327693f));
        p = TSimd.MultiplyAdd(p, z, TSimd.Broadcast(-0.333333284f));
        TSimd near = TSimd.MultiplyAdd(p * z, x, x);

        // From 10 on tanh is 1 in floats, and e²ˣ must not overflow. The comparison is false for NaN, which stays.
        TSimd most = TSimd.Broadcast(10);
        TSimd limited = TSimd.SelectLess(most, a, most, a);
        TSimd far = one - TSimd.Broadcast(2) / (Exponential.Of(limited + limited) + one);
        return TSimd.SelectLess(a, TSimd.Broadcast(Border), near, TSimd.CopySign(far, x));
    }
}
