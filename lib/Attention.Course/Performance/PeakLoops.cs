using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attention.Course;

/// <summary>
/// Loops that only multiply and add, or only read. No kernel can be faster: timed, they give the roofs of a machine.
/// </summary>
public static class PeakLoops
{
    private const int Accumulators = 12;

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
            512 => MultiplyAdd<Register512>(steps),
            256 => MultiplyAdd<Register256>(steps),
            128 => MultiplyAdd<Register128>(steps),
            _ => throw RegisterWidth.Unknown(registerBits),
        };

    /// <summary>Reads a block of memory several times, adding up what it reads in eight independent sums.</summary>
    /// <param name="block">What to read; numbers behind the last eight whole registers are left out.</param>
    /// <param name="sweeps">How often.</param>
    /// <param name="registerBits">512, 256 or 128. A width that the machine lacks is emulated, and slow.</param>
    /// <returns>The sum of all numbers read, so that no compiler can leave the reading out.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static float Read(ReadOnlySpan<float> block, int sweeps, int registerBits) =>
        registerBits switch
        {
            512 => Read<Register512>(block, sweeps),
            256 => Read<Register256>(block, sweeps),
            128 => Read<Register128>(block, sweeps),
            _ => throw RegisterWidth.Unknown(registerBits),
        };

    // The attribute asks the JIT to compile fully before the first call.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float MultiplyAdd<TRegister>(int steps)
        where TRegister : struct, IRegister<TRegister>
    {
        // sum = sum + 0.01 · 0.01 in twelve chains: they grow slowly and never overflow.
        TRegister x = TRegister.Broadcast(0.01f), zero = TRegister.Broadcast(0);
        TRegister a = zero, b = zero, c = zero, d = zero, e = zero, f = zero;
        TRegister g = zero, h = zero, i = zero, j = zero, k = zero, l = zero;
        for (int step = 0; step < steps; step++)
        {
            TRegister.AddProduct(x, x, ref a);
            TRegister.AddProduct(x, x, ref b);
            TRegister.AddProduct(x, x, ref c);
            TRegister.AddProduct(x, x, ref d);
            TRegister.AddProduct(x, x, ref e);
            TRegister.AddProduct(x, x, ref f);
            TRegister.AddProduct(x, x, ref g);
            TRegister.AddProduct(x, x, ref h);
            TRegister.AddProduct(x, x, ref i);
            TRegister.AddProduct(x, x, ref j);
            TRegister.AddProduct(x, x, ref k);
            TRegister.AddProduct(x, x, ref l);
        }

        return TRegister.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Read<TRegister>(ReadOnlySpan<float> block, int sweeps)
        where TRegister : struct, IRegister<TRegister>
    {
        int width = TRegister.Width, length = block.Length / (8 * width) * (8 * width);
        TRegister zero = TRegister.Broadcast(0);
        TRegister a = zero, b = zero, c = zero, d = zero, e = zero, f = zero, g = zero, h = zero;
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            ref float x = ref MemoryMarshal.GetReference(block);
            for (int n = 0; n < length; n += 8 * width)
            {
                a += TRegister.Load(ref x, 0);
                b += TRegister.Load(ref x, width);
                c += TRegister.Load(ref x, 2 * width);
                d += TRegister.Load(ref x, 3 * width);
                e += TRegister.Load(ref x, 4 * width);
                f += TRegister.Load(ref x, 5 * width);
                g += TRegister.Load(ref x, 6 * width);
                h += TRegister.Load(ref x, 7 * width);
                x = ref Unsafe.Add(ref x, 8 * width);
            }
        }

        return TRegister.Sum(a + b + c + d + e + f + g + h);
    }
}
