using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary>Some rows of the keys or values of one head, as they are stored.</summary>
internal readonly ref struct StoredRows(ref byte first, int count, nuint bytesPerRow)
{
    private readonly ref byte _first = ref first;

    public int Count { get; } = count;

    public nuint BytesPerRow { get; } = bytesPerRow;

    /// <summary>Where a row begins; an <see cref="INumberFormat"/> reads its numbers.</summary>
    public ref byte Row(int row) => ref Unsafe.AddByteOffset(ref _first, (nuint)row * BytesPerRow);
}
