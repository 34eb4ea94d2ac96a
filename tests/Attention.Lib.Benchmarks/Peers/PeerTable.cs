using Attention.Course;
using MathNet.Numerics;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>
/// The verb <c>peers</c>: our kernels beside what people use instead, on the same inputs, run in turn.
/// </summary>
internal static class PeerTable
{
    public static int Run(Options options)
    {
        int threads = options.Threads;
        Machine machine = Machine.Measure();
        Console.WriteLine($"{machine}; {threads} thread{(threads == 1 ? "" : "s")} for each side");
        Control.MaxDegreeOfParallelism = threads;
        (string Name, Func<Work> Create)[] works = [.. Works(threads)];
        string[] lines =
        [
            .. works
                .Where(work => options.Selects(work.Name))
                .Select(work => Print(work.Create, machine.RegisterBits, threads, options.Seconds)),
        ];
        if (lines.Length == 0)
        {
            return options.FoundNothing(works.Select(work => work.Name));
        }

        Console.WriteLine();
        Console.WriteLine(
            "| work | ours, ms | of peak | GB/s | ONNX Runtime MultiHeadAttention / ours | Attention / ours "
                + "| TensorPrimitives / ours | MathNet / ours |"
        );
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        Array.ForEach(lines, Console.WriteLine);
        return 0;
    }

    private static IEnumerable<(string Name, Func<Work> Create)> Works(int threads)
    {
        MaskCase none = MaskCase.None,
            causal = MaskCase.CausalMask;
        yield return ("matmul 1024", () => Work.MatMul(1024, threads));
        yield return ("attention 2048", () => Attention(new(1, 8, 2048, 2048, 64), none));
        yield return ("causal 2048", () => Attention(new(1, 8, 2048, 2048, 64), causal));
        yield return ("attention 512", () => Attention(new(1, 8, 512, 512, 64), none));
        yield return ("attention 128", () => Attention(new(1, 8, 128, 128, 64), none));
        yield return ("head size 128", () => Attention(new(1, 8, 2048, 2048, 128), none));
        yield return ("head size 128, causal", () => Attention(new(1, 8, 2048, 2048, 128), causal));
        yield return ("odd 1000 x 80", () => Attention(new(1, 3, 1000, 1000, 80), none));
        yield return ("odd 333 x 40", () => Attention(new(1, 5, 333, 333, 40), none));
        yield return ("batch of small heads", () => Attention(new(32, 8, 64, 64, 32), none));
        yield return ("long causal 8192", () => Attention(new(1, 2, 8192, 8192, 64), causal));
        yield return ("decoding", () => Attention(new(1, 8, 1, 4096, 128), none));
        yield return ("grouped decoding 4096", () => Grouped(4096));
        yield return ("grouped decoding 32768", () => Grouped(32768));
        yield return ("sliding window", () => Attention(new(1, 2, 8192, 8192, 64), MaskCase.Window(8192, 256)));
        yield return ("padding", () => Attention(new(1, 8, 2048, 2048, 64), MaskCase.Padding(2048, 1024)));
        yield return ("boolean mask", () => Attention(new(1, 8, 2048, 2048, 64), MaskCase.Boolean(2048)));
        yield return ("bias table", () => Attention(new(1, 8, 2048, 2048, 64), MaskCase.BiasTable(2048)));
        yield return ("softcap", () => Attention(new(1, 8, 2048, 2048, 64), MaskCase.Capped(20)));

        Work Attention(AttentionShape shape, MaskCase mask) => Work.Attention(shape, mask, threads);
        Work Grouped(int keys) => Attention(new(1, 32, 1, keys, 128) { KeyHeads = 8 }, none);
    }

    /// <summary>
    /// Prints all that was measured of one work, and returns its line of the table that the READMEs show.
    /// </summary>
    private static string Print(Func<Work> create, int registerBits, int threads, double seconds)
    {
        using Work work = create();
        (double[] firsts, double[] differences) = RunOnce(work);

        // A peak measured in 0.3 ms is higher than any longer run can reach, so multiply-adds are timed for as long as
        // the work.
        var multiplyAdds = new Peer(
            "",
            () => Parallel.For(0, threads, _ => Machine.MultiplyAdds(work.Flops / threads, registerBits)),
            () => []
        );
        Timing[] times = InTurn(
            [.. work.Peers.Select(peer => peer.Seconds), multiplyAdds.Seconds], firsts, seconds);
        double peak = work.Flops / times[^1].Median / 1e9;
        PrintAll(work, times, differences, peak);
        return Line(work, times, peak);
    }

    /// <summary>
    /// Times all in turn, A B C A B C …, but what needs half a second or more apart and three times only: all rows
    /// would take minutes otherwise.
    /// </summary>
    private static Timing[] InTurn(Func<double>[] runs, double[] firsts, double seconds)
    {
        bool[] isSlow = [.. runs.Select((_, i) => i < firsts.Length && firsts[i] >= 0.5)];
        Queue<Timing> quick = new(Timing.CompareRuns(seconds, rounds: 5, [.. runs.Where((_, i) => !isSlow[i])])),
            slow = new(Timing.CompareRuns(0, rounds: 3, [.. runs.Where((_, i) => isSlow[i])]));
        return [.. isSlow.Select(one => (one ? slow : quick).Dequeue())];
    }

    /// <summary>How long each peer's first run takes, and how far its result is from ours at most.</summary>
    private static (double[] Seconds, double[] Differences) RunOnce(Work work)
    {
        var (seconds, differences) = (new List<double>(), new List<double>());
        float[]? ours = null;
        foreach (Peer peer in work.Peers)
        {
            seconds.Add(peer.Seconds());
            float[] output = [.. peer.Output()];
            ours ??= output;
            differences.Add(ours.Zip(output, (x, y) => (double)MathF.Abs(x - y)).Max());
        }

        return ([.. seconds], [.. differences]);
    }

    private static void PrintAll(Work work, Timing[] times, double[] differences, double peak)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"{work.Name}: {work.Flops / 1e9:F2} GFLOP, {work.Bytes / 1e6:F1} MB; "
                + $"multiply-adds alone {times[^1].Median * 1e3:F3} ms, {peak:F1} GFLOP/s"
        );
        Console.WriteLine(
            "| who | runs | median ms | fastest ms | spread | GFLOP/s | of peak | GB/s | time / ours | max difference |"
        );
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (int i = 0; i < work.Peers.Count; i++)
        {
            Timing time = times[i];
            double rate = work.Flops / time.Median / 1e9;
            Console.WriteLine(
                $"| {work.Peers[i].Name} | {time.Runs} | {time.Median * 1e3:F3} | {time.Fastest * 1e3:F3} "
                    + $"| {time.Spread:P0} | {rate:F1} | {rate / peak:P0} | {work.Bytes / time.Median / 1e9:F1} "
                    + $"| {time.Median / times[0].Median:F2} | {differences[i]:E1} |"
            );
        }
    }

    /// <summary>The line of the table that the READMEs show.</summary>
    private static string Line(Work work, Timing[] times, double peak)
    {
        double best = times[0].Median;
        string[] cells =
        [
            work.Name,
            $"{best * 1e3:F3}",
            $"{work.Flops / best / 1e9 / peak:P0}",
            $"{work.Bytes / best / 1e9:F0}",
            TimesOurs("ONNX Runtime, M"),
            TimesOurs("ONNX Runtime, A"),
            TimesOurs("TensorPrimitives"),
            TimesOurs("MathNet"),
        ];
        return $"| {string.Join(" | ", cells)} |";

        // Empty if no peer of this name took part.
        string TimesOurs(string who) =>
            work
                .Peers.Zip(times)
                .Where(one => one.First.Name.StartsWith(who, StringComparison.Ordinal))
                .Select(one => $"{one.Second.Median / best:F2}")
                .FirstOrDefault("");
    }
}
