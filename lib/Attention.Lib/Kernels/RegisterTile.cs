using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary>
/// The inner loops under every matrix product of the library: <c>C += A · B</c> for a C that stays in registers.
/// </summary>
internal static class RegisterTile
{
    /// <summary>The fewest rows that a tile has at any register width.</summary>
    public const int LeastRows = 6;

    /// <summary>Columns of the transposed A of <see cref="AddTransposed"/>, which are rows of its C.</summary>
    public const int TransposedRows = 6;

    /// <summary>Rows of a tile: six, or eight where there are 32 registers.</summary>
    /// <remarks>
    /// Six rows times two registers are twelve independent sums. That hides the latency of a multiply-add (4 cycles on
    /// 2 units need 8 sums), and with two registers of B and one of A they just fit the sixteen registers of a machine
    /// without AVX-512. Eight rows spill registers there, at half the speed. The 32 registers of AVX-512 hold them:
    /// each register of B then serves eight multiply-adds, and 64 or 128 rows are whole tiles.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rows<TSimd>()
        where TSimd : struct, ISimd<TSimd> => HasEightRows<TSimd>() ? 8 : 6;

    /// <summary>Columns of a tile: two registers.</summary>
    public static int Columns<TSimd>()
        where TSimd : struct, ISimd<TSimd> => 2 * TSimd.Width;

    /// <summary>Computes <c>C = A · B</c>, or <c>C += A · B</c>, for one tile.</summary>
    /// <param name="a">A: 6 or 8 × depth, rows <paramref name="aStride"/> floats apart.</param>
    /// <param name="aStride">The distance between two rows of A.</param>
    /// <param name="b">B: depth × 2 registers, rows <paramref name="bStride"/> floats apart.</param>
    /// <param name="bStride">The distance between two rows of B.</param>
    /// <param name="c">C: 6 or 8 × 2 registers, rows <paramref name="cStride"/> floats apart.</param>
    /// <param name="cStride">The distance between two rows of C.</param>
    /// <param name="depth">How many products are summed for each element of C.</param>
    /// <param name="accumulate">Whether C is added to instead of overwritten.</param>
    /// <remarks>
    /// Every element is one chain of multiply-adds in the order of B's rows, whatever the register width. The chain
    /// begins at zero and is added to C at its end: one chain over all keys of a long row would round every product to
    /// the size of the sum so far. Whether there are eight rows is a constant to the JIT.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TSimd>(
        ref float a, nuint aStride, ref float b, nuint bStride, ref float c, nuint cStride, nuint depth,
        bool accumulate)
        where TSimd : struct, ISimd<TSimd>
    {
        nuint width = (nuint)TSimd.Width;
        ref float a1 = ref Unsafe.Add(ref a, aStride);
        ref float a2 = ref Unsafe.Add(ref a1, aStride);
        ref float a3 = ref Unsafe.Add(ref a2, aStride);
        ref float a4 = ref Unsafe.Add(ref a3, aStride);
        ref float a5 = ref Unsafe.Add(ref a4, aStride);
        ref float a6 = ref Unsafe.Add(ref a5, HasEightRows<TSimd>() ? aStride : 0);
        ref float a7 = ref Unsafe.Add(ref a6, HasEightRows<TSimd>() ? aStride : 0);

        TSimd zero = TSimd.Broadcast(0);
        TSimd c00 = zero,
            c10 = zero,
            c20 = zero,
            c30 = zero,
            c40 = zero,
            c50 = zero,
            c60 = zero,
            c70 = zero;
        TSimd c01 = zero,
            c11 = zero,
            c21 = zero,
            c31 = zero,
            c41 = zero,
            c51 = zero,
            c61 = zero,
            c71 = zero;

        // Two loads of B serve twelve or sixteen multiply-adds, and each number of A serves two:
        // the multipliers limit the speed, not the memory.
        for (nuint k = 0; k < depth; k++)
        {
            TSimd b0 = TSimd.Load(ref b, 0),
                b1 = TSimd.Load(ref b, width);
            b = ref Unsafe.Add(ref b, bStride);

            TSimd x = TSimd.Broadcast(Unsafe.Add(ref a, k));
            TSimd.AddProduct(x, b0, ref c00);
            TSimd.AddProduct(x, b1, ref c01);
            x = TSimd.Broadcast(Unsafe.Add(ref a1, k));
            TSimd.AddProduct(x, b0, ref c10);
            TSimd.AddProduct(x, b1, ref c11);
            x = TSimd.Broadcast(Unsafe.Add(ref a2, k));
            TSimd.AddProduct(x, b0, ref c20);
            TSimd.AddProduct(x, b1, ref c21);
            x = TSimd.Broadcast(Unsafe.Add(ref a3, k));
            TSimd.AddProduct(x, b0, ref c30);
            TSimd.AddProduct(x, b1, ref c31);
            x = TSimd.Broadcast(Unsafe.Add(ref a4, k));
            TSimd.AddProduct(x, b0, ref c40);
            TSimd.AddProduct(x, b1, ref c41);
            x = TSimd.Broadcast(Unsafe.Add(ref a5, k));
            TSimd.AddProduct(x, b0, ref c50);
            TSimd.AddProduct(x, b1, ref c51);
            if (HasEightRows<TSimd>())
            {
                x = TSimd.Broadcast(Unsafe.Add(ref a6, k));
                TSimd.AddProduct(x, b0, ref c60);
                TSimd.AddProduct(x, b1, ref c61);
                x = TSimd.Broadcast(Unsafe.Add(ref a7, k));
                TSimd.AddProduct(x, b0, ref c70);
                TSimd.AddProduct(x, b1, ref c71);
            }
        }

        if (accumulate)
        {
            (c00, c01) = (TSimd.Load(ref c, 0) + c00, TSimd.Load(ref c, width) + c01);
            (c10, c11) = (TSimd.Load(ref c, cStride) + c10, TSimd.Load(ref c, cStride + width) + c11);
            (c20, c21) = (TSimd.Load(ref c, 2 * cStride) + c20, TSimd.Load(ref c, 2 * cStride + width) + c21);
            (c30, c31) = (TSimd.Load(ref c, 3 * cStride) + c30, TSimd.Load(ref c, 3 * cStride + width) + c31);
            (c40, c41) = (TSimd.Load(ref c, 4 * cStride) + c40, TSimd.Load(ref c, 4 * cStride + width) + c41);
            (c50, c51) = (TSimd.Load(ref c, 5 * cStride) + c50, TSimd.Load(ref c, 5 * cStride + width) + c51);
        }

        if (accumulate && HasEightRows<TSimd>())
        {
            (c60, c61) = (TSimd.Load(ref c, 6 * cStride) + c60, TSimd.Load(ref c, 6 * cStride + width) + c61);
            (c70, c71) = (TSimd.Load(ref c, 7 * cStride) + c70, TSimd.Load(ref c, 7 * cStride + width) + c71);
        }

        TSimd.Store(c00, ref c, 0);
        TSimd.Store(c01, ref c, width);
        TSimd.Store(c10, ref c, cStride);
        TSimd.Store(c11, ref c, cStride + width);
        TSimd.Store(c20, ref c, 2 * cStride);
        TSimd.Store(c21, ref c, 2 * cStride + width);
        TSimd.Store(c30, ref c, 3 * cStride);
        TSimd.Store(c31, ref c, 3 * cStride + width);
        TSimd.Store(c40, ref c, 4 * cStride);
        TSimd.Store(c41, ref c, 4 * cStride + width);
        TSimd.Store(c50, ref c, 5 * cStride);
        TSimd.Store(c51, ref c, 5 * cStride + width);
        if (HasEightRows<TSimd>())
        {
            TSimd.Store(c60, ref c, 6 * cStride);
            TSimd.Store(c61, ref c, 6 * cStride + width);
            TSimd.Store(c70, ref c, 7 * cStride);
            TSimd.Store(c71, ref c, 7 * cStride + width);
        }
    }

    /// <summary>
    /// Computes <c>C += Aᵀ · B</c> for one tile, where the six numbers for one step are neighbours in A.
    /// </summary>
    /// <param name="a">A: depth × 6, rows <paramref name="aStride"/> floats apart.</param>
    /// <param name="aStride">The distance between two rows of A.</param>
    /// <param name="b">B: depth × 2 registers, rows <paramref name="bStride"/> floats apart.</param>
    /// <param name="bStride">The distance between two rows of B.</param>
    /// <param name="c">C: 6 × 2 registers, rows <paramref name="cStride"/> floats apart.</param>
    /// <param name="cStride">The distance between two rows of C.</param>
    /// <param name="depth">How many products are summed for each element of C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTransposed<TSimd>(
        ref float a, nuint aStride, ref float b, nuint bStride, ref float c, nuint cStride, nuint depth)
        where TSimd : struct, ISimd<TSimd>
    {
        nuint width = (nuint)TSimd.Width;
        TSimd zero = TSimd.Broadcast(0);
        TSimd c00 = zero,
            c10 = zero,
            c20 = zero,
            c30 = zero,
            c40 = zero,
            c50 = zero;
        TSimd c01 = zero,
            c11 = zero,
            c21 = zero,
            c31 = zero,
            c41 = zero,
            c51 = zero;
        for (nuint k = 0; k < depth; k++)
        {
            TSimd b0 = TSimd.Load(ref b, 0),
                b1 = TSimd.Load(ref b, width);
            TSimd x = TSimd.Broadcast(a);
            TSimd.AddProduct(x, b0, ref c00);
            TSimd.AddProduct(x, b1, ref c01);
            x = TSimd.Broadcast(Unsafe.Add(ref a, 1));
            TSimd.AddProduct(x, b0, ref c10);
            TSimd.AddProduct(x, b1, ref c11);
            x = TSimd.Broadcast(Unsafe.Add(ref a, 2));
            TSimd.AddProduct(x, b0, ref c20);
            TSimd.AddProduct(x, b1, ref c21);
            x = TSimd.Broadcast(Unsafe.Add(ref a, 3));
            TSimd.AddProduct(x, b0, ref c30);
            TSimd.AddProduct(x, b1, ref c31);
            x = TSimd.Broadcast(Unsafe.Add(ref a, 4));
            TSimd.AddProduct(x, b0, ref c40);
            TSimd.AddProduct(x, b1, ref c41);
            x = TSimd.Broadcast(Unsafe.Add(ref a, 5));
            TSimd.AddProduct(x, b0, ref c50);
            TSimd.AddProduct(x, b1, ref c51);
            a = ref Unsafe.Add(ref a, aStride);
            b = ref Unsafe.Add(ref b, bStride);
        }

        TSimd.Store(TSimd.Load(ref c, 0) + c00, ref c, 0);
        TSimd.Store(TSimd.Load(ref c, width) + c01, ref c, width);
        TSimd.Store(TSimd.Load(ref c, cStride) + c10, ref c, cStride);
        TSimd.Store(TSimd.Load(ref c, cStride + width) + c11, ref c, cStride + width);
        TSimd.Store(TSimd.Load(ref c, 2 * cStride) + c20, ref c, 2 * cStride);
        TSimd.Store(TSimd.Load(ref c, 2 * cStride + width) + c21, ref c, 2 * cStride + width);
        TSimd.Store(TSimd.Load(ref c, 3 * cStride) + c30, ref c, 3 * cStride);
        TSimd.Store(TSimd.Load(ref c, 3 * cStride + width) + c31, ref c, 3 * cStride + width);
        TSimd.Store(TSimd.Load(ref c, 4 * cStride) + c40, ref c, 4 * cStride);
        TSimd.Store(TSimd.Load(ref c, 4 * cStride + width) + c41, ref c, 4 * cStride + width);
        TSimd.Store(TSimd.Load(ref c, 5 * cStride) + c50, ref c, 5 * cStride);
        TSimd.Store(TSimd.Load(ref c, 5 * cStride + width) + c51, ref c, 5 * cStride + width);
    }

    /// <summary>
    /// The same for a panel of which only the first columns are needed, with no more registers than they fill.
    /// </summary>
    /// <remarks>
    /// Where 512 bits are computed in two halves, one half takes half the time: of 40 features, 8 are the third half
    /// register after two whole ones.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyColumns<TSimd>(
        ref float a, nuint aStride, ref float panel, ref float c, nuint cStride, nuint depth, int columns,
        bool accumulate)
        where TSimd : struct, ISimd<TSimd>
    {
        nuint stride = (nuint)Columns<TSimd>();
        if (columns > TSimd.Width)
        {
            Multiply<TSimd>(ref a, aStride, ref panel, stride, ref c, cStride, depth, accumulate);
        }
        else if (columns > Simd256.Width || TSimd.Width < Simd256.Width)
        {
            MultiplyNarrow<TSimd, TSimd>(ref a, aStride, ref panel, stride, ref c, cStride, depth, accumulate);
        }
        else
        {
            MultiplyNarrow<TSimd, Simd256>(ref a, aStride, ref panel, stride, ref c, cStride, depth, accumulate);
        }
    }

    /// <summary>
    /// The same for a C that is one register wide, <typeparamref name="TNarrow"/>: the last columns of a C that is not
    /// a whole number of panels wide. A has as many rows as a tile of <typeparamref name="TSimd"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyNarrow<TSimd, TNarrow>(
        ref float a, nuint aStride, ref float b, nuint bStride, ref float c, nuint cStride, nuint depth,
        bool accumulate)
        where TSimd : struct, ISimd<TSimd>
        where TNarrow : struct, ISimd<TNarrow>
    {
        ref float a1 = ref Unsafe.Add(ref a, aStride);
        ref float a2 = ref Unsafe.Add(ref a1, aStride);
        ref float a3 = ref Unsafe.Add(ref a2, aStride);
        ref float a4 = ref Unsafe.Add(ref a3, aStride);
        ref float a5 = ref Unsafe.Add(ref a4, aStride);
        ref float a6 = ref Unsafe.Add(ref a5, HasEightRows<TSimd>() ? aStride : 0);
        ref float a7 = ref Unsafe.Add(ref a6, HasEightRows<TSimd>() ? aStride : 0);
        TNarrow zero = TNarrow.Broadcast(0),
            c0 = zero,
            c1 = zero,
            c2 = zero,
            c3 = zero,
            c4 = zero,
            c5 = zero,
            c6 = zero,
            c7 = zero;
        for (nuint k = 0; k < depth; k++)
        {
            TNarrow b0 = TNarrow.Load(ref b, 0);
            b = ref Unsafe.Add(ref b, bStride);
            TNarrow.AddProduct(TNarrow.Broadcast(Unsafe.Add(ref a, k)), b0, ref c0);
            TNarrow.AddProduct(TNarrow.Broadcast(Unsafe.Add(ref a1, k)), b0, ref c1);
            TNarrow.AddProduct(TNarrow.Broadcast(Unsafe.Add(ref a2, k)), b0, ref c2);
            TNarrow.AddProduct(TNarrow.Broadcast(Unsafe.Add(ref a3, k)), b0, ref c3);
            TNarrow.AddProduct(TNarrow.Broadcast(Unsafe.Add(ref a4, k)), b0, ref c4);
            TNarrow.AddProduct(TNarrow.Broadcast(Unsafe.Add(ref a5, k)), b0, ref c5);
            if (HasEightRows<TSimd>())
            {
                TNarrow.AddProduct(TNarrow.Broadcast(Unsafe.Add(ref a6, k)), b0, ref c6);
                TNarrow.AddProduct(TNarrow.Broadcast(Unsafe.Add(ref a7, k)), b0, ref c7);
            }
        }

        if (accumulate)
        {
            (c0, c1) = (TNarrow.Load(ref c, 0) + c0, TNarrow.Load(ref c, cStride) + c1);
            (c2, c3) = (TNarrow.Load(ref c, 2 * cStride) + c2, TNarrow.Load(ref c, 3 * cStride) + c3);
            (c4, c5) = (TNarrow.Load(ref c, 4 * cStride) + c4, TNarrow.Load(ref c, 5 * cStride) + c5);
        }

        if (accumulate && HasEightRows<TSimd>())
        {
            (c6, c7) = (TNarrow.Load(ref c, 6 * cStride) + c6, TNarrow.Load(ref c, 7 * cStride) + c7);
        }

        TNarrow.Store(c0, ref c, 0);
        TNarrow.Store(c1, ref c, cStride);
        TNarrow.Store(c2, ref c, 2 * cStride);
        TNarrow.Store(c3, ref c, 3 * cStride);
        TNarrow.Store(c4, ref c, 4 * cStride);
        TNarrow.Store(c5, ref c, 5 * cStride);
        if (HasEightRows<TSimd>())
        {
            TNarrow.Store(c6, ref c, 6 * cStride);
            TNarrow.Store(c7, ref c, 7 * cStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasEightRows<TSimd>()
        where TSimd : struct, ISimd<TSimd> => TSimd.Width == Simd512.Width;
}
