using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// Floats from the shared pool for the length of a scope, so that a warm call allocates nothing. Their values are
/// arbitrary at first.
/// </summary>
internal readonly struct Scratch : IDisposable
{
    /// <summary>Extra floats to allocate, so that the first used one can begin a cache line.</summary>
    public const int AlignmentFloats = CacheLine / sizeof(float);

    private const int CacheLine = 64;
    private readonly float[] _array;
    private readonly int _start;
    private readonly int _length;

    /// <exception cref="ArgumentException">An array cannot hold that many floats.</exception>
    public Scratch(long length)
    {
        _array = ArrayPool<float>.Shared.Rent(Require.ArrayLength(length + AlignmentFloats));

        // If the garbage collector moves the array later, that costs speed, never a wrong result.
        _start = CacheLineStart(_array);
        _length = (int)length;
    }

    /// <summary>
    /// The first number of an array that begins a cache line: a register that straddles two takes two loads.
    /// </summary>
    public static int CacheLineStart(float[] array)
    {
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetArrayDataReference(array));
        return (int)((CacheLine - address % CacheLine) % CacheLine / sizeof(float));
    }

    public Span<float> Span => _array.AsSpan(_start, _length);

    /// <summary>The first rows · columns floats as a matrix.</summary>
    public MatrixView View(int rows, int columns) => new(_array, _start, rows, columns, columns);

    /// <summary>Some rows of a matrix without gaps, from <paramref name="firstRow"/> on.</summary>
    public MatrixView View(int firstRow, int rows, int columns) =>
        new(_array, _start + firstRow * columns, rows, columns, columns);

    /// <summary>The floats as heads, those of each token side by side.</summary>
    public HeadTensor Heads(int batch, int heads, int tokens, int features) =>
        HeadTensor.TokenMajor(_array.AsMemory(_start, _length), batch, heads, tokens, features);

    public void Dispose() => ArrayPool<float>.Shared.Return(_array);
}
