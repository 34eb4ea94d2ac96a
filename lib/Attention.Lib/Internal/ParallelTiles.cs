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
    public static int ThreadsFor(int threads, long multiplyAdds) => (int)Math.Clamp(multiplyAdds / 1_000_000, 1, threads);

    /// <summary>Computes the tiles 0 … <paramref name="tiles"/> − 1 on at most <paramref name="threads"/> threads, this one included.</summary>
    /// <remarks>
    /// Allocates nothing once it is warm. Threads take the next tile when they are done with one, because tiles may differ
    /// in size and cores in speed. An exception from a tile reaches the caller after the others have stopped.
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

        Job<TWork> job = Job<TWork>.Spare ?? new();
        Job<TWork>.Spare = null;
        job.Run(tiles, threads, work);
        Job<TWork>.Spare = job;
    }

    /// <summary>One call in progress: the caller and its helpers from the thread pool.</summary>
    private sealed class Job<TWork> : IThreadPoolWorkItem
        where TWork : struct, ITiledWork
    {
        /// <summary>The job of the last call from this thread, so that the next one need not allocate. Holds no work meanwhile.</summary>
        [ThreadStatic]
        public static Job<TWork>? Spare;

        private const int Closed = -1;
        private TWork _work;
        private int _tiles;
        private int _next;
        private int _mostHelpers;
        private int _helpers = Closed; // at work now
        private ExceptionDispatchInfo? _failure;

        public void Run(int tiles, int threads, in TWork work)
        {
            (_work, _tiles, _next, _mostHelpers, _failure) = (work, tiles, 0, threads - 1, null);
            Volatile.Write(ref _helpers, 0);
            for (int helper = 1; helper < threads; helper++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            ComputeTiles();

            // Waits for the helpers that have begun, not for those that a busy pool starts too late: they find the job closed.
            SpinWait wait = default;
            while (Interlocked.CompareExchange(ref _helpers, Closed, 0) != 0)
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }

            _work = default;
            _failure?.Throw();
        }

        /// <summary>A helper, possibly one that an earlier call asked for.</summary>
        public void Execute()
        {
            int helpers;
            do
            {
                helpers = Volatile.Read(ref _helpers);
                if (helpers == Closed || helpers >= _mostHelpers)
                {
                    return;
                }
            }
            while (Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers) != helpers);

            ComputeTiles();
            Interlocked.Decrement(ref _helpers);
        }

        private void ComputeTiles()
        {
            for (int tile; _failure is null && (tile = Interlocked.Increment(ref _next) - 1) < _tiles;)
            {
                try
                {
                    _work.ComputeTile(tile);
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
