using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary><c>y = factor · x</c>.</summary>
internal static class ScaledCopy
{
    /// <summary>Writes factor · source to the destination, which may be the source itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // full speed from the first call on
    public static void Kernel<TSimd>(float factor, ReadOnlySpan<float> source, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float x = ref MemoryMarshal.GetReference(source);
        ref float y = ref MemoryMarshal.GetReference(destination[..source.Length]);
        nuint length = (nuint)source.Length, width = (nuint)TSimd.Width, i = 0;

        TSimd factors = TSimd.Broadcast(factor);
        for (; i + width <= length; i += width)
        {
            TSimd.Store(factors * TSimd.Load(ref x, i), ref y, i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref y, i) = factor * Unsafe.Add(ref x, i);
        }
    }
}
