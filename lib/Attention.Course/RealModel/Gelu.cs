using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attention.Course.RealModel;

/// <summary>
/// GELU, <c>x · Φ(x) = x/2 · (1 + erf(x/√2))</c>: what stands between the two matrices of a feed-forward part.
/// </summary>
/// <remarks>Source: Hendrycks and Gimpel, Gaussian Error Linear Units (2016).</remarks>
internal static class Gelu
{
    // erfc(z) ≈ t (a1 + t (a2 + …)) e^(−z²) with t = 1 / (1 + p z), z ≥ 0; the error is at most 1.5e-7.
    // Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
    private const float P = 0.3275911f;
    private const float A1 = 0.254829592f, A2 = -0.284496736f, A3 = 1.421413741f, A4 = -1.453152027f, A5 = 1.061405429f;

    /// <summary>Replaces every x by <c>x · Φ(x)</c>; the error is below 2e-7 · |x|. O(n).</summary>
    public static void Apply(Span<float> values)
    {
        Span<Vector512<float>> whole = MemoryMarshal.Cast<float, Vector512<float>>(values);
        foreach (ref Vector512<float> x in whole)
        {
            x = Of(x);
        }

        Span<float> rest = values[(whole.Length * Vector512<float>.Count)..];
        Span<float> padded = stackalloc float[Vector512<float>.Count];
        rest.CopyTo(padded);
        Of(Vector512.Create<float>(padded)).CopyTo(padded);
        padded[..rest.Length].CopyTo(rest);
    }

    /// <summary>Φ(−|x|) is erfc / 2, and Φ(|x|) = 1 − Φ(−|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Of(Vector512<float> x)
    {
        Vector512<float> z = Vector512.Abs(x) * MathF.Sqrt(0.5f);
        Vector512<float> t = Vector512<float>.One / (Vector512<float>.One + P * z);
        Vector512<float> sum = A5 * t + Vector512.Create(A4);
        sum = sum * t + Vector512.Create(A3);
        sum = sum * t + Vector512.Create(A2);
        sum = sum * t + Vector512.Create(A1);
        Vector512<float> tail = 0.5f * sum * t * Vector512.Exp(-z * z); // Φ(−|x|)
        return x * Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
    }
}
