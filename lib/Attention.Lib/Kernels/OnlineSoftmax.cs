using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>Softmax that meets its scores piece by piece: m, about their maximum so far, and the sum l of e^(s - m) so far.</summary>
internal static class OnlineSoftmax
{
    /// <summary>How far scores may rise above m before m follows: no weight exceeds e⁵, and most pieces of a row need no correction.</summary>
    private const float Slack = 5;

    /// <summary>Takes in more scores: m' = max S if that exceeds m + 5, else m; l' = l · e^(m - m') + Σ e^(S - m').</summary>
    /// <param name="scores">S: whole registers, at least one, −∞ for hidden keys.</param>
    /// <param name="weights">Receives e^(S - m'), not yet divided by l: as many as there are scores.</param>
    /// <param name="max">m, at first −∞.</param>
    /// <param name="sum">l, at first 0.</param>
    /// <returns>By what everything measured from m must be multiplied: e^(m - m').</returns>
    /// <remarks>
    /// Looking for the maximum first would be a pass of its own. Any m near the maximum does, so m, or at first the largest score of
    /// one register, is taken for it, the maximum found on the way, and the pass made again in the rare case that it was too far off.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Update<TSimd>(ReadOnlySpan<float> scores, Span<float> weights, ref float max, ref float sum)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float s = ref MemoryMarshal.GetReference(scores), w = ref MemoryMarshal.GetReference(weights[..scores.Length]);
        nuint length = (nuint)scores.Length;

        // As long as every score is −∞ there is nothing to measure from; −∞ − −∞ would be NaN.
        float newMax = float.IsNegativeInfinity(max) ? TSimd.MaxAcross(TSimd.Load(ref s, 0)) : max;
        TSimd sums = Exponential.OfDifferences(ref s, ref w, length, TSimd.Broadcast(float.IsNegativeInfinity(newMax) ? 0 : newMax), out TSimd maxima);
        float largest = TSimd.MaxAcross(maxima);
        if (largest > newMax + Slack)
        {
            newMax = largest;
            sums = Exponential.OfDifferences(ref s, ref w, length, TSimd.Broadcast(newMax), out _);
        }

        float correction = newMax == max ? 1 : MathF.Exp(max - newMax);
        max = newMax;
        sum = sum * correction + TSimd.Sum(sums);
        return correction;
    }

    /// <summary>Divides the weighted values O by l.</summary>
    public static void Finish<TSimd>(float sum, ReadOnlySpan<float> weighted, in HeadMask mask, int query, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
    {
        if (sum == 0)
        {
            // Every score is −∞: zeros if the mask says so, 0 / 0 if the data did.
            destination.Fill(mask.SeesAny(query) ? float.NaN : 0);
            return;
        }

        ScaledCopy.Kernel<TSimd>(1 / sum, weighted[..destination.Length], destination);
    }

    /// <summary>m + log l; −∞ where every score is.</summary>
    public static float LogSumExp(float max, float sum) => sum == 0 ? float.NegativeInfinity : max + MathF.Log(sum);
}
