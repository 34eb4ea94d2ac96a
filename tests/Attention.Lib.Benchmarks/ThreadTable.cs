using Attention.Course;
using Attention.Lib.Benchmarks.Peers;

namespace Attention.Lib.Benchmarks;

/// <summary>
/// The verb <c>threads</c>: one thread and all cores in turn. No other library is in the process, because threads that
/// wait for their next work would take the cores of ours.
/// </summary>
internal static class ThreadTable
{
    public static int Run(double seconds, string only)
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
        int cores = Environment.ProcessorCount;
        Console.WriteLine($"| work | one thread, ms | {cores} threads, ms | one / {cores} |\n|---|--:|--:|--:|");
        foreach ((AttentionShape shape, MaskCase mask) in works)
        {
            string name = mask.Causal ? $"{shape}, causal" : $"{shape}";
            if (name.Contains(only, StringComparison.OrdinalIgnoreCase))
            {
                Timing[] times = Timing.Compare(seconds, Attend(shape, mask, 1), Attend(shape, mask, cores));
                Console.WriteLine(
                    $"| {name} | {times[0].Median * 1e3:F3} | {times[1].Median * 1e3:F3} "
                        + $"| {times[0].Median / times[1].Median:F2} |"
                );
            }
        }

        return 0;
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
