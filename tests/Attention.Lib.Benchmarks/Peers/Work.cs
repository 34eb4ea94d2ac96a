using Attention.Course;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>
/// One line of the table: some work, its operations and bytes, and every implementation of it on the same numbers. The
/// first is this library's own <c>Compute</c>.
/// </summary>
internal sealed class Work(string name, double flops, double bytes) : IDisposable
{
    // With more operations a run of MathNet takes six seconds or more, and eleven runs warm it up and time it.
    private const double TooMuchForLoops = 10e9;

    private readonly List<OnnxRuntime> _sessions = [];

    public string Name => name;

    public double Flops => flops;

    public double Bytes => bytes;

    public List<Peer> Peers { get; } = [];

    public static Work MatMul(int size, int threads)
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

        Work work = new(
            $"matrix product {size} x {size} x {size}",
            2.0 * size * size * size,
            3.0 * size * size * sizeof(float)
        );
        work.Add("ours", () => Lib.MatMul.Compute(left, right, product, threads), () => Copy(product));
        work.Add(
            "MathNet.Numerics",
            () => mathLeft.Multiply(mathRight, mathProduct),
            () => mathProduct.ToRowMajorArray()
        );
        work.Add(
            "TensorPrimitives.Dot",
            () => TensorLoops.MultiplyTransposed(left, rightTransposed, tensorProduct),
            () => Copy(tensorProduct)
        );
        int[] dims = [size, size];
        OnnxInput[] factors = [new("a", dims, a), new("b", dims, b)];
        work.Add("ONNX Runtime, MatMul", new(new("MatMul", "", [], []), factors, dims, threads));
        return work;
    }

    public static Work Attention(AttentionShape shape, MaskCase mask, int threads)
    {
        int keyNumbers = shape.Batch * shape.KeyHeads * shape.Keys * shape.Features;
        float[] q = Inputs.Random(shape.Batch * shape.Heads * shape.Queries * shape.Features, 1),
            k = Inputs.Random(keyNumbers, 2),
            v = Inputs.Random(keyNumbers, 3),
            output = new float[q.Length];
        HeadTensor queries = shape.QueryHeads(q),
            keys = shape.KeyValueHeads(k),
            values = shape.KeyValueHeads(v),
            result = shape.QueryHeads(output);
        var options = new AttentionOptions { DegreeOfParallelism = threads, Softcap = mask.Softcap };

        double pairs = mask.VisiblePairs(shape.Queries, shape.Keys);
        Work work = new(
            $"attention {shape}{(mask.Name.Length == 0 ? "" : ", " + mask.Name)}",
            4.0 * shape.Batch * shape.Heads * pairs * shape.Features,
            2.0 * (q.Length + k.Length) * sizeof(float)
        );
        work.Add("ours", () => FlashAttention.Compute(queries, keys, values, mask.Mask, result, options), () => output);
        if (mask.Plain && shape.Batch == 1 && shape.KeyHeads == shape.Heads && work.Flops < TooMuchForLoops)
        {
            float[] loopOutput = new float[q.Length];
            HeadTensor loopResult = shape.QueryHeads(loopOutput);
            work.Add(
                "TensorPrimitives loops",
                () => TensorLoops.Attention(queries, keys, values, mask.Causal, loopResult),
                () => loopOutput
            );
            var math = new MathNetAttention(queries, keys, values, mask.Causal);
            work.Add("MathNet.Numerics", math.Compute, math.Output);
        }

        if (mask.Plain && shape.KeyHeads == shape.Heads)
        {
            work.Add("ONNX Runtime, MultiHeadAttention", OnnxAttention.Own(shape, q, k, v, mask, threads));
        }

        work.Add("ONNX Runtime, Attention", OnnxAttention.Standard(shape, q, k, v, mask, threads));
        return work;
    }

    public void Dispose() => _sessions.ForEach(session => session.Dispose());

    private void Add(string who, Action run, Func<float[]> output) => Peers.Add(new(who, run, output));

    private void Add(string who, OnnxRuntime session)
    {
        _sessions.Add(session);
        Add(who, session.Compute, session.Output);
    }

    private static float[] Copy(MatrixView matrix)
    {
        float[] copy = new float[matrix.Rows * matrix.Columns];
        matrix.CopyTo(new(copy, matrix.Rows, matrix.Columns));
        return copy;
    }
}
