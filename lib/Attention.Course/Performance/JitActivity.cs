using System.Diagnostics;
using System.Runtime;
using Attention.Shared;

namespace Attention.Course;

/// <summary>What the JIT does in the background, seen from how many methods it has compiled.</summary>
internal class JitActivity
{
    /// <summary>Longer than one method takes to compile.</summary>
    private const double LongestCompilation = 0.03;

    /// <summary>How many methods it has compiled in this process, those that it compiled anew included.</summary>
    public virtual long Compiled => JitInfo.GetCompiledMethodCount();

    /// <summary>Waits until it counts calls.</summary>
    /// <remarks>
    /// It looks every so often, mostly every tenth of a second, whether there has been new code since it last looked.
    /// If not, it begins to count. So that takes up to twice as long. In a notebook, the C# compiler's own methods are
    /// such code, too.
    /// </remarks>
    public virtual void WaitUntilItCountsCalls() => WaitUntilQuietFor(0.01 + 2 * CallCountingDelay.Seconds);

    /// <summary>Waits until it has compiled anew what was called often just before.</summary>
    public virtual void WaitUntilItHasCompiled() => WaitUntilQuietFor(LongestCompilation);

    /// <summary>Waits until nothing has been compiled for so long, but no longer than ten times that.</summary>
    private void WaitUntilQuietFor(double seconds)
    {
        long start = Stopwatch.GetTimestamp(),
            lastChange = start,
            compiled = Compiled;
        while (Stopwatch.GetElapsedTime(lastChange).TotalSeconds < seconds
            && Stopwatch.GetElapsedTime(start).TotalSeconds < 10 * seconds)
        {
            Thread.Sleep(5);
            long now = Compiled;
            if (now != compiled)
            {
                (compiled, lastChange) = (now, Stopwatch.GetTimestamp());
            }
        }
    }
}
