using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attention.Lib.Internal;

/// <summary>The step of a weighted sum: <c>destination += weight · x</c>.</summary>
internal static class AddScaled
{
    public static void Compute(float weight, ReadOnlySpan<float> x, Span<float> destination)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Kernel<Simd512>(weight, x, destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Kernel<Simd256>(weight, x, destination);
        }
        else
        {
            Kernel<Simd128>(weight, x, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Kernel<TSimd>(float weight, ReadOnlySpan<float> x, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float xRef = ref MemoryMarshal.GetReference(x);
        ref float destinationRef = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)x.Length;
        nuint width = (nuint)TSimd.Width;
        nuint i = 0;

        TSimd factor = TSimd.Broadcast(weight);
        for (; i + width <= length; i += width)
        {
            TSimd.Store(TSimd.MultiplyAdd(factor, TSimd.Load(ref xRef, i), TSimd.Load(ref destinationRef, i)), ref destinationRef, i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref destinationRef, i) += weight * Unsafe.Add(ref xRef, i);
        }
    }
}
