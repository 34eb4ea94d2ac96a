using Attention.Course;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>
/// One implementation of the work, ours or another library's: measures how many seconds one warm run takes, and gives
/// its result.
/// </summary>
internal sealed record Peer(string Name, Func<double> Seconds, Func<float[]> Output)
{
    public Peer(string name, Action run, Func<float[]> output)
        : this(name, Warm(run), output) { }

    private static Func<double> Warm(Action run)
    {
        int repetitions = 0;
        return () =>
        {
            repetitions = repetitions > 0 ? repetitions : Timing.WarmUp(5e-3, run)[0];

            // The peer before filled the caches with its own data: one untimed run, for every peer.
            run();
            return Timing.Once(run, repetitions);
        };
    }
}
