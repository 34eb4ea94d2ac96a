using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>
/// An attention sink: one more logit in the denominator of softmax, which has no value. A query that finds nothing can
/// put its weight there.
/// </summary>
/// <remarks>
/// With the sink's logit z, each weight becomes <c>e^s / (Σ e^s + e^z)</c>, so the output of plain attention is
/// multiplied by <c>1 / (1 + e^(z − lse))</c> with <c>lse = log Σ e^s</c>. The kernels need not know of it.
/// </remarks>
public static class AttentionSink
{
    /// <summary>Puts a sink into finished attention, in place.</summary>
    /// <param name="output">
    /// The output of attention: batch × heads × L × Dv. Receives the output with the sink.
    /// </param>
    /// <param name="logSumExp">
    /// <c>log Σ e^s</c> of each query, as <see cref="FlashAttention"/> returns it: batch × heads × L × 1.
    /// </param>
    /// <param name="sinks">z: one logit per head, or one for all; −∞ for no sink.</param>
    /// <exception cref="ArgumentException">
    /// The shapes do not fit (the message names both sides), or the output shares memory with the log-sum-exp or the
    /// sinks.
    /// </exception>
    public static void Apply(HeadTensor output, ReadOnlyHeadTensor logSumExp, params ReadOnlySpan<float> sinks)
    {
        RequireShape.NumberPerQuery(logSumExp, output);
        Require.Broadcasts(sinks.Length, output.Heads, "sinks", nameof(sinks));
        RequireShape.NotOverlapping(output, logSumExp);
        RequireApart(output, sinks);
        for (int batch = 0; batch < output.Batch; batch++)
        {
            for (int head = 0; head < output.Heads; head++)
            {
                double sink = sinks[sinks.Length == 1 ? 0 : head];
                MatrixView rows = output.Head(batch, head);
                ReadOnlyMatrixView sums = logSumExp.Head(batch, head);
                for (int query = 0; query < output.Tokens; query++)
                {
                    // A query that sees no key has an output of zeros, and keeps it.
                    float kept = double.IsNegativeInfinity(sink) ? 1
                        : (float)(1 / (1 + Math.Exp(sink - sums[query, 0])));
                    ScaledCopy.Kernel<Simd128>(kept, rows.Row(query), rows.Row(query));
                }
            }
        }
    }

    private static void RequireApart(in HeadTensor output, ReadOnlySpan<float> sinks)
    {
        for (int at = 0; at < output.Batch * output.Heads; at++)
        {
            MatrixView rows = output.Head(at / output.Heads, at % output.Heads);
            for (int query = 0; query < rows.Rows; query++)
            {
                if (sinks.Overlaps(rows.Row(query)))
                {
                    throw new ArgumentException("output shares memory with sinks.", nameof(output));
                }
            }
        }
    }
}
