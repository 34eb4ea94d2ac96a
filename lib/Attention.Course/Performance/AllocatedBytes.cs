using System.Buffers;

namespace Attention.Course;

/// <summary>How much memory something takes: the bytes it allocates, counted by the runtime.</summary>
public static class AllocatedBytes
{
    private const int LargestPooled = 1 << 23;

    /// <summary>
    /// Counts the bytes that an action allocates on this thread, with what it borrows from the shared pool of arrays.
    /// </summary>
    /// <param name="action">What to count; it runs twice and must stay on the calling thread.</param>
    /// <returns>
    /// First: the bytes of a run that finds the pool of floats empty, so that what it borrows (in arrays of at most 32
    /// MB) must be allocated and is counted. Again: those of the run after it.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is null.</exception>
    public static (long First, long Again) Of(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        action(); // so that the JIT has allocated what it needs
        EmptyThePool();
        return (Count(action), Count(action));
    }

    private static long Count(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Takes out arrays of every size until the pool has to make new ones.</summary>
    private static void EmptyThePool()
    {
        for (int length = 16; length <= LargestPooled; length *= 2)
        {
            while (Count(() => ArrayPool<float>.Shared.Rent(length)) < length)
            {
            }
        }
    }
}
