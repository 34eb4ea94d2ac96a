using System.Runtime.ExceptionServices;

namespace Attention.Lib.Internal;

/// <summary>Work that falls into tiles no two of which write to the same place.</summary>
internal interface ITiledWork
{
    /// <summary>Computes one tile. Its result must not depend on which thread does it, or when.</summary>
    void ComputeTile(int tile);
}

/// <summary>Shares tiles out over threads.</summary>
internal static class ParallelTiles
{
    /// <summary>How many threads a piece of work deserves: waking one takes as long as about a million multiply-adds.</summary>
    public static int WorthIt(int threads, long multiplyAdds) => (int)Math.Clamp(multiplyAdds / 1_000_000, 1, threads);

    /// <summary>Computes the tiles 0 … <paramref name="tiles"/> − 1 on at most <paramref name="threads"/> threads, this one included.</summary>
    /// <remarks>
    /// One thread allocates nothing. Several threads allocate one small object per call, of a size that does not depend
    /// on the number of tiles. Threads take the next tile when they are done with one, because tiles may differ in
    /// size and cores in speed. An exception from a tile reaches the caller after the others have stopped.
    /// </remarks>
    public static void Run<TWork>(int tiles, int threads, in TWork work)
        where TWork : struct, ITiledWork
    {
        threads = Math.Min(threads, tiles);
        if (threads <= 1)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                work.ComputeTile(tile);
            }

            return;
        }

        new Job<TWork>(tiles, work).Run(threads);
    }

    private sealed class Job<TWork>(int tiles, TWork work) : IThreadPoolWorkItem
        where TWork : struct, ITiledWork
    {
        private readonly TWork _work = work;
        private int _next;
        private int _done;
        private ExceptionDispatchInfo? _failure;

        public void Run(int threads)
        {
            for (int helper = 1; helper < threads; helper++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            Execute();

            // A helper that the pool starts too late finds no tile left and is not waited for: a busy pool cannot dead-lock us.
            SpinWait wait = default;
            while (Volatile.Read(ref _done) < tiles)
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }

            _failure?.Throw();
        }

        public void Execute()
        {
            for (int tile; (tile = Interlocked.Increment(ref _next) - 1) < tiles; Interlocked.Increment(ref _done))
            {
                try
                {
                    if (_failure is null)
                    {
                        _work.ComputeTile(tile);
                    }
                }
                catch (Exception exception)
                {
                    // Rethrown by the caller: an exception on a thread of the pool would end the process.
                    Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                }
            }
        }
    }
}
