using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>Whether no number is NaN or infinite.</summary>
internal static class AllFinite
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool In<TSimd>(ReadOnlySpan<float> values)
        where TSimd : struct, ISimd<TSimd>
    {
        // 0 · x is 0 for every finite x, and NaN otherwise.
        ref float v = ref MemoryMarshal.GetReference(values);
        nuint length = (nuint)values.Length, width = (nuint)TSimd.Width, i = 0;
        TSimd zero = TSimd.Broadcast(0), sums = zero;
        for (; i + width <= length; i += width)
        {
            TSimd.AddProduct(zero, TSimd.Load(ref v, i), ref sums);
        }

        float sum = TSimd.Sum(sums);
        for (; i < length; i++)
        {
            sum += 0 * Unsafe.Add(ref v, i);
        }

        return sum == 0;
    }
}
