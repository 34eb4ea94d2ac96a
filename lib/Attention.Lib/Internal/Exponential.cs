using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary><c>eˣ</c> for a register of floats, as softmax needs it.</summary>
internal static class Exponential
{
    /// <summary>Computes <c>eˣ</c> for <c>x ≤ 88</c>; softmax asks for exponents up to 0 only, because it subtracts the maximum.</summary>
    /// <remarks>
    /// <para>x = n · ln 2 + f with n the nearest whole number, so eˣ = 2ⁿ · eᶠ: the exponent of a float, times a short polynomial.</para>
    /// <para>
    /// The relative error stays below 2⁻²² (two units in the last place) down to −20 and below 2⁻²¹ everywhere; e⁰ is exactly 1.
    /// Below −87.68 the result is exactly 0: −∞, a hidden key, weighs nothing, and no subnormal number slows the processor. NaN stays NaN.
    /// </para>
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would send every register through memory
    public static TSimd Of<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        // A float of the size 1.5 · 2²³ has no bits left for fractions: adding it rounds to whole numbers, and the lowest bits
        // of the sum are n. The 127 is the bias of a float's exponent, already in place for the last line.
        TSimd magic = TSimd.Broadcast(12582912 + 127);
        x = TSimd.Max(TSimd.Broadcast(-88), x);
        TSimd shifted = TSimd.MultiplyAdd(x, TSimd.Broadcast(1.44269504f), magic);
        TSimd f = TSimd.MultiplyAdd(shifted - magic, TSimd.Broadcast(-0.69314718f), x);

        // The polynomial of degree five with the least relative error on ±½ ln 2, 1.05e-7, among those that begin with 1 + f.
        TSimd p = TSimd.Broadcast(8.31252496e-3f);
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(4.18901132e-2f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.166671145f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.499992318f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(1));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(1));

        // A product rather than an addition of exponent bits: NaN times anything is NaN.
        return p * TSimd.LowBitsToExponent(shifted);
    }
}
