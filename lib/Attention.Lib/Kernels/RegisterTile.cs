using System.Runtime.CompilerServices;

namespace Attention.Lib.Internal;

/// <summary>
/// The inner loops under every matrix product of the library: <c>C += A · B</c> for a C that stays in registers.
/// </summary>
internal static class RegisterTile
{
    /// <summary>Rows of a tile.</summary>
    /// <remarks>
    /// Six rows times two registers are twelve independent sums. That hides the latency of a multiply-add (4 cycles on
    /// 2 units need 8 sums), and with two registers of B and one of A they just fit the sixteen registers of a machine
    /// without AVX-512. Eight rows spill registers there, at half the speed; with 32 registers eight rows gain
    /// nothing.
    /// </remarks>
    public const int Rows = 6;

    /// <summary>Columns of a tile: two registers.</summary>
    public static int Columns<TSimd>()
        where TSimd : struct, ISimd<TSimd> => 2 * TSimd.Width;

    /// <summary>Computes <c>C = A · B</c>, or <c>C += A · B</c>, for one tile.</summary>
    /// <param name="a">A: 6 × depth, rows <paramref name="aStride"/> floats apart.</param>
    /// <param name="aStride">The distance between two rows of A.</param>
    /// <param name="b">B: depth × 2 registers, rows <paramref name="bStride"/> floats apart.</param>
    /// <param name="bStride">The distance between two rows of B.</param>
    /// <param name="c">C: 6 × 2 registers, rows <paramref name="cStride"/> floats apart.</param>
    /// <param name="cStride">The distance between two rows of C.</param>
    /// <param name="depth">How many products are summed for each element of C.</param>
    /// <param name="accumulate">Whether C is added to instead of overwritten.</param>
    /// <remarks>
    /// Every element is one chain of multiply-adds in the order of B's rows, whatever the register width. The chain
    /// begins at zero and is added to C at its end: one chain over all keys of a long row would round every product to
    /// the size of the sum so far.
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

        // Two loads of B serve twelve multiply-adds, and each number of A serves two:
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
    /// Computes <c>C += A · B</c> for a tile of one register: the last columns of a C that is not a whole number of
    /// panels wide.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddNarrow<TSimd>(
        ref float a, nuint aStride, ref float b, nuint bStride, ref float c, nuint cStride, nuint depth)
        where TSimd : struct, ISimd<TSimd>
    {
        ref float a1 = ref Unsafe.Add(ref a, aStride);
        ref float a2 = ref Unsafe.Add(ref a1, aStride);
        ref float a3 = ref Unsafe.Add(ref a2, aStride);
        ref float a4 = ref Unsafe.Add(ref a3, aStride);
        ref float a5 = ref Unsafe.Add(ref a4, aStride);
        TSimd zero = TSimd.Broadcast(0),
            c0 = zero,
            c1 = zero,
            c2 = zero,
            c3 = zero,
            c4 = zero,
            c5 = zero;
        for (nuint k = 0; k < depth; k++)
        {
            TSimd b0 = TSimd.Load(ref b, 0);
            b = ref Unsafe.Add(ref b, bStride);
            TSimd.AddProduct(TSimd.Broadcast(Unsafe.Add(ref a, k)), b0, ref c0);
            TSimd.AddProduct(TSimd.Broadcast(Unsafe.Add(ref a1, k)), b0, ref c1);
            TSimd.AddProduct(TSimd.Broadcast(Unsafe.Add(ref a2, k)), b0, ref c2);
            TSimd.AddProduct(TSimd.Broadcast(Unsafe.Add(ref a3, k)), b0, ref c3);
            TSimd.AddProduct(TSimd.Broadcast(Unsafe.Add(ref a4, k)), b0, ref c4);
            TSimd.AddProduct(TSimd.Broadcast(Unsafe.Add(ref a5, k)), b0, ref c5);
        }

        TSimd.Store(TSimd.Load(ref c, 0) + c0, ref c, 0);
        TSimd.Store(TSimd.Load(ref c, cStride) + c1, ref c, cStride);
        TSimd.Store(TSimd.Load(ref c, 2 * cStride) + c2, ref c, 2 * cStride);
        TSimd.Store(TSimd.Load(ref c, 3 * cStride) + c3, ref c, 3 * cStride);
        TSimd.Store(TSimd.Load(ref c, 4 * cStride) + c4, ref c, 4 * cStride);
        TSimd.Store(TSimd.Load(ref c, 5 * cStride) + c5, ref c, 5 * cStride);
    }
}
