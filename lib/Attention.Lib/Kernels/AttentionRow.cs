namespace Attention.Lib.Internal;

/// <summary>
/// Attention for one query: the weights are divided by their sum before they multiply the values.
/// </summary>
/// <remarks>
/// The fast kernels divide at the end. A sum of weighted values can overflow on the way although their mean does not:
/// such a row, and one with NaN or infinity in visible values, is computed here once more. Slow; at most once per row.
/// </remarks>
internal static class AttentionRow
{
    private const int StepKeys = 512;

    public static void Compute<TSimd>(
        ReadOnlySpan<float> query, in StoredHeads keys, in StoredHeads values, int batch, int keyHead, in HeadMask mask,
        int queryIndex, in AttentionOptions options, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
    {
        (int first, int end) = mask.KeyRange(queryIndex);
        using var scratch = new Scratch(end - first);
        using var rows = new Scratch(Math.Max(keys.ScratchLength(StepKeys), values.ScratchLength(StepKeys)));
        Span<float> weights = scratch.Span;
        float scale = options.ScaleFor(query.Length);
        for (int key = first; key < end; key += StepKeys)
        {
            ReadOnlyMatrixView step = keys.Rows(batch, keyHead, key, Math.Min(StepKeys, end - key), rows);
            for (int j = 0; j < step.Rows; j++)
            {
                weights[key - first + j] = Score.Of<TSimd>(scale, query, step.Row(j));
            }
        }

        if (options.Softcap > 0)
        {
            SoftCap.Apply<TSimd>(options.Softcap, weights);
        }

        mask.Apply<TSimd>(queryIndex, first, weights);
        SoftmaxRow.Kernel<TSimd>(weights, weights);
        destination.Clear();
        for (int key = first; key < end; key += StepKeys)
        {
            ReadOnlyMatrixView step = values.Rows(batch, keyHead, key, Math.Min(StepKeys, end - key), rows);
            for (int j = 0; j < step.Rows; j++)
            {
                if (weights[key - first + j] != 0 || mask.Sees(queryIndex, key + j))
                {
                    AddScaled.Kernel<TSimd>(weights[key - first + j], step.Row(j), destination);
                }
            }
        }
    }
}
