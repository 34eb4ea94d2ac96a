using Attention.Course;
using MathNet.Numerics;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>
/// The verb <c>peers</c>: our kernels beside what people use instead, on the same inputs, run in turn.
/// </summary>
internal static class PeerTable
{
    public static int Run(string[] options)
    {
        string? folder = Value("--onnxruntime") ?? Environment.GetEnvironmentVariable("ONNXRUNTIME_NODE_FOLDER"),
            only = Value("--only");
        int threads = int.Parse(Value("--threads") ?? "1");
        double seconds = double.Parse(Value("--seconds") ?? "3");

        Machine machine = Machine.Measure();
        Console.WriteLine($"{machine}; {threads} thread{(threads == 1 ? "" : "s")} for each side");
        Control.MaxDegreeOfParallelism = threads;
        (OnnxRuntime? onnx, string message) = OnnxRuntime.TryStart(folder, options.Contains("--install"), threads);
        Console.WriteLine(message);
        using (onnx)
        {
            (string Name, Func<Work> Create)[] works = [.. Works(threads, onnx)];
            string[] lines =
            [
                .. works
                    .Where(work => only is null || work.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
                    .Select(work => Print(work.Create(), machine.RegisterBits, threads, seconds)),
            ];
            if (lines.Length == 0)
            {
                Console.Error.WriteLine(
                    $"No work has {only} in its name: {string.Join(", ", works.Select(work => work.Name))}."
                );
                return 1;
            }

            string[] columns =
            [
                "work",
                "ours, ms",
                "of peak",
                .. Widths(machine.RegisterBits).Select(bits => $"{bits} bit, of peak"),
                "ONNX Runtime, ms",
                "of peak",
                "time / ours",
                "TensorPrimitives / ours",
                "MathNet / ours",
            ];
            Console.WriteLine();
            Console.WriteLine($"| {string.Join(" | ", columns)} |");
            Console.WriteLine($"|---|{string.Concat(columns.Skip(1).Select(_ => "--:|"))}");
            Array.ForEach(lines, Console.WriteLine);
        }

        return 0;

        string? Value(string option) =>
            Array.IndexOf(options, option) is int at and >= 0 && at + 1 < options.Length ? options[at + 1] : null;
    }

    private static IEnumerable<(string Name, Func<Work> Create)> Works(int threads, OnnxRuntime? onnx)
    {
        yield return ("matmul 1024", () => Work.MatMul(1024, threads, onnx));
        yield return ("attention 2048", () => Work.Attention(8, 2048, 2048, 64, AttentionMask.None, "", threads, onnx));
        yield return ("causal 2048", () =>
            Work.Attention(8, 2048, 2048, 64, AttentionMask.Causal(), "causal", threads, onnx)
        );
        yield return ("attention 512", () => Work.Attention(8, 512, 512, 64, AttentionMask.None, "", threads, onnx));
        yield return ("attention 128", () => Work.Attention(8, 128, 128, 64, AttentionMask.None, "", threads, onnx));
        yield return ("head size 128", () => Work.Attention(8, 2048, 2048, 128, AttentionMask.None, "", threads, onnx));
        yield return ("odd 1000 x 80", () => Work.Attention(3, 1000, 1000, 80, AttentionMask.None, "", threads, onnx));
        yield return ("odd 333 x 40", () => Work.Attention(5, 333, 333, 40, AttentionMask.None, "", threads, onnx));
        yield return ("decoding", () => Work.Attention(8, 1, 4096, 128, AttentionMask.None, "", threads, onnx));
        yield return ("padding", () =>
            Work.Attention(8, 2048, 2048, 64, AttentionMask.Padding(1024), "half the keys are padding", threads, onnx)
        );
    }

    private static int[] Widths(int registerBits) =>
        registerBits switch
        {
            512 => [512, 256, 128],
            256 => [256, 128],
            _ => [128],
        };

    /// <summary>
    /// Prints all that was measured of one work, and returns its line of the table that the READMEs show.
    /// </summary>
    private static string Print(Work work, int registerBits, int threads, double seconds)
    {
        // First right, then fast: everybody's numbers against ours.
        var differences = new List<double>();
        var firsts = new List<double>();
        float[]? ours = null;
        foreach (Contender contender in work.Contenders)
        {
            firsts.Add(contender.Seconds());
            float[] output = [.. contender.Output()];
            ours ??= output;
            differences.Add(ours.Zip(output, (x, y) => (double)MathF.Abs(x - y)).Max());
        }

        // In turn, A B C A B C …; whoever needs a third of a second or more is not asked again. The peak takes its turn
        // as well, for as many operations: over such a time no program keeps what it reaches in the best third of a
        // millisecond.
        var multiplyAdds = new Contender(
            "",
            () => Parallel.For(0, threads, _ => Machine.MultiplyAdds(work.Flops / threads, registerBits)),
            () => []
        );
        Timing[] times = Timing.CompareRuns(
            seconds,
            rounds: 5,
            [
                .. work.Contenders.Select((contender, i) => firsts[i] < 0.3 ? contender.Seconds : () => firsts[i]),
                multiplyAdds.Seconds,
            ]
        );
        double peak = work.Flops / times[^1].Median / 1e9;
        Console.WriteLine();
        Console.WriteLine(
            $"{work.Name}: {work.Flops / 1e9:F2} GFLOP, {work.Bytes / 1e6:F1} MB; "
                + $"multiply-adds alone {times[^1].Median * 1e3:F3} ms, {peak:F1} GFLOP/s"
        );
        Console.WriteLine(
            "| who | median ms | fastest ms | spread | GFLOP/s | of peak | GB/s | time / ours | max difference |"
        );
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (int i = 0; i < work.Contenders.Count; i++)
        {
            Timing time = times[i];
            double rate = work.Flops / time.Median / 1e9;
            Console.WriteLine(
                $"| {work.Contenders[i].Name} | {time.Median * 1e3:F3} | {time.Fastest * 1e3:F3} | {time.Spread:P0} "
                    + $"| {rate:F1} | {rate / peak:P0} | {work.Bytes / time.Median / 1e9:F1} "
                    + $"| {time.Median / times[0].Median:F2} | {differences[i]:E1} |"
            );
        }

        string[] cells =
        [
            work.Name,
            Milliseconds("ours"),
            OfPeak("ours"),
            .. Widths(registerBits).Select(bits => OfPeak($"ours, {bits} bit")),
            Milliseconds("ONNX Runtime"),
            OfPeak("ONNX Runtime"),
            TimesOurs("ONNX Runtime"),
            TimesOurs("TensorPrimitives"),
            TimesOurs("MathNet"),
        ];
        return $"| {string.Join(" | ", cells)} |";

        string Milliseconds(string who) => Cell(who, time => $"{time * 1e3:F3}");
        string OfPeak(string who) => Cell(who, time => $"{work.Flops / time / 1e9 / peak:P0}");
        string TimesOurs(string who) => Cell(who, time => $"{time / times[0].Median:F2}");
        string Cell(
            string who,
            Func<double, string> text
        ) // empty if nobody of this name took part
            =>
            work
                .Contenders.Zip(times)
                .Where(one => one.First.Name.StartsWith(who, StringComparison.Ordinal))
                .Select(one => text(one.Second.Median))
                .FirstOrDefault("");
    }
}
