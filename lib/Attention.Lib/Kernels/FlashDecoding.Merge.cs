namespace Attention.Lib.Internal;

/// <content>The results of all chunks of keys, merged into the rows of the output.</content>
internal readonly partial struct FlashDecoding<TSimd, TFormat>
{
    private void MergeHead(int batch, int head, in MatrixView destination, in MatrixView? logSumExp)
    {
        HeadMask headMask = mask.ForHead(batch, head, queries.Tokens, keys.Tokens);
        for (int query = 0; query < queries.Tokens; query++)
        {
            Span<float> logSumExpRow = logSumExp is { } given ? given.Row(query) : default;
            if (!Merge(batch, head, query, headMask, destination.Row(query), logSumExpRow))
            {
                int keyHead = head / (queries.Heads / keys.Heads);
                AttentionRow.Compute<TSimd>(
                    queries.Head(batch, head).Row(query), keys, values, batch, keyHead, headMask, query, options,
                    destination.Row(query));
            }
        }
    }

    /// <summary>
    /// m = max mᵢ, l = Σ lᵢ e^(mᵢ - m), O = Σ Oᵢ e^(mᵢ - m), chunk by chunk. Returns whether the row is valid.
    /// </summary>
    private bool Merge(
        int batch, int head, int query, in HeadMask headMask, Span<float> destination, Span<float> logSumExp)
    {
        float max = float.NegativeInfinity,
            sum = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            max = MathF.Max(max, Partial(batch, head, query, chunk)[0]);
        }

        Span<float> output = chunks == 0 ? destination : Partial(batch, head, query, 0)[2..];
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            Span<float> partial = Partial(batch, head, query, chunk);
            float factor = float.IsNegativeInfinity(max) ? 1 : MathF.Exp(partial[0] - max);
            sum += partial[1] * factor;
            if (chunk == 0)
            {
                ScaledCopy.Kernel<TSimd>(factor, output, output);
            }
            else
            {
                AddScaled.Kernel<TSimd>(factor, partial[2..], output);
            }
        }

        if (!logSumExp.IsEmpty)
        {
            OnlineSoftmax.WriteLogSumExp(max, sum, logSumExp);
        }

        return OnlineSoftmax.Finish<TSimd>(sum, output, areFinite: false, headMask, query, destination);
    }
}
