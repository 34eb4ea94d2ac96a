using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// Keys or values of a batch as they are stored, 32 or 16 bits each; kernels ask for a few rows at a time.
/// </summary>
/// <remarks>
/// Decoding reads every number once, as it is stored: 16-bit storage halves the memory traffic. Kernels that pack or
/// use rows several times get floats, in place or widened into scratch memory that fits the cache. No whole copy is
/// made.
/// </remarks>
internal readonly struct StoredHeads
{
    private readonly ReadOnlyHeadTensor _floats;
    private readonly NumberStore? _store; // 16 bits: batch × heads × capacity × features
    private readonly int _capacity;

    private StoredHeads(in ReadOnlyHeadTensor floats) =>
        (_floats, Batch, Heads, Tokens, Features) = (
            floats, floats.Batch, floats.Heads, floats.Tokens, floats.Features);

    /// <summary>
    /// The first <paramref name="tokens"/> tokens of every head of a store with room for <paramref name="capacity"/>.
    /// </summary>
    public StoredHeads(NumberStore store, int batch, int heads, int capacity, int tokens, int features)
    {
        (Batch, Heads, Tokens, Features, _capacity) = (batch, heads, tokens, features, capacity);
        if (store.Floats is { } floats)
        {
            _floats = HeadTensor.HeadMajor(floats, batch, heads, capacity, features).SliceTokens(0, tokens);
        }
        else
        {
            _store = store;
        }
    }

    public int Batch { get; }

    public int Heads { get; }

    public int Tokens { get; }

    public int Features { get; }

    public StorageFormat Format => _store?.Format ?? StorageFormat.Full;

    /// <summary>Whether numbers in half precision are known to be neither infinite nor NaN.</summary>
    public bool AreFinite => _store is { AreFinite: true };

    /// <summary>The scratch memory that <paramref name="rows"/> rows need; none for floats.</summary>
    public long ScratchLength(int rows) => _store is null ? 0 : (long)rows * Features;

    public static implicit operator StoredHeads(in ReadOnlyHeadTensor floats) => new(floats);

    public static implicit operator StoredHeads(in HeadTensor floats) => new(floats);

    /// <summary>Rows of one head as they are stored.</summary>
    public StoredRows Stored(int batch, int head, int first, int count)
    {
        if (_store is null)
        {
            ReadOnlyMatrixView rows = _floats.Head(batch, head).SliceRows(first, count);
            ReadOnlySpan<float> row = count == 0 ? default : rows.Row(0);
            return new(ref FloatFormat.Start(row), count, (nuint)rows.RowStride * sizeof(float));
        }

        return new(ref _store.At16(Start(batch, head, first)), count, (nuint)Features * sizeof(ushort));
    }

    /// <summary>Rows of one head as floats, in place or widened into <paramref name="scratch"/>.</summary>
    public ReadOnlyMatrixView Rows(int batch, int head, int first, int count, in Scratch scratch)
    {
        if (_store is null)
        {
            return _floats.Head(batch, head).SliceRows(first, count);
        }

        MatrixView rows = scratch.View(count, Features);
        if (count > 0 && Features > 0)
        {
            _store.Read(Start(batch, head, first), MemoryMarshal.CreateSpan(ref rows[0, 0], count * Features));
        }

        return rows;
    }

    private int Start(int batch, int head, int token) => ((batch * Heads + head) * _capacity + token) * Features;
}
