using Attention.Display;

namespace Attention.Course.Experiments;

/// <summary>One training: how the loss fell, and how attention formed.</summary>
/// <param name="Losses">The mean loss of each step's batch.</param>
/// <param name="Steps">The steps before which a frame was taken; the last frame is the trained model.</param>
/// <param name="Frames">The attention weights on the shown examples at those steps.</param>
internal sealed record Training(IReadOnlyList<double> Losses, IReadOnlyList<int> Steps, IReadOnlyList<double[,]> Frames)
{
    /// <summary>Decimals of a trained weight. What is published is exactly what was trained.</summary>
    public const int Decimals = 3;

    /// <summary>
    /// Trains a model in place: draw a batch, add up the gradients of its examples, take a step; in the end, round.
    /// </summary>
    /// <param name="model">The model, with the parameters it starts from.</param>
    /// <param name="draw">Draws one example.</param>
    /// <param name="batch">Examples per step.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="rate">The step size of <see cref="Adam"/>.</param>
    /// <param name="look">The attention weights to keep as frames.</param>
    public static Training Run(
        AttentionModel model, Func<Example> draw, int batch, int steps, double rate, Func<double[,]> look)
    {
        var adam = new Adam(model.Trained, rate);
        var losses = new double[steps];
        List<int> frameSteps = [];
        List<double[,]> frames = [];
        for (int step = 0; step < steps; step++)
        {
            if (IsFrame(step))
            {
                frameSteps.Add(step);
                frames.Add(look());
            }

            for (int i = 0; i < batch; i++)
            {
                losses[step] += model.Backward(draw()) / batch;
            }

            adam.Step(batch);
            TrainingProgress.Tell(step + 1, steps);
        }

        foreach (Parameter parameter in model.Trained)
        {
            parameter.Round(Decimals);
        }

        return new(losses, [.. frameSteps, steps], [.. frames, look()]);
    }

    /// <summary>The weights over the steps under a slider, which starts at the trained model.</summary>
    /// <param name="draw">Draws the weights, rounded for a picture.</param>
    public Figure Slider(Func<double[,], Figure> draw) => Display.Slider.Of(
        "step", (int[])[.. Steps], step => draw(Candidate.Shown(FrameAt((int)step))), Steps[^1]);

    private double[,] FrameAt(int step) => Frames[Steps.Index().First(frame => frame.Item == step).Index];

    /// <summary>0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32 …: dense at first, when most happens.</summary>
    private static bool IsFrame(int step) =>
        step <= 4 || int.PopCount(step) == 1 || (int.PopCount(step) == 2 && (step & (step >> 1)) != 0);
}
