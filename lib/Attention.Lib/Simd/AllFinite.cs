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
        TSimd zero = TSimd.Broadcast(0), sum0 = zero, sum1 = zero, sum2 = zero, sum3 = zero;
        for (; i + 4 * width <= length; i += 4 * width)
        {
            TSimd.AddProduct(zero, TSimd.Load(ref v, i), ref sum0);
            TSimd.AddProduct(zero, TSimd.Load(ref v, i + width), ref sum1);
            TSimd.AddProduct(zero, TSimd.Load(ref v, i + 2 * width), ref sum2);
            TSimd.AddProduct(zero, TSimd.Load(ref v, i + 3 * width), ref sum3);
        }

        for (; i + width <= length; i += width)
        {
            TSimd.AddProduct(zero, TSimd.Load(ref v, i), ref sum0);
        }

        float sum = TSimd.Sum((sum0 + sum1) + (sum2 + sum3));
        for (; i < length; i++)
        {
            sum += 0 * Unsafe.Add(ref v, i);
        }

        return sum == 0;
    }
}
