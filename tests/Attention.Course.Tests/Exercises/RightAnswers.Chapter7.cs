namespace Attention.Course.Tests.Exercises;

internal static partial class RightAnswers
{
    private static (string Exercise, string Text)[] Chapter7 =>
    [
        (
            "OnlineSoftmax",
            """
            (float Max, float Sum, float[] Output) MyStep(
                (float Max, float Sum, float[] Output) state, float score, float[] value)
            {
                if (score == float.NegativeInfinity) { return state; }
                var output = (float[])state.Output.Clone();
                if (score <= state.Max)
                {
                    float w = MathF.Exp(score - state.Max);
                    for (int f = 0; f < value.Length; f++) { output[f] += w * value[f]; }
                    return (state.Max, state.Sum + w, output);
                }
                float keep = MathF.Exp(state.Max - score);
                for (int f = 0; f < value.Length; f++) { output[f] = output[f] * keep + value[f]; }
                return (score, state.Sum * keep + 1, output);
            }
            """
        ),
        (
            "MemoryBound",
            """
            bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)
            {
                double ridge = peakFlops / peakBytes;
                return flops / bytes < ridge;
            }
            """
        ),
        (
            "MemoryBound",
            """
            bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)
                => Math.Max(bytes / peakBytes, flops / peakFlops) != flops / peakFlops;
            """
        ),
        ("LeavesTheCache", "int MyFirstTooLarge(int cacheBytes) => (int)Math.Floor(Math.Sqrt(cacheBytes / 4)) + 1;"),
        (
            "LeavesTheCache",
            """
            int MyFirstTooLarge(int cacheBytes)
            {
                long low = 0, high = 100_000;
                while (high - low > 1)
                {
                    long n = (low + high) / 2;
                    if (n * n * 4 <= cacheBytes) { low = n; } else { high = n; }
                }
                return (int)high;
            }
            """
        ),
        ("KeyHead", "int MyKeyHead(int h, int queryHeads, int keyHeads) => h * keyHeads / queryHeads;"),
    ];
}
