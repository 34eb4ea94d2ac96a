using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Attention.Display;

namespace Attention.Course;

/// <summary>How fast one core reads a block of memory again and again.</summary>
/// <param name="Name">Where blocks of this size lie, such as "L1 cache".</param>
/// <param name="Bytes">The size of the block.</param>
/// <param name="Gigabytes">The speed in 10⁹ bytes per second.</param>
public sealed record Bandwidth(string Name, int Bytes, double Gigabytes);

/// <summary>What this computer can do at best: the peak and the bandwidths of the roofline.</summary>
/// <param name="InstructionSet">The widest registers the kernels use here, such as "AVX-512".</param>
/// <param name="RegisterBits">Their width: 512, 256 or 128.</param>
/// <param name="Cores">The processors this process may use.</param>
/// <param name="PeakGigaflops">Multiply-adds of one core, two operations each, in 10⁹ operations per second.</param>
/// <param name="Bandwidths">Reading with one core: blocks that fit the first-level cache first, then larger ones, and
/// last one that fits no cache.</param>
public sealed record Machine(
    string InstructionSet, int RegisterBits, int Cores, double PeakGigaflops, IReadOnlyList<Bandwidth> Bandwidths)
{
    /// <summary>
    /// Blocks below and above the usual sizes of caches: a first level has 32 KB or more, a second level 256 KB or
    /// more, the last level rarely more than 128 MB.
    /// </summary>
    private static readonly (string Name, int Bytes)[] s_blocks =
    [
        ("L1 cache", 16 << 10), ("L2 cache", 192 << 10), ("1 MB", 1 << 20), ("4 MB", 4 << 20), ("16 MB", 16 << 20),
        ("64 MB", 64 << 20), ("memory", 256 << 20),
    ];

    /// <summary>Reading from the first-level cache.</summary>
    public Bandwidth L1 => Bandwidths[0];

    /// <summary>Reading from the second-level cache.</summary>
    public Bandwidth L2 => Bandwidths[1];

    /// <summary>Reading from memory.</summary>
    public Bandwidth Memory => Bandwidths[^1];

    /// <summary>
    /// Measures the machine, in about one and a half seconds. Shared machines drift: measure again when you compare.
    /// </summary>
    public static Machine Measure()
    {
        int bits = RegisterWidth.Widest;
        double[] speeds = [.. s_blocks.Select(block => MeasureBandwidth(block.Bytes))];

        // A smaller block is never slower: where a measurement says so, something has disturbed it.
        Bandwidth[] bandwidths =
            [.. s_blocks.Select((block, i) => new Bandwidth(block.Name, block.Bytes, speeds[i..].Max()))];
        return new(NameOfInstructionSet(), bits, Environment.ProcessorCount, MeasurePeak(bits), bandwidths);
    }

    /// <summary>The roof: <c>min(peak, bandwidth × flops per byte)</c>, in 10⁹ operations per second.</summary>
    /// <param name="flopsPerByte">How many operations a program does for every byte that it reads or writes.</param>
    /// <param name="bandwidth">The speed of the level that these bytes come from.</param>
    /// <exception cref="ArgumentNullException"><paramref name="bandwidth"/> is null.</exception>
    public double Roof(double flopsPerByte, Bandwidth bandwidth)
    {
        ArgumentNullException.ThrowIfNull(bandwidth);
        return Math.Min(PeakGigaflops, bandwidth.Gigabytes * flopsPerByte);
    }

    /// <summary>
    /// The bandwidth for data of a given size: that of the largest measured block that is not larger. So it is never
    /// too low.
    /// </summary>
    /// <param name="bytes">How much is read again and again.</param>
    public Bandwidth BandwidthFor(double bytes) => Bandwidths.LastOrDefault(level => level.Bytes <= bytes) ?? L1;

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
    /// <returns>The time with one sum divided by the time with four; NaN if they are too noisy to say.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="registerBits"/> is none of the three.</exception>
    public static double GainOfFourSums(int features, int registerBits)
    {
        var random = new SplitMix64(seed: 7);
        float[] x = random.Normal(features), y = random.Normal(features);
        int repetitions = 1 + 100_000 / features;

        // Both are compiled fully before their first call, so there is nothing to warm up.
        Timing[] times = Timing.CompareRuns(
            0.03,
            () => Timing.Once(() => Rungs.DotWithOneSum(x, y, registerBits), repetitions),
            () => Timing.Once(() => Rungs.DotWithFourSums(x, y, registerBits), repetitions));
        return times[1].FasterThan(times[0]);
    }

    /// <summary>How fast one core reads a block of memory again and again, in 10⁹ bytes per second.</summary>
    /// <param name="bytes">The size of the block: some kilobytes stay in the first-level cache, hundreds of megabytes
    /// in none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is less than 1024.</exception>
    public static double MeasureBandwidth(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1024);
        Memory<float> block = AlignedBlock(bytes / sizeof(float));
        block.Span.Fill(1); // untouched memory is one shared page of zeros

        // Read at most 4 MB at a time: a short run is less likely to be interrupted. Reading the rest of a block that
        // is larger than every cache evicts the piece before its next turn.
        int stretch = Math.Min(block.Length, 1 << 20), start = -stretch;
        int sweeps = Math.Max(1, (1 << 20) / stretch);
        int Next() => start = start + 2L * stretch <= block.Length ? start + stretch : 0;

        // Narrower registers sometimes read faster from memory: a roof is what the better of both reaches.
        int widest = RegisterWidth.Widest, narrower = Math.Min(widest, 256);
        double seconds = Math.Min(
            Fastest(() => PeakLoops.Read(block.Span.Slice(Next(), stretch), sweeps, widest)),
            Fastest(() => PeakLoops.Read(block.Span.Slice(Next(), stretch), sweeps, narrower)));
        return (double)stretch * sizeof(float) * sweeps / seconds / 1e9;
    }

    /// <summary>The roofline of one core, with a slope for each level.</summary>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="dots">The programs below it.</param>
    public Figure Roofline(string title, params RooflineDot[] dots) => Roofline(title, groups: null, dots);

    /// <summary>The roofline of one core, with a slope for each level and a name for each group of dots.</summary>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="groups">What the colours of the dots mean; no explanation when null.</param>
    /// <param name="dots">The programs below it.</param>
    public Figure Roofline(string title, Labels? groups, params RooflineDot[] dots) => Display.Roofline.Of(
        PeakGigaflops, [.. new[] { L1, L2, Memory }.Select(level => ((Label)level.Name, level.Gigabytes))], dots,
        title, groups);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{InstructionSet} ({RegisterBits} bit), {Cores} cores; per core {PeakGigaflops:F0} GFLOP/s, ")
        + string.Join(", ", new[] { L1, L2, Memory }.Select(
            level => FormattableString.Invariant($"{level.Name} {level.Gigabytes:F0} GB/s")));

    /// <summary>
    /// Memory that begins with a cache line, so that no register is read from two lines. Pinned, so that it stays so.
    /// </summary>
    private static Memory<float> AlignedBlock(int length)
    {
        const int Line = 64;
        float[] array = GC.AllocateUninitializedArray<float>(length + Line / sizeof(float), pinned: true);
        nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref array[0]);
        return array.AsMemory((int)((Line - address % Line) % Line) / sizeof(float), length);
    }

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
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 0.08;)
        {
            long begin = Stopwatch.GetTimestamp();
            run();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        return fastest;
    }
}
