using System.Reflection;
using System.Text.Json.Nodes;
using Attention.Display;

namespace Attention.Course.Tests;

public class PredictTests
{
    [Fact]
    public void Without_a_guess_the_question_is_shown_and_not_the_answer()
    {
        GuessFeedback asking = Predict.AppleSweet.Judge(null, 24);
        Assert.Equal(GuessVerdict.Asking, asking.Verdict);
        Assert.Equal(
            "Guess first: What is apple · sweet, with apple = (3, 4, 0) and sweet = (4, 3, 0)?\n"
                + "Write a number in place of null, and run this cell again. "
                + "To be shown the answer, write Predict.Show.",
            asking.ToString());
        Assert.DoesNotContain("24", asking.ToString() + ((IDisplay)asking).Write(MimeType.Html));
        Assert.Equal(asking.ToString(), Predict.AppleSweet.Judge(" ", 24).ToString());
    }

    [Fact]
    public void With_Predict_Show_the_answer_is_shown_and_its_reason()
    {
        GuessFeedback shown = Predict.AppleSweet.Judge(Predict.Show, 24);
        Assert.Equal(GuessVerdict.Shown, shown.Verdict);
        Assert.Equal($"24.\n{Predict.AppleSweet.Why}", shown.ToString());
        Assert.Null(((IDisplay)shown).Write(MimeType.Prediction));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(23.6)]
    [InlineData(24.4)]
    public void A_number_off_by_at_most_two_percent_is_right(double guess)
    {
        GuessFeedback right = Predict.AppleSweet.Judge(guess, 24);
        Assert.Equal(GuessVerdict.Right, right.Verdict);
        Assert.Equal($"24. Your guess was right.\n{Predict.AppleSweet.Why}", right.ToString());
    }

    [Fact]
    public void A_typical_wrong_guess_gets_its_own_reason()
    {
        GuessFeedback wrong = Predict.AppleSweet.Judge(14, 24);
        Assert.Equal(GuessVerdict.Wrong, wrong.Verdict);
        Assert.Equal($"24. You guessed 14.\n{Predict.AppleSweet.Wrong[0].Reason}", wrong.ToString());
    }

    [Theory]
    [InlineData(17.0, "17")]
    [InlineData(1e-9, "0")]
    [InlineData(-1e-9, "0")]
    [InlineData(-3.25, "-3.25")]
    public void Another_wrong_guess_is_quoted_as_typed_and_gets_the_reason_of_the_answer(double guess, string quoted)
        => Assert.Equal(
            $"24. You guessed {quoted}.\n{Predict.AppleSweet.Why}", Predict.AppleSweet.Judge(guess, 24).ToString());

    [Theory]
    [InlineData(nameof(Predict.ShareOfLn5), 0.625, 5 / 8)]
    [InlineData(nameof(Predict.SweetnessOfBlend), 3.25, 26 / 8)]
    [InlineData(nameof(Predict.SweetnessOfBlend), 3.25, (1 / 8 * 0) + (2 / 8 * 3) + (5 / 8 * 4))]
    [InlineData(nameof(Predict.ShareWithOneHidden), 2 / 3.0, 2 / 3)]
    [InlineData(nameof(Predict.ShareWhenAllHidden), 0.25, 1 / 4)]
    public void A_fraction_of_whole_numbers_that_lost_its_rest_is_told_of_it(string name, double actual, int guess)
    {
        var prediction = (NumberPrediction)typeof(Predict).GetProperty(name)!.GetValue(null)!;
        Assert.Contains("divides whole numbers", prediction.Judge(guess, actual).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "divides whole numbers", prediction.Judge(guess + 0.1, actual).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_as_a_number_is_no_guess_and_shows_no_answer()
    {
        GuessFeedback unread = Predict.AppleSweet.Judge("many", 24);
        Assert.Equal(GuessVerdict.NotUnderstood, unread.Verdict);
        Assert.StartsWith("“many” cannot be read as a guess.\nWrite a number in place", unread.ToString());
        Assert.DoesNotContain("24", unread.ToString());
        Assert.Equal(GuessVerdict.Right, Predict.AppleSweet.Judge("24", 24).Verdict);
    }

    [Theory]
    [InlineData("甜")]
    [InlineData(" Sweet ")]
    public void A_word_is_right_in_Chinese_and_in_English_in_any_case(string guess)
        => Assert.StartsWith("sweet (甜). Your guess was right.\n", Predict.BestForApple.Judge(guess, "甜").ToString());

    [Fact]
    public void A_wrong_word_is_quoted_with_its_Chinese_and_gets_its_reason()
        => Assert.Equal(
            $"sweet (甜). You guessed apple (苹果).\n{Predict.BestForApple.Wrong[0].Reason}",
            Predict.BestForApple.Judge("苹果", "甜").ToString());

    [Fact]
    public void A_word_that_is_none_of_the_choices_is_no_guess()
        => Assert.Equal(GuessVerdict.NotUnderstood, Predict.TwoApples.Judge("sometimes", "different").Verdict);

    [Theory]
    [InlineData(0.2, 1, GuessVerdict.Right)]
    [InlineData(0.2, 10, GuessVerdict.Wrong)]
    [InlineData(8, 10, GuessVerdict.Right)]
    [InlineData(8, 7, GuessVerdict.NotUnderstood)]
    public void Of_several_numbers_to_choose_from_the_nearest_one_is_right(
        double actual, double guess, GuessVerdict verdict)
        => Assert.Equal(verdict, Predict.PercentOfPeak.Judge(guess, actual).Verdict);

    [Theory]
    [InlineData(1.96, 2, "2. Your guess was right.")]
    [InlineData(-1e-9, 0, "0. Your guess was right.")]
    [InlineData(double.PositiveInfinity, 3, "Infinity. You guessed 3.")]
    [InlineData(double.NaN, 3, "Too noisy to say.")]
    public void The_number_that_is_shown_is_always_right(double actual, double guess, string headline)
        => Assert.Equal(headline, Predict.CarriedHome.Judge(guess, actual).Headline);

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_measured_ratio_that_is_no_number_can_still_be_asked_for(double actual)
        => Assert.NotNull(((IDisplay)Predict.TilesFaster.Judge(null, actual)).Write(MimeType.Prediction));

    [Fact]
    public void The_form_for_pages_holds_all_that_judging_needs()
    {
        JsonNode data = JsonNode.Parse(((IDisplay)Predict.LowestAngle.Judge(null, 180)).Write(MimeType.Prediction)!)!;
        Assert.Equal("LowestAngle", (string?)data["name"]);
        Assert.Equal("number", (string?)data["kind"]);
        Assert.Equal("180°", (string?)data["answer"]);
        Assert.Equal(["0", "53", "90", "127", "180"], data["choices"]!.AsArray().Select(choice => (string?)choice));
        Assert.InRange(180, (double)data["right"]!["from"]!, (double)data["right"]!["to"]!);
        Assert.Equal(Predict.LowestAngle.Wrong[0].Reason, (string?)data["wrong"]![0]!["reason"]);
    }

    [Fact]
    public void Every_prediction_is_listed_once_under_the_name_of_its_property()
    {
        PropertyInfo[] properties = [.. typeof(Predict).GetProperties()
            .Where(property => property.PropertyType.IsSubclassOf(typeof(Prediction)))];
        Assert.Equal(properties.Select(property => property.Name), Predict.All.Select(prediction => prediction.Name));
        Assert.All(properties, property =>
            Assert.Equal(property.Name, ((Prediction)property.GetValue(null)!).Name));
    }

    [Fact]
    public void Every_prediction_asks_one_question_and_says_why_in_whole_sentences() =>
        Assert.All(Predict.All, prediction =>
        {
            Assert.Matches(@"\?$", prediction.Question);
            Assert.Matches(@"[.]$", prediction.Why);
            Assert.All(prediction.Wrong, wrong => Assert.Matches(@"^[\p{Lu}\d−].*[.]$", wrong.Reason));
        });
}
