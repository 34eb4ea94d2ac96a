using Attention.Lib;

namespace Attention.Course.RealModel;

/// <summary>Buffers for one text, allocated and zeroed once and reused by all layers.</summary>
internal sealed class EncoderScratch(int tokens, int width, int innerSize)
{
    /// <summary>The output of a sub-layer before it is added to the residual: tokens × features.</summary>
    public MatrixView Change { get; } = new(tokens, width);

    /// <summary>The hidden activations of the feed-forward sub-layer: tokens × inner size.</summary>
    public MatrixView Inner { get; } = new(tokens, innerSize);
}
