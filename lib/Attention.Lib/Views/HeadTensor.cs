using System.Diagnostics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>A window onto the heads of a batch: batch × heads × tokens × features.</summary>
/// <remarks>
/// Both common layouts are views of one array, without a copy: <see cref="HeadMajor"/> (each head's tokens together)
/// and <see cref="TokenMajor"/> (each token's heads side by side, as a projection leaves them).
/// One head of one batch entry, <see cref="Head"/>, is a <see cref="MatrixView"/>. The default value is empty.
/// </remarks>
[DebuggerDisplay("{Batch} x {Heads} x {Tokens} x {Features}")]
public readonly struct HeadTensor
{
    private readonly float[]? _values;
    private readonly int _start;
    private readonly int _batchStride;
    private readonly int _headStride;
    private readonly int _tokenStride;

    /// <summary>Allocates a tensor of zeros, <see cref="HeadMajor"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">There are more elements than an array can hold; nothing has been allocated.</exception>
    public HeadTensor(int batch, int heads, int tokens, int features)
        => this = HeadMajor(new float[Require.ElementCount(batch, heads, tokens, features)], batch, heads, tokens, features);

    internal HeadTensor(
        float[]? values, int start, int batch, int heads, int tokens, int features, int batchStride, int headStride, int tokenStride)
    {
        (_values, _start, Batch, Heads, Tokens, Features) = (values, start, batch, heads, tokens, features);
        (_batchStride, _headStride, _tokenStride) = (batchStride, headStride, tokenStride);
    }

    /// <summary>The number of sequences.</summary>
    public int Batch { get; }

    /// <summary>The number of heads of each sequence.</summary>
    public int Heads { get; }

    /// <summary>The number of tokens of each sequence.</summary>
    public int Tokens { get; }

    /// <summary>The number of features of each head: its head size.</summary>
    public int Features { get; }

    /// <summary>Views an array laid out as batch × heads × tokens × features ("BHSD", the 4-D input of ONNX).</summary>
    /// <param name="values">batch · heads · tokens · features values; not copied.</param>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="tokens">The number of tokens.</param>
    /// <param name="features">The head size.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The array does not hold exactly that many values.</exception>
    public static HeadTensor HeadMajor(float[] values, int batch, int heads, int tokens, int features)
    {
        bool empty = IsEmpty(values, batch, heads, tokens, features);
        return empty
            ? new(values, 0, batch, heads, tokens, features, 0, 0, features)
            : new(values, 0, batch, heads, tokens, features, heads * tokens * features, tokens * features, features);
    }

    /// <summary>Views an array laid out as batch × tokens × (heads · features) ("BSHD", the 3-D input of ONNX).</summary>
    /// <param name="values">batch · tokens · heads · features values; not copied.</param>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="tokens">The number of tokens.</param>
    /// <param name="features">The head size.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The array does not hold exactly that many values.</exception>
    public static HeadTensor TokenMajor(float[] values, int batch, int heads, int tokens, int features)
    {
        bool empty = IsEmpty(values, batch, heads, tokens, features);
        return empty
            ? new(values, 0, batch, heads, tokens, features, 0, 0, features)
            : new(values, 0, batch, heads, tokens, features, tokens * heads * features, features, heads * features);
    }

    /// <summary>One head of one sequence: tokens × features. O(1), copies nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch entry or head.</exception>
    public MatrixView Head(int batch, int head)
    {
        Require.Index(batch, Batch);
        Require.Index(head, Heads);
        return MatrixView.Trusted(_values, _start + batch * _batchStride + head * _headStride, Tokens, Features, _tokenStride);
    }

    /// <summary>The element at the given place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public ref float this[int batch, int head, int token, int feature] => ref Head(batch, head)[token, feature];

    /// <summary>A view of <paramref name="count"/> tokens of every head, such as the filled part of a cache. O(1), copies nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tokens do not lie within the tensor.</exception>
    public HeadTensor SliceTokens(int start, int count)
    {
        Require.Slice(start, count, Tokens);
        int offset = count == 0 ? 0 : start * _tokenStride;
        return new(_values, _start + offset, Batch, Heads, count, Features, _batchStride, _headStride, _tokenStride);
    }

    /// <summary>Copies the elements into a tensor of the same shape, whatever the two layouts.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or the two share memory, as two layouts of one array do.</exception>
    public void CopyTo(HeadTensor destination)
    {
        Require.SameShape(destination, this);
        Require.NotOverlapping(destination, this);
        for (int batch = 0; batch < Batch; batch++)
        {
            for (int head = 0; head < Heads; head++)
            {
                Head(batch, head).CopyTo(destination.Head(batch, head));
            }
        }
    }

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
    public override string ToString() => $"{Batch} x {Heads} x {Tokens} x {Features}";

    /// <summary>Whether writing to one tensor could change an element of the other. Exact; O(1) for different arrays.</summary>
    internal bool Overlaps(HeadTensor other)
    {
        if (_values is null || !ReferenceEquals(_values, other._values) || Tokens == 0 || Features == 0 || other.Tokens == 0 || other.Features == 0)
        {
            return false;
        }

        for (int i = 0; i < Blocks; i++)
        {
            for (int j = 0; j < other.Blocks; j++)
            {
                if (Block(i).Overlaps(other.Block(j)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Heads side by side are one matrix, so that many of them need not be compared pair by pair.</summary>
    private bool SideBySide => _headStride == Features;

    private int Blocks => SideBySide ? Batch : Batch * Heads;

    private MatrixView Block(int index) => SideBySide
        ? MatrixView.Trusted(_values, _start + index * _batchStride, Tokens, Heads * Features, _tokenStride)
        : Head(index / Heads, index % Heads);

    private static bool IsEmpty(float[] values, int batch, int heads, int tokens, int features)
    {
        ArgumentNullException.ThrowIfNull(values);
        int count = Require.ElementCount(batch, heads, tokens, features);
        if (values.Length != count)
        {
            throw new ArgumentException(
                $"A {batch} x {heads} x {tokens} x {features} tensor needs {count} values but values.Length is {values.Length}.");
        }

        return count == 0;
    }
}
