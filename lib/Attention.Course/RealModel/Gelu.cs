using System.Numerics;
using System.Runtime.InteropServices;

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
        Span<Vector<float>> whole = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> x in whole)
        {
            x = Of(x);
        }

        Span<float> rest = values[(whole.Length * Vector<float>.Count)..];
        Span<float> padded = stackalloc float[Vector<float>.Count];
        rest.CopyTo(padded);
        Of(new Vector<float>(padded)).CopyTo(padded);
        padded[..rest.Length].CopyTo(rest);
    }

    /// <summary>Φ(−|x|) is erfc / 2, and Φ(|x|) = 1 − Φ(−|x|).</summary>
    private static Vector<float> Of(Vector<float> x)
    {
        Vector<float> z = Vector.Abs(x) * MathF.Sqrt(0.5f);
        Vector<float> t = Vector<float>.One / (Vector<float>.One + P * z);
        Vector<float> sum = A5 * t + new Vector<float>(A4);
        sum = sum * t + new Vector<float>(A3);
        sum = sum * t + new Vector<float>(A2);
        sum = sum * t + new Vector<float>(A1);
        Vector<float> tail = 0.5f * sum * t * Vector.Exp(-z * z); // Φ(−|x|)
        return x * Vector.ConditionalSelect(
            Vector.LessThan(x, Vector<float>.Zero), tail, Vector<float>.One - tail);
    }
}
