namespace Attention.Display;

/// <summary>A program under a roofline.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="FlopsPerByte">How many operations it does for every byte that it reads or writes.</param>
/// <param name="Gflops">Its speed in GFLOP/s.</param>
/// <param name="Roof">The most it could reach, in GFLOP/s: the peak, or bandwidth × flops per byte of the level that
/// its bytes come from.</param>
/// <param name="Group">Dots of one group have one colour.</param>
public readonly record struct RooflineDot(
    Label Name, double FlopsPerByte, double Gflops, double Roof, int Group = 0);

/// <summary>What a machine can reach, and how far each program gets.</summary>
public static class Roofline
{
    /// <summary>
    /// Draws the roofline of a machine on two logarithmic axes: a slope where memory is the limit (bandwidth × flops
    /// per byte), a flat top where arithmetic is the limit, and one named dot per program.
    /// </summary>
    /// <param name="peak">The most the arithmetic gives, in GFLOP/s.</param>
    /// <param name="bandwidth">The most the memory gives, in GB/s.</param>
    /// <param name="dots">Name, flops per byte and GFLOP/s of each program: <c>[("naive", 8.0, 1.2)]</c>.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive and finite.</exception>
    public static Figure Of(
        double peak, double bandwidth, (Label Name, double FlopsPerByte, double Gflops)[] dots, string title = "")
    {
        ArgumentNullException.ThrowIfNull(dots);
        return Of(
            peak, [("memory", bandwidth)],
            [.. dots.Select((dot, i) => new RooflineDot(
                dot.Name, dot.FlopsPerByte, dot.Gflops, Math.Min(peak, bandwidth * dot.FlopsPerByte), i))],
            title);
    }

    /// <summary>Draws a roofline with one slope for each level that bytes can come from.</summary>
    /// <param name="peak">The most the arithmetic gives, in GFLOP/s.</param>
    /// <param name="levels">Name and GB/s of each cache and of memory, fastest first.</param>
    /// <param name="dots">The programs.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <param name="groups">What the colours of the dots mean: a name for each group; no explanation when
    /// omitted.</param>
    /// <exception cref="ArgumentException">There are no levels, or a dot is in a group that has no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive and finite.</exception>
    public static Figure Of(
        double peak, (Label Name, double Bandwidth)[] levels, RooflineDot[] dots, string title = "",
        Labels? groups = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(dots);
        Check(peak, levels, dots);
        if (groups is not null && dots.Any(dot => dot.Group < 0 || dot.Group >= groups.Count))
        {
            throw new ArgumentException($"A dot is in a group that is not one of {groups.Count}.", nameof(groups));
        }

        return new RooflineChart(peak, levels, dots, groups).Draw(SafeText.Clean(title));
    }

    private static void Check(double peak, (Label Name, double Bandwidth)[] levels, RooflineDot[] dots)
    {
        if (levels.Length == 0)
        {
            throw new ArgumentException("There must be at least one level.", nameof(levels));
        }

        RequirePositive(peak, nameof(peak));
        foreach ((Label _, double bandwidth) in levels)
        {
            RequirePositive(bandwidth, nameof(levels));
        }

        foreach (RooflineDot dot in dots)
        {
            RequirePositive(dot.FlopsPerByte, nameof(dots));
            RequirePositive(dot.Gflops, nameof(dots));
            RequirePositive(dot.Roof, nameof(dots));
        }
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
        }
    }
}
