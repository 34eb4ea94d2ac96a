using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>Floats borrowed from the shared pool, so that a warm kernel allocates nothing. Their values are arbitrary at first.</summary>
internal readonly ref struct Scratch
{
    private const int CacheLine = 64;
    private readonly float[] _array;

    /// <exception cref="ArgumentException">An array cannot hold that many floats.</exception>
    public Scratch(long length)
    {
        _array = ArrayPool<float>.Shared.Rent(Require.ArrayLength(length + CacheLine / sizeof(float)));

        // A register that straddles two cache lines takes two loads. Should the garbage collector move the array later,
        // that costs speed, never a wrong result.
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetArrayDataReference(_array));
        int skipped = (int)((CacheLine - address % CacheLine) % CacheLine / sizeof(float));
        Span = _array.AsSpan(skipped, (int)length);
    }

    public Span<float> Span { get; }

    public void Dispose() => ArrayPool<float>.Shared.Return(_array);
}
