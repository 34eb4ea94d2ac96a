namespace Attention.Course.Experiments;

/// <summary>How far a training is, for a page that shows it while the cell runs.</summary>
public static class TrainingProgress
{
    /// <summary>
    /// Called with the finished part of a training, above 0 and at most 1, about a hundred times. Null: nobody listens.
    /// </summary>
    public static Action<double>? Listener { get; set; }

    internal static void Tell(int step, int steps)
    {
        if (step * 100L / steps != (step - 1) * 100L / steps)
        {
            Listener?.Invoke((double)step / steps);
        }
    }
}
