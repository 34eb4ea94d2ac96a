using System.Diagnostics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>
/// Batch × heads × tokens × features, only to be read: the form in which operations take their inputs.
/// </summary>
/// <remarks>
/// <para>
/// The view owns and copies nothing; <see cref="ReadOnlyMatrixView"/> says where its values can lie. One head of one
/// batch entry, <see cref="Head"/>, is a matrix. Matrices and a <see cref="HeadTensor"/> convert to it.
/// </para>
/// <para>The default value is empty.</para>
/// </remarks>
[DebuggerDisplay("{Batch} x {Heads} x {Tokens} x {Features}")]
public readonly struct ReadOnlyHeadTensor
{
    private readonly object? _memory; // float[] or MemoryManager<float>; null in the default value
    private readonly int _start;
    private readonly int _batchStride;
    private readonly int _headStride;
    private readonly int _tokenStride;

    internal ReadOnlyHeadTensor(
        object? memory, int start, int batch, int heads, int tokens, int features, int batchStride, int headStride,
        int tokenStride)
    {
        (_memory, _start, Batch, Heads, Tokens, Features) = (memory, start, batch, heads, tokens, features);
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

    /// <summary>The element at the given place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public ref readonly float this[int batch, int head, int token, int feature] =>
        ref Head(batch, head)[token, feature];

    /// <summary>Views memory laid out as batch × heads × tokens × features ("BHSD", the 4-D input of ONNX).</summary>
    /// <param name="values">batch · heads · tokens · features values; not copied.</param>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="tokens">The number of tokens.</param>
    /// <param name="features">The head size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The memory does not hold exactly that many values.</exception>
    public static ReadOnlyHeadTensor HeadMajor(
        ReadOnlyMemory<float> values, int batch, int heads, int tokens, int features)
    {
        bool isEmpty = Require.Filled(values.Length, batch, heads, tokens, features) == 0;
        (object? memory, int start) = FloatMemory.Unwrap(values);
        return isEmpty
            ? new(memory, 0, batch, heads, tokens, features, 0, 0, features)
            : new(
                memory, start, batch, heads, tokens, features, heads * tokens * features, tokens * features, features);
    }

    /// <summary>Views memory laid out as batch × tokens × (heads · features) ("BSHD", the 3-D input of ONNX).</summary>
    /// <param name="values">batch · tokens · heads · features values; not copied.</param>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="tokens">The number of tokens.</param>
    /// <param name="features">The head size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException">The memory does not hold exactly that many values.</exception>
    public static ReadOnlyHeadTensor TokenMajor(
        ReadOnlyMemory<float> values, int batch, int heads, int tokens, int features)
    {
        bool isEmpty = Require.Filled(values.Length, batch, heads, tokens, features) == 0;
        (object? memory, int start) = FloatMemory.Unwrap(values);
        return isEmpty
            ? new(memory, 0, batch, heads, tokens, features, 0, 0, features)
            : new(memory, start, batch, heads, tokens, features, tokens * heads * features, features, heads * features);
    }

    /// <summary>One head of one sequence: tokens × features. O(1), copies nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch entry or head.</exception>
    public ReadOnlyMatrixView Head(int batch, int head)
    {
        Require.Index(batch, Batch);
        Require.Index(head, Heads);
        return new(_memory, _start + batch * _batchStride + head * _headStride, Tokens, Features, _tokenStride);
    }

    /// <summary>
    /// A view of <paramref name="count"/> tokens of every head, such as the filled part of a cache. O(1), copies
    /// nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The tokens do not lie within the tensor.</exception>
    public ReadOnlyHeadTensor SliceTokens(int start, int count)
    {
        Require.Slice(start, count, Tokens);
        int offset = count == 0 ? 0 : start * _tokenStride;
        return new(_memory, _start + offset, Batch, Heads, count, Features, _batchStride, _headStride, _tokenStride);
    }

    /// <summary>Copies the elements into a tensor of the same shape, whatever the two layouts.</summary>
    /// <exception cref="ArgumentException">
    /// The shapes differ, or the two share memory, as two layouts of one array do.
    /// </exception>
    public void CopyTo(HeadTensor destination)
    {
        RequireShape.Same(destination, this, yName: "this");
        RequireShape.NotOverlapping(destination, this, otherName: "this");
        for (int batch = 0; batch < Batch; batch++)
        {
            for (int head = 0; head < Heads; head++)
            {
                ReadOnlyMatrixView source = Head(batch, head);
                MatrixView target = destination.Head(batch, head);
                for (int token = 0; token < Tokens; token++)
                {
                    source.Row(token).CopyTo(target.Row(token));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Batch} x {Heads} x {Tokens} x {Features}";

    /// <summary>Whether this is a matrix in the form of a tensor: then messages speak of rows and columns.</summary>
    internal bool IsMatrix => Batch == 1 && Heads == 1 && _batchStride == 0;

    /// <summary>
    /// Whether writing to one tensor could change an element of the other. Exact; O(1) for different arrays.
    /// </summary>
    internal bool Overlaps(ReadOnlyHeadTensor other)
    {
        if (FloatMemory.AreApart(_memory, other._memory))
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

    private int Blocks =>
        Tokens == 0 || Features == 0 ? 0
        : SideBySide ? Batch
        : Batch * Heads;

    private ReadOnlyMatrixView Block(int index) =>
        SideBySide
            ? new(_memory, _start + index * _batchStride, Tokens, Heads * Features, _tokenStride)
            : Head(index / Heads, index % Heads);
}
