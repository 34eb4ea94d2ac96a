using static Attention.Course.Tests.Exercises.Answers.WrongAnswer;

namespace Attention.Course.Tests.Exercises.Answers;

internal static class Chapter7
{
    private const string StepHead = "(float Max, float Sum, float[] Output) MyStep("
        + "(float Max, float Sum, float[] Output) state, float score, float[] value)";

    public static IEnumerable<WrongAnswer> Answers =>
    [
        .. To("OnlineSoftmax", StepHead,
            ("never rescales", Step(keepSum: "1", keepOutput: "1")),
            ("rescales only the sum", Step(keepOutput: "1")),
            ("rescales only the output", Step(keepSum: "1")),
            ("subtracts −∞ from −∞", Step(hidden: "")),
            ("forgets the maximum", Step(weight: "MathF.Exp(score)")),
            ("takes the weight from the old maximum", Step(weight: "MathF.Exp(score - state.Max)")),
            ("takes the score for the weight", Step(weight: "score")),
            ("gives every key the weight 1", Step(weight: "1")),
            ("", Step(keepSum: "MathF.Exp(max - state.Max)", keepOutput: "MathF.Exp(max - state.Max)")),
            ("", Step(max: "state.Max")),
            ("takes the last score for the maximum", Step(max: "score")),
            ("", Step(max: "MathF.Min(state.Max, score)")),
            ("", Step(max: "state.Max + score")),
            ("returns the new value", Step(result: "(max, keepSum * state.Sum + weight, value)")),
            ("", Step(result: "(max, keepSum * state.Sum + weight, state.Output)")),
            ("forgets the sum before", Step(result: "(max, weight, output)")),
            ("returns the old maximum", Step(result: "(state.Max, keepSum * state.Sum + weight, output)")),
            ("rescales only the output", Step(result: "(max, state.Sum + weight, output)")),
            ("rescales the new key as well", Step(result: "(max, keepSum * (state.Sum + weight), output)")),
            ("divides in every step",
                Step(result: "(max, keepSum * state.Sum + weight, output.Select(o => o / (keepSum * state.Sum + "
                    + "weight))"
                + ".ToArray())")),
            ("rescales the new key as well",
                Step(output: "state.Output.Zip(value, (o, v) => keepOutput * (o + weight * v)).ToArray()")),
            ("adds the bare value", Step(output: "state.Output.Zip(value, (o, v) => keepOutput * o + v).ToArray()")),
            ("", Step(output: "state.Output.Zip(value, (o, v) => keepOutput * o + score * v).ToArray()")),
            ("", Step(output: "state.Output.Zip(value, (o, v) => o + keepOutput * weight * v).ToArray()")),
            ("skips smaller scores", Step(hidden: "if (score <= state.Max) return state;")),
            ("", Step(hidden: "if (score < -100) return state;")),
            ("", Step(hidden: "if (float.IsNegativeInfinity(state.Max)) return (score, 1, value);")),
            ("", Step(hidden: "if (score == 0) return state;")),
            ("", Step(hidden: "if (score == state.Max) return state;")),
            ("", Step(hidden: "if (score == state.Max) return (score, state.Sum + 1, value);")),
            ("skips smaller scores", Step(hidden: "if (score < state.Max) return state;")),
            ("", Step(hidden: Hidden + " if (score < 0) return state;")),
            ("", Step(max: "MathF.Max(0, MathF.Max(state.Max, score))")),
            ("", Step(hidden: Hidden + " score = MathF.Abs(score);")),
            ("", Step(hidden: Hidden + " score = Math.Clamp(score, -100, 100);")),
            ("", Step(hidden: Hidden + " score = MathF.Max(score, -88);")),
            ("takes the weight from the old maximum",
                Step(weight: "float.IsNegativeInfinity(state.Max) ? 1 : MathF.Exp(score - state.Max)")),
            ("", Step(output: "new[] { keepOutput * state.Output[0] + weight * value[0], "
                + "keepOutput * state.Output[1] + weight * value[1] }")),
            ("", Step(output: "state.Output.Select((o, f) => f < 2 ? keepOutput * o + weight * value[f] : o)"
                + ".ToArray()")),
            ("", Step(output: "state.Output.Select(o => keepOutput * o + weight * value[0]).ToArray()"))),

        .. To("MemoryBound", "bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)",
            ("turns the answer around", "=> flops / peakFlops > bytes / peakBytes;"),
            ("leaves the machine out", "=> bytes > flops;"),
            ("turns one ratio upside down", "=> bytes / flops < peakFlops / peakBytes;"),
            ("says yes to all", "=> true;"),
            ("leaves the work out", "=> peakBytes < peakFlops;"),
            ("exchanges the speeds", "=> bytes * peakBytes > flops * peakFlops;"),
            ("turns the answer around", "=> flops / bytes > peakFlops / peakBytes;"),
            ("exchanges the speeds", "=> flops / bytes < peakBytes / peakFlops;"),
            ("exchanges the speeds", "=> bytes / peakFlops > flops / peakBytes;"),
            ("", "=> bytes - peakBytes > flops - peakFlops;"),
            ("", "=> (int)(bytes / peakBytes) > (int)(flops / peakFlops);"),
            ("", "=> flops / bytes < 5;"),
            ("leaves the machine out", "=> flops / bytes < 1;"),
            ("", "=> flops / bytes < 50;"),
            ("", "=> 4 * bytes / peakBytes > flops / peakFlops;"),
            ("", "=> 8 * bytes / peakBytes > flops / peakFlops;"),
            ("", "=> bytes / peakBytes > 2 * flops / peakFlops;"),
            ("asks only whether the bytes fit into a second", "=> bytes / peakBytes > 1;"),
            ("", "=> bytes / peakBytes > 0.001;"),
            ("", "=> bytes / peakBytes + flops / peakFlops > 1;"),
            ("", "=> Math.Round(bytes / peakBytes, 3) > Math.Round(flops / peakFlops, 3);"),
            ("says no to all", "=> false;"),
            ("asks only whether the flops fit into a second", "=> flops > peakFlops;"),
            ("", "=> Math.Ceiling(bytes / peakBytes) > Math.Ceiling(flops / peakFlops);")),

        .. To("LeavesTheCache", "int MyFirstTooLarge(int cacheBytes)",
            ("returns the last that fits", "=> (int)Math.Sqrt(cacheBytes / 4);"),
            ("forgets the 4 bytes", "=> (int)Math.Sqrt(cacheBytes) + 1;"),
            ("forgets the root", "=> cacheBytes / 4 + 1;"),
            ("rounds up only", "=> (int)Math.Ceiling(Math.Sqrt(cacheBytes / 4.0));"),
            ("divides after the root", "=> (int)(Math.Sqrt(cacheBytes) / 4) + 1;"),
            ("takes the root in float", "=> (int)MathF.Sqrt(cacheBytes / 4f) + 1;"),
            ("counts double", "=> (int)Math.Sqrt(cacheBytes / 8) + 1;"),
            ("rounds up only", "{ int n = 1; while (n * n * 4 < cacheBytes) n++; return n; }"),
            ("", "{ int n = 0; while (n * n * 4 <= cacheBytes) n += 2; return n; }"),
            ("", "{ int n = 1; while (n * n * 4 <= cacheBytes) n *= 2; return n; }"),
            ("forgets the root", "{ int n = 1; while (n * 4 <= cacheBytes) n++; return n; }"),
            ("returns the last that fits", "{ int n = 1; while (n * n * 4 <= cacheBytes) n++; return n - 1; }"),
            ("", "{ int n = 1; while (n * n * 4 <= cacheBytes && n < 10000) n++; return n; }"),
            ("", "{ int n = 1; while (n * n * 4 <= cacheBytes && n < 4096) n++; return n; }"),
            ("rounds up only", "{ for (int n = 0; ; n++) if (n * n * 4 >= cacheBytes) return n; }"),
            ("", "{ int n = 100; while (n * n * 4 <= cacheBytes) n++; return n; }"),
            ("goes one too far", "=> (int)Math.Sqrt(cacheBytes / 4) + 2;"),
            ("", "=> (int)Math.Round(Math.Sqrt(cacheBytes / 4.0) + 0.5);"),
            ("", "=> (int)Math.Cbrt(cacheBytes / 4.0) + 1;"),
            ("", "=> cacheBytes;"),
            ("", "=> (int)Math.Sqrt(cacheBytes / 1024 / 4) + 1;"),
            ("", "=> 4 * cacheBytes * cacheBytes;"),
            ("counts half precision", "=> (int)Math.Sqrt(2 * cacheBytes / 4) + 1;"),
            ("", "=> (int)Math.Sqrt(cacheBytes / 3 / 4) + 1;"),
            ("", "=> (int)Math.Log2(cacheBytes / 4 + 1) + 1;"),
            ("rounds up only", "=> (int)Math.Ceiling(Math.Sqrt(cacheBytes) / 2);"),
            ("rounds to the nearest", "=> (int)Math.Round(Math.Sqrt(cacheBytes / 4.0));"),
            ("rounds to the nearest", "=> (int)Math.Round(Math.Sqrt(cacheBytes / 4.0)) + 1;"),
            ("takes the root in float", "=> (int)(MathF.Sqrt(cacheBytes) / 2) + 1;"),
            ("", "=> (int)Math.Sqrt((cacheBytes + 3) / 4) + 1;"),
            ("", "=> (int)(Math.Sqrt(cacheBytes / 4) + 1e-3) + 1;"),
            ("counts half the matrix", "{ int n = 1; while (2L * n * (n + 1) <= cacheBytes) n++; return n; }")),

        .. To("MergeBlocks", MergeHead,
            ("adds without rescaling", Merge(keepA: "1", keepB: "1")),
            ("rescales only the second block", Merge(keepA: "1")),
            ("rescales only the first block", Merge(keepB: "1")),
            ("subtracts −∞ from −∞", Merge(hidden: "")),
            ("rescales upwards", Merge(keepA: "MathF.Exp(max - a.Max)", keepB: "MathF.Exp(max - b.Max)")),
            ("", Merge(max: "MathF.Min(a.Max, b.Max)")),
            ("", Merge(max: "a.Max + b.Max")),
            ("rescales only the outputs", Merge(result: "(max, a.Sum + b.Sum, output)")),
            ("", Merge(result: "(max, keepA * a.Sum + keepB * b.Sum, a.Output)")),
            ("divides already", Merge(
                result: "(max, keepA * a.Sum + keepB * b.Sum, "
                    + "output.Select(o => o / (keepA * a.Sum + keepB * b.Sum)).ToArray())")),
            ("keeps one block", "=> a.Max >= b.Max ? a : b;"),
            ("returns the first block", "=> a;"),
            ("returns the second block", "=> b;")),

        .. To("KeyHead", "int MyKeyHead(int h, int queryHeads, int keyHeads)",
            ("deals the heads out in turn", "=> h % keyHeads;"),
            ("divides by the key heads", "=> h / keyHeads;"),
            ("returns the first head for all", "=> h / queryHeads * keyHeads;"),
            ("returns the first head for all", "=> h / queryHeads;"),
            ("gives the index within the group", "=> h % (queryHeads / keyHeads);"),
            ("gives every head its own", "=> h;"),
            ("counts from 1", "=> (h + queryHeads / keyHeads) / (queryHeads / keyHeads);"),
            ("rounds up", "{ int g = queryHeads / keyHeads; return (h + g - 1) / g; }"),
            ("", "=> h / (queryHeads / keyHeads + 1);"),
            ("", "=> (h + 1) / (queryHeads / keyHeads);"),
            ("counts from the end", "=> keyHeads - 1 - h / (queryHeads / keyHeads);"),
            ("returns the size of a group", "=> queryHeads / keyHeads;"),
            ("", "=> h / 4;"),
            ("returns the first head for all", "=> 0;")),

        .. To("FlashHead", FlashHeader,
            ("does not scale", Flash(scale: "1")),
            ("divides by d_k", Flash(scale: "Q.ColumnCount")),
            ("", Flash(scale: "MathF.Sqrt(K.Length)")),
            ("never rescales", Flash(keepSum: "1", keepOutput: "1")),
            ("rescales only the sum", Flash(keepOutput: "1")),
            ("rescales only the output", Flash(keepSum: "1")),
            ("does not divide by the sum", Flash(result: "output")),
            ("", Flash(larger: "s.Maximum()")),
            ("", Flash(keepSum: "MathF.Exp(larger - max)", keepOutput: "MathF.Exp(larger - max)")),
            ("", Flash(result: "output / K.Length")),
            ("keeps the first block", Flash(blocks: "1")),
            ("averages the blocks", "{ var Z = MyAttention(Q, K[0], V[0]); "
                + "for (int b = 1; b < K.Length; b++) Z += MyAttention(Q, K[b], V[b]); return Z / K.Length; }"),
            ("takes softmax of each block by itself, and adds", "{ var Z = MyAttention(Q, K[0], V[0]); "
                + "for (int b = 1; b < K.Length; b++) Z += MyAttention(Q, K[b], V[b]); return Z; }"),
            ("keeps the last block", "=> MyAttention(Q, K[K.Length - 1], V[V.Length - 1]);"),
            ("keeps the first block", "=> MyAttention(Q, K[0], V[0]);")),

        .. To("DecodingStep", DecodeHeader,
            ("asks before it appends", Decode(asked: "keys", blended: "values")),
            ("does not keep the new word", Decode(result: "(keys, values, output)")),
            ("changes nothing", Decode("keys", "values")),
            ("puts the new word first", Decode(
                "keys.InsertRow(0, Vector<float>.Build.Dense(k))", "values.InsertRow(0, Vector<float>.Build.Dense(v))")),
            ("", Decode("keys.InsertRow(0, Vector<float>.Build.Dense(k))")),
            ("keeps the query in place of the key", Decode(
                "keys.InsertRow(keys.RowCount, Vector<float>.Build.Dense(q))")),
            ("asks with the key", Decode(query: "k")),
            ("does not scale", Decode(scale: "1")),
            ("divides by d_k", Decode(scale: "q.Length")),
            ("scales by the number of words", Decode(scale: "MathF.Sqrt(K.RowCount)")),
            ("scales by the number of words", Decode(scale: "MathF.Sqrt(keys.RowCount)")),
            ("does not subtract the maximum", Decode(e: "s.PointwiseExp()")),
            ("does not divide by the sum", Decode(output: "e * V")),
            ("", Decode(output: "e * V / (K.RowCount)")),
            ("returns the new value", Decode(output: "Vector<float>.Build.Dense(v)"))),
    ];

    private const string FlashHeader
        = "Matrix<float> MyFlash(Matrix<float> Q, Matrix<float>[] K, Matrix<float>[] V)";

    private const string DecodeHeader = "(Matrix<float> Keys, Matrix<float> Values, float[] Output) MyDecode("
        + "Matrix<float> keys, Matrix<float> values, float[] q, float[] k, float[] v)";

    private static string Flash(
        string scale = "MathF.Sqrt(Q.ColumnCount)", string larger = "MathF.Max(max, s.Maximum())",
        string keepSum = "MathF.Exp(max - larger)", string keepOutput = "MathF.Exp(max - larger)",
        string blocks = "K.Length", string result = "output / sum") => $$"""
        {
            var Z = Matrix<float>.Build.Dense(Q.RowCount, V[0].ColumnCount);
            for (int i = 0; i < Q.RowCount; i++)
            {
                float max = float.NegativeInfinity, sum = 0;
                Vector<float> output = Z.Row(i);
                for (int b = 0; b < {{blocks}}; b++)
                {
                    Vector<float> s = K[b] * Q.Row(i) / {{scale}};
                    float larger = {{larger}};
                    Vector<float> e = (s - larger).PointwiseExp();
                    sum = {{keepSum}} * sum + e.Sum();
                    output = {{keepOutput}} * output + e * V[b];
                    max = larger;
                }
                Z.SetRow(i, {{result}});
            }
            return Z;
        }
        """;

    private static string Decode(
        string keys = "keys.InsertRow(keys.RowCount, Vector<float>.Build.Dense(k))",
        string values = "values.InsertRow(values.RowCount, Vector<float>.Build.Dense(v))",
        string asked = "K", string blended = "V", string query = "q", string scale = "MathF.Sqrt(q.Length)",
        string e = "(s - s.Maximum()).PointwiseExp()", string? output = null,
        string result = "(K, V, output)") => $$"""
        {
            Matrix<float> K = {{keys}}, V = {{values}};
            Vector<float> s = {{asked}} * Vector<float>.Build.Dense({{query}}) / {{scale}};
            Vector<float> e = {{e}};
            float[] output = ({{output ?? $"e * {blended} / e.Sum()"}}).ToArray();
            return {{result}};
        }
        """;

    private const string MergeHead = "(float Max, float Sum, float[] Output) MyMerge("
        + "(float Max, float Sum, float[] Output) a, (float Max, float Sum, float[] Output) b)";

    private static string Merge(
        string hidden = "if (float.IsNegativeInfinity(max)) return a;", string max = "MathF.Max(a.Max, b.Max)",
        string keepA = "MathF.Exp(a.Max - max)", string keepB = "MathF.Exp(b.Max - max)",
        string result = "(max, keepA * a.Sum + keepB * b.Sum, output)") => $$"""
        {
            float max = {{max}};
            {{hidden}}
            float keepA = {{keepA}}, keepB = {{keepB}};
            float[] output = a.Output.Zip(b.Output, (x, y) => keepA * x + keepB * y).ToArray();
            return {{result}};
        }
        """;

    private const string Hidden = "if (float.IsNegativeInfinity(score)) return state;";

    private static string Step(
        string hidden = Hidden, string max = "MathF.Max(state.Max, score)",
        string keepSum = "MathF.Exp(state.Max - max)", string keepOutput = "MathF.Exp(state.Max - max)",
        string weight = "MathF.Exp(score - max)",
        string output = "state.Output.Zip(value, (o, v) => keepOutput * o + weight * v).ToArray()",
        string result = "(max, keepSum * state.Sum + weight, output)") => $$"""
        {
            {{hidden}}
            float max = {{max}};
            float keepSum = {{keepSum}}, keepOutput = {{keepOutput}}, weight = {{weight}};
            float[] output = {{output}};
            return {{result}};
        }
        """;
}
