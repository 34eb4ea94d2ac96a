namespace Attention.Lib.Internal;

/// <summary><c>2ˣ</c> for a register of floats.</summary>
internal static class Exp2
{
    /// <summary>Computes <c>2ˣ</c> for <c>x ≤ 127.5</c>: softmax asks for exponents up to 0 only, because it subtracts the maximum.</summary>
    /// <remarks>
    /// <para>Split x = n + f with n the nearest whole number: 2ˣ = 2ⁿ · 2ᶠ, and 2ᶠ on [−½, ½] is a polynomial of degree six.</para>
    /// <para>Relative error below 1.5 · 2⁻²³ (less than two units in the last place). 2⁰ is exactly 1. Below −126.5 the result
    /// is exactly 0, so that −∞, a hidden key, weighs nothing and no subnormal number slows the processor. NaN stays NaN.</para>
    /// </remarks>
    public static TSimd Of<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        // Added to a float, 1.5 · 2²³ pushes the fraction out of the mantissa: what is left in the low bits is n,
        // already rounded. The 127 beside it is the bias of a float's exponent.
        TSimd roundToWhole = TSimd.Broadcast(12582912 + 127);
        x = TSimd.Max(TSimd.Broadcast(-127), x);
        TSimd shifted = x + roundToWhole;
        TSimd f = x - (shifted - roundToWhole);

        TSimd p = TSimd.Broadcast(1.5594677824992687e-4f);
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(1.3406643411144614e-3f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(9.617692790925503e-3f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(5.5503103882074356e-2f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.24022652208805084f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(0.6931472420692444f));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(1));

        // A product rather than an addition of exponent bits: NaN times anything is NaN.
        return p * TSimd.LowBitsToExponent(shifted);
    }
}
