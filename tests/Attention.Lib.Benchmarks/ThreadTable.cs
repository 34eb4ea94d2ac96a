using Attention.Course;
using Attention.Lib.Benchmarks.Peers;

namespace Attention.Lib.Benchmarks;

/// <summary>
/// The verb <c>threads</c>: one thread and all cores in turn. No other library is in the process, because threads that
/// wait for their next work would take the cores of ours.
/// </summary>
/// <remarks>
/// Calls on all cores follow each other, as in a model. The first call after the other cores have slept is a column of
/// its own: waking them takes as long as a small call.
/// </remarks>
internal static class ThreadTable
{
    public static int Run(Options options)
    {
        (AttentionShape Shape, MaskCase Mask)[] works =
        [
            (new(1, 8, 2048, 2048, 64), MaskCase.None),
            (new(1, 8, 2048, 2048, 64), MaskCase.CausalMask),
            (new(1, 8, 512, 512, 64), MaskCase.None),
            (new(1, 8, 128, 128, 64), MaskCase.None),
            (new(1, 8, 2048, 2048, 128), MaskCase.None),
            (new(1, 5, 333, 333, 40), MaskCase.None),
            (new(32, 8, 64, 64, 32), MaskCase.None),
            (new(1, 2, 8192, 8192, 64), MaskCase.CausalMask),
            (new(1, 8, 1, 4096, 128), MaskCase.None),
        ];
        string[] names = [.. works.Select(work => work.Mask.Causal ? $"{work.Shape}, causal" : $"{work.Shape}")];
        if (!names.Any(options.Selects))
        {
            return options.FoundNothing(names);
        }

        int cores = Environment.ProcessorCount;
        Console.WriteLine(
            $"| work | one thread, ms | {cores} threads, ms | one / {cores} | first call, ms |\n|---|--:|--:|--:|--:|");
        foreach ((string name, (AttentionShape shape, MaskCase mask)) in names.Zip(works))
        {
            if (options.Selects(name))
            {
                Action all = Attend(shape, mask, cores);
                Timing[] times = Timing.CompareRuns(
                    options.Seconds, InARow(Attend(shape, mask, 1)), () => Timing.Once(all, 1), InARow(all));
                Console.WriteLine(
                    $"| {name} | {times[0].Median * 1e3:F3} | {times[2].Median * 1e3:F3} "
                        + $"| {times[0].Median / times[2].Median:F2} | {times[1].Median * 1e3:F3} |"
                );
            }
        }

        return 0;
    }

    /// <summary>As many calls as take five milliseconds, right after as many that are not timed.</summary>
    private static Func<double> InARow(Action call)
    {
        int calls = Timing.WarmUp(5e-3, call)[0];
        return () =>
        {
            Timing.Once(call, calls);
            return Timing.Once(call, calls);
        };
    }

    private static Action Attend(AttentionShape shape, MaskCase mask, int threads)
    {
        int queryNumbers = shape.Batch * shape.Heads * shape.Queries * shape.Features,
            keyNumbers = shape.Batch * shape.KeyHeads * shape.Keys * shape.Features;
        HeadTensor q = shape.QueryHeads(Inputs.Random(queryNumbers, 1)),
            k = shape.KeyValueHeads(Inputs.Random(keyNumbers, 2)),
            v = shape.KeyValueHeads(Inputs.Random(keyNumbers, 3)),
            output = shape.QueryHeads(new float[queryNumbers]);
        AttentionOptions options = new() { DegreeOfParallelism = threads };
        return () => FlashAttention.Compute(q, k, v, mask.Mask, output, options);
    }
}
