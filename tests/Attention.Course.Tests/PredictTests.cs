namespace Attention.Course.Tests;

public class PredictTests
{
    [Theory]
    [InlineData(null, "24   (no guess yet: write a number in place of null and run this cell again)")]
    [InlineData(24.0, "24   as you predicted")]
    [InlineData(23.6, "24   as you predicted")]
    [InlineData(25.0, "24   you predicted 25")]
    [InlineData(double.NaN, "24   you predicted NaN")]
    public void The_line_says_the_result_and_what_was_guessed(double? guess, string line) => Assert.Equal(line, Predict.Number(guess, 24));

    [Fact]
    public void Decimals_decide_what_counts_as_right()
    {
        Assert.Equal("0.960   you predicted 0.950", Predict.Number(0.95, 0.96, decimals: 3));
        Assert.Equal("1.0   as you predicted", Predict.Number(0.97, 0.96, decimals: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Predict.Number(1, 1, decimals: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Predict.Number(1, 1, decimals: -1));
    }

    [Theory]
    [InlineData(null, "甜   (no guess yet: write a word in place of null and run this cell again)")]
    [InlineData(" 甜 ", "甜   as you predicted")]
    [InlineData("我", "甜   you predicted 我")]
    public void A_word_can_be_guessed_too(string? guess, string line) => Assert.Equal(line, Predict.Word(guess, "甜"));
}
