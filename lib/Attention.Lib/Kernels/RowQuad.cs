using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// Four queries over the same keys and values, so that memory gives each key and value once for all of them. Every sum
/// is the one that a query alone gives, bit for bit.
/// </summary>
/// <remarks>
/// Of two pairs, one after the other, the second reads what the first left in the cache, and memory waits meanwhile.
/// Four queries and two keys have sixteen sums, four queries and four values sixteen factors: they fit the registers of
/// a machine with AVX-512; elsewhere the JIT keeps some of them in memory, and that still takes less time. Rows further
/// on are asked for, which is another 3 to 11 % (Zen 4).
/// </remarks>
internal static class RowQuad
{
    /// <summary>How many rows further on: of 128 floats, eight fill a page of memory.</summary>
    private const int RowsAhead = 8;

    /// <summary>The products of four queries with some keys: see <see cref="RowPair.Dots"/>.</summary>
    /// <param name="x">The first query: D.</param>
    /// <param name="y">The second query: D.</param>
    /// <param name="z">The third query: D.</param>
    /// <param name="w">The fourth query: D.</param>
    /// <param name="keys">Rows of D numbers.</param>
    /// <param name="first">The first key to use.</param>
    /// <param name="xProducts">Receives x · k for as many keys as it has room for.</param>
    /// <param name="yProducts">Receives y · k, likewise.</param>
    /// <param name="zProducts">Receives z · k, likewise.</param>
    /// <param name="wProducts">Receives w · k, likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dots<TSimd, TFormat>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, ReadOnlySpan<float> w,
        in StoredRows keys, int first,
        Span<float> xProducts, Span<float> yProducts, Span<float> zProducts, Span<float> wProducts)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        nuint length = (nuint)x.Length,
            width = (nuint)TSimd.Width;
        if (length % (2 * width) != 0)
        {
            RowPair.Dots<TSimd, TFormat>(x, y, keys, first, xProducts, yProducts);
            RowPair.Dots<TSimd, TFormat>(z, w, keys, first, zProducts, wProducts);
            return;
        }

        ref float xRef = ref MemoryMarshal.GetReference(x);
        ref float yRef = ref MemoryMarshal.GetReference(y);
        ref float zRef = ref MemoryMarshal.GetReference(z);
        ref float wRef = ref MemoryMarshal.GetReference(w);
        nuint bytes = length * TFormat.Bytes,
            ahead = RowsAhead * keys.BytesPerRow;
        int part = xProducts.Length / StoredRows.Parts;
        for (int step = 0; step < 2 * part; step++)
        {
            int place = step / 2,
                j = place + step % 2 * 2 * part,
                k = j + part;
            ref byte a = ref keys.Row(first + j),
                b = ref keys.Row(first + k);
            if (place + RowsAhead < part)
            {
                Ahead.Prefetch(ref Unsafe.AddByteOffset(ref a, ahead), bytes);
                Ahead.Prefetch(ref Unsafe.AddByteOffset(ref b, ahead), bytes);
            }

            TSimd xa0 = TSimd.Broadcast(0),
                xa1 = xa0,
                xb0 = xa0,
                xb1 = xa0,
                ya0 = xa0,
                ya1 = xa0,
                yb0 = xa0,
                yb1 = xa0,
                za0 = xa0,
                za1 = xa0,
                zb0 = xa0,
                zb1 = xa0,
                wa0 = xa0,
                wa1 = xa0,
                wb0 = xa0,
                wb1 = xa0;
            for (nuint i = 0; i < length; i += 2 * width)
            {
                TSimd ka = TFormat.Load<TSimd>(ref a, i),
                    kb = TFormat.Load<TSimd>(ref b, i),
                    q = TFormat.Factors<TSimd>(ref xRef, i);
                TSimd.AddProduct(q, ka, ref xa0);
                TSimd.AddProduct(q, kb, ref xb0);
                q = TFormat.Factors<TSimd>(ref yRef, i);
                TSimd.AddProduct(q, ka, ref ya0);
                TSimd.AddProduct(q, kb, ref yb0);
                q = TFormat.Factors<TSimd>(ref zRef, i);
                TSimd.AddProduct(q, ka, ref za0);
                TSimd.AddProduct(q, kb, ref zb0);
                q = TFormat.Factors<TSimd>(ref wRef, i);
                TSimd.AddProduct(q, ka, ref wa0);
                TSimd.AddProduct(q, kb, ref wb0);
                ka = TFormat.Load<TSimd>(ref a, i + width);
                kb = TFormat.Load<TSimd>(ref b, i + width);
                q = TFormat.Factors<TSimd>(ref xRef, i + width);
                TSimd.AddProduct(q, ka, ref xa1);
                TSimd.AddProduct(q, kb, ref xb1);
                q = TFormat.Factors<TSimd>(ref yRef, i + width);
                TSimd.AddProduct(q, ka, ref ya1);
                TSimd.AddProduct(q, kb, ref yb1);
                q = TFormat.Factors<TSimd>(ref zRef, i + width);
                TSimd.AddProduct(q, ka, ref za1);
                TSimd.AddProduct(q, kb, ref zb1);
                q = TFormat.Factors<TSimd>(ref wRef, i + width);
                TSimd.AddProduct(q, ka, ref wa1);
                TSimd.AddProduct(q, kb, ref wb1);
            }

            (xProducts[j], xProducts[k]) = (TSimd.Sum(xa0 + xa1), TSimd.Sum(xb0 + xb1));
            (yProducts[j], yProducts[k]) = (TSimd.Sum(ya0 + ya1), TSimd.Sum(yb0 + yb1));
            (zProducts[j], zProducts[k]) = (TSimd.Sum(za0 + za1), TSimd.Sum(zb0 + zb1));
            (wProducts[j], wProducts[k]) = (TSimd.Sum(wa0 + wa1), TSimd.Sum(wb0 + wb1));
        }

        for (int j = StoredRows.Parts * part; j < xProducts.Length; j++)
        {
            ref byte key = ref keys.Row(first + j);
            xProducts[j] = DotProduct.Kernel<TSimd, TFormat>(x, ref key);
            yProducts[j] = DotProduct.Kernel<TSimd, TFormat>(y, ref key);
            zProducts[j] = DotProduct.Kernel<TSimd, TFormat>(z, ref key);
            wProducts[j] = DotProduct.Kernel<TSimd, TFormat>(w, ref key);
        }
    }

    /// <summary>Asks for the rows with which <see cref="AddRows"/> begins.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="first">The first one to use.</param>
    /// <param name="count">How many are used.</param>
    /// <param name="length">The numbers of a row.</param>
    public static void Prefetch<TFormat>(in StoredRows rows, int first, int count, int length)
        where TFormat : struct, INumberFormat
    {
        int part = count / StoredRows.Parts;
        for (int j = 0; j < Math.Min(RowsAhead, part); j++)
        {
            for (int k = j; k < StoredRows.Parts * part; k += part)
            {
                Ahead.Prefetch(ref rows.Row(first + k), (nuint)length * TFormat.Bytes);
            }
        }
    }

    /// <summary>Adds one row for each weight to all four destinations: see <see cref="AddScaled"/>.</summary>
    /// <param name="xWeights">One or more weights of the first query.</param>
    /// <param name="yWeights">As many of the second.</param>
    /// <param name="zWeights">As many of the third.</param>
    /// <param name="wWeights">As many of the fourth.</param>
    /// <param name="rows">The rows, of as many numbers as the destinations.</param>
    /// <param name="first">The row of the first weight.</param>
    /// <param name="x">What the rows are added to with the first query's weights: Dv.</param>
    /// <param name="y">What they are added to with the second query's: Dv.</param>
    /// <param name="z">What they are added to with the third query's: Dv.</param>
    /// <param name="w">What they are added to with the fourth query's: Dv.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows<TSimd, TFormat>(
        ReadOnlySpan<float> xWeights, ReadOnlySpan<float> yWeights, ReadOnlySpan<float> zWeights,
        ReadOnlySpan<float> wWeights, in StoredRows rows, int first, Span<float> x, Span<float> y, Span<float> z,
        Span<float> w)
        where TSimd : struct, ISimd<TSimd>
        where TFormat : struct, INumberFormat
    {
        nuint length = (nuint)x.Length,
            width = (nuint)TSimd.Width;
        if (length % width != 0)
        {
            RowPair.AddRows<TSimd, TFormat>(xWeights, yWeights, rows, first, x, y);
            RowPair.AddRows<TSimd, TFormat>(zWeights, wWeights, rows, first, z, w);
            return;
        }

        ref float xRef = ref MemoryMarshal.GetReference(x);
        ref float yRef = ref MemoryMarshal.GetReference(y);
        ref float zRef = ref MemoryMarshal.GetReference(z);
        ref float wRef = ref MemoryMarshal.GetReference(w);
        nuint bytes = length * TFormat.Bytes,
            ahead = RowsAhead * rows.BytesPerRow;
        int part = xWeights.Length / StoredRows.Parts;
        for (int j = 0; j < part; j++)
        {
            int k = j + part,
                l = k + part,
                m = l + part;
            ref byte a = ref rows.Row(first + j),
                b = ref rows.Row(first + k),
                c = ref rows.Row(first + l),
                d = ref rows.Row(first + m);
            if (j + RowsAhead < part)
            {
                Ahead.Prefetch(ref Unsafe.AddByteOffset(ref a, ahead), bytes);
                Ahead.Prefetch(ref Unsafe.AddByteOffset(ref b, ahead), bytes);
                Ahead.Prefetch(ref Unsafe.AddByteOffset(ref c, ahead), bytes);
                Ahead.Prefetch(ref Unsafe.AddByteOffset(ref d, ahead), bytes);
            }

            TSimd xa = TFormat.Factor<TSimd>(xWeights[j]),
                xb = TFormat.Factor<TSimd>(xWeights[k]),
                xc = TFormat.Factor<TSimd>(xWeights[l]),
                xd = TFormat.Factor<TSimd>(xWeights[m]),
                ya = TFormat.Factor<TSimd>(yWeights[j]),
                yb = TFormat.Factor<TSimd>(yWeights[k]),
                yc = TFormat.Factor<TSimd>(yWeights[l]),
                yd = TFormat.Factor<TSimd>(yWeights[m]),
                za = TFormat.Factor<TSimd>(zWeights[j]),
                zb = TFormat.Factor<TSimd>(zWeights[k]),
                zc = TFormat.Factor<TSimd>(zWeights[l]),
                zd = TFormat.Factor<TSimd>(zWeights[m]),
                wa = TFormat.Factor<TSimd>(wWeights[j]),
                wb = TFormat.Factor<TSimd>(wWeights[k]),
                wc = TFormat.Factor<TSimd>(wWeights[l]),
                wd = TFormat.Factor<TSimd>(wWeights[m]);
            for (nuint i = 0; i < length; i += width)
            {
                TSimd xSum = TSimd.Load(ref xRef, i),
                    ySum = TSimd.Load(ref yRef, i),
                    zSum = TSimd.Load(ref zRef, i),
                    wSum = TSimd.Load(ref wRef, i),
                    v = TFormat.Load<TSimd>(ref a, i);
                TSimd.AddProduct(xa, v, ref xSum);
                TSimd.AddProduct(ya, v, ref ySum);
                TSimd.AddProduct(za, v, ref zSum);
                TSimd.AddProduct(wa, v, ref wSum);
                v = TFormat.Load<TSimd>(ref b, i);
                TSimd.AddProduct(xb, v, ref xSum);
                TSimd.AddProduct(yb, v, ref ySum);
                TSimd.AddProduct(zb, v, ref zSum);
                TSimd.AddProduct(wb, v, ref wSum);
                v = TFormat.Load<TSimd>(ref c, i);
                TSimd.AddProduct(xc, v, ref xSum);
                TSimd.AddProduct(yc, v, ref ySum);
                TSimd.AddProduct(zc, v, ref zSum);
                TSimd.AddProduct(wc, v, ref wSum);
                v = TFormat.Load<TSimd>(ref d, i);
                TSimd.AddProduct(xd, v, ref xSum);
                TSimd.AddProduct(yd, v, ref ySum);
                TSimd.AddProduct(zd, v, ref zSum);
                TSimd.AddProduct(wd, v, ref wSum);
                TSimd.Store(xSum, ref xRef, i);
                TSimd.Store(ySum, ref yRef, i);
                TSimd.Store(zSum, ref zRef, i);
                TSimd.Store(wSum, ref wRef, i);
            }
        }

        for (int j = StoredRows.Parts * part; j < xWeights.Length; j++)
        {
            ref byte row = ref rows.Row(first + j);
            AddScaled.Kernel<TSimd, TFormat>(xWeights[j], ref row, x);
            AddScaled.Kernel<TSimd, TFormat>(yWeights[j], ref row, y);
            AddScaled.Kernel<TSimd, TFormat>(zWeights[j], ref row, z);
            AddScaled.Kernel<TSimd, TFormat>(wWeights[j], ref row, w);
        }
    }
}
