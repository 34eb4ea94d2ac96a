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
    /// More threads than processors help nobody, and each looks through the shares of all others. Up to 64 are used
    /// everywhere, so that tests on a small machine can ask for many.
    /// </summary>
    private static readonly int s_mostThreads = Math.Max(64, Environment.ProcessorCount);

    /// <summary>
    /// How many threads a piece of work is worth: waking one takes as long as about a million multiply-adds.
    /// </summary>
    public static int ThreadsFor(int threads, long multiplyAdds) =>
        (int)Math.Clamp(multiplyAdds / 1_000_000, 1, Math.Min(threads, s_mostThreads));

    /// <summary>
    /// Runs the items 0 … <paramref name="items"/> − 1 on at most <paramref name="threads"/> threads, this one
    /// included.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Allocates nothing once it is warm. Each of n threads has a share of its own, every n-th item: in one call after
    /// another a core mostly meets the same memory, which its caches may still hold. Items may differ in size and cores
    /// in speed, so a thread that is done with its share takes the last items of others. They should be small ones.
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
        private const int SharePlaces = 8; // a cache line for each share
        private TWork _work;
        private CancellationToken _cancellation;
        private long[] _shares = [];
        private int _threads;
        private int _begun; // how many helpers have been given a share; share 0 is the caller's
        private int _helpers = Closed; // the number at work now
        private ExceptionDispatchInfo? _failure;

        public void Run(int items, int threads, in TWork work, CancellationToken cancellation)
        {
            (_work, _cancellation, _threads, _begun, _failure) = (work, cancellation, threads, 0, null);
            Divide(items);
            Volatile.Write(ref _helpers, 0);
            try
            {
                for (int helper = 1; helper < threads; helper++)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                }

                RunItems(0);
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
                if (helpers == Closed || helpers >= _threads - 1)
                {
                    return;
                }
            } while (Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers) != helpers);

            RunItems(Interlocked.Increment(ref _begun) % _threads);
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

        private void RunItems(int share)
        {
            while (_failure is null && (TakeFirst(share) ?? TakeLastOfOthers()) is int item)
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

        /// <summary>Item i becomes number i / threads of share i % threads.</summary>
        private void Divide(int items)
        {
            if (_shares.Length < _threads * SharePlaces)
            {
                _shares = new long[_threads * SharePlaces];
            }

            for (int share = 0; share < _threads; share++)
            {
                _shares[share * SharePlaces] = Left(0, (items - share - 1) / _threads + 1);
            }
        }

        private int? TakeFirst(int share)
        {
            ref long place = ref _shares[share * SharePlaces];
            for (long left; Count(left = Volatile.Read(ref place)) > 0;)
            {
                if (Interlocked.CompareExchange(ref place, Left(First(left) + 1, End(left)), left) == left)
                {
                    return First(left) * _threads + share;
                }
            }

            return null;
        }

        /// <summary>Takes the last item of the share with the most items left.</summary>
        private int? TakeLastOfOthers()
        {
            while (true)
            {
                int fullest = 0;
                long left = 0;
                for (int share = 0; share < _threads; share++)
                {
                    long other = Volatile.Read(ref _shares[share * SharePlaces]);
                    (fullest, left) = Count(other) > Count(left) ? (share, other) : (fullest, left);
                }

                if (Count(left) <= 0)
                {
                    return null;
                }

                ref long place = ref _shares[fullest * SharePlaces];
                if (Interlocked.CompareExchange(ref place, Left(First(left), End(left) - 1), left) == left)
                {
                    return (End(left) - 1) * _threads + fullest;
                }
            }
        }

        // What is left of a share, as one number that a thread can exchange.
        private static long Left(int first, int end) => ((long)first << 32) | (uint)end;

        private static int First(long left) => (int)(left >> 32);

        private static int End(long left) => (int)left;

        private static int Count(long left) => End(left) - First(left);
    }
}
