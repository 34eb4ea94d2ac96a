using System.Runtime.Intrinsics;
using Attention.Course;
using Attention.Lib.Internal;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>One line of the table: some work, its cost, and everyone who can do it.</summary>
internal sealed record Work(string Name, double Flops, double Bytes, IReadOnlyList<Contender> Contenders)
{
    /// <summary>
    /// The libraries that a reader might use instead, on the same numbers. The first contender is <c>Compute</c>
    /// itself.
    /// </summary>
    public static Work MatMul(int size, int threads, OnnxRuntime? onnx)
    {
        float[] a = Inputs.Random(size * size, 1),
            b = Inputs.Random(size * size, 2);
        MatrixView left = new(a, size, size),
            right = new(b, size, size),
            product = new(size, size);
        Matrix<float> mathLeft = left.ToMathNet(),
            mathRight = right.ToMathNet(),
            mathProduct = Matrix<float>.Build.Dense(size, size);
        MatrixView rightTransposed = mathRight.Transpose().ToRowMajor(),
            tensorProduct = new(size, size);

        List<Contender> contenders =
        [
            new("ours", () => Lib.MatMul.Compute(left, right, product, threads), () => Copy(product)),
        ];
        AddWidths(
            contenders,
            () => Lib.MatMul.Kernel<Simd512>(left, right, false, product, threads),
            () => Lib.MatMul.Kernel<Simd256>(left, right, false, product, threads),
            () => Lib.MatMul.Kernel<Simd128>(left, right, false, product, threads),
            () => Copy(product)
        );
        contenders.Add(
            new(
                "MathNet.Numerics",
                () => mathLeft.Multiply(mathRight, mathProduct),
                () => mathProduct.ToRowMajorArray()
            )
        );
        contenders.Add(
            new(
                "TensorPrimitives.Dot",
                () => TensorLoops.MultiplyTransposed(left, rightTransposed, tensorProduct),
                () => Copy(tensorProduct)
            )
        );
        if (onnx is not null)
        {
            int session = onnx.Load("MatMul", "", [("a", [size, size], a), ("b", [size, size], b)], [size, size]);
            contenders.Add(Contender.Onnx(onnx, session));
        }

        return new(
            $"matrix product {size} x {size} x {size}",
            2.0 * size * size * size,
            3.0 * size * size * sizeof(float),
            contenders
        );
    }

    /// <summary>Attention on batch × tokens × (heads · features), the layout in which ONNX Runtime takes it.</summary>
    public static Work Attention(
        int heads,
        int queries,
        int keys,
        int features,
        AttentionMask mask,
        string maskName,
        int threads,
        OnnxRuntime? onnx
    )
    {
        float[] q = Inputs.Random(heads * queries * features, 1),
            k = Inputs.Random(heads * keys * features, 2),
            v = Inputs.Random(heads * keys * features, 3);
        float[] output = new float[q.Length],
            tensorOutput = new float[q.Length];

        // A single query stands for decoding: then keys and values come from a cache, head by head, for every
        // contender.
        bool cached = queries == 1;
        HeadTensor queryHeads = Heads(q, queries),
            outputHeads = Heads(output, queries);
        HeadTensor keyHeads = cached ? HeadTensor.HeadMajor(k, 1, heads, keys, features) : Heads(k, keys);
        HeadTensor valueHeads = cached ? HeadTensor.HeadMajor(v, 1, heads, keys, features) : Heads(v, keys);
        var options = new AttentionOptions { DegreeOfParallelism = threads };

        List<Contender> contenders =
        [
            new(
                "ours",
                () => FlashAttention.Compute(queryHeads, keyHeads, valueHeads, mask, outputHeads, options),
                () => output
            ),
        ];
        AddWidths(
            contenders,
            () => FlashAttention.Kernel<Simd512>(queryHeads, keyHeads, valueHeads, mask, outputHeads, options, null),
            () => FlashAttention.Kernel<Simd256>(queryHeads, keyHeads, valueHeads, mask, outputHeads, options, null),
            () => FlashAttention.Kernel<Simd128>(queryHeads, keyHeads, valueHeads, mask, outputHeads, options, null),
            () => output
        );
        if (threads > 1)
        {
            AttentionOptions alone = new() { DegreeOfParallelism = 1 };
            contenders.Add(
                new(
                    "ours, one thread",
                    () => FlashAttention.Compute(queryHeads, keyHeads, valueHeads, mask, outputHeads, alone),
                    () => output
                )
            );
        }

        bool causal = maskName == "causal";
        if (maskName.Length == 0 || causal)
        {
            HeadTensor tensorHeads = Heads(tensorOutput, queries);
            contenders.Add(
                new(
                    "TensorPrimitives loops",
                    () => TensorLoops.Attention(queryHeads, keyHeads, valueHeads, causal, tensorHeads),
                    () => tensorOutput
                )
            );
            var math = new MathNetAttention(queryHeads, keyHeads, valueHeads, causal);
            contenders.Add(new("MathNet.Numerics", math.Compute, math.Output));
            if (onnx is not null)
            {
                contenders.Add(
                    Contender.Onnx(onnx, LoadAttention(onnx, heads, queries, keys, features, causal, cached, q, k, v))
                );
            }
        }

        double pairs = 0;
        for (int query = 0; query < queries; query++)
        {
            (int first, int end) = mask.ForHead(0, 0, queries, keys).VisibleKeys(query);
            pairs += end - first;
        }

        return new(
            $"attention 1 x {heads} x {queries}{(keys == queries ? "" : $" ({keys} keys)")} x {features}"
                + (maskName.Length == 0 ? "" : ", " + maskName),
            4.0 * heads * pairs * features,
            2.0 * heads * (keys + queries) * features * sizeof(float),
            contenders
        );

        HeadTensor Heads(float[] values, int tokens) => HeadTensor.TokenMajor(values, 1, heads, tokens, features);
    }

    private static int LoadAttention(
        OnnxRuntime onnx,
        int heads,
        int queries,
        int keys,
        int features,
        bool causal,
        bool cached,
        float[] q,
        float[] k,
        float[] v
    )
    {
        int[] keyDims = cached ? [1, heads, keys, features] : [1, keys, heads * features];
        return onnx.Load(
            "MultiHeadAttention",
            "com.microsoft",
            [("query", [1, queries, heads * features], q), ("key", keyDims, k), ("value", keyDims, v)],
            [1, queries, heads * features],
            [("num_heads", heads), .. causal ? [("unidirectional", 1L)] : Array.Empty<(string, long)>()]
        );
    }

    private static void AddWidths(
        List<Contender> contenders,
        Action bits512,
        Action bits256,
        Action bits128,
        Func<float[]> output
    )
    {
        if (Vector512.IsHardwareAccelerated)
        {
            contenders.Add(new("ours, 512 bit", bits512, output));
        }

        if (Vector256.IsHardwareAccelerated)
        {
            contenders.Add(new("ours, 256 bit", bits256, output));
        }

        contenders.Add(new("ours, 128 bit", bits128, output));
    }

    private static float[] Copy(MatrixView matrix)
    {
        float[] copy = new float[matrix.Rows * matrix.Columns];
        matrix.CopyTo(new(copy, matrix.Rows, matrix.Columns));
        return copy;
    }
}
