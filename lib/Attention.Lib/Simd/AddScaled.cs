using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>The step of a weighted sum: <c>destination += weight · x</c>.</summary>
internal static class AddScaled
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Kernel<TSimd>(float weight, ReadOnlySpan<float> x, Span<float> destination)
        where TSimd : struct, ISimd<TSimd> =>
        Kernel<TSimd, FloatFormat>(weight, ref FloatFormat.Start(x), destination[..x.Length]);

    /// <summary>The same for an x of as many numbers as the destination, in any format.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Kernel<TSimd, TFormat>(float weight, ref byte x, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        ref float destinationRef = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)destination.Length;
        nuint width = (nuint)TSimd.Width;
        nuint i = 0;

        TSimd factor = TFormat.Factor<TSimd>(weight);
        for (; i + width <= length; i += width)
        {
            TSimd sum = TSimd.MultiplyAdd(factor, TFormat.Load<TSimd>(ref x, i), TSimd.Load(ref destinationRef, i));
            TSimd.Store(sum, ref destinationRef, i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref destinationRef, i) += weight * TFormat.LoadOne(ref x, i);
        }
    }

    /// <summary>Adds one row for each weight, in the order of <see cref="StoredRows"/>.</summary>
    /// <param name="weights">One or more weights.</param>
    /// <param name="rows">The rows, of as many numbers as the destination.</param>
    /// <param name="first">The row of the first weight.</param>
    /// <param name="destination">What the weighted rows are added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<TSimd, TFormat>(
        ReadOnlySpan<float> weights, in StoredRows rows, int first, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        ref float sums = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)destination.Length,
            width = (nuint)TSimd.Width;
        int part = weights.Length / StoredRows.Parts;
        for (int j = 0; j < part; j++)
        {
            ref byte a = ref rows.Row(first + j),
                b = ref rows.Row(first + j + part),
                c = ref rows.Row(first + j + 2 * part),
                d = ref rows.Row(first + j + 3 * part);
            float aWeight = weights[j],
                bWeight = weights[j + part],
                cWeight = weights[j + 2 * part],
                dWeight = weights[j + 3 * part];
            TSimd aFactor = TFormat.Factor<TSimd>(aWeight),
                bFactor = TFormat.Factor<TSimd>(bWeight),
                cFactor = TFormat.Factor<TSimd>(cWeight),
                dFactor = TFormat.Factor<TSimd>(dWeight);
            nuint i = 0;
            for (; i + width <= length; i += width)
            {
                TSimd sum = TSimd.Load(ref sums, i);
                TSimd.AddProduct(aFactor, TFormat.Load<TSimd>(ref a, i), ref sum);
                TSimd.AddProduct(bFactor, TFormat.Load<TSimd>(ref b, i), ref sum);
                TSimd.AddProduct(cFactor, TFormat.Load<TSimd>(ref c, i), ref sum);
                TSimd.AddProduct(dFactor, TFormat.Load<TSimd>(ref d, i), ref sum);
                TSimd.Store(sum, ref sums, i);
            }

            for (; i < length; i++)
            {
                ref float sum = ref Unsafe.Add(ref sums, i);
                sum += aWeight * TFormat.LoadOne(ref a, i);
                sum += bWeight * TFormat.LoadOne(ref b, i);
                sum += cWeight * TFormat.LoadOne(ref c, i);
                sum += dWeight * TFormat.LoadOne(ref d, i);
            }
        }

        for (int j = StoredRows.Parts * part; j < weights.Length; j++)
        {
            Kernel<TSimd, TFormat>(weights[j], ref rows.Row(first + j), destination);
        }
    }
}
