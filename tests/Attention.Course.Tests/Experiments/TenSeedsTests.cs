using Attention.Course.Experiments;

namespace Attention.Course.Tests.Experiments;

/// <summary>
/// The file of ten seeds is what training gives, and what the course says of the experiments is true of all ten.
/// </summary>
public class TenSeedsTests
{
    private static readonly string[] s_sizes = ["d_k = 4", "d_k = 16", "d_k = 64", "d_k = 256"];

    /// <summary>
    /// Every model of every experiment is trained with one seed; the explicit test below trains all ten.
    /// </summary>
    [Fact]
    public void Training_with_seed_2_gives_its_column_of_the_file()
        => Assert.Equal(Column(2), TenSeeds.Train(2).Select(one => Line(one.Experiment, one.Measured)));

    /// <summary>
    /// About a minute of one core: <c>dotnet run --project tests/Attention.Course.Tests -- -explicit only</c>.
    /// </summary>
    [Fact(Explicit = true)]
    public void Training_with_ten_seeds_gives_the_whole_file()
        => Assert.Equal(Corpus.Resource(TenSeeds.File), TenSeeds.Generate());

    [Fact]
    public void A_name_that_the_file_does_not_have_is_answered_with_the_names_it_has()
    {
        string message = Assert.Throws<ArgumentException>("model", () => WhyQkv.TenSeeds["untied", "right %"]).Message;

        Assert.Contains("all three, d_k = 4", message, StringComparison.Ordinal);
        Assert.Contains("on the noun %", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("measure", () => WhyQkv.TenSeeds[WhyQkv.TenSeeds.Models[0], "speed"]);
        Assert.Throws<ArgumentException>("model", () => WhyQkv.TenSeeds.Means("", "untied"));
        Assert.Contains(
            "tied", Assert.Throws<ArgumentException>("name", () => WhyQkv.Published["untied"]).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_show_means_and_ranges_of_the_values()
    {
        SeedRange tied = WhyQkv.TenSeeds["tied", "right %"];

        Assert.Equal((43.8, 96.9), (tied.Lowest, tied.Highest));
        Assert.Equal(tied.Values.Sum() / 10, tied.Mean, 10);
        string ranges = WhyQkv.TenSeeds.Ranges("right %", "title", "tied").ToString();
        Assert.Contains("77.5", ranges, StringComparison.Ordinal);
        Assert.Contains("43.8", ranges, StringComparison.Ordinal);
        Assert.Contains("96.9", ranges, StringComparison.Ordinal);
        Assert.DoesNotContain("only W_V", ranges, StringComparison.Ordinal);
        Assert.Contains("only W_V", WhyQkv.TenSeeds.Means("title").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_query_key_and_value_of_its_own_a_word_finds_the_noun_that_is_meant()
    {
        TenSeeds ten = WhyQkv.TenSeeds;

        Assert.InRange(ten["no matrix", "right %"].Highest, 0, 25);
        Assert.InRange(ten["no matrix", "on itself %"].Lowest, 75, 100);
        Assert.InRange(ten["only W_V", "right %"].Highest, 0, 45);
        // W_V moves no attention
        Assert.Equal(ten["no matrix", "on itself %"].Values, ten["only W_V", "on itself %"].Values);
        Assert.InRange(ten["all three", "right %"].Lowest, 95, 100);
        Assert.InRange(ten["all three", "on the noun %"].Lowest, 60, 100);
        Assert.InRange(ten["all three", "on itself %"].Highest, 0, 10);
    }

    /// <summary>Same number of parameters, and the tied model is worse with every seed.</summary>
    [Theory]
    [InlineData("tied", "all three, d_k = 4")]
    [InlineData("tied, d_k = 16", "all three")]
    public void At_equal_numbers_of_parameters_the_tie_costs_accuracy(string tied, string notTied)
    {
        TenSeeds ten = WhyQkv.TenSeeds;

        Assert.Equal(ten[tied, "parameters"].Values, ten[notTied, "parameters"].Values);
        Assert.All(
            ten[tied, "right %"].Values.Zip(ten[notTied, "right %"].Values),
            pair => Assert.True(pair.First < pair.Second - 2, $"{pair}"));
        Assert.InRange(ten[notTied, "right %"].Mean - ten[tied, "right %"].Mean, 15, 60);
    }

    [Fact]
    public void Some_fruit_is_answered_without_being_looked_at()
    {
        TenSeeds ten = WhyQkv.FruitsOfTenSeeds;

        Assert.Equal(8, ten["all three", "on the apples of the running sentence %"].Values.Count(share => share > 70));
        Assert.Equal(6, ten["all three", "on the fruit looked at least %"].Values.Count(share => share < 5));
        Assert.InRange(ten["all three", "that fruit as the answer without it %"].Lowest, 50, 100);
    }

    [Fact]
    public void Without_the_scale_wide_keys_are_not_learnt()
    {
        TenSeeds ten = WhyScale.TenSeeds;

        Assert.InRange(ten["scaled", "d_k = 4"].Lowest, 90, 100);
        Assert.InRange(ten["not scaled", "d_k = 4"].Lowest, 85, 100); // with 4 features the scale hardly matters
        Assert.All(s_sizes[1..], size => Assert.Equal(100, ten["scaled", size].Lowest));
        Assert.InRange(ten["not scaled", "d_k = 64"].Highest, 15, 80);
        Assert.InRange(ten["not scaled", "d_k = 256"].Highest, 15, 70);
    }

    /// <summary>A start alone is not the scale, steps alone are not, both are.</summary>
    [Fact]
    public void A_smaller_start_with_smaller_steps_equals_the_scale()
    {
        TenSeeds ten = WhyScale.TenSeeds;

        Assert.All(s_sizes, size =>
            Assert.Equal(ten["scaled", size].Values, ten["not scaled, start and steps ÷ √d_k", size].Values));
        Assert.All(s_sizes[2..], size => Assert.InRange(ten["not scaled, start ÷ √d_k", size].Mean, 40, 75));
        Assert.All(s_sizes[2..], size => Assert.InRange(ten["not scaled, steps ÷ √d_k", size].Mean, 40, 75));
    }

    [Fact]
    public void One_head_answers_one_question_and_two_heads_answer_two()
    {
        TenSeeds ten = WhyHeads.TenSeeds;

        Assert.All(["1 head × 8", "1 head × 16", "2 heads × 4, same start"], model =>
        {
            Assert.InRange(ten[model, "one question %"].Lowest, 90, 100);
            Assert.InRange(ten[model, "the other %"].Highest, 25, 45);
            Assert.InRange(ten[model, "mean %"].Mean, 60, 67); // about (100 + 25) / 2
        });
        Assert.Equal(100, ten["2 heads × 4", "the other %"].Lowest);
    }

    [Fact]
    public void With_fixed_roles_one_head_answers_both_questions()
    {
        TenSeeds ten = WhyHeads.FixedRolesOfTenSeeds;

        Assert.InRange(ten["1 head × 16", "the other %"].Mean, 90, 100);
        Assert.Equal(9, ten["1 head × 16", "the other %"].Values.Count(right => right > 90));
        Assert.InRange(ten["1 head × 8", "the other %"].Mean, 80, 100);
    }

    [Fact]
    public void Two_heads_that_start_alike_stay_equal()
    {
        WhyHeads twins = WhyHeads.TrainTwins(seed: 1);

        Assert.Equal(twins.LearntScores(0).Cast<double>(), twins.LearntScores(1).Cast<double>()); // bit for bit
        Assert.NotEqual(twins.LearntScores(0).Cast<double>(), WhyHeads.Published.LearntScores(0).Cast<double>());
    }

    [Fact]
    public void Only_a_leak_gets_below_ln_8_on_random_tokens()
    {
        TenSeeds ten = ImpossibleScore.TenSeeds;

        Assert.InRange(ten["no mask", "loss"].Highest, 0, 0.001);
        Assert.Equal(100, ten["no mask", "right %"].Lowest);
        Assert.All(ten["causal mask", "loss"].Values, loss => Assert.Equal(ImpossibleScore.Floor, loss, 0.01));
        Assert.All(ten["causal mask", "right %"].Values, right => Assert.InRange(right, 10, 15));
    }

    [Fact]
    public void One_head_learns_to_copy_to_reverse_and_to_look_back()
        => Assert.All(["copy", "reverse", "previous"], task =>
        {
            Assert.InRange(SequenceTasks.TenSeeds[task, "loss"].Highest, 0, 0.1);
            Assert.InRange(SequenceTasks.TenSeeds[task, "right %"].Lowest, 95, 100);
        });

    private static IEnumerable<string> Column(int seed)
        => Corpus.Rows(Corpus.Resource(TenSeeds.File))
            .Select(cells => string.Join('\t', cells[0], cells[1], cells[2], cells[2 + seed]));

    private static string Line(string experiment, Measured one)
        => string.Join('\t', experiment, one.Model, one.Measure, one.Text);
}
