namespace Attention.Lib;

/// <summary>
/// Passes spans to an operation without a copy, for one call: stack memory, tensors, foreign buffers.
/// </summary>
/// <remarks>
/// <para>
/// Views are no <c>ref struct</c>s, so they cannot hold a span. Here the spans are pinned while a callback runs, and
/// the callback gets memory from which it makes its views. Views kept for longer throw
/// <see cref="ObjectDisposedException"/> when they are used.
/// </para>
/// <code>
/// PinnedSpans.Use(q, k, v, output, (q, k, v, output) =&gt; FlashAttention.Compute(
///     new ReadOnlyMatrixView(q, n, d), new ReadOnlyMatrixView(k, n, d), new ReadOnlyMatrixView(v, n, d),
///     AttentionMask.Causal(), new MatrixView(output, n, d)));
/// </code>
/// <para>
/// A dense <c>ReadOnlyTensorSpan&lt;float&gt;</c> of System.Numerics.Tensors is such a span:
/// <c>MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), (int)tensor.FlattenedLength)</c>.
/// </para>
/// </remarks>
public static class PinnedSpans
{
    /// <summary>Three inputs and a destination, valid for the length of the call.</summary>
    public delegate void Operation(
        ReadOnlyMemory<float> first, ReadOnlyMemory<float> second, ReadOnlyMemory<float> third,
        Memory<float> destination);

    /// <summary>
    /// Pins the spans and calls <paramref name="operation"/> with them, in this order. Allocates a few objects, copies
    /// nothing.
    /// </summary>
    /// <param name="first">The first input, such as queries.</param>
    /// <param name="second">The second input, such as keys; empty if there is none.</param>
    /// <param name="third">The third input, such as values; empty if there is none.</param>
    /// <param name="destination">Receives the result.</param>
    /// <param name="operation">What to do with them.</param>
    /// <exception cref="ArgumentNullException"><paramref name="operation"/> is null.</exception>
    public static unsafe void Use(
        ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> third, Span<float> destination,
        Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        fixed (
            float* x = first,
                y = second,
                z = third,
                result = destination
        )
        {
            using var firstFloats = new NativeFloats((nint)x, first.Length);
            using var secondFloats = new NativeFloats((nint)y, second.Length);
            using var thirdFloats = new NativeFloats((nint)z, third.Length);
            using var destinationFloats = new NativeFloats((nint)result, destination.Length);
            operation(firstFloats.Memory, secondFloats.Memory, thirdFloats.Memory, destinationFloats.Memory);
        }
    }
}
