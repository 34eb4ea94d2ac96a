namespace Attention.Course.Experiments;

/// <summary>One number of an experiment, measured with the seeds 1 … 10.</summary>
/// <param name="Values">One value for each seed, in order.</param>
public sealed record SeedRange(IReadOnlyList<double> Values)
{
    /// <summary>The lowest of the ten values.</summary>
    public double Lowest => Values.Min();

    /// <summary>The mean of the ten values.</summary>
    public double Mean => Values.Average();

    /// <summary>The highest of the ten values.</summary>
    public double Highest => Values.Max();
}
