using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Attention.Lib;
using Attention.Lib.Internal;

namespace Attention.Course;

/// <summary>What the machine under your hands can do at best: the ceiling and the slopes of the roofline.</summary>
/// <param name="InstructionSet">The widest registers the kernels use here, such as "AVX-512".</param>
/// <param name="RegisterBits">Their width: 512, 256 or 128.</param>
/// <param name="Cores">The processors this process may use.</param>
/// <param name="PeakGigaflops">Multiply-adds of one core, two operations each, in 10⁹ operations per second.</param>
/// <param name="CacheGigabytes">Reading from the first-level cache with one core, in 10⁹ bytes per second.</param>
/// <param name="MemoryGigabytes">Reading from memory with one core, in 10⁹ bytes per second.</param>
public sealed record Machine(
    string InstructionSet, int RegisterBits, int Cores, double PeakGigaflops, double CacheGigabytes, double MemoryGigabytes)
{
    private const int Accumulators = 12;

    /// <summary>Measures the machine, in about a second. Shared machines drift: measure again when you compare.</summary>
    public static Machine Measure()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return new(
            NameOfInstructionSet(), bits, Environment.ProcessorCount,
            MeasurePeak(bits), MeasureBandwidth(16 << 10), MeasureBandwidth(256 << 20));
    }

    /// <summary>The multiply-add peak of one core with registers of the given width, in 10⁹ operations per second.</summary>
    /// <param name="registerBits">512, 256 or 128.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static double MeasurePeak(int registerBits) => registerBits switch
    {
        512 => Peak<Simd512>(),
        256 => Peak<Simd256>(),
        128 => Peak<Simd128>(),
        _ => throw new ArgumentOutOfRangeException(nameof(registerBits), registerBits, "registerBits must be 512, 256 or 128."),
    };

    /// <summary>Does nothing but multiply-adds: no kernel can do as many operations in less time.</summary>
    /// <remarks>To be timed in turn with a kernel: of all that lasts longer than a millisecond, interrupts and neighbours take their share.</remarks>
    /// <param name="operations">How many multiplications and additions.</param>
    /// <param name="registerBits">512, 256 or 128.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static void MultiplyAdds(double operations, int registerBits)
    {
        int steps = (int)(operations / (2 * Accumulators * registerBits / (8 * sizeof(float))));
        _ = registerBits switch
        {
            512 => MultiplyAdds<Simd512>(steps),
            256 => MultiplyAdds<Simd256>(steps),
            128 => MultiplyAdds<Simd128>(steps),
            _ => throw new ArgumentOutOfRangeException(nameof(registerBits), registerBits, "registerBits must be 512, 256 or 128."),
        };
    }

    /// <summary>How fast one core reads a block of memory again and again, in 10⁹ bytes per second.</summary>
    /// <param name="bytes">The size of the block: some kilobytes stay in the first-level cache, hundreds of megabytes in none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is less than 1024.</exception>
    public static double MeasureBandwidth(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1024);
        float[] block = new float[bytes / sizeof(float)];
        block.AsSpan().Fill(1); // untouched memory is one shared page of zeros

        // A short stretch at a time, or it would be interrupted by whatever else runs; when its turn comes again, no cache holds it any more.
        int stretch = Math.Min(block.Length, 1 << 20), sweeps = Math.Max(1, stretch / block.Length * ((1 << 20) / stretch)), start = -stretch;
        int Next() => start = start + 2L * stretch <= block.Length ? start + stretch : 0;
        double seconds = Vector512.IsHardwareAccelerated ? Fastest(() => Read<Simd512>(block.AsSpan(Next(), stretch), sweeps))
            : Vector256.IsHardwareAccelerated ? Fastest(() => Read<Simd256>(block.AsSpan(Next(), stretch), sweeps))
            : Fastest(() => Read<Simd128>(block.AsSpan(Next(), stretch), sweeps));
        return (double)stretch * sizeof(float) * sweeps / seconds / 1e9;
    }

    /// <summary>How many tokens the definition of attention manages in some time, with 64 features: so that a chapter is neither too quick to measure nor too slow to read.</summary>
    /// <param name="seconds">How long the slower of <see cref="ScaledDotProductAttention"/><c>.Naive</c> and <see cref="FlashAttention"/> may take.</param>
    /// <returns>A power of two, 128 … 1024.</returns>
    public static int TokensWithin(double seconds)
    {
        const int Tokens = 64, Features = 64;
        MatrixView x = new(new SplitMix64(1).Normal(Tokens * Features), Tokens, Features), output = new(Tokens, Features);
        double slower = Math.Max(
            Timing.Of(() => ScaledDotProductAttention.Naive(x, x, x, AttentionMask.None, output), 0.05).Median,
            Timing.Of(() => FlashAttention.Compute(x, x, x, AttentionMask.None, output, new() { DegreeOfParallelism = 1 }), 0.05).Median);
        int tokens = 128;
        while (tokens < 1024 && slower * Math.Pow(2.0 * tokens / Tokens, 2) <= seconds)
        {
            tokens *= 2;
        }

        return tokens;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{InstructionSet} ({RegisterBits} bit), {Cores} cores; per core {PeakGigaflops:F0} GFLOP/s, cache {CacheGigabytes:F0} GB/s, memory {MemoryGigabytes:F0} GB/s");

    private static string NameOfInstructionSet()
        => Vector512.IsHardwareAccelerated ? "AVX-512"
            : Vector256.IsHardwareAccelerated ? Fma.IsSupported ? "AVX2 and FMA" : "AVX2"
            : Vector128.IsHardwareAccelerated ? RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "Arm AdvSimd" : "SSE"
            : "none, emulated";

    private static double Peak<TSimd>()
        where TSimd : struct, ISimd<TSimd>
    {
        int steps = 200_000;
        double seconds = Fastest(() => MultiplyAdds<TSimd>(steps));
        return 2.0 * Accumulators * TSimd.Width * steps / seconds / 1e9;
    }

    /// <summary>The least disturbed of many short runs: a peak is a limit, not an average.</summary>
    private static double Fastest(Func<float> run)
    {
        run();
        double fastest = double.MaxValue;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 0.25;)
        {
            long begin = Stopwatch.GetTimestamp();
            run();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return fastest;
    }

    /// <summary>Twelve chains of multiply-adds that wait for nothing but the multiplier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float MultiplyAdds<TSimd>(int steps)
        where TSimd : struct, ISimd<TSimd>
    {
        TSimd x = TSimd.Broadcast(0.99f), y = TSimd.Broadcast(0.01f);
        TSimd a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
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
        nuint width = (nuint)TSimd.Width, length = (nuint)block.Length / (4 * width) * (4 * width);
        TSimd a = TSimd.Broadcast(0), b = a, c = a, d = a;
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
