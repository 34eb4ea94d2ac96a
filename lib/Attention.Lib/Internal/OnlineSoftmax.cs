using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>Softmax that meets its scores piece by piece: m, about their maximum so far, and the sum l of e^(s - m) so far.</summary>
internal static class OnlineSoftmax
{
    /// <summary>How far scores may rise above m before m follows: no weight exceeds e, and most pieces of a row need no correction.</summary>
    private const float Slack = 1;

    /// <summary>Takes in more scores: m' = max S if that exceeds m + 1, else m; l' = l · e^(m - m') + Σ e^(S - m'), and S becomes e^(S - m').</summary>
    /// <param name="scores">Whole registers of scores, −∞ for hidden keys; receives their unnormalised weights.</param>
    /// <param name="max">m, at first −∞.</param>
    /// <param name="sum">l, at first 0.</param>
    /// <returns>By what everything measured from m must be multiplied: e^(m - m'), or 1 if nothing was.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Update<TSimd>(Span<float> scores, ref float max, ref float sum)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float s = ref MemoryMarshal.GetReference(scores);
        nuint width = (nuint)TSimd.Width, length = (nuint)scores.Length;
        TSimd maxima = TSimd.Broadcast(float.NegativeInfinity);
        for (nuint i = 0; i < length; i += width)
        {
            maxima = TSimd.Max(maxima, TSimd.Load(ref s, i));
        }

        float newMax = TSimd.MaxAcross(maxima), correction = 1;
        if (newMax > max + Slack)
        {
            correction = float.IsNegativeInfinity(max) ? 1 : MathF.Exp(max - newMax);
            max = newMax;
        }

        // As long as every score is −∞ there is nothing to measure from; −∞ − −∞ would be NaN.
        TSimd shift = TSimd.Broadcast(float.IsNegativeInfinity(max) ? 0 : max);
        TSimd sums = Exponential.OfDifferences(ref s, ref s, length, shift);
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
