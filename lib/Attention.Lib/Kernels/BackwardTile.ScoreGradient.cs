using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <content>From S and dP of one query to its weights P and the gradient dS of its scores.</content>
internal readonly ref partial struct BackwardTile<TSimd>
{
    /// <summary>
    /// From S and dP of one row to P = e^(S - m) / l and dS = P ∘ (dP - rowsum(P ∘ dP)), both 0 for hidden keys. Then
    /// adds dS to the gradient of the bias, and turns it into the gradient of the scores before the softcap.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreGradient(
        ReadOnlySpan<float> statistics, in HeadMask mask, int query, int row, int firstKey, int keyCount,
        in MatrixView? biasGradient)
    {
        Span<float> scores = _weights.Slice(row * Keys, Keys),
            gradients = _scoreGradients.Slice(row * Keys, Keys);
        (int first, int end) = mask.KeyRange(query);
        (first, end) = (Math.Clamp(first - firstKey, 0, keyCount), Math.Clamp(end - firstKey, 0, keyCount));
        (first, end) = first < end ? (first, end) : (0, 0);
        MaskScores(mask, query, firstKey, scores, first, end);

        // A row without visible keys has m = −∞, and S − m would be NaN. Subtract +∞ instead: every weight is 0.
        float shift = !float.IsNegativeInfinity(statistics[0]) ? statistics[0]
            : mask.SeesAny(query) ? float.NaN
            : float.PositiveInfinity;

        // The forward pass may have summed in another order. Where scores are so large that their rounding exceeds 1,
        // one may be larger here than the largest was there, and e^(S - m) would overflow.
        if (MathF.Abs(shift) > 1e6f)
        {
            foreach (ref float score in scores[first..end])
            {
                score = MathF.Min(score, shift + OnlineSoftmax.Slack);
            }
        }

        WeightsAndGradients(scores, gradients, shift, statistics[1], statistics[2]);
        if (biasGradient is { } bias)
        {
            Span<float> sum = bias.Row(bias.Rows == 1 ? 0 : query).Slice(firstKey + first, end - first);
            AddScaled.Kernel<TSimd>(1, gradients[first..end], sum);
        }

        if (_options.Softcap > 0)
        {
            ApplySoftcapSlope(scores, gradients);
        }
    }

    /// <summary>
    /// Scales, caps and biases the scores from first to end, and sets all others to −∞. With a softcap, also computes
    /// its slope at each of them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MaskScores(in HeadMask mask, int query, int firstKey, Span<float> scores, int first, int end)
    {
        Span<float> visible = scores[first..end];
        if (_scaleOfScores != 1)
        {
            ScaledCopy.Kernel<TSimd>(_scaleOfScores, visible, visible);
        }

        if (_options.Softcap > 0)
        {
            SoftCap.Apply<TSimd>(_options.Softcap, visible);
            SoftCap.Slope<TSimd>(_options.Softcap, scores, _slope);
        }

        mask.Apply<TSimd>(query, firstKey + first, visible);
        scores[..first].Fill(float.NegativeInfinity);
        scores[end..].Fill(float.NegativeInfinity);
    }

    /// <summary>P = e^(S - shift) · factor replaces S, and dS = P ∘ (dP - mean) replaces dP.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WeightsAndGradients(
        Span<float> scores, Span<float> gradients, float shift, float factor, float mean)
    {
        ref float s = ref MemoryMarshal.GetReference(scores),
            g = ref MemoryMarshal.GetReference(gradients);
        Exponential.OfDifferences(ref s, ref s, Keys, TSimd.Broadcast(shift), out _);
        TSimd factors = TSimd.Broadcast(factor),
            means = TSimd.Broadcast(mean),
            zero = TSimd.Broadcast(0);
        for (nuint i = 0; i < Keys; i += (nuint)TSimd.Width)
        {
            // Where the weight is 0, dP may be NaN. So 0 is selected there instead of a product with dP.
            TSimd p = factors * TSimd.Load(ref s, i);
            TSimd.Store(p, ref s, i);
            TSimd.Store(TSimd.SelectLess(zero, p, p * (TSimd.Load(ref g, i) - means), p), ref g, i);
        }
    }

    /// <summary>Multiplies dS by the slope of the softcap wherever the weight is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ApplySoftcapSlope(ReadOnlySpan<float> weights, Span<float> gradients)
    {
        ref float w = ref MemoryMarshal.GetReference(weights),
            g = ref MemoryMarshal.GetReference(gradients),
            slope = ref MemoryMarshal.GetReference(_slope);
        TSimd zero = TSimd.Broadcast(0);
        for (nuint i = 0; i < Keys; i += (nuint)TSimd.Width)
        {
            TSimd p = TSimd.Load(ref w, i);
            TSimd.Store(TSimd.SelectLess(zero, p, TSimd.Load(ref g, i) * TSimd.Load(ref slope, i), p), ref g, i);
        }
    }
}
