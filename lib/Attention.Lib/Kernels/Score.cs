using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary>One score: <c>scale · (q · k)</c>.</summary>
internal static class Score
{
    /// <summary>
    /// Whether queries or keys are multiplied by the scale before their product. Otherwise the scores are.
    /// </summary>
    /// <remarks>
    /// Scaling them is cheaper. A scale of at most 1 cannot make them overflow, and keeps q · k from overflowing where
    /// scale · q · k fits. A larger scale is applied afterwards: it could make them overflow where the score fits.
    /// </remarks>
    public static bool ScalesFactors(float scale) => MathF.Abs(scale) <= 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of<TSimd>(float scale, ReadOnlySpan<float> query, ReadOnlySpan<float> key)
        where TSimd : struct, ISimd<TSimd> =>
        Of<TSimd, FloatFormat>(scale, query, ref FloatFormat.Start(key));

    /// <summary>The same for a key of as many numbers as the query, in any format.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of<TSimd, TFormat>(float scale, ReadOnlySpan<float> query, ref byte key)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat =>
        OfProduct<TFormat>(scale, DotProduct.Kernel<TSimd, TFormat>(query, ref key), query, ref key);

    /// <summary>The same where q · k is known already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OfProduct<TFormat>(float scale, float product, ReadOnlySpan<float> query, ref byte key)
        where TFormat : struct, INumberFormat =>
        float.IsFinite(product) || !ScalesFactors(scale)
            ? scale * product
            : OfScaledQuery<TFormat>(scale, query, ref key);

    /// <summary>The products overflowed. With a small scale the score itself may fit.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float OfScaledQuery<TFormat>(float scale, ReadOnlySpan<float> query, ref byte key)
        where TFormat : struct, INumberFormat
    {
        float sum = 0;
        for (int i = 0; i < query.Length; i++)
        {
            sum += scale * query[i] * TFormat.LoadOne(ref key, (nuint)i);
        }

        return sum;
    }
}
