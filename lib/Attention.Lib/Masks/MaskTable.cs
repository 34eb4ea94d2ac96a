using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Attention.Lib.Internal;

/// <summary>
/// The part of a mask that is given key by key: numbers to add, and one bit for each key that may be seen.
/// </summary>
/// <remarks>
/// A batch, heads or queries of size 1 are broadcast. Bits take an eighth of the memory of booleans, and one comparison
/// turns as many of them as a register has floats into a selection of floats.
/// </remarks>
internal sealed class MaskTable
{
    private const int WordBits = 64;
    private const int FloatsPerCacheLine = 16;
    private readonly float[]? _bias; // null: nothing is added
    private readonly ulong[]? _visible; // null: every key of the table is visible; each row begins with a new word
    private readonly ulong[]? _visibleToAny; // for each head: whether any of its queries sees the key
    private readonly int _wordsPerRow;

    private MaskTable(float[]? bias, ulong[]? visible, int batch, int heads, int queries, int keys)
    {
        (_bias, _visible, Batch, Heads, Queries, Keys) = (bias, visible, batch, heads, queries, keys);
        _wordsPerRow = WordsPerRow(keys);
        _visibleToAny = visible is null || queries == 0 || keys == 0 ? null : VisibleToAny(visible);
    }

    public int Batch { get; }

    public int Heads { get; }

    public int Queries { get; }

    public int Keys { get; }

    public static MaskTable OfBooleans(ReadOnlySpan<bool> mayAttend, int batch, int heads, int queries, int keys) =>
        new(null, Pack(mayAttend, keys), batch, heads, queries, keys);

    public static MaskTable OfBias(in ReadOnlyHeadTensor bias)
    {
        float[] copy = new float[Require.ElementCount(bias.Batch, bias.Heads, bias.Tokens, bias.Features)];
        bias.CopyTo(HeadTensor.HeadMajor(copy, bias.Batch, bias.Heads, bias.Tokens, bias.Features));
        bool[]? visible = copy.AsSpan().Contains(float.NegativeInfinity)
            ? Array.ConvertAll(copy, number => !float.IsNegativeInfinity(number))
            : null;
        ulong[]? bits = visible is null ? null : Pack(visible, bias.Features);
        return new(copy, bits, bias.Batch, bias.Heads, bias.Tokens, bias.Features);
    }

    public void Check(int batch, int heads, int queries, int keys)
    {
        Require.Broadcasts(Batch, batch, "batch entries");
        Require.Broadcasts(Heads, heads, "heads");
        Require.Broadcasts(Queries, queries, "queries");
        if (Keys > keys)
        {
            throw Require.Wrong($"mask names {Keys} keys but there are only {keys}.", "mask");
        }
    }

    /// <summary>Whether the table lets the query see the key.</summary>
    public bool Sees(int batch, int head, int query, int key) =>
        _visible is null
        || (_visible[Row(batch, head, query) * _wordsPerRow + key / WordBits] >> key % WordBits & 1) != 0;

    /// <summary>Whether the table lets any query of the head see the key.</summary>
    public bool IsVisibleToAny(int batch, int head, int key)
    {
        int row = (Batch == 1 ? 0 : batch) * Heads + (Heads == 1 ? 0 : head);
        return _visibleToAny is null || (_visibleToAny[row * _wordsPerRow + key / WordBits] >> key % WordBits & 1) != 0;
    }

    /// <summary>Whether the table lets the query see one of the keys from first on, up to end.</summary>
    public bool SeesAny(int batch, int head, int query, int first, int end)
    {
        bool any = first < end && _visible is null;
        for (int key = first; !any && key < end; key += 32)
        {
            any = (Bits(Row(batch, head, query), key) << Math.Max(0, 32 - (end - key))) != 0;
        }

        return any;
    }

    /// <summary>
    /// Adds the numbers, if the table has some, to the scores of the keys from <paramref name="firstKey"/> on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddBias<TSimd>(int batch, int head, int query, int firstKey, Span<float> scores)
        where TSimd : struct, ISimd<TSimd>
    {
        if (_bias is not null)
        {
            ReadOnlySpan<float> numbers = _bias.AsSpan((int)(Row(batch, head, query) * Keys) + firstKey, scores.Length);
            AddScaled.Kernel<TSimd>(1, numbers, scores);
        }
    }

    /// <summary>
    /// Prefetches the biases of some keys, so that cache misses overlap with the computation of the scores. Does
    /// nothing where .NET offers no prefetch instruction.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Prefetch(int batch, int head, int query, int firstKey, int count)
    {
        if (Sse.IsSupported && _bias is not null && firstKey < Keys)
        {
            int start = (int)(Row(batch, head, query) * Keys) + firstKey;
            ref float number = ref MemoryMarshal.GetArrayDataReference(_bias);
            for (int j = 0; j < count; j += FloatsPerCacheLine)
            {
                // The address may lie behind the array: a prefetch of any address is harmless.
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref number, start + j)));
            }
        }
    }

    /// <summary>Sets the scores of hidden keys to −∞. Selected, not added: a score of NaN must vanish too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Hide<TSimd>(int batch, int head, int query, int firstKey, Span<float> scores)
        where TSimd : struct, ISimd<TSimd>
    {
        if (_visible is null)
        {
            return;
        }

        long row = Row(batch, head, query);
        ref float s = ref MemoryMarshal.GetReference(scores);
        TSimd hidden = TSimd.Broadcast(float.NegativeInfinity);
        int j = 0;
        for (; j + TSimd.Width <= scores.Length; j += TSimd.Width)
        {
            TSimd.Store(
                TSimd.SelectBits(Bits(row, firstKey + j), TSimd.Load(ref s, (nuint)j), hidden), ref s, (nuint)j);
        }

        for (; j < scores.Length; j++)
        {
            scores[j] = (Bits(row, firstKey + j) & 1) != 0 ? scores[j] : float.NegativeInfinity;
        }
    }

    /// <summary>
    /// The bits of up to 32 keys from <paramref name="key"/> on; those behind the last key are arbitrary.
    /// </summary>
    private uint Bits(long row, int key)
    {
        // A spare word behind the last row makes the next word readable for every key.
        int word = (int)(row * _wordsPerRow) + key / WordBits,
            shift = key % WordBits;
        ulong low = _visible![word] >> shift;
        return shift <= WordBits - 32 ? (uint)low : (uint)(low | _visible[word + 1] << (WordBits - shift));
    }

    private long Row(int batch, int head, int query) =>
        ((Batch == 1 ? 0L : batch) * Heads + (Heads == 1 ? 0 : head)) * Queries + (Queries == 1 ? 0 : query);

    private ulong[] VisibleToAny(ReadOnlySpan<ulong> visible)
    {
        ulong[] any = new ulong[Batch * Heads * _wordsPerRow];
        for (int row = 0; row < Batch * Heads * Queries; row++)
        {
            for (int word = 0; word < _wordsPerRow; word++)
            {
                any[row / Queries * _wordsPerRow + word] |= visible[row * _wordsPerRow + word];
            }
        }

        return any;
    }

    private static int WordsPerRow(int keys) => (keys + WordBits - 1) / WordBits;

    private static ulong[] Pack(ReadOnlySpan<bool> visible, int keys)
    {
        int words = WordsPerRow(keys),
            rows = keys == 0 ? 0 : visible.Length / keys;
        ulong[] bits = new ulong[(long)rows * words + 1];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<bool> flags = visible.Slice(row * keys, keys);
            for (int key = 0; key < keys; key++)
            {
                bits[row * words + key / WordBits] |= (flags[key] ? 1UL : 0) << key % WordBits;
            }
        }

        return bits;
    }
}
