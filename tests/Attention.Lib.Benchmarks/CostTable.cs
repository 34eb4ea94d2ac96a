using Attention.Course;

namespace Attention.Lib.Benchmarks;

/// <summary>
/// The verb <c>costs</c>: the time that a mask, a softcap, a 16-bit cache or a gradient takes, divided by the time of
/// the plain call. All rows of a group run in turn on the same inputs.
/// </summary>
internal static class CostTable
{
    private const int Heads = 8,
        Tokens = 1024,
        Features = 64;

    public static int Run(Options measured)
    {
        AttentionOptions options = new() { DegreeOfParallelism = measured.Threads };
        string shape = $"1 x {Heads} x {Tokens} x {Features}";
        (string Title, Func<(string, Action)[]> Rows)[] groups =
        [
            ($"forward, {shape}", () => Forward(options)),
            ($"gradients, {shape}", () => Gradients(options)),
            ($"one query, cache of 1 x {Heads} x 1024 x 128", () => Decoding(1024, options)),
            ($"one query, cache of 1 x {Heads} x 4096 x 128", () => Decoding(4096, options)),
            ($"one query, cache of 1 x {Heads} x 16384 x 128", () => Decoding(16384, options)),
        ];
        if (!groups.Any(group => measured.Selects(group.Title)))
        {
            return measured.FoundNothing(groups.Select(group => group.Title));
        }

        foreach ((string title, Func<(string, Action)[]> rows) in groups)
        {
            if (measured.Selects(title))
            {
                Print(title, measured.Seconds, rows());
            }
        }

        return 0;
    }

    private static (string, Action)[] Forward(AttentionOptions options)
    {
        HeadTensor q = Inputs.Heads(Heads, Tokens, 1, Features),
            k = Inputs.Heads(Heads, Tokens, 2, Features),
            v = Inputs.Heads(Heads, Tokens, 3, Features),
            output = Inputs.Heads(Heads, Tokens, 4, Features);
        var random = new Random(5);
        bool[] seen = [.. Enumerable.Range(0, Tokens * Tokens).Select(_ => random.Next(10) > 0)];
        AttentionOptions capped = options with { Softcap = 20 };
        return
        [
            ("plain", () => Attend(AttentionMask.None, options)),
            ("boolean mask, a tenth hidden", With(AttentionMask.Boolean(seen, Tokens, Tokens))),
            ("bias table", With(AttentionMask.Bias(Inputs.Matrix(Tokens, Tokens, 6)))),
            ("ALiBi", With(AttentionMask.Alibi(AttentionMask.AlibiSlopes(Heads)))),
            ("causal", With(AttentionMask.Causal())),
            ("softcap", () => Attend(AttentionMask.None, capped)),
        ];

        Action With(AttentionMask mask) => () => Attend(mask, options);
        void Attend(AttentionMask mask, AttentionOptions how) => FlashAttention.Compute(q, k, v, mask, output, how);
    }

    private static (string, Action)[] Gradients(AttentionOptions options)
    {
        HeadTensor q = Inputs.Heads(Heads, Tokens, 1, Features),
            k = Inputs.Heads(Heads, Tokens, 2, Features),
            v = Inputs.Heads(Heads, Tokens, 3, Features),
            output = Inputs.Heads(Heads, Tokens, 4, Features),
            dO = Inputs.Heads(Heads, Tokens, 5, Features),
            dQ = Inputs.Heads(Heads, Tokens, 6, Features),
            dK = Inputs.Heads(Heads, Tokens, 7, Features),
            dV = Inputs.Heads(Heads, Tokens, 8, Features),
            lse = HeadTensor.HeadMajor(new float[Heads * Tokens], 1, Heads, Tokens, 1);
        AttentionMask none = AttentionMask.None,
            causal = AttentionMask.Causal();
        Forward(none);
        return
        [
            ("forward", () => Forward(none)),
            ("backward, from saved log-sum-exp", () =>
                ScaledDotProductAttention.Backward(
                    q, k, v, none, dO, dQ, dK, dV, options, output: output, logSumExp: lse)
            ),
            ("backward, nothing saved", () =>
                ScaledDotProductAttention.Backward(q, k, v, none, dO, dQ, dK, dV, options)
            ),
            ("backward, causal, nothing saved", () =>
                ScaledDotProductAttention.Backward(q, k, v, causal, dO, dQ, dK, dV, options)
            ),
        ];

        void Forward(AttentionMask mask) => FlashAttention.Compute(q, k, v, mask, output, options, lse);
    }

    private static (string, Action)[] Decoding(int keys, AttentionOptions options)
    {
        HeadTensor q = Inputs.Heads(Heads, 1, 1),
            k = Inputs.Heads(Heads, keys, 2),
            v = Inputs.Heads(Heads, keys, 3),
            output = Inputs.Heads(Heads, 1, 4);
        return
        [
            ("float", In(StorageFormat.Full)),
            ("Half", In(StorageFormat.Half)),
            ("BFloat16", In(StorageFormat.BFloat16)),
        ];

        Action In(StorageFormat format)
        {
            KeyValueCache cache = new(1, Heads, keys, 128, format: format);
            cache.Append(k.SliceTokens(0, keys - 1), v.SliceTokens(0, keys - 1));
            cache.Append(k.SliceTokens(keys - 1, 1), v.SliceTokens(keys - 1, 1));
            return () => cache.Attend(q, output, options);
        }
    }

    private static void Print(string title, double seconds, (string Name, Action Run)[] rows)
    {
        Timing[] times = Timing.Compare(seconds, [.. rows.Select(row => row.Run)]);
        Console.WriteLine($"\n| {title} | median ms | spread | time / first |\n|---|--:|--:|--:|");
        foreach (((string name, _), Timing time) in rows.Zip(times))
        {
            Console.WriteLine(
                $"| {name} | {time.Median * 1e3:F3} | {time.Spread:P0} | {time.Median / times[0].Median:F2} |");
        }
    }
}
