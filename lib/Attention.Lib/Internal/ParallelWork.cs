using System.Runtime.ExceptionServices;

namespace Attention.Lib.Internal;

/// <summary>Work in numbered items, no two of which write to the same memory.</summary>
internal interface IParallelWork
{
    /// <summary>Computes one item. The result must not depend on which thread computes it, or when.</summary>
    void RunItem(int item);
}

/// <summary>Runs the items of work on several threads.</summary>
internal static class ParallelWork
{
    /// <summary>
    /// How many threads a piece of work is worth: waking one takes as long as about a million multiply-adds.
    /// </summary>
    public static int ThreadsFor(int threads, long multiplyAdds) =>
        (int)Math.Clamp(multiplyAdds / 1_000_000, 1, threads);

    /// <summary>
    /// Runs the items 0 … <paramref name="items"/> − 1 on at most <paramref name="threads"/> threads, this one
    /// included.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Allocates nothing once it is warm. A thread takes the next item when it is done with one, because items may
    /// differ in size and cores in speed.
    /// </para>
    /// <para>
    /// When the call returns or throws, no thread works on an item any more, so the caller may give scratch memory
    /// back to the pool. Cancellation is checked before every item. A cancellation, or an exception from an item,
    /// reaches the caller only then.
    /// </para>
    /// </remarks>
    public static void Run<TWork>(int items, int threads, in TWork work, CancellationToken cancellation = default)
        where TWork : struct, IParallelWork
    {
        threads = Math.Min(threads, items);
        if (threads <= 1)
        {
            for (int item = 0; item < items; item++)
            {
                cancellation.ThrowIfCancellationRequested();
                work.RunItem(item);
            }

            return;
        }

        Job<TWork> job = Job<TWork>.Spare ?? new();
        Job<TWork>.Spare = null;
        job.Run(items, threads, work, cancellation);
        Job<TWork>.Spare = job;
    }

    /// <summary>One call in progress: the caller and its helpers from the thread pool.</summary>
    private sealed class Job<TWork> : IThreadPoolWorkItem
        where TWork : struct, IParallelWork
    {
        /// <summary>
        /// The job of the last call from this thread, for the next one, which then need not allocate.
        /// </summary>
        [ThreadStatic]
        public static Job<TWork>? Spare;

        private const int Closed = -1;
        private TWork _work;
        private CancellationToken _cancellation;
        private int _items;
        private int _next;
        private int _mostHelpers;
        private int _helpers = Closed; // the number at work now
        private ExceptionDispatchInfo? _failure;

        public void Run(int items, int threads, in TWork work, CancellationToken cancellation)
        {
            (_work, _cancellation, _items, _next, _mostHelpers, _failure) = (
                work, cancellation, items, 0, threads - 1, null);
            Volatile.Write(ref _helpers, 0);
            try
            {
                for (int helper = 1; helper < threads; helper++)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                }

                RunItems();
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

            RunItems();
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

        private void RunItems()
        {
            for (int item; _failure is null && (item = Interlocked.Increment(ref _next) - 1) < _items;)
            {
                try
                {
                    _cancellation.ThrowIfCancellationRequested();
                    _work.RunItem(item);
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
