using Attention.Shared;

namespace Attention.Course.Tests.Performance;

public class TimingTests
{
    [Fact]
    public void Timing_an_action_runs_it()
    {
        int runs = 0;
        Timing timing = Timing.Of(() => runs++, seconds: 0.01);

        Assert.True(runs > timing.Runs && timing.Runs >= 30 && timing.Fastest <= timing.Median);
    }

    [Fact]
    public void What_takes_long_is_compared_nine_times()
    {
        Timing[] timings = Timing.Compare(0.02, () => Thread.Sleep(30), () => { });

        Assert.Equal([9, 9], timings.Select(timing => timing.Runs));
    }

    [Fact]
    public void Groups_are_timed_one_after_the_other_after_all_are_warm()
    {
        var calls = new List<char>();
        Action Run(char name) => () =>
        {
            calls.Add(name);
            Thread.Sleep(1);
        };
        Timing[][] timings = Timing.CompareEach(0.01, [Run('a'), Run('b')], [Run('c'), Run('d')]);

        string order = string.Concat(calls);
        string measured = string.Concat(Enumerable.Repeat("ab", timings[0][0].Runs))
            + string.Concat(Enumerable.Repeat("cd", timings[1][1].Runs));
        Assert.Matches("^abcd(a+b+c+d+)", order);
        Assert.EndsWith(measured, order);
        Assert.Equal([2, 2], timings.Select(group => group.Length));
        Assert.All(timings.SelectMany(group => group), timing => Assert.True(timing.Runs >= Timing.FewestRounds));
    }

    [Fact]
    public void What_still_makes_the_JIT_compile_is_warmed_up_once_more()
    {
        var jit = new FakeJit();
        SortedSet<int>[] blocks = [[], [], []];
        Timing.WarmUp(
            jit,
            1e-6,
            [
                () => blocks[0].Add(jit.Blocks),
                () =>
                {
                    blocks[1].Add(jit.Blocks);
                    jit.Methods += jit.Blocks < 8 ? 1 : 0;
                },
                () =>
                {
                    blocks[2].Add(jit.Blocks);
                    jit.Late = jit.Blocks == 5; // as where a method is compiled in the background
                },
            ]);

        // Each once to begin with, then in turn: 0 1 2, 3 4 5. Nothing new in block 3, so 6 7 are of the others, and 8
        // of the one that compiled something in 6.
        Assert.Equal([0, 3], blocks[0]);
        Assert.Equal([0, 1, 4, 6, 8], blocks[1]);
        Assert.Equal([0, 2, 5, 7], blocks[2]);
        Assert.True(jit.CountsCalls);
    }

    [Fact]
    public void What_makes_the_JIT_compile_for_ever_is_taken_as_it_is()
    {
        var jit = new FakeJit();
        Timing.WarmUp(jit, 1e-6, [() =>
        {
            jit.Methods++;
            Thread.Sleep(2000);
        }]);

        Assert.Equal(2, jit.Blocks);
    }

    [Theory]
    [InlineData(null, 0.1)]
    [InlineData("400", 1.024)]
    [InlineData("no number", 0.1)]
    public void The_delay_of_the_JIT_is_the_one_that_the_program_kept(string? variable, double seconds)
    {
        object? before = AppContext.GetData(CallCountingDelay.Kept);
        try
        {
            AppContext.SetData(CallCountingDelay.Kept, variable);
            Assert.Equal(seconds, CallCountingDelay.Seconds);
        }
        finally
        {
            AppContext.SetData(CallCountingDelay.Kept, before);
        }
    }

    [Fact]
    public void Nothing_to_compare_is_refused()
    {
        Assert.Throws<ArgumentNullException>("actions", () => Timing.Compare(1, null!));
        Assert.Throws<ArgumentNullException>("groups", () => Timing.CompareEach(1, null!));
        Assert.Throws<ArgumentNullException>("groups", () => Timing.CompareEach(1, [null!]));
        Assert.Throws<ArgumentNullException>("runs", () => Timing.CompareRuns(1, () => 0.5, null!));
        Assert.Throws<ArgumentOutOfRangeException>("rounds", () => Timing.CompareRuns(0, 0, () => 0.5));
    }

    [Fact]
    public void A_missing_action_is_refused_before_another_runs()
    {
        int runs = 0;

        Assert.Throws<ArgumentNullException>("groups", () => Timing.CompareEach(1, [() => runs++], [null!]));
        Assert.Throws<ArgumentNullException>("actions", () => Timing.Each(1, () => runs++, null!));
        Assert.Throws<ArgumentNullException>("action", () => Timing.Of(null!));
        Assert.Equal(0, runs);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void For_ever_is_no_time_to_measure(double seconds)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(seconds), () => Timing.Of(() => { }, seconds));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(seconds), () => Timing.Compare(seconds, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(seconds), () => Timing.CompareRuns(seconds, () => 0.5));
    }

    [Fact]
    public void Times_of_nothing_say_nothing() => Assert.True(Timing.CompareRuns(0, () => 0)[0].IsTooNoisy);

    [Fact]
    public void Each_action_is_timed_alone_after_all_are_warm()
    {
        var calls = new List<char>();
        Timing[] timings = Timing.Each(0.01, () => Run('a'), () => Run('b'));

        string order = string.Concat(calls);
        Assert.Matches("^ab(a+b+){2,}$", order);
        Assert.EndsWith(new string('a', timings[0].Runs) + new string('b', timings[1].Runs), order);
        Assert.All(timings, timing => Assert.True(timing.Runs >= 30));

        void Run(char name)
        {
            calls.Add(name);
            Thread.Sleep(1);
        }
    }

    /// <summary>A JIT that compiles only when it is told to.</summary>
    private sealed class FakeJit : JitActivity
    {
        public long Methods { get; set; }

        /// <summary>Whether it is about to compile a method in the background.</summary>
        public bool Late { get; set; }

        /// <summary>How often an action has been run many times.</summary>
        public int Blocks { get; private set; }

        public bool CountsCalls { get; private set; }

        public override long Compiled => Methods;

        public override void WaitUntilItCountsCalls() => CountsCalls = true;

        public override void WaitUntilItHasCompiled()
        {
            Blocks++;
            Methods += Late ? 1 : 0;
            Late = false;
        }
    }
}
