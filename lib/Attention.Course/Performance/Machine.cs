using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Attention.Lib;

namespace Attention.Course;

/// <summary>What this computer can do at best: the peak and the bandwidths of the roofline.</summary>
/// <param name="InstructionSet">The widest registers the kernels use here, such as "AVX-512".</param>
/// <param name="RegisterBits">Their width: 512, 256 or 128.</param>
/// <param name="Cores">The processors this process may use.</param>
/// <param name="PeakGigaflops">Multiply-adds of one core, two operations each, in 10⁹ operations per second.</param>
/// <param name="CacheGigabytes">Reading from the first-level cache with one core, in 10⁹ bytes per second.</param>
/// <param name="MemoryGigabytes">Reading from memory with one core, in 10⁹ bytes per second.</param>
public sealed record Machine(
    string InstructionSet, int RegisterBits, int Cores, double PeakGigaflops, double CacheGigabytes,
    double MemoryGigabytes)
{
    /// <summary>
    /// Measures the machine, in about a second. Shared machines drift: measure again when you compare.
    /// </summary>
    public static Machine Measure()
    {
        int bits = PeakLoops.RegisterBits;
        return new(
            NameOfInstructionSet(), bits, Environment.ProcessorCount,
            MeasurePeak(bits), MeasureBandwidth(16 << 10), MeasureBandwidth(256 << 20));
    }

    /// <summary>
    /// The multiply-add peak of one core with registers of the given width, in 10⁹ operations per second.
    /// </summary>
    /// <param name="registerBits">512, 256 or 128.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static double MeasurePeak(int registerBits)
    {
        const int steps = 200_000;
        double seconds = Fastest(() => PeakLoops.MultiplyAdd(steps, registerBits));
        return (double)PeakLoops.OperationsPerStep(registerBits) * steps / seconds / 1e9;
    }

    /// <summary>Does nothing but multiply-adds: no kernel can do as many operations in less time.</summary>
    /// <remarks>Time it in turn with a kernel: a run of more than a millisecond is slowed down by interrupts and by
    /// other programs.</remarks>
    /// <param name="operations">How many multiplications and additions.</param>
    /// <param name="registerBits">512, 256 or 128.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static void MultiplyAdds(double operations, int registerBits)
        => PeakLoops.MultiplyAdd((int)(operations / PeakLoops.OperationsPerStep(registerBits)), registerBits);

    /// <summary>
    /// Measures how many times faster a dot product is with four sums than with one, for registers of a given width.
    /// </summary>
    /// <param name="features">d, the length of both vectors; small enough for the first-level cache.</param>
    /// <param name="registerBits">512, 256 or 128, at most what the machine has.</param>
    /// <returns>The time with one sum divided by the time with four.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static double GainOfFourSums(int features, int registerBits)
    {
        var random = new SplitMix64(seed: 7);
        float[] x = random.Normal(features), y = random.Normal(features);
        int repetitions = 1 + 100_000 / features;

        // Both are compiled at full speed from the first call on, so there is nothing to warm up.
        Timing[] times = Timing.CompareRuns(
            0.03,
            () => Timing.Once(() => Rungs.DotWithOneSum(x, y, registerBits), repetitions),
            () => Timing.Once(() => Rungs.DotWithFourSums(x, y, registerBits), repetitions));
        return times[0].Median / times[1].Median;
    }

    /// <summary>How fast one core reads a block of memory again and again, in 10⁹ bytes per second.</summary>
    /// <param name="bytes">The size of the block: some kilobytes stay in the first-level cache, hundreds of megabytes
    /// in none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is less than 1024.</exception>
    public static double MeasureBandwidth(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1024);
        float[] block = new float[bytes / sizeof(float)];
        block.AsSpan().Fill(1); // untouched memory is one shared page of zeros

        // A short stretch at a time, or it would be interrupted by whatever else runs; when its turn comes again, no
        // cache holds it any more.
        int stretch = Math.Min(block.Length, 1 << 20), start = -stretch;
        int sweeps = Math.Max(1, stretch / block.Length * ((1 << 20) / stretch));
        int Next() => start = start + 2L * stretch <= block.Length ? start + stretch : 0;
        double seconds = Fastest(() => PeakLoops.Read(block.AsSpan(Next(), stretch), sweeps));
        return (double)stretch * sizeof(float) * sweeps / seconds / 1e9;
    }

    /// <summary>
    /// How many tokens the definition of attention manages in some time, with 64 features: so that a chapter is neither
    /// too quick to measure nor too slow to read.
    /// </summary>
    /// <param name="seconds">How long the slower of <see cref="ScaledDotProductAttention"/><c>.Naive</c> and
    /// <see cref="FlashAttention"/> may take.</param>
    /// <returns>A power of two, 128 … 1024.</returns>
    public static int TokensWithin(double seconds)
    {
        const int Tokens = 64, Features = 64;
        MatrixView x =
            new(new SplitMix64(1).Normal(Tokens * Features), Tokens, Features), output = new(Tokens, Features);
        double slower = Math.Max(
            Timing.Of(() => ScaledDotProductAttention.Naive(x, x, x, AttentionMask.None, output), 0.05).Median,
            Timing.Of(
                () => FlashAttention.Compute(x, x, x, AttentionMask.None, output, new() { DegreeOfParallelism = 1 }),
                0.05).Median);
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
            : Vector128.IsHardwareAccelerated ? RuntimeInformation.ProcessArchitecture == Architecture.Arm64
                ? "Arm AdvSimd" : "SSE"
            : "none, emulated";

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
}
