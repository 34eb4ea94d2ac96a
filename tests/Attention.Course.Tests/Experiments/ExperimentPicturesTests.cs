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
            heads.Candidates[1].Model.Weights(shown, 0).Cast<double>().Concat(heads.Candidates[1].Model.Weights(shown, 1).Cast<double>()),
            training.Frames[^1].Cast<double>());
        Assert.NotEqual(training.Frames[0].Cast<double>(), training.Frames[^1].Cast<double>());
        Assert.Contains("frames", heads.Forming.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.Contains("2 heads × 4", heads.LossCurve.ToPlainText(), StringComparison.Ordinal);
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
    public void In_the_running_sentence_sweet_looks_at_both_apples()
    {
        string full = WhyQkv.Published.RunningSentence.ToPlainText().TrimEnd().Split('\n')[^1];

        Assert.Equal(["0.00", "0.00", "0.00", "0.50", "0.00", "0.50", "0.00", "0.00"], full.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^8..]);
    }

    [Fact]
    public void One_fruit_of_four_is_found_by_elimination()
    {
        string[] rows = WhyQkv.Published.Fruits.ToPlainText().TrimEnd().Split('\n')[^4..];
        double[] onFruit = [.. rows.Select(row => double.Parse(row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^5], System.Globalization.CultureInfo.InvariantCulture))];

        Assert.Equal(3, onFruit.Count(weight => weight > 0.75));
        Assert.Equal(1, onFruit.Count(weight => weight < 0.05));
    }

    /// <summary>Random scores spread like √d_k, and the wider they spread, the nearer softmax is to one weight of 1.</summary>
    [Fact]
    public void Wide_keys_saturate_the_softmax_and_the_scale_prevents_it()
    {
        double[,] table = WhyScale.SaturationMeasures(); // d_k = 4, 16, 64, 256 × (spread, entropy, Jacobian, the same scaled)

        for (int row = 0; row < 4; row++)
        {
            double root = Math.Pow(2, row + 1);
            Assert.InRange(table[row, 0] / root, 0.97, 1.03);
            Assert.InRange(table[row, 3], 0.97, 1.03);
            Assert.InRange(table[row, 4], 2.33, 2.42);
            Assert.InRange(table[row, 5], 0.29, 0.31);
            Assert.True(row == 0 || (table[row, 1] < 0.6 * table[row - 1, 1] && table[row, 2] < table[row - 1, 2]));
        }
    }
}
