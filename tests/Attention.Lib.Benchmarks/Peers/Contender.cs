using Attention.Course;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>Someone who can do the work: runs it once, warm, in some seconds, and shows the result.</summary>
internal sealed record Contender(string Name, Func<double> Seconds, Func<float[]> Output)
{
    public Contender(string name, Action run, Func<float[]> output)
        : this(name, Warm(run), output) { }

    private static Func<double> Warm(Action run)
    {
        int repetitions = 0;
        return () =>
        {
            repetitions = repetitions > 0 ? repetitions : Timing.WarmUp(run, 5e-3);

            // The contender before filled the caches with its own: once untimed, for everyone.
            run();
            return Timing.Once(run, repetitions);
        };
    }
}
