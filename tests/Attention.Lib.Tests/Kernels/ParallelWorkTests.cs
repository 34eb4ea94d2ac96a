using Attention.Lib.Internal;

namespace Attention.Lib.Tests;

public class ParallelWorkTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(1000, 1)]
    [InlineData(1000, 2)]
    [InlineData(1000, 8)]
    public void Every_item_is_computed_exactly_once(int items, int threads)
    {
        for (int call = 0; call < 200; call++)
        {
            int[] counts = new int[items];
            ParallelWork.Run(items, threads, new Counting(counts));
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Theory]
    [InlineData(5, 999_999, 1)]
    [InlineData(5, 3_000_000, 3)]
    [InlineData(5, long.MaxValue, 5)]
    public void A_thread_is_worth_a_million_multiply_adds(int threads, long multiplyAdds, int expected)
        => Assert.Equal(expected, ParallelWork.ThreadsFor(threads, multiplyAdds));

    /// <summary>Each has a share of the items, and looking for the last ones of others takes time for each.</summary>
    [Fact]
    public void No_more_threads_are_used_than_a_machine_may_have()
        => Assert.Equal(Math.Max(64, Environment.ProcessorCount), ParallelWork.ThreadsFor(int.MaxValue, long.MaxValue));

    [Fact]
    public void An_exception_from_an_item_reaches_the_caller_and_the_next_call_works()
    {
        Assert.Throws<DivideByZeroException>(() => ParallelWork.Run(100, 4, new Failing()));
        Every_item_is_computed_exactly_once(100, 4);
    }

    [Fact]
    public void Calls_from_many_threads_and_from_inside_the_pool_do_not_disturb_each_other()
        => Parallel.For(0, 64, _ => Every_item_is_computed_exactly_once(20, 3));

    [Fact]
    public void Warm_calls_with_several_threads_allocate_nothing()
    {
        int[] counts = new int[50];
        ParallelWork.Run(50, 3, new Counting(counts));

        // The pool's queue grows now and then; most calls must be free of any allocation.
        int free = 0;
        for (int call = 0; call < 20; call++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ParallelWork.Run(50, 3, new Counting(counts));
            free += GC.GetAllocatedBytesForCurrentThread() == before ? 1 : 0;
        }

        Assert.InRange(free, 15, 20);
    }

    private readonly struct Counting(int[] counts) : IParallelWork
    {
        public void RunItem(int item) => Interlocked.Increment(ref counts[item]);
    }

    private readonly struct Failing : IParallelWork
    {
        public void RunItem(int item) => throw new DivideByZeroException();
    }
}
