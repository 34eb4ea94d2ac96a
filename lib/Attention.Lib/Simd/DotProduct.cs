using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>The kernel of <see cref="Dot"/>: <c>x · y</c> with registers of one width.</summary>
internal static class DotProduct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // full speed from the first call on
    public static float Kernel<TSimd>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TSimd : struct, ISimd<TSimd> =>
        Kernel<TSimd, FloatFormat>(x, ref FloatFormat.Start(y));

    /// <summary>The same for a y of as many numbers as x, in any format.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Kernel<TSimd, TFormat>(ReadOnlySpan<float> x, ref byte y)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        ref float xRef = ref MemoryMarshal.GetReference(x);
        nuint length = (nuint)x.Length;
        nuint width = (nuint)TSimd.Width;
        nuint i = 0;

        // A fused multiply-add has to wait about four cycles for the one before it.
        // Four independent sums keep the multiplier busy meanwhile.
        TSimd sum0 = TSimd.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (; i + 4 * width <= length; i += 4 * width)
        {
            TSimd.AddProduct(TSimd.Load(ref xRef, i), TFormat.Load<TSimd>(ref y, i), ref sum0);
            TSimd.AddProduct(TSimd.Load(ref xRef, i + width), TFormat.Load<TSimd>(ref y, i + width), ref sum1);
            TSimd.AddProduct(TSimd.Load(ref xRef, i + 2 * width), TFormat.Load<TSimd>(ref y, i + 2 * width), ref sum2);
            TSimd.AddProduct(TSimd.Load(ref xRef, i + 3 * width), TFormat.Load<TSimd>(ref y, i + 3 * width), ref sum3);
        }

        for (; i + width <= length; i += width)
        {
            TSimd.AddProduct(TSimd.Load(ref xRef, i), TFormat.Load<TSimd>(ref y, i), ref sum0);
        }

        float sum = TSimd.Sum((sum0 + sum1) + (sum2 + sum3));

        // Fewer than one register of products is left.
        for (; i < length; i++)
        {
            sum += Unsafe.Add(ref xRef, i) * TFormat.LoadOne(ref y, i);
        }

        return sum;
    }
}
