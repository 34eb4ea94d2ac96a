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

        TSimd factor = TSimd.Broadcast(weight);
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

    /// <summary>Adds one row for each weight; the same sums in the same order as row by row.</summary>
    /// <param name="weights">One or more weights.</param>
    /// <param name="rows">The rows, of as many numbers as the destination.</param>
    /// <param name="row">The row of the first weight.</param>
    /// <param name="destination">What the weighted rows are added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<TSimd, TFormat>(
        ReadOnlySpan<float> weights, in StoredRows rows, int row, Span<float> destination)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        ref byte x = ref rows.Row(row);
        ref float sum = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)destination.Length,
            width = (nuint)TSimd.Width,
            stride = rows.BytesPerRow;

        // A destination of eight or four registers (often a head of 128 or 64 features) stays in registers; others are
        // loaded and stored for every row. Others are not cut into such pieces: memory delivers rows fastest one after
        // the other.
        if (length == 8 * width)
        {
            TSimd sum0 = TSimd.Load(ref sum, 0),
                sum1 = TSimd.Load(ref sum, width);
            TSimd sum2 = TSimd.Load(ref sum, 2 * width),
                sum3 = TSimd.Load(ref sum, 3 * width);
            TSimd sum4 = TSimd.Load(ref sum, 4 * width),
                sum5 = TSimd.Load(ref sum, 5 * width);
            TSimd sum6 = TSimd.Load(ref sum, 6 * width),
                sum7 = TSimd.Load(ref sum, 7 * width);
            for (int j = 0; j < weights.Length; j++)
            {
                TSimd weight = TSimd.Broadcast(weights[j]);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 0), ref sum0);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, width), ref sum1);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 2 * width), ref sum2);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 3 * width), ref sum3);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 4 * width), ref sum4);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 5 * width), ref sum5);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 6 * width), ref sum6);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 7 * width), ref sum7);
                x = ref Unsafe.AddByteOffset(ref x, stride);
            }

            TSimd.Store(sum0, ref sum, 0);
            TSimd.Store(sum1, ref sum, width);
            TSimd.Store(sum2, ref sum, 2 * width);
            TSimd.Store(sum3, ref sum, 3 * width);
            TSimd.Store(sum4, ref sum, 4 * width);
            TSimd.Store(sum5, ref sum, 5 * width);
            TSimd.Store(sum6, ref sum, 6 * width);
            TSimd.Store(sum7, ref sum, 7 * width);
        }
        else if (length == 4 * width)
        {
            TSimd sum0 = TSimd.Load(ref sum, 0),
                sum1 = TSimd.Load(ref sum, width);
            TSimd sum2 = TSimd.Load(ref sum, 2 * width),
                sum3 = TSimd.Load(ref sum, 3 * width);
            for (int j = 0; j < weights.Length; j++)
            {
                TSimd weight = TSimd.Broadcast(weights[j]);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 0), ref sum0);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, width), ref sum1);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 2 * width), ref sum2);
                TSimd.AddProduct(weight, TFormat.Load<TSimd>(ref x, 3 * width), ref sum3);
                x = ref Unsafe.AddByteOffset(ref x, stride);
            }

            TSimd.Store(sum0, ref sum, 0);
            TSimd.Store(sum1, ref sum, width);
            TSimd.Store(sum2, ref sum, 2 * width);
            TSimd.Store(sum3, ref sum, 3 * width);
        }
        else
        {
            for (int j = 0; j < weights.Length; j++)
            {
                Kernel<TSimd, TFormat>(weights[j], ref rows.Row(row + j), destination);
            }
        }
    }
}
