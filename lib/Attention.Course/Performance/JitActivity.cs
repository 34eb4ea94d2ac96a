using System.Diagnostics;
using System.Runtime;
using Attention.Shared;

namespace Attention.Course;

/// <summary>What the JIT does in the background, seen from how many methods it has compiled.</summary>
internal class JitActivity
{
    /// <summary>Longer than one method takes to compile.</summary>
    private const double LongestCompilation = 0.03;

    private long _compiled = JitInfo.GetCompiledMethodCount();
    private long _lastChange = Stopwatch.GetTimestamp();

    /// <summary>How many methods it has compiled in this process, those that it compiled anew included.</summary>
    public virtual long Compiled
    {
        get
        {
            long now = JitInfo.GetCompiledMethodCount();
            if (now != _compiled)
            {
                (_compiled, _lastChange) = (now, Stopwatch.GetTimestamp());
            }

            return now;
        }
    }

    /// <summary>Waits until it counts calls.</summary>
    /// <remarks>
    /// It looks every so often, mostly every tenth of a second, whether there has been new code since it last looked.
    /// If not, it begins to count. So that takes up to twice as long. In a notebook, the C# compiler's own methods are
    /// such code, too.
    /// </remarks>
    public virtual void WaitUntilItCountsCalls() => WaitUntilQuietFor(0.01 + 2 * CallCountingDelay.Seconds, 0);

    /// <summary>Waits until it has compiled anew what was called often just before.</summary>
    public virtual void WaitUntilItHasCompiled() => WaitUntilQuietFor(LongestCompilation, LongestCompilation);

    private double QuietFor()
    {
        _ = Compiled;
        return Stopwatch.GetElapsedTime(_lastChange).TotalSeconds;
    }

    /// <summary>Waits until nothing has been compiled for so long, but no longer than ten times that.</summary>
    private void WaitUntilQuietFor(double seconds, double atLeast)
    {
        long start = Stopwatch.GetTimestamp();
        while (Waited() < atLeast || (QuietFor() < seconds && Waited() < 10 * seconds))
        {
            Thread.Sleep(5);
        }

        double Waited() => Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
