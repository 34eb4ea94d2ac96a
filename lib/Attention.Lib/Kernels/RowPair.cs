using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// Two queries over the same keys and values: each key and value is loaded once for both. Every sum is the one that a
/// query alone gives, bit for bit.
/// </summary>
/// <remarks>
/// Two queries with four sums each fit the sixteen registers of a machine without AVX-512; four queries would not.
/// </remarks>
internal static class RowPair
{
    /// <summary>The products of two queries with some keys, in the order of <see cref="Dot"/>.</summary>
    /// <param name="x">The first query: D.</param>
    /// <param name="y">The second query: D.</param>
    /// <param name="keys">Rows of D numbers.</param>
    /// <param name="first">The first key to use.</param>
    /// <param name="xProducts">Receives x · k for as many keys as it has room for.</param>
    /// <param name="yProducts">Receives y · k, likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dots<TSimd, TFormat>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, in StoredRows keys, int first, Span<float> xProducts,
        Span<float> yProducts)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        ref float xRef = ref MemoryMarshal.GetReference(x);
        ref float yRef = ref MemoryMarshal.GetReference(y);
        ref byte key = ref keys.Row(first);
        nuint length = (nuint)x.Length,
            width = (nuint)TSimd.Width,
            stride = keys.BytesPerRow;
        for (int j = 0; j < xProducts.Length; j++)
        {
            TSimd x0 = TSimd.Broadcast(0),
                x1 = x0,
                x2 = x0,
                x3 = x0,
                y0 = x0,
                y1 = x0,
                y2 = x0,
                y3 = x0;
            nuint i = 0;
            for (; i + 4 * width <= length; i += 4 * width)
            {
                TSimd k = TFormat.Load<TSimd>(ref key, i);
                TSimd.AddProduct(TSimd.Load(ref xRef, i), k, ref x0);
                TSimd.AddProduct(TSimd.Load(ref yRef, i), k, ref y0);
                k = TFormat.Load<TSimd>(ref key, i + width);
                TSimd.AddProduct(TSimd.Load(ref xRef, i + width), k, ref x1);
                TSimd.AddProduct(TSimd.Load(ref yRef, i + width), k, ref y1);
                k = TFormat.Load<TSimd>(ref key, i + 2 * width);
                TSimd.AddProduct(TSimd.Load(ref xRef, i + 2 * width), k, ref x2);
                TSimd.AddProduct(TSimd.Load(ref yRef, i + 2 * width), k, ref y2);
                k = TFormat.Load<TSimd>(ref key, i + 3 * width);
                TSimd.AddProduct(TSimd.Load(ref xRef, i + 3 * width), k, ref x3);
                TSimd.AddProduct(TSimd.Load(ref yRef, i + 3 * width), k, ref y3);
            }

            for (; i + width <= length; i += width)
            {
                TSimd k = TFormat.Load<TSimd>(ref key, i);
                TSimd.AddProduct(TSimd.Load(ref xRef, i), k, ref x0);
                TSimd.AddProduct(TSimd.Load(ref yRef, i), k, ref y0);
            }

            float xSum = TSimd.Sum((x0 + x1) + (x2 + x3)),
                ySum = TSimd.Sum((y0 + y1) + (y2 + y3));
            for (; i < length; i++)
            {
                xSum += Unsafe.Add(ref xRef, i) * TFormat.LoadOne(ref key, i);
                ySum += Unsafe.Add(ref yRef, i) * TFormat.LoadOne(ref key, i);
            }

            xProducts[j] = xSum;
            yProducts[j] = ySum;
            key = ref Unsafe.AddByteOffset(ref key, stride);
        }
    }

    /// <summary>Adds one row for each weight to both destinations: see <see cref="AddScaled"/>.</summary>
    /// <param name="xWeights">One or more weights of the first query.</param>
    /// <param name="yWeights">As many of the second.</param>
    /// <param name="rows">The rows, of as many numbers as the destinations.</param>
    /// <param name="first">The row of the first weight.</param>
    /// <param name="x">What the rows are added to with the first query's weights: Dv.</param>
    /// <param name="y">What they are added to with the second query's: Dv.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows<TSimd, TFormat>(
        ReadOnlySpan<float> xWeights, ReadOnlySpan<float> yWeights, in StoredRows rows, int first, Span<float> x,
        Span<float> y)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        ref float xRef = ref MemoryMarshal.GetReference(x);
        ref float yRef = ref MemoryMarshal.GetReference(y);
        ref float xWeight = ref MemoryMarshal.GetReference(xWeights);
        ref float yWeight = ref MemoryMarshal.GetReference(yWeights[..xWeights.Length]);
        nuint length = (nuint)x.Length,
            width = (nuint)TSimd.Width,
            stride = rows.BytesPerRow,
            count = (nuint)xWeights.Length,
            column = 0;
        for (; column + 4 * width <= length; column += 4 * width)
        {
            TSimd x0 = TSimd.Load(ref xRef, column),
                x1 = TSimd.Load(ref xRef, column + width),
                x2 = TSimd.Load(ref xRef, column + 2 * width),
                x3 = TSimd.Load(ref xRef, column + 3 * width);
            TSimd y0 = TSimd.Load(ref yRef, column),
                y1 = TSimd.Load(ref yRef, column + width),
                y2 = TSimd.Load(ref yRef, column + 2 * width),
                y3 = TSimd.Load(ref yRef, column + 3 * width);
            ref byte row = ref rows.Row(first);
            for (nuint j = 0; j < count; j++)
            {
                TSimd xFactor = TSimd.Broadcast(Unsafe.Add(ref xWeight, j)),
                    yFactor = TSimd.Broadcast(Unsafe.Add(ref yWeight, j));
                TSimd v = TFormat.Load<TSimd>(ref row, column);
                TSimd.AddProduct(xFactor, v, ref x0);
                TSimd.AddProduct(yFactor, v, ref y0);
                v = TFormat.Load<TSimd>(ref row, column + width);
                TSimd.AddProduct(xFactor, v, ref x1);
                TSimd.AddProduct(yFactor, v, ref y1);
                v = TFormat.Load<TSimd>(ref row, column + 2 * width);
                TSimd.AddProduct(xFactor, v, ref x2);
                TSimd.AddProduct(yFactor, v, ref y2);
                v = TFormat.Load<TSimd>(ref row, column + 3 * width);
                TSimd.AddProduct(xFactor, v, ref x3);
                TSimd.AddProduct(yFactor, v, ref y3);
                row = ref Unsafe.AddByteOffset(ref row, stride);
            }

            TSimd.Store(x0, ref xRef, column);
            TSimd.Store(x1, ref xRef, column + width);
            TSimd.Store(x2, ref xRef, column + 2 * width);
            TSimd.Store(x3, ref xRef, column + 3 * width);
            TSimd.Store(y0, ref yRef, column);
            TSimd.Store(y1, ref yRef, column + width);
            TSimd.Store(y2, ref yRef, column + 2 * width);
            TSimd.Store(y3, ref yRef, column + 3 * width);
        }

        for (; column + width <= length; column += width)
        {
            TSimd x0 = TSimd.Load(ref xRef, column),
                y0 = TSimd.Load(ref yRef, column);
            for (int j = 0; j < xWeights.Length; j++)
            {
                TSimd v = TFormat.Load<TSimd>(ref rows.Row(first + j), column);
                TSimd.AddProduct(TSimd.Broadcast(xWeights[j]), v, ref x0);
                TSimd.AddProduct(TSimd.Broadcast(yWeights[j]), v, ref y0);
            }

            TSimd.Store(x0, ref xRef, column);
            TSimd.Store(y0, ref yRef, column);
        }

        for (; column < length; column++)
        {
            for (int j = 0; j < xWeights.Length; j++)
            {
                float v = TFormat.LoadOne(ref rows.Row(first + j), column);
                Unsafe.Add(ref xRef, column) += xWeights[j] * v;
                Unsafe.Add(ref yRef, column) += yWeights[j] * v;
            }
        }
    }
}
