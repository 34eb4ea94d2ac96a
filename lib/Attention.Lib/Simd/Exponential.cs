using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Attention.Lib.Internal;

/// <summary><c>eˣ</c> for registers of floats, as softmax needs it.</summary>
/// <remarks>
/// <para>
/// x = n · ln 2 + f with n the nearest whole number, so eˣ = 2ⁿ · eᶠ: the exponent of a float, times a short
/// polynomial.
/// </para>
/// <para>
/// The relative error stays below 2⁻²² (two units in the last place) down to −20 and below 2⁻²¹ everywhere; e⁰ is
/// exactly 1. Below −87.68 the result is exactly 0: −∞, a hidden key, weighs nothing, and no subnormal number slows the
/// processor. NaN stays NaN.
/// </para>
/// </remarks>
internal static class Exponential
{
    /// <summary>Whether <see cref="ISimd{TSelf}.MultiplyAdd"/> rounds once. A constant to the JIT.</summary>
    private static bool Fused => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>Writes <c>y = e^(x - shift)</c> for whole registers, which may be x themselves.</summary>
    /// <returns>The sums of y, lane by lane; <paramref name="maxima"/> are those of x.</returns>
    /// <remarks>
    /// Where x - shift exceeds 88, y and the sums are wrong. The maxima are right, so the caller can detect this case.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd OfDifferences<TSimd>(ref float x, ref float y, nuint length, TSimd shift, out TSimd maxima)
        where TSimd : struct, ISimd<TSimd>
    {
        // The constants are locals outside the loop: inside, the JIT would load them again for every register.
        // A float of the size 1.5 · 2²³ has no bits for fractions: adding it rounds to whole numbers, and the lowest
        // bits of the sum are n. The 127 is the bias of a float's exponent, which the last step needs.
        TSimd magic = TSimd.Broadcast(12582912 + 127),
            least = TSimd.Broadcast(-88);
        TSimd log2E = TSimd.Broadcast(1.44269504f),
            minusLn2 = TSimd.Broadcast(-0.69314718f);

        // Without a fused multiply-add n · ln 2 is rounded before it is subtracted. So ln 2 has two parts: n times the
        // first, of nine bits, is exact.
        TSimd minusHigh = TSimd.Broadcast(-0.693359375f),
            low = TSimd.Broadcast(2.12194440e-4f);

        // The polynomial of degree five with the least relative error on ±½ ln 2, 1.05e-7, among those that begin with
        // 1 + f.
        TSimd c5 = TSimd.Broadcast(8.31252496e-3f),
            c4 = TSimd.Broadcast(4.18901132e-2f),
            c3 = TSimd.Broadcast(0.166671145f);
        TSimd c2 = TSimd.Broadcast(0.499992318f),
            one = TSimd.Broadcast(1);

        TSimd sums = TSimd.Broadcast(0),
            largest = TSimd.Broadcast(float.NegativeInfinity);
        for (nuint i = 0; i < length; i += (nuint)TSimd.Width)
        {
            TSimd s = TSimd.Load(ref x, i);
            largest = TSimd.Max(largest, s);
            TSimd d = TSimd.Max(least, s - shift);
            TSimd shifted = TSimd.MultiplyAdd(d, log2E, magic);
            TSimd n = shifted - magic;
            TSimd f = Fused
                ? TSimd.MultiplyAdd(n, minusLn2, d)
                : TSimd.MultiplyAdd(n, low, TSimd.MultiplyAdd(n, minusHigh, d));

            TSimd p = TSimd.MultiplyAdd(c5, f, c4);
            p = TSimd.MultiplyAdd(p, f, c3);
            p = TSimd.MultiplyAdd(p, f, c2);
            p = TSimd.MultiplyAdd(p, f, one);

            // 2ⁿ (1 + p f) as 2ⁿ + p (2ⁿ f): the product 2ⁿ f does not wait for p. NaN stays NaN, because f is NaN.
            TSimd power = TSimd.LowBitsToExponent(shifted);
            p = TSimd.MultiplyAdd(p, power * f, power);
            TSimd.Store(p, ref y, i);
            sums += p;
        }

        maxima = largest;
        return sums;
    }
}
