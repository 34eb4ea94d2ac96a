using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// The memory behind a view: a <c>float[]</c>, or a <see cref="MemoryManager{T}"/> for memory that is no array.
/// </summary>
/// <remarks>
/// <c>Memory&lt;T&gt;.Span</c> checks the kind of memory on each access, which cost decoding several percent. Unwrapped
/// once, an array costs one comparison per access.
/// </remarks>
internal static class FloatMemory
{
    /// <summary>The array or the manager behind <paramref name="values"/>, and where they begin in it.</summary>
    public static (object? Memory, int Start) Unwrap(ReadOnlyMemory<float> values) =>
        MemoryMarshal.TryGetArray(values, out ArraySegment<float> segment) ? (segment.Array, segment.Offset)
        : MemoryMarshal.TryGetMemoryManager(values, out MemoryManager<float>? manager, out int start, out _)
            ? (manager, start)
        : (null, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<float> Span(object? memory, int start, int length) =>
        memory is not null && memory.GetType() == typeof(float[])
            ? Unsafe.As<float[]>(memory).AsSpan(start, length)
            : OfManager(memory, start, length);

    /// <summary>Whether the two cannot share an element: they are different arrays.</summary>
    public static bool AreApart(object? x, object? y) => x is float[] && y is float[] && !ReferenceEquals(x, y);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<float> OfManager(object? memory, int start, int length) =>
        memory is null ? [] : ((MemoryManager<float>)memory).GetSpan().Slice(start, length);
}
