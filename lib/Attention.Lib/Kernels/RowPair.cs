using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Lib.Internal;

/// <summary>
/// Two queries over the same keys and values: each key and value is loaded once for both. Every sum is the one that a
/// query alone gives, bit for bit.
/// </summary>
/// <remarks>
/// Two queries and two keys have eight sums: with four factors they fit the sixteen registers of a machine without
/// AVX-512.
/// </remarks>
internal static class RowPair
{
    /// <summary>The products of two queries with some keys, in the order of <see cref="DotProduct.Rows"/>.</summary>
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
        nuint length = (nuint)x.Length,
            width = (nuint)TSimd.Width;
        int part = xProducts.Length / StoredRows.Parts;
        for (int step = 0; step < 2 * part; step++)
        {
            // Two rows at a time, of the first two parts and of the last two in turn
            int j = step / 2 + step % 2 * 2 * part,
                k = j + part;
            ref byte a = ref keys.Row(first + j),
                b = ref keys.Row(first + k);
            TSimd xa0 = TSimd.Broadcast(0),
                xa1 = xa0,
                xb0 = xa0,
                xb1 = xa0,
                ya0 = xa0,
                ya1 = xa0,
                yb0 = xa0,
                yb1 = xa0;
            nuint i = 0;
            for (; i + 2 * width <= length; i += 2 * width)
            {
                TSimd ka = TFormat.Load<TSimd>(ref a, i),
                    kb = TFormat.Load<TSimd>(ref b, i),
                    q = TFormat.Factors<TSimd>(ref xRef, i);
                TSimd.AddProduct(q, ka, ref xa0);
                TSimd.AddProduct(q, kb, ref xb0);
                q = TFormat.Factors<TSimd>(ref yRef, i);
                TSimd.AddProduct(q, ka, ref ya0);
                TSimd.AddProduct(q, kb, ref yb0);
                ka = TFormat.Load<TSimd>(ref a, i + width);
                kb = TFormat.Load<TSimd>(ref b, i + width);
                q = TFormat.Factors<TSimd>(ref xRef, i + width);
                TSimd.AddProduct(q, ka, ref xa1);
                TSimd.AddProduct(q, kb, ref xb1);
                q = TFormat.Factors<TSimd>(ref yRef, i + width);
                TSimd.AddProduct(q, ka, ref ya1);
                TSimd.AddProduct(q, kb, ref yb1);
            }

            if (i + width <= length)
            {
                TSimd ka = TFormat.Load<TSimd>(ref a, i),
                    kb = TFormat.Load<TSimd>(ref b, i),
                    q = TFormat.Factors<TSimd>(ref xRef, i);
                TSimd.AddProduct(q, ka, ref xa0);
                TSimd.AddProduct(q, kb, ref xb0);
                q = TFormat.Factors<TSimd>(ref yRef, i);
                TSimd.AddProduct(q, ka, ref ya0);
                TSimd.AddProduct(q, kb, ref yb0);
                i += width;
            }

            float xa = TSimd.Sum(xa0 + xa1),
                xb = TSimd.Sum(xb0 + xb1),
                ya = TSimd.Sum(ya0 + ya1),
                yb = TSimd.Sum(yb0 + yb1);
            for (; i < length; i++)
            {
                float ka = TFormat.LoadOne(ref a, i),
                    kb = TFormat.LoadOne(ref b, i);
                xa += Unsafe.Add(ref xRef, i) * ka;
                xb += Unsafe.Add(ref xRef, i) * kb;
                ya += Unsafe.Add(ref yRef, i) * ka;
                yb += Unsafe.Add(ref yRef, i) * kb;
            }

            (xProducts[j], xProducts[k]) = (xa, xb);
            (yProducts[j], yProducts[k]) = (ya, yb);
        }

        for (int j = StoredRows.Parts * part; j < xProducts.Length; j++)
        {
            xProducts[j] = DotProduct.Kernel<TSimd, TFormat>(x, ref keys.Row(first + j));
            yProducts[j] = DotProduct.Kernel<TSimd, TFormat>(y, ref keys.Row(first + j));
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
        nuint length = (nuint)x.Length,
            width = (nuint)TSimd.Width;
        int part = xWeights.Length / StoredRows.Parts;
        for (int j = 0; j < part; j++)
        {
            ref byte a = ref rows.Row(first + j),
                b = ref rows.Row(first + j + part),
                c = ref rows.Row(first + j + 2 * part),
                d = ref rows.Row(first + j + 3 * part);
            float xa = xWeights[j],
                xb = xWeights[j + part],
                xc = xWeights[j + 2 * part],
                xd = xWeights[j + 3 * part],
                ya = yWeights[j],
                yb = yWeights[j + part],
                yc = yWeights[j + 2 * part],
                yd = yWeights[j + 3 * part];
            TSimd xaFactor = TFormat.Factor<TSimd>(xa),
                xbFactor = TFormat.Factor<TSimd>(xb),
                xcFactor = TFormat.Factor<TSimd>(xc),
                xdFactor = TFormat.Factor<TSimd>(xd),
                yaFactor = TFormat.Factor<TSimd>(ya),
                ybFactor = TFormat.Factor<TSimd>(yb),
                ycFactor = TFormat.Factor<TSimd>(yc),
                ydFactor = TFormat.Factor<TSimd>(yd);
            nuint i = 0;
            for (; i + width <= length; i += width)
            {
                TSimd xSum = TSimd.Load(ref xRef, i),
                    ySum = TSimd.Load(ref yRef, i),
                    v = TFormat.Load<TSimd>(ref a, i);
                TSimd.AddProduct(xaFactor, v, ref xSum);
                TSimd.AddProduct(yaFactor, v, ref ySum);
                v = TFormat.Load<TSimd>(ref b, i);
                TSimd.AddProduct(xbFactor, v, ref xSum);
                TSimd.AddProduct(ybFactor, v, ref ySum);
                v = TFormat.Load<TSimd>(ref c, i);
                TSimd.AddProduct(xcFactor, v, ref xSum);
                TSimd.AddProduct(ycFactor, v, ref ySum);
                v = TFormat.Load<TSimd>(ref d, i);
                TSimd.AddProduct(xdFactor, v, ref xSum);
                TSimd.AddProduct(ydFactor, v, ref ySum);
                TSimd.Store(xSum, ref xRef, i);
                TSimd.Store(ySum, ref yRef, i);
            }

            for (; i < length; i++)
            {
                ref float xSum = ref Unsafe.Add(ref xRef, i),
                    ySum = ref Unsafe.Add(ref yRef, i);
                (float va, float vb) = (TFormat.LoadOne(ref a, i), TFormat.LoadOne(ref b, i));
                (float vc, float vd) = (TFormat.LoadOne(ref c, i), TFormat.LoadOne(ref d, i));
                xSum = xSum + xa * va + xb * vb + xc * vc + xd * vd;
                ySum = ySum + ya * va + yb * vb + yc * vc + yd * vd;
            }
        }

        for (int j = StoredRows.Parts * part; j < xWeights.Length; j++)
        {
            AddScaled.Kernel<TSimd, TFormat>(xWeights[j], ref rows.Row(first + j), x);
            AddScaled.Kernel<TSimd, TFormat>(yWeights[j], ref rows.Row(first + j), y);
        }
    }
}
