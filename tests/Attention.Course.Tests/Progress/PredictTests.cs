namespace Attention.Course.Tests;

public class PredictTests
{
    [Theory]
    [InlineData(null, "24   (no guess yet: write a number in place of null and run this cell again)")]
    [InlineData(24.0, "24   as you predicted")]
    [InlineData(23.6, "24   as you predicted")]
    [InlineData(23.4, "24   you predicted 23.4")]
    [InlineData(25.0, "24   you predicted 25")]
    [InlineData(1e-9, "24   you predicted 0")]
    [InlineData(-1e-9, "24   you predicted 0")]
    [InlineData(double.NaN, "24   you predicted NaN")]
    public void The_line_says_the_result_and_what_was_guessed(double? guess, string line) =>
        Assert.Equal(line, Predict.Number(guess, 24));

    [Theory]
    [InlineData(1.41, 1, "1   you predicted 1.41")]
    [InlineData(0.5, 1, "1   you predicted 0.5")]
    [InlineData(1.02, 1, "1   as you predicted")]
    [InlineData(1.5, 2, "2   you predicted 1.5")]
    [InlineData(2.4, 1.96, "2   you predicted 2.4")]
    [InlineData(2.0, 1.96, "2   as you predicted")]
    [InlineData(0.02, 0, "0   as you predicted")]
    [InlineData(0.03, 0, "0   you predicted 0.03")]
    [InlineData(-0.4, -0.3, "0   you predicted -0.4")]
    [InlineData(-0.0, -1e-9, "0   as you predicted")]
    [InlineData(-24.0, -24, "-24   as you predicted")]
    [InlineData(3.0, double.PositiveInfinity, "Infinity   you predicted 3")]
    [InlineData(double.NaN, double.NaN, "NaN   as you predicted")]
    public void A_guess_is_right_within_two_percent_and_is_quoted_as_typed(double? guess, double actual, string line)
        => Assert.Equal(line, Predict.Number(guess, actual));

    [Fact]
    public void Decimals_decide_how_the_result_is_shown()
    {
        Assert.Equal("0.960   you predicted 0.93", Predict.Number(0.93, 0.96, decimals: 3));
        Assert.Equal("0.960   as you predicted", Predict.Number(0.95, 0.96, decimals: 3));
        // the line would contradict itself otherwise
        Assert.Equal("0.3   as you predicted", Predict.Number(0.3, 1.0 / 3, decimals: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Predict.Number(1, 1, decimals: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Predict.Number(1, 1, decimals: -1));
    }

    [Theory]
    [InlineData(null, "sweet (甜)   (no guess yet: write a word in place of null and run this cell again)")]
    [InlineData(" ", "sweet (甜)   (no guess yet: write a word in place of null and run this cell again)")]
    [InlineData(" 甜 ", "sweet (甜)   as you predicted")]
    [InlineData(" Sweet", "sweet (甜)   as you predicted")]
    [InlineData("我", "sweet (甜)   you predicted I (我)")]
    [InlineData("APPLE", "sweet (甜)   you predicted apple (苹果)")]
    [InlineData("梨", "sweet (甜)   you predicted 梨")]
    public void A_word_can_be_guessed_in_Chinese_or_in_English(string? guess, string line) =>
        Assert.Equal(line, Predict.Word(guess, "甜"));

    [Theory]
    [InlineData("left", "left   as you predicted")]
    [InlineData("right", "left   you predicted right")]
    public void A_word_need_not_be_of_the_corpus(string guess, string line) =>
        Assert.Equal(line, Predict.Word(guess, "left"));
}
