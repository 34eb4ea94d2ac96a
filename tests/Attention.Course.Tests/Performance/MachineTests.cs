using System.Runtime.Intrinsics;

namespace Attention.Course.Tests;

public class MachineTests
{
    [Fact]
    public void The_machine_names_its_registers_and_every_peak_is_a_positive_number()
    {
        Machine machine = Machine.Measure();

        Assert.Equal(
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128, machine.RegisterBits);
        Assert.Equal(Environment.ProcessorCount, machine.Cores);
        Assert.All([machine.PeakGigaflops, machine.CacheGigabytes, machine.MemoryGigabytes], peak =>
            Assert.True(double.IsFinite(peak) && peak > 0));
        Assert.Contains(machine.InstructionSet, machine.ToString());
    }

    [Fact]
    public void Sizes_that_mean_nothing_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Machine.MeasurePeak(64));
        Assert.Throws<ArgumentOutOfRangeException>(() => Machine.MultiplyAdds(1e6, 64));
        Assert.Throws<ArgumentOutOfRangeException>(() => Machine.MeasureBandwidth(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => Machine.GainOfFourSums(64, 100));
    }

    [Fact]
    public void The_gain_of_four_sums_is_a_positive_number()
        => Assert.True(Machine.GainOfFourSums(64, 128) > 0);

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

    [Fact]
    public void Timing_an_action_runs_it()
    {
        int runs = 0;
        Timing timing = Timing.Of(() => runs++, seconds: 0.01);

        Assert.True(runs > timing.Runs && timing.Runs >= 5 && timing.Fastest <= timing.Median);
    }
}
