using System.Text.Json.Nodes;
using Attention.Display.Rendering;
using Attention.Lib;

namespace Attention.Display;

/// <summary>Scores that the reader drags, and the shares that softmax makes of them.</summary>
public static class DragScores
{
    private static readonly double[] s_temperatures = [0.1, 0.2, 0.5, 1, 2, 5, 10];

    /// <summary>
    /// Shows each score s beside e^(s/T) and its share of the sum, aᵢ = e^(sᵢ/T) ÷ Σⱼ e^(sⱼ/T). The reader drags the
    /// scores and the temperature T, or adds 1 to all scores at once, and sees which of the numbers move.
    /// </summary>
    /// <remarks>Where scripts do not run, the shares at T = 1, 0.2 and 5 stand side by side.</remarks>
    /// <param name="scores">The scores to begin with, each from −5 to 5; they are rounded to one decimal.</param>
    /// <param name="names">The names of the scores; numbers 0, 1, 2 … when omitted.</param>
    /// <param name="title">What stands above the picture, or "".</param>
    /// <exception cref="ArgumentException">There is no score, or there are not as many names as scores.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A score is outside −5 … 5 or not a number.</exception>
    public static Explorable Of(VectorValues scores, Labels? names = null, string title = "")
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
        {
            throw new ArgumentException("There must be at least one score.", nameof(scores));
        }

        if (!scores.All(score => score is >= -5 and <= 5))
        {
            throw new ArgumentOutOfRangeException(nameof(scores), "Every score must be from −5 to 5.");
        }

        Labels labels = Labels.For(names, scores.Count, "scores");
        double[] rounded = [.. scores.Select(score => Math.Round(score, 1))];
        (string Caption, Figure Figure) At(double temperature)
        {
            var shares = new double[rounded.Length];
            Softmax.Naive<double>(Array.ConvertAll(rounded, score => score / temperature), shares);
            return ($"T = {Number.Digits(temperature)}", Bars.Of(shares, labels, decimals: 2));
        }

        var data = new JsonObject
        {
            ["names"] = ScriptData.Of(labels),
            ["scores"] = ScriptData.Of(rounded),
            ["temperatures"] = ScriptData.Of(s_temperatures),
            ["start"] = 1,
        };
        return new Explorable(
            title, "Scores that can be dragged, e to the power of each, and its share of the sum, at a temperature T.",
            "drag-scores", data, [At(1), At(0.2), At(5)]);
    }
}
