using Attention.Course.Experiments;

namespace Attention.Course.Tests.Experiments;

public class ExperimentPicturesTests
{
    [Fact]
    public void The_last_frame_of_forming_is_the_trained_model()
    {
        WhyHeads heads = WhyHeads.Train();
        Training training = heads.Candidates[1].Trained;

        Assert.Equal([0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 400], training.Steps);
        Assert.Equal(training.Steps.Count, training.Frames.Count);
        Example shown = PublishedData.TwoLookUps[0].ToExample();
        Assert.Equal(
            heads.Candidates[1].Model.Weights(shown, 0).Cast<double>()
                .Concat(heads.Candidates[1].Model.Weights(shown, 1).Cast<double>()),
            training.Frames[^1].Cast<double>());
        Assert.NotEqual(training.Frames[0].Cast<double>(), training.Frames[^1].Cast<double>());
        Assert.Contains("frames", heads.Forming.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.Contains("2 heads × 4", heads.LossCurve.ToPlainText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tired_looks_at_the_animal_and_wide_at_the_street()
    {
        string[] lines = WhyQkv.Published.TiredOrWide.ToPlainText().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] words = Parts(lines[1]), tired = Parts(lines[2]), wide = Parts(lines[3]);

        Assert.Equal(("tired (累)", "wide (宽)"), (tired[0], wide[0]));
        Assert.Equal("animal (动物)", words[Largest(tired)]);
        Assert.Equal("street (街道)", words[Largest(wide)]);

        static string[] Parts(string line) =>
            line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        static int Largest(string[] row) => Array.IndexOf(row, row[1..].Max(StringComparer.Ordinal)) - 1;
    }

    /// <summary>12 × 6: the upper half is the first question, the lower half the second.</summary>
    [Fact]
    public void Each_head_has_learnt_to_find_the_letter_of_one_question()
    {
        for (int head = 0; head < 2; head++)
        {
            double[,] scores = WhyHeads.Published.LearntScores(head);

            Assert.Equal((12, 6), (scores.GetLength(0), scores.GetLength(1)));
            for (int letter = 0; letter < 6; letter++)
            {
                int own = 6 * head + letter, other = 6 * (1 - head) + letter;
                Assert.Equal(letter, Enumerable.Range(0, 6).MaxBy(column => scores[own, column]));
                Assert.InRange(scores[own, letter], 3, 5);
                Assert.All(Enumerable.Range(0, 6), column => Assert.InRange(scores[other, column], -1.5, 1.5));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>("head", () => WhyHeads.Published.LearntScores(2));
        Assert.Throws<ArgumentOutOfRangeException>("head", () => WhyHeads.Published.LearntScores(-1));
    }

    [Fact]
    public void Without_one_of_two_heads_the_question_of_that_head_is_guessed()
    {
        WhyHeads heads = WhyHeads.Published;

        Assert.Equal(
            (100, 100, 100, 320),
            (heads["2 heads × 4"].First, heads["2 heads × 4"].Second, heads["2 heads × 4"].Mean,
            heads["2 heads × 4"].Parameters));
        Assert.InRange(heads.Without(0).First, 15, 35);
        Assert.Equal(100, heads.Without(0).Second);
        Assert.InRange(heads.Without(1).Second, 15, 35);
        Assert.Equal(100, heads.Without(1).First);
        Assert.Throws<ArgumentOutOfRangeException>("head", () => heads.Without(2));
    }

    [Fact]
    public void In_the_running_sentence_sweet_looks_at_both_apples()
    {
        string full = WhyQkv.Published.RunningSentence.ToPlainText().TrimEnd().Split('\n')[^1];

        Assert.Equal(
            ["0.00", "0.00", "0.00", "0.50", "0.00", "0.50", "0.00", "0.00"],
            full.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^8..]);
    }

    [Fact]
    public void One_fruit_of_four_is_found_by_elimination()
    {
        WhyQkv why = WhyQkv.Published;
        string[] fruits = ["apple", "banana", "watermelon", "grape"];

        Assert.Equal([true, true, true, false], fruits.Select(fruit => why.AttentionOn(fruit) > 0.75));
        Assert.InRange(why.AttentionOn("葡萄"), 0, 0.05);
        Assert.All(fruits, fruit => Assert.InRange(why.AnswerShare(fruit, inTheSentence: fruit), 0.95, 1));
        Assert.InRange(why.AnswerShare("grape", inTheSentence: null), 0.95, 1);
        Assert.InRange(why.AnswerShare("grape", inTheSentence: "dog"), 0.95, 1);
        Assert.Contains("0.98", why.FruitAblation.ToPlainText(), StringComparison.Ordinal);
        Assert.Contains("grape", why.Fruits.ToPlainText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_is_unknown_or_no_fruit_is_named()
    {
        Assert.Contains(
            "“pear”", Assert.Throws<ArgumentException>(() => WhyQkv.Published.AttentionOn("pear")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("fruit", () => WhyQkv.Published.AnswerShare("dog", inTheSentence: null));
    }

    /// <summary>
    /// Random scores spread like √d_k, and the wider they spread, the nearer softmax is to one share of 1.
    /// </summary>
    [Fact]
    public void Wide_keys_saturate_the_softmax_and_the_scale_prevents_it()
    {
        double entropy = Math.Log(16);
        foreach (int size in new[] { 4, 16, 64, 256 })
        {
            Saturation without = Saturation.Of(size, scaled: false), with = Saturation.Of(size, scaled: true);

            Assert.InRange(without.Spread / Math.Sqrt(size), 0.97, 1.03);
            Assert.InRange(with.Spread, 0.97, 1.03);
            Assert.InRange(with.Entropy, 2.33, 2.42);
            Assert.True(without.Entropy < 0.75 * entropy, $"{size}: {without.Entropy} after {entropy}");
            entropy = without.Entropy;
        }

        Assert.Contains("d_k = 256", Saturation.Table.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Half of all draws at d_k = 256 leave less than 0.002 of a slope, but a quarter leave plenty.</summary>
    [Fact]
    public void The_slope_of_an_unscaled_softmax_differs_widely_from_draw_to_draw()
    {
        double[] without = Saturation.LargestDerivatives(4000, keySize: 256, scaled: false);
        double[] with = Saturation.LargestDerivatives(4000, keySize: 256, scaled: true);

        Assert.Equal((4000, 4000), (without.Length, with.Length));
        Assert.Equal(without.Order(), without);
        Assert.InRange(without[2000], 0.0005, 0.002);
        Assert.InRange(without.Count(largest => largest < 31e-6) / 4000.0, 0.28, 0.4);
        Assert.InRange(without.Count(largest => largest > 0.05) / 4000.0, 0.2, 0.35);
        Assert.InRange(with[0], 0.03, 0.25);
        Assert.InRange(with[^1], 0.2, 0.25);
        Assert.Throws<ArgumentOutOfRangeException>("draws", () => Saturation.LargestDerivatives(0, 4, scaled: true));
        Assert.Throws<ArgumentOutOfRangeException>("keySize", () => Saturation.Of(0, scaled: true));
    }
}
