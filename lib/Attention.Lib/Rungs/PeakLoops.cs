using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Attention.Lib.Internal;

namespace Attention.Lib;

/// <summary>
/// Loops that only multiply and add, or only read. No kernel can be faster: timed, they give the roofline of the
/// machine.
/// </summary>
public static class PeakLoops
{
    private const int Accumulators = 12;

    /// <summary>The width of the registers that the kernels use on this machine: 512, 256 or 128 bits.</summary>
    public static int RegisterBits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : 128;

    /// <summary>The multiplications and additions of one step of <see cref="MultiplyAdd"/>.</summary>
    /// <param name="registerBits">512, 256 or 128.</param>
    public static int OperationsPerStep(int registerBits) => 2 * Accumulators * registerBits / (8 * sizeof(float));

    /// <summary>Twelve independent chains of multiply-adds, which wait for nothing but the multiplier.</summary>
    /// <param name="steps">How many multiply-adds each chain has.</param>
    /// <param name="registerBits">512, 256 or 128. A width that the machine lacks is emulated, and slow.</param>
    /// <returns>The sum of all chains, so that no compiler can leave them out.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static float MultiplyAdd(int steps, int registerBits) =>
        registerBits switch
        {
            512 => MultiplyAdd<Simd512>(steps),
            256 => MultiplyAdd<Simd256>(steps),
            128 => MultiplyAdd<Simd128>(steps),
            _ => throw NoSuchWidth(registerBits),
        };

    /// <summary>Reads a block of memory several times with the widest registers of this machine.</summary>
    /// <param name="block">What to read; numbers behind the last four whole registers are left out.</param>
    /// <param name="sweeps">How often.</param>
    /// <returns>The sum of all numbers read, so that no compiler can leave the reading out.</returns>
    public static float Read(ReadOnlySpan<float> block, int sweeps) =>
        Vector512.IsHardwareAccelerated ? Read<Simd512>(block, sweeps)
        : Vector256.IsHardwareAccelerated ? Read<Simd256>(block, sweeps)
        : Read<Simd128>(block, sweeps);

    internal static ArgumentOutOfRangeException NoSuchWidth(int registerBits) =>
        new(nameof(registerBits), registerBits, "registerBits must be 512, 256 or 128.");

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float MultiplyAdd<TSimd>(int steps)
        where TSimd : struct, ISimd<TSimd>
    {
        TSimd x = TSimd.Broadcast(0.99f),
            y = TSimd.Broadcast(0.01f);
        TSimd a = x,
            b = x,
            c = x,
            d = x,
            e = x,
            f = x,
            g = x,
            h = x,
            i = x,
            j = x,
            k = x,
            l = x;
        for (int step = 0; step < steps; step++)
        {
            a = TSimd.MultiplyAdd(a, x, y);
            b = TSimd.MultiplyAdd(b, x, y);
            c = TSimd.MultiplyAdd(c, x, y);
            d = TSimd.MultiplyAdd(d, x, y);
            e = TSimd.MultiplyAdd(e, x, y);
            f = TSimd.MultiplyAdd(f, x, y);
            g = TSimd.MultiplyAdd(g, x, y);
            h = TSimd.MultiplyAdd(h, x, y);
            i = TSimd.MultiplyAdd(i, x, y);
            j = TSimd.MultiplyAdd(j, x, y);
            k = TSimd.MultiplyAdd(k, x, y);
            l = TSimd.MultiplyAdd(l, x, y);
        }

        return TSimd.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Read<TSimd>(ReadOnlySpan<float> block, int sweeps)
        where TSimd : struct, ISimd<TSimd>
    {
        nuint width = (nuint)TSimd.Width,
            length = (nuint)block.Length / (4 * width) * (4 * width);
        TSimd a = TSimd.Broadcast(0),
            b = a,
            c = a,
            d = a;
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            ref float x = ref MemoryMarshal.GetReference(block);
            for (nuint n = 0; n < length; n += 4 * width)
            {
                a += TSimd.Load(ref x, n);
                b += TSimd.Load(ref x, n + width);
                c += TSimd.Load(ref x, n + 2 * width);
                d += TSimd.Load(ref x, n + 3 * width);
            }
        }

        return TSimd.Sum(a + b + c + d);
    }
}
