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

        Assert.Contains("15.9", WhyScale.Saturation().ToString(), StringComparison.Ordinal);
    }
}
