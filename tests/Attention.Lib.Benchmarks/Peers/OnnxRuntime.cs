using Microsoft.ML.OnnxRuntime;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>
/// One operator of ONNX Runtime with its inputs and its output, in this process and on its own threads.
/// </summary>
internal sealed class OnnxRuntime : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly string[] _inputNames;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly float[] _output;

    public OnnxRuntime(OnnxOperator what, IReadOnlyList<OnnxInput> inputs, int[] outputDims, int threads)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };

        // Its threads sleep while ours work.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(OnnxModel.Of(what, inputs, ("output", outputDims)), options);
        _inputNames = [.. inputs.Select(input => input.Name)];
        _inputs = [.. inputs.Select(input => input.ToOrtValue())];

        // The output is allocated once, as it is on our side.
        _output = new float[outputDims.Aggregate(1, (x, y) => x * y)];
        _outputs = [OrtValue.CreateTensorValueFromMemory(_output, [.. outputDims.Select(dim => (long)dim)])];
    }

    public void Compute() => _session.Run(_run, _inputNames, _inputs, ["output"], _outputs);

    public float[] Output() => _output;

    public void Dispose()
    {
        Array.ForEach([.. _inputs, .. _outputs], value => value.Dispose());
        _run.Dispose();
        _session.Dispose();
    }
}

/// <summary>Which operator to run, with its whole-number and its floating-point attributes.</summary>
internal sealed record OnnxOperator(
    string Type,
    string Domain,
    IReadOnlyList<(string Name, long Value)> Integers,
    IReadOnlyList<(string Name, float Value)> Floats
);

/// <summary>One input: its numbers, or for a boolean mask its flags.</summary>
internal sealed record OnnxInput(string Name, int[] Dims, float[]? Floats = null, bool[]? Flags = null)
{
    public OrtValue ToOrtValue()
    {
        long[] dims = [.. Dims.Select(dim => (long)dim)];
        return Floats is not null
            ? OrtValue.CreateTensorValueFromMemory(Floats, dims)
            : OrtValue.CreateTensorValueFromMemory(Flags!, dims);
    }
}
