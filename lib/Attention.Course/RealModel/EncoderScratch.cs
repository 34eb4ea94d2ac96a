using Attention.Lib;

namespace Attention.Course.RealModel;

/// <summary>Memory for one text, used by all layers in turn: new memory for each would be cleared for each.</summary>
internal sealed class EncoderScratch(int tokens, int width, int innerSize)
{
    /// <summary>What a half of a layer adds: tokens × features.</summary>
    public MatrixView Change { get; } = new(tokens, width);

    /// <summary>What stands between the two matrices of the feed-forward part: tokens × its size.</summary>
    public MatrixView Inner { get; } = new(tokens, innerSize);
}
