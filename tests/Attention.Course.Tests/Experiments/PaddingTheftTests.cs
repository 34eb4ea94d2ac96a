using Attention.Course.Experiments;

namespace Attention.Course.Tests.Experiments;

public class PaddingTheftTests
{
    [Fact]
    public void Six_pads_take_two_fifths_from_six_tokens()
    {
        double[] shares = PaddingTheft.Measure(tokens: 6, pads: [2, 6, 26], seed: 1);

        Assert.Equal([0.195, 0.410, 0.736], shares.Select(share => Math.Round(share, 3)));
    }

    [Fact]
    public void The_formula_with_the_mean_is_a_lower_bound_that_many_tokens_approach()
    {
        double Excess(int n) => PaddingTheft.Measure(n, [n], seed: 2)[0] - 1 / (1 + Math.Sqrt(Math.E));

        Assert.InRange(Excess(6), 0.02, 0.05);
        Assert.InRange(Excess(100), 0, 0.01);
    }

    [Fact]
    public void A_hidden_row_is_uniform_not_a_number_or_zero()
    {
        string[] lines = PaddingTheft.HiddenRow().ToString().TrimEnd().Split('\n');

        Assert.Equal(["0.25", "0.25", "0.25", "0.25"], Last4(lines[^3]));
        Assert.Equal(["NaN", "NaN", "NaN", "NaN"], Last4(lines[^2]));
        Assert.Equal(["0.00", "0.00", "0.00", "0.00"], Last4(lines[^1]));

        static string[] Last4(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^4..];
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PaddingTheft.Measure(tokens: 0, pads: [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PaddingTheft.Measure(tokens: 6, pads: [6, -1]));
    }
}
