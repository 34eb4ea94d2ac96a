using System.Runtime.ExceptionServices;

namespace Attention.Lib.Internal;

/// <summary>Work in tiles, no two of which write to the same place.</summary>
internal interface ITiledWork
{
    /// <summary>Computes one tile. The result must not depend on which thread computes it, or when.</summary>
    void ComputeTile(int tile);
}

/// <summary>Shares tiles out over threads.</summary>
internal static class ParallelTiles
{
    /// <summary>
    /// How many threads a piece of work is worth: waking one takes as long as about a million multiply-adds.
    /// </summary>
    public static int ThreadsFor(int threads, long multiplyAdds) =>
        (int)Math.Clamp(multiplyAdds / 1_000_000, 1, threads);

    /// <summary>
    /// Computes the tiles 0 … <paramref name="tiles"/> − 1 on at most <paramref name="threads"/> threads, this one
    /// included.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Allocates nothing once it is warm. A thread takes the next tile when it is done with one, because tiles may
    /// differ in size and cores in speed.
    /// </para>
    /// <para>
    /// When the call returns or throws, no thread works on a tile any more, so the caller may give scratch memory back
    /// to the pool. An exception from a tile, or a cancellation, which is asked for before every tile, reaches the
    /// caller after that.
    /// </para>
    /// </remarks>
    public static void Run<TWork>(int tiles, int threads, in TWork work, CancellationToken cancellation = default)
        where TWork : struct, ITiledWork
    {
        threads = Math.Min(threads, tiles);
        if (threads <= 1)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                cancellation.ThrowIfCancellationRequested();
                work.ComputeTile(tile);
            }

            return;
        }

        Job<TWork> job = Job<TWork>.Spare ?? new();
        Job<TWork>.Spare = null;
        job.Run(tiles, threads, work, cancellation);
        Job<TWork>.Spare = job;
    }

    /// <summary>One call in progress: the caller and its helpers from the thread pool.</summary>
    private sealed class Job<TWork> : IThreadPoolWorkItem
        where TWork : struct, ITiledWork
    {
        /// <summary>
        /// The job of the last call from this thread, for the next one, which then need not allocate.
        /// </summary>
        [ThreadStatic]
        public static Job<TWork>? Spare;

        private const int Closed = -1;
        private TWork _work;
        private CancellationToken _cancellation;
        private int _tiles;
        private int _next;
        private int _mostHelpers;
        private int _helpers = Closed; // the number at work now
        private ExceptionDispatchInfo? _failure;

        public void Run(int tiles, int threads, in TWork work, CancellationToken cancellation)
        {
            (_work, _cancellation, _tiles, _next, _mostHelpers, _failure) = (
                work, cancellation, tiles, 0, threads - 1, null);
            Volatile.Write(ref _helpers, 0);
            try
            {
                for (int helper = 1; helper < threads; helper++)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                }

                ComputeTiles();
            }
            finally
            {
                Close();
            }

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
            } while (Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers) != helpers);

            ComputeTiles();
            Interlocked.Decrement(ref _helpers);
        }

        /// <summary>
        /// Waits for the helpers that have begun. Those that a busy pool starts too late find the job closed.
        /// </summary>
        /// <remarks>
        /// The wait must not end early. Whatever sleeps or blocks, also <see cref="SpinWait"/>, throws if somebody has
        /// called <see cref="Thread.Interrupt"/>, and the caller would go on while helpers still write. Spinning and
        /// yielding do not throw.
        /// </remarks>
        private void Close()
        {
            for (int round = 0; Interlocked.CompareExchange(ref _helpers, Closed, 0) != 0; round++)
            {
                if (round < 10)
                {
                    Thread.SpinWait(1 << round);
                }
                else
                {
                    Thread.Yield();
                }
            }

            (_work, _cancellation) = (default, default);
        }

        private void ComputeTiles()
        {
            for (int tile; _failure is null && (tile = Interlocked.Increment(ref _next) - 1) < _tiles;)
            {
                try
                {
                    _cancellation.ThrowIfCancellationRequested();
                    _work.ComputeTile(tile);
                }
                catch (Exception exception)
                {
                    // The caller throws it again: an exception on a thread of the pool would end the process.
                    Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
                }
            }
        }
    }
}
