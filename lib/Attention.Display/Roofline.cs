using Attention.Display.Model;

namespace Attention.Display;

/// <summary>What a machine can reach, and how far each program gets.</summary>
public static class Roofline
{
    /// <summary>
    /// Draws the roof of a machine on two logarithmic axes: a slope where memory limits (bandwidth × flops per byte), a
    /// flat top where arithmetic limits,
    /// and one named dot per program, below the roof by as much as it wastes.
    /// </summary>
    /// <param name="peak">The most the arithmetic gives, in GFLOP/s.</param>
    /// <param name="bandwidth">The most the memory gives, in GB/s.</param>
    /// <param name="dots">Name, flops per byte and GFLOP/s of each program: <c>[("naive", 8.0, 1.2)]</c>.</param>
    /// <param name="title">What stands above the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive and finite.</exception>
    public static Figure Of(
        double peak,
        double bandwidth,
        (Label Name, double FlopsPerByte, double Gflops)[] dots,
        string title = ""
    )
    {
        ArgumentNullException.ThrowIfNull(dots);
        RequirePositive(peak, nameof(peak));
        RequirePositive(bandwidth, nameof(bandwidth));
        foreach ((Label _, double intensity, double speed) in dots)
        {
            RequirePositive(intensity, nameof(dots));
            RequirePositive(speed, nameof(dots));
        }

        title = SafeText.Clean(title);
        double ridge = peak / bandwidth;
        Axis x = Ticks.Around(
            [
                ridge / 16,
                ridge * 16,
                .. dots.Select(dot => dot.FlopsPerByte),
                .. dots.Select(dot => 4 * dot.FlopsPerByte),
            ],
            log: true
        ) with
        {
            Title = "flops per byte",
        };
        Axis y = Ticks.Around([peak * 1.3, bandwidth * x.Start, .. dots.Select(dot => dot.Gflops)], log: true) with
        {
            Title = "GFLOP/s",
        };
        bool Near(
            double intensity,
            double speed,
            (Label Name, double FlopsPerByte, double Gflops) other
        ) // its name would stand on this one
            =>
            Math.Abs(x.Share(intensity) - x.Share(other.FlopsPerByte)) < 0.12
            && Math.Abs(y.Share(speed) - y.Share(other.Gflops)) < 0.05;
        double Roof(double intensity) => Math.Min(peak, bandwidth * intensity);
        string memory = $"memory: {Number.Digits(bandwidth)} GB/s",
            arithmetic = $"arithmetic: {Number.Digits(peak)} GFLOP/s";
        string[] said =
        [
            .. dots.Select(dot =>
                $"{dot.Name.Clean()}: {Number.Digits(dot.Gflops)} GFLOP/s at {Number.Digits(dot.FlopsPerByte)} flops per byte, {Number.Digits(100 * dot.Gflops / Roof(dot.FlopsPerByte))} % of the roof"
            ),
        ];
        List<Mark> marks =
        [
            new Line([x.Start, ridge, x.End], [Roof(x.Start), peak, peak], Palette.Muted)
            {
                Width = 3,
                Hovers = [memory, $"ridge: {Number.Digits(ridge)} flops per byte", arithmetic],
            },
            new Words([ridge * 1.1], [peak], [arithmetic], "top right"),
            new Words([ridge / 1.3], [peak / 1.3], [memory], "top left"), // near the ridge, where it has the whole slope to its left
        ];
        foreach (((Label name, double intensity, double speed), int i) in dots.Select((dot, i) => (dot, i)))
        {
            marks.Add(
                new Line([intensity], [speed], Series.Color(i))
                {
                    Width = 0,
                    Dots = 11,
                    Hovers = [said[i]],
                }
            );
            bool left = x.Share(intensity) > 0.8 || dots[..i].Any(other => Near(intensity, speed, other));
            bool taken = dots.Any(other =>
                x.Share(other.FlopsPerByte) < x.Share(intensity) - 0.02 && Near(intensity, speed, other)
            );
            marks.Add(
                new Words(
                    [intensity],
                    [speed],
                    [name.Clean().ToString()],
                    !left ? "right"
                        : taken ? "bottom"
                        : "left"
                )
            );
        }

        return new Figure(
            Plot.Of(title, x, y, marks, [], 600, 320) with
            {
                Alt =
                    $"Roofline{(title.Length > 0 ? $" “{title}”" : "")}: {arithmetic}, {memory}, ridge at {Number.Digits(ridge)} flops per byte. {string.Join("; ", said)}.",
                Plain = $"{title}\n{arithmetic}, {memory}\n{string.Join("\n", said)}".TrimStart('\n'),
            }
        );
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
        }
    }
}
