namespace Attention.Course.Experiments;

/// <summary>One training: what became of the model, and how.</summary>
/// <param name="Losses">The mean loss of each step's batch.</param>
/// <param name="Steps">The steps before which a frame was taken; the last frame is the trained model.</param>
/// <param name="Frames">The attention weights on the shown example at those steps, one matrix per head.</param>
internal sealed record Training(IReadOnlyList<double> Losses, IReadOnlyList<int> Steps, IReadOnlyList<double[][,]> Frames)
{
    /// <summary>Decimals of a trained weight. What is published is exactly what was trained.</summary>
    public const int Decimals = 3;

    /// <summary>Trains a model in place: draw a batch, add up the gradients of its examples, take a step; in the end, round.</summary>
    /// <param name="model">The model, with the parameters it starts from.</param>
    /// <param name="batch">The examples of a step.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="rate">The step size of <see cref="Adam"/>.</param>
    /// <param name="shown">The example whose attention weights are kept as frames.</param>
    public static Training Run(AttentionModel model, Func<IReadOnlyList<Example>> batch, int steps, double rate, Example shown)
    {
        var adam = new Adam(model.Trained, rate);
        var losses = new double[steps];
        List<int> frameSteps = [];
        List<double[][,]> frames = [];
        for (int step = 0; step < steps; step++)
        {
            if (IsFrame(step))
            {
                Keep(step);
            }

            IReadOnlyList<Example> examples = batch();
            losses[step] = examples.Sum(model.Backward) / examples.Count;
            adam.Step(examples.Count);
        }

        foreach (Parameter parameter in model.Trained)
        {
            parameter.Round(Decimals);
        }

        Keep(steps);
        return new(losses, frameSteps, frames);

        void Keep(int step)
        {
            frameSteps.Add(step);
            frames.Add([.. Enumerable.Range(0, model.Heads.Count).Select(head => model.Weights(shown, head))]);
        }
    }

    /// <summary>0, 1, 2, 3, 4, 6, 8, 12, 16, 24 …: dense at first, when most happens.</summary>
    private static bool IsFrame(int step) => step < 4 || (step & (step - 1)) == 0 || (step % 3 == 0 && ((step / 3) & (step / 3 - 1)) == 0);
}
