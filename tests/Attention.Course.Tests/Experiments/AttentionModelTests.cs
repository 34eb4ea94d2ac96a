using System.Numerics;
using Attention.Course.Experiments;

namespace Attention.Course.Tests.Experiments;

/// <summary>
/// The models against loops that share no code with them, and their gradients against differences of the loss.
/// </summary>
public class AttentionModelTests
{
    [Fact]
    public void The_loss_of_every_model_is_that_of_plain_loops()
    {
        foreach ((Candidate candidate, Example example) in Models.All(seed: 7))
        {
            double expected = Loss(candidate.Model, example);

            Assert.True(Math.Abs(candidate.Model.Loss(example) - expected) < 1e-12 * (1 + expected), candidate.Name);
            Assert.Equal(candidate.Model.Loss(example), candidate.Model.Backward(example));
        }
    }

    [Fact]
    public void The_weights_of_every_head_are_those_of_plain_loops()
    {
        foreach ((Candidate candidate, Example example) in Models.All(seed: 8))
        {
            for (int h = 0; h < candidate.Model.Heads.Count; h++)
            {
                double[,] weights = candidate.Model.Weights(example, h);
                for (int i = 0; i < weights.GetLength(0); i++)
                {
                    double[] expected = WeightsOf(candidate.Model.Heads[h], example, i);
                    for (int j = 0; j < expected.Length; j++)
                    {
                        Assert.Equal(expected[j], weights[i, j], 1e-13);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Central differences, step 10⁻⁵: their own error is about 10⁻¹⁰ of the third derivative, plus rounding of 10⁻¹¹.
    /// </summary>
    [Fact]
    public void Every_gradient_is_the_slope_of_the_loss()
    {
        const double Step = 1e-5;
        foreach ((Candidate candidate, Example example) in Models.All(seed: 9))
        {
            candidate.Model.Backward(example);
            foreach (Parameter parameter in candidate.Model.Trained)
            {
                for (int row = 0; row < parameter.Value.GetLength(0); row++)
                {
                    // Of the long rows of d_k = 64 and 256 every 17th number.
                    for (int column = row % 3; column < parameter.Value.GetLength(
                        1); column += parameter.Value.GetLength(1) > 16 ? 17 : 1)
                    {
                        ref double value = ref parameter.Value[row, column];
                        double at = value;
                        value = at + Step;
                        double above = candidate.Model.Loss(example);
                        value = at - Step;
                        double below = candidate.Model.Loss(example);
                        value = at;

                        double slope = (above - below) / (2 * Step), gradient = parameter.Gradient[row, column];
                        Assert.True(
                            Math.Abs(slope - gradient) < 2e-8 * (1 + Math.Abs(slope)),
                            $"{candidate.Name}, {parameter.Name}[{row}, {column}]: gradient {gradient}, slope {slope}");
                    }
                }
            }
        }
    }

    [Fact]
    public void No_model_has_more_than_1600_parameters_and_a_tie_counts_once()
    {
        Assert.All(Models.All(seed: 1), model => Assert.InRange(model.Candidate.Model.ParameterCount, 0, 1600));
        Assert.Equal(
            [0, 24 * 24, (24 * 24) + (24 * 8), (24 * 24) + (2 * 24 * 8)],
            WhyQkv.Start(1).Candidates.Select(candidate => candidate.Model.ParameterCount));
        Assert.Equal(
            WhyHeads.Start(1).Candidates[0].Model.ParameterCount, WhyHeads.Start(1).Candidates[1].Model.ParameterCount);
    }

    [Fact]
    public void A_step_factor_makes_every_step_that_much_shorter()
    {
        Parameter whole = Matrix(1), quarter = Matrix(0.25);
        new Adam([whole, quarter], rate: 0.1).Step(examples: 1);

        Assert.Equal(-0.1, whole.Value[0, 0], 1e-6);
        Assert.Equal(-0.025, quarter.Value[0, 0], 1e-6);

        static Parameter Matrix(double stepFactor)
        {
            var parameter = new Parameter("W", new double[1, 1], stepFactor: stepFactor);
            parameter.Gradient[0, 0] = 3;
            return parameter;
        }
    }

    [Fact]
    public void What_is_frozen_is_not_trained()
    {
        WhyScale experiment = WhyScale.Start(1);
        double[] Keys() => [.. experiment.Candidates[0].Model.Heads[0].Key.Value.Cast<double>()];
        double[] before = Keys();

        experiment.TrainFrom(1);

        Assert.Equal(before, Keys());
    }

    /// <summary>The mean over what is asked of −ln(share of the right class).</summary>
    private static double Loss(AttentionModel model, Example example)
    {
        double total = 0;
        int classes = model.Heads[0].Output.Value.GetLength(1) / model.Questions;
        for (int i = 0; i < example.Visible.Length; i++)
        {
            var logits = new double[classes * model.Questions];
            foreach (Head head in model.Heads)
            {
                double[] weights = WeightsOf(head, example, i);
                for (int c = 0; c < logits.Length; c++)
                {
                    for (int v = 0; v < head.Value.Value.GetLength(1); v++)
                    {
                        for (int j = 0; j < weights.Length; j++)
                        {
                            logits[c] += weights[j] * Project(example.Inputs, j, head.Value, v)
                                * head.Output.Value[v, c];
                        }
                    }
                }
            }

            for (int question = 0; question < model.Questions; question++)
            {
                double[] group = logits[(question * classes)..((question + 1) * classes)];
                total -= Math.Log(Math.Exp(group[example.Answers[i][question]]) / group.Sum(Math.Exp));
            }
        }

        return total / (example.Visible.Length * model.Questions);
    }

    private static double[] WeightsOf(Head head, Example example, int asking)
    {
        var shares = new double[example.Inputs.GetLength(0)];
        for (int j = 0; j < example.Visible[asking]; j++)
        {
            Complex score = 0;
            int size = head.Query.Value.GetLength(1), step = head.Rotary is null ? 1 : 2;
            for (int c = 0; c < size; c += step)
            {
                // A pair of features is a complex number; a turn multiplies it. Without positions the turn is 1.
                Complex q = Pair(example.Asking, asking, head.Query, c), k = Pair(example.Inputs, j, head.Key, c);
                double angle = head.Rotary is null
                    ? 0
                    : (example.AskingPositions[asking] - j) * Math.Pow(10_000, -(double)c / size);
                score += q * Complex.Conjugate(k) * Complex.Exp(Complex.ImaginaryOne * angle);

                Complex Pair(double[,] rows, int row, Parameter matrix, int first) => new(
                    Project(rows, row, matrix, first), step == 1 ? 0 : Project(rows, row, matrix, first + 1));
            }

            shares[j] = Math.Exp(head.Scale * score.Real);
        }

        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    private static double Project(double[,] rows, int row, Parameter matrix, int column)
    {
        double sum = 0;
        for (int c = 0; c < rows.GetLength(1); c++)
        {
            sum += rows[row, c] * matrix.Value[c, column];
        }

        return sum;
    }
}
