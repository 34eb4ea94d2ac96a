using System.Diagnostics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>Batch × heads × tokens × features that can be written: the heads of a batch.</summary>
/// <remarks>
/// Both common layouts are views of one array, without a copy: <see cref="HeadMajor(float[], int, int, int, int)"/>
/// (each head's tokens together) and <see cref="TokenMajor(float[], int, int, int, int)"/> (each token's heads side by
/// side, as a projection leaves them). One head of one batch entry, <see cref="Head"/>, is a <see cref="MatrixView"/>,
/// and a <see cref="MatrixView"/> converts to a tensor of one head. The default value is empty.
/// </remarks>
[DebuggerDisplay("{Batch} x {Heads} x {Tokens} x {Features}")]
public readonly struct HeadTensor
{
    private readonly ReadOnlyHeadTensor _view;

    /// <summary>Allocates a tensor of zeros, head-major.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">
    /// There are more elements than an array can hold; nothing has been allocated.
    /// </exception>
    public HeadTensor(int batch, int heads, int tokens, int features) =>
        this = HeadMajor(
            new float[Require.ElementCount(batch, heads, tokens, features)], batch, heads, tokens, features);

    internal HeadTensor(ReadOnlyHeadTensor view) => _view = view;

    /// <summary>The number of sequences.</summary>
    public int Batch => _view.Batch;

    /// <summary>The number of heads of each sequence.</summary>
    public int Heads => _view.Heads;

    /// <summary>The number of tokens of each sequence.</summary>
    public int Tokens => _view.Tokens;

    /// <summary>The number of features of each head: its head size.</summary>
    public int Features => _view.Features;

    /// <summary>The element at the given place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public ref float this[int batch, int head, int token, int feature] => ref Head(batch, head)[token, feature];

    /// <summary>The same tensor, only to be read.</summary>
    public static implicit operator ReadOnlyHeadTensor(HeadTensor tensor) => tensor._view;

    /// <summary>Views an array laid out as batch × heads × tokens × features ("BHSD", the 4-D input of ONNX).</summary>
    /// <inheritdoc cref="ReadOnlyHeadTensor.HeadMajor"/>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public static HeadTensor HeadMajor(float[] values, int batch, int heads, int tokens, int features)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(ReadOnlyHeadTensor.HeadMajor(values, batch, heads, tokens, features));
    }

    /// <inheritdoc cref="ReadOnlyHeadTensor.HeadMajor"/>
    public static HeadTensor HeadMajor(Memory<float> values, int batch, int heads, int tokens, int features) =>
        new(ReadOnlyHeadTensor.HeadMajor(values, batch, heads, tokens, features));

    /// <summary>
    /// Views an array laid out as batch × tokens × (heads · features) ("BSHD", the 3-D input of ONNX).
    /// </summary>
    /// <inheritdoc cref="ReadOnlyHeadTensor.TokenMajor"/>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public static HeadTensor TokenMajor(float[] values, int batch, int heads, int tokens, int features)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(ReadOnlyHeadTensor.TokenMajor(values, batch, heads, tokens, features));
    }

    /// <inheritdoc cref="ReadOnlyHeadTensor.TokenMajor"/>
    public static HeadTensor TokenMajor(Memory<float> values, int batch, int heads, int tokens, int features) =>
        new(ReadOnlyHeadTensor.TokenMajor(values, batch, heads, tokens, features));

    /// <summary>One head of one sequence: tokens × features. O(1), copies nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch entry or head.</exception>
    public MatrixView Head(int batch, int head) => new(_view.Head(batch, head));

    /// <summary>
    /// A view of <paramref name="count"/> tokens of every head, such as the filled part of a cache. O(1), copies
    /// nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The tokens do not lie within the tensor.</exception>
    public HeadTensor SliceTokens(int start, int count) => new(_view.SliceTokens(start, count));

    /// <inheritdoc cref="ReadOnlyHeadTensor.CopyTo"/>
    public void CopyTo(HeadTensor destination) => _view.CopyTo(destination);

    /// <summary>Sets every element to <paramref name="value"/>.</summary>
    public void Fill(float value)
    {
        for (int batch = 0; batch < Batch; batch++)
        {
            for (int head = 0; head < Heads; head++)
            {
                Head(batch, head).Fill(value);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _view.ToString();

    internal bool Overlaps(ReadOnlyHeadTensor other) => _view.Overlaps(other);
}
