using System.Runtime.Intrinsics;

namespace Attention.Course.Tests;

public class MachineTests
{
    private static readonly Bandwidth[] s_levels =
        [new("L1", 1 << 14, 100), new("L2", 1 << 18, 50), new("memory", 1 << 28, 10)];

    [Fact]
    public void The_machine_names_its_registers_and_every_peak_is_a_positive_number()
    {
        Machine machine = Machine.Measure();

        Assert.Equal(
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128, machine.RegisterBits);
        Assert.Equal(Environment.ProcessorCount, machine.Cores);
        Assert.All([machine.PeakGigaflops, .. machine.Bandwidths.Select(level => level.Gigabytes)], peak =>
            Assert.True(double.IsFinite(peak) && peak > 0));
        Assert.Equal(machine.Bandwidths.OrderByDescending(level => level.Gigabytes), machine.Bandwidths);
        Assert.Contains(machine.InstructionSet, machine.ToString());
    }

    /// <summary>Formula (1) of Williams, Waterman and Patterson (2009).</summary>
    [Theory]
    [InlineData(0.25, 0, 25)]
    [InlineData(2, 0, 100)]
    [InlineData(0.25, 1, 12.5)]
    [InlineData(4, 2, 40)]
    [InlineData(64, 2, 100)]
    public void The_roof_is_the_smaller_of_the_peak_and_of_bandwidth_times_flops_per_byte(
        double flopsPerByte, int level, double roof)
    {
        Machine machine = new("none", 128, 1, 100, s_levels);

        Assert.Equal(roof, machine.Roof(flopsPerByte, machine.Bandwidths[level]), 1e-9 * roof);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1 << 18, 1)]
    [InlineData((1 << 28) - 1, 1)]
    [InlineData(1e12, 2)]
    public void Data_have_the_bandwidth_of_the_largest_block_that_is_not_larger(double bytes, int level)
    {
        Machine machine = new("none", 128, 1, 100, s_levels);

        Assert.Same(s_levels[level], machine.BandwidthFor(bytes));
    }

    [Fact]
    public void Peak_loops_do_the_work_that_they_are_timed_for()
    {
        // Twelve chains of 0.01 · 0.01, a thousand times, in registers of 4, 8 and 16 floats.
        Assert.All([128, 256, 512], bits =>
            Assert.Equal(1000 * 1e-4 * 12 * bits / 32, PeakLoops.MultiplyAdd(1000, bits), 1e-2));
        Assert.Equal(2 * 12 * 16, PeakLoops.OperationsPerStep(512));
        float[] ones = new float[1024];
        Array.Fill(ones, 1);
        Assert.All([128, 256, 512], bits => Assert.Equal(3 * 1024, PeakLoops.Read(ones, sweeps: 3, bits)));
    }

    [Fact]
    public void Sizes_that_mean_nothing_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Machine.MeasurePeak(64));
        Assert.Throws<ArgumentOutOfRangeException>(() => Machine.MultiplyAdds(1e6, 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => Machine.MeasureBandwidth(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => Machine.GainOfFourSums(64, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => PeakLoops.MultiplyAdd(1, 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => PeakLoops.Read([], 1, 64));
    }

    [Fact]
    public void The_gain_of_four_sums_is_positive_or_too_noisy_to_say()
        => Assert.True(Machine.GainOfFourSums(64, 128) is > 0 or double.NaN);

    [Fact]
    public void A_timing_orders_its_numbers_and_runs_every_action_equally_often()
    {
        int first = 0, second = 0;
        Timing[] timings =
            Timing.CompareRuns(0.02, () => { first++; return 1.0 + first % 3; }, () => { second++; return 5; });

        Assert.Equal(first, second);
        Assert.Equal([first, second], timings.Select(timing => timing.Runs));
        Assert.Equal((1.0, 2.0), (timings[0].Fastest, timings[0].Median));
        Assert.Equal((5.0, 5.0, 0.0), (timings[1].Fastest, timings[1].Median, timings[1].Spread));
    }
}
