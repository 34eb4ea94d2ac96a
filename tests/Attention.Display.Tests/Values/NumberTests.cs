namespace Attention.Display.Tests;

public class NumberTests
{
    [Theory]
    [InlineData(0.123456, "0.1235")]
    [InlineData(-0.00001, "0")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(2.5e9, "2.5e9")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_have_at_most_four_decimals(double value, string text) =>
        Assert.Equal(text, Number.Short(value));

    [Fact]
    public void Decimals_are_as_many_as_the_numbers_need()
    {
        Assert.Equal(0, Number.Decimals([1, -20, 3]));
        Assert.Equal(1, Number.Decimals([0.5, 2]));
        Assert.Equal(2, Number.Decimals([0.333, 2]));
        Assert.Equal(4, Number.Decimals([0.00123, 0]));
        Assert.Equal(0, Number.Decimals([double.NaN]));
    }

    [Fact]
    public void A_Chinese_character_is_counted_twice_as_wide_as_a_Latin_one_at_least_as_wide_as_drawn()
    {
        Assert.Equal(24, TextSize.Width("苹果", 12));
        Assert.True(TextSize.Width("ab", 12) < 24);
        Assert.Equal(4, TextSize.Cells("苹果"));
        Assert.Equal("苹果…", TextSize.Fit("苹果苹果苹果", 12, 40));
    }
}
