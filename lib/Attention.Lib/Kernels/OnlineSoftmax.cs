using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// Online softmax: processes a row of scores s block by block, and keeps m, near the maximum so far, and l, the sum of
/// e^(s - m) so far.
/// </summary>
internal static class OnlineSoftmax
{
    /// <summary>
    /// How far a score may exceed m before m is raised. No weight exceeds e⁵, and most blocks need no correction.
    /// </summary>
    public const float Slack = 5;

    /// <summary>Adds scores: m' = max S if that exceeds m + 5, else m; l' = l · e^(m - m') + Σ e^(S - m').</summary>
    /// <param name="scores">S: whole registers, at least one, −∞ for hidden keys.</param>
    /// <param name="weights">Receives e^(S - m'), not yet divided by l: as many as there are scores.</param>
    /// <param name="max">m, at first −∞.</param>
    /// <param name="sum">l, at first 0.</param>
    /// <returns>The factor e^(m - m') for everything that was computed with m.</returns>
    /// <remarks>
    /// Finding the maximum first would take a pass of its own. Any m near the maximum will do. So the last m, or at
    /// first the largest score of one register, is used; the maximum is found on the way, and the pass is repeated in
    /// the rare case that m was too low.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Update<TSimd>(ReadOnlySpan<float> scores, Span<float> weights, ref float max, ref float sum)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float s = ref MemoryMarshal.GetReference(scores);
        ref float w = ref MemoryMarshal.GetReference(weights[..scores.Length]);
        nuint length = (nuint)scores.Length;

        // While every score is −∞, m is too, and −∞ − −∞ would be NaN: use 0.
        float newMax = float.IsNegativeInfinity(max) ? TSimd.MaxAcross(TSimd.Load(ref s, 0)) : max;
        TSimd shift = TSimd.Broadcast(float.IsNegativeInfinity(newMax) ? 0 : newMax);
        TSimd sums = Exponential.OfDifferences(ref s, ref w, length, shift, out TSimd maxima);
        float largest = TSimd.MaxAcross(maxima);
        if (largest > newMax + Slack)
        {
            newMax = largest;
            sums = Exponential.OfDifferences(ref s, ref w, length, TSimd.Broadcast(newMax), out _);
        }

        float correction = newMax == max ? 1 : float.IsNegativeInfinity(max) ? 0 : MathF.Exp(max - newMax);
        max = newMax;
        sum = sum * correction + TSimd.Sum(sums);
        return correction;
    }

    /// <summary>Divides the weighted values O by l.</summary>
    /// <param name="sum">l.</param>
    /// <param name="weighted">O, at least as many as the destination takes.</param>
    /// <param name="areFinite">Whether O is known to have no NaN and no infinity.</param>
    /// <param name="mask">The mask of the head.</param>
    /// <param name="query">The query of the row.</param>
    /// <param name="destination">Receives O / l.</param>
    /// <returns>
    /// Whether the row is valid. It is not if a sum of weighted values became infinite or NaN: their mean may be finite
    /// nevertheless.
    /// </returns>
    public static bool Finish<TSimd>(
        float sum, ReadOnlySpan<float> weighted, bool areFinite, in HeadMask mask, int query, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
    {
        if (sum == 0)
        {
            // Every score is −∞: zeros if the mask hides all keys, 0 / 0 if the scores themselves are −∞.
            destination.Fill(mask.SeesAny(query) ? float.NaN : 0);
            return true;
        }

        ScaledCopy.Kernel<TSimd>(1 / sum, weighted[..destination.Length], destination);
        return areFinite || AllFinite.In<TSimd>(destination);
    }

    /// <summary>
    /// Writes m + log l into one column, −∞ if every score is −∞. With two columns, writes m and l separately: m + log
    /// l loses digits when |m| is large.
    /// </summary>
    public static void WriteLogSumExp(float max, float sum, Span<float> destination)
    {
        if (destination.Length == 1)
        {
            destination[0] = sum == 0 ? float.NegativeInfinity : max + MathF.Log(sum);
        }
        else
        {
            (destination[0], destination[1]) = (max, sum);
        }
    }
}
