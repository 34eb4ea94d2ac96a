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
            TSimd.AddProduct(TFormat.Factors<TSimd>(ref xRef, i), TFormat.Load<TSimd>(ref y, i), ref sum0);
            TSimd.AddProduct(
                TFormat.Factors<TSimd>(ref xRef, i + width), TFormat.Load<TSimd>(ref y, i + width), ref sum1);
            TSimd.AddProduct(
                TFormat.Factors<TSimd>(ref xRef, i + 2 * width), TFormat.Load<TSimd>(ref y, i + 2 * width), ref sum2);
            TSimd.AddProduct(
                TFormat.Factors<TSimd>(ref xRef, i + 3 * width), TFormat.Load<TSimd>(ref y, i + 3 * width), ref sum3);
        }

        for (; i + width <= length; i += width)
        {
            TSimd.AddProduct(TFormat.Factors<TSimd>(ref xRef, i), TFormat.Load<TSimd>(ref y, i), ref sum0);
        }

        float sum = TSimd.Sum((sum0 + sum1) + (sum2 + sum3));

        // Fewer than one register of products is left.
        for (; i < length; i++)
        {
            sum += Unsafe.Add(ref xRef, i) * TFormat.LoadOne(ref y, i);
        }

        return sum;
    }

    /// <summary>The products of x with some rows of as many numbers.</summary>
    /// <param name="x">D numbers.</param>
    /// <param name="rows">Rows of D numbers.</param>
    /// <param name="first">The first row to use.</param>
    /// <param name="products">Receives x · row for as many rows as it has room for.</param>
    /// <remarks>
    /// The order of the rows is that of <see cref="StoredRows"/>. A product is two sums, added at the end.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<TSimd, TFormat>(
        ReadOnlySpan<float> x, in StoredRows rows, int first, Span<float> products)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        ref float xRef = ref MemoryMarshal.GetReference(x);
        nuint length = (nuint)x.Length,
            width = (nuint)TSimd.Width;
        int part = products.Length / StoredRows.Parts;
        for (int j = 0; j < part; j++)
        {
            ref byte a = ref rows.Row(first + j),
                b = ref rows.Row(first + j + part),
                c = ref rows.Row(first + j + 2 * part),
                d = ref rows.Row(first + j + 3 * part);
            TSimd a0 = TSimd.Broadcast(0),
                a1 = a0,
                b0 = a0,
                b1 = a0,
                c0 = a0,
                c1 = a0,
                d0 = a0,
                d1 = a0;
            nuint i = 0;
            for (; i + 2 * width <= length; i += 2 * width)
            {
                TSimd q = TFormat.Factors<TSimd>(ref xRef, i);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref a, i), ref a0);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref b, i), ref b0);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref c, i), ref c0);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref d, i), ref d0);
                q = TFormat.Factors<TSimd>(ref xRef, i + width);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref a, i + width), ref a1);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref b, i + width), ref b1);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref c, i + width), ref c1);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref d, i + width), ref d1);
            }

            if (i + width <= length)
            {
                TSimd q = TFormat.Factors<TSimd>(ref xRef, i);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref a, i), ref a0);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref b, i), ref b0);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref c, i), ref c0);
                TSimd.AddProduct(q, TFormat.Load<TSimd>(ref d, i), ref d0);
                i += width;
            }

            float aSum = TSimd.Sum(a0 + a1),
                bSum = TSimd.Sum(b0 + b1),
                cSum = TSimd.Sum(c0 + c1),
                dSum = TSimd.Sum(d0 + d1);
            for (; i < length; i++)
            {
                float q = Unsafe.Add(ref xRef, i);
                aSum += q * TFormat.LoadOne(ref a, i);
                bSum += q * TFormat.LoadOne(ref b, i);
                cSum += q * TFormat.LoadOne(ref c, i);
                dSum += q * TFormat.LoadOne(ref d, i);
            }

            products[j] = aSum;
            products[j + part] = bSum;
            products[j + 2 * part] = cSum;
            products[j + 3 * part] = dSum;
        }

        for (int j = StoredRows.Parts * part; j < products.Length; j++)
        {
            products[j] = Kernel<TSimd, TFormat>(x, ref rows.Row(first + j));
        }
    }
}
