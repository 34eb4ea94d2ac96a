using Attention.Lib;

namespace Attention.Course.Tests;

public class LadderTests
{
    private static readonly Machine s_machine = new(
        "none", 128, 1, 100, [new("L1", 1 << 14, 100), new("L2", 1 << 18, 50), new("memory", 1 << 28, 10)]);

    private readonly MatrixView _result = new(1, 2);

    [Fact]
    public void A_ladder_measures_in_order_and_replaces_what_has_the_same_name()
    {
        var ladder = new Ladder(s_machine, _result);
        ladder.Measure(4e6, 2e6, ("first", () => Write(1)), ("second", () => Write(1)));
        ladder.Measure(8e6, 2e6, ("first", () => Write(1)));
        Measurement again = ladder["first"];

        Assert.Equal(["first", "second"], ladder.Measurements.Select(rung => rung.Name));
        Assert.Same(again, ladder.Measurements[0]);
        Assert.Throws<InvalidOperationException>(() => ladder["third"]);
        Assert.Equal(
            (4.0, 8e6 / again.Time.Median / 1e9, 1e3 * again.Time.Median),
            (again.FlopsPerByte, again.Gigaflops, again.Milliseconds));
        Assert.Equal(ladder.Measurements[1].Time.FasterThan(again.Time), ladder.Measurements[1].FasterThan(again));
        Assert.Equal(ladder.Measurements[1].FasterThan(again), ladder.Step("second"));
        Assert.Throws<ArgumentException>(() => ladder.Step("first"));
    }

    [Fact]
    public void A_new_way_is_measured_in_turn_with_all_the_earlier_ones()
    {
        var ladder = new Ladder(s_machine, _result);
        ladder.Measure(1, 1, ("first", () => Write(1)));
        Measurement before = ladder["first"];
        ladder.Measure(1, 1, ("second", () => Write(1)));

        Assert.NotSame(before, ladder["first"]);
        Assert.Equal(ladder["first"].Time.Runs, ladder["second"].Time.Runs);
    }

    [Fact]
    public void A_way_that_computes_something_else_is_refused_before_its_time_is_taken()
    {
        var ladder = new Ladder(s_machine, _result);
        ladder.Measure(1, 1, ("right", () => Write(1)));

        Assert.Contains(
            "wrong", Assert.Throws<InvalidOperationException>(
            () => ladder.Measure(1, 1, ("wrong", () => Write(1.01f)))).Message);
        Assert.Throws<InvalidOperationException>(() => ladder.Measure(1, 1, ("writes nothing", () => { })));
        Assert.Equal(["right"], ladder.Measurements.Select(rung => rung.Name));
    }

    [Fact]
    public void What_differs_in_the_last_digits_is_the_same()
    {
        var ladder = new Ladder(s_machine, _result);
        ladder.Measure(1, 1, ("sum", () => Write(1)), ("sum in another order", () => Write(1.00001f)));

        Assert.Equal(2, ladder.Measurements.Count);
    }

    [Fact]
    public void The_table_and_the_pictures_name_every_rung()
    {
        Ladder ladder = new(s_machine, _result), other = new(s_machine, _result);
        ladder.Measure(1e6, 1e6, ("naive", () => Write(1)), ("flash", () => Write(1)));
        other.Measure(1e6, 1e6, ("causal", () => Write(2)));

        Assert.All(["naive", "flash"], name => Assert.Contains(name, ladder.Table("t").ToPlainText()));
        Assert.Contains("the one above", ladder.Table("t").ToPlainText());
        Assert.DoesNotContain("the one above", ladder.Table("t", isSteps: false).ToPlainText());
        Assert.Contains("naive", ladder.Bars("t").AltText);
        string roofline = ladder.Roofline("t", other).ToPlainText();
        Assert.All(
            (Measurement[])[.. ladder.Measurements, .. other.Measurements],
            rung => Assert.Equal(!rung.Time.IsTooNoisy, roofline.Contains(rung.Name)));
    }

    [Fact]
    public void The_largest_difference_of_two_matrices()
    {
        MatrixView x = new([1, 2, 3, 4], 2, 2), y = new([1, 2.5f, 3, 3], 2, 2);

        Assert.Equal(1, Ladder.LargestDifference(x, y));
        Assert.Equal(float.NaN, Ladder.LargestDifference(x, new([1, float.NaN, 3, 4], 2, 2)));
        Assert.Throws<ArgumentException>("y", () => Ladder.LargestDifference(x, new(2, 3)));
    }

    [Fact]
    public void A_rung_stands_under_the_roof_of_the_level_that_holds_its_bytes_unless_the_ladder_names_another()
    {
        Ladder ladder = new(s_machine, _result), fromL1 = new(s_machine, _result, s_machine.L1);
        ladder.Measure(1e9, 1 << 20, ("more than L2", () => Write(1)));
        fromL1.Measure(1e9, 1 << 20, ("as if in L1", () => Write(1)));

        Assert.Equal((s_machine.L2, s_machine.L1), (ladder.Measurements[0].From, fromL1.Measurements[0].From));
    }

    [Theory]
    [InlineData(0.2, 3.0)]
    [InlineData(0.21, double.NaN)]
    public void A_ratio_of_times_that_spread_by_more_than_a_fifth_is_too_noisy_to_say(double spread, double ratio)
    {
        Timing calm = new(1, 1, 0, 30), other = new(3, 3, spread, 30);

        Assert.Equal(ratio, calm.FasterThan(other));
        Assert.Equal(1 / ratio, other.FasterThan(calm), 1e-12);
        Assert.Equal(spread > 0.2 ? double.NaN : 2, other.Speed(6e9));
    }

    [Fact]
    public void A_ratio_in_words()
    {
        Assert.Equal("× 3.1", Ladder.Times(3.14));
        Assert.Equal("× 314", Ladder.Times(314.2));
        Assert.Equal("too noisy to say", Ladder.Times(double.NaN));
    }

    private void Write(float value) => _result.Fill(value);
}
