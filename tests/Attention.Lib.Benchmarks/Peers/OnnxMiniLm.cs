using Microsoft.ML.OnnxRuntime;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>The model of chapter 9 in ONNX Runtime.</summary>
internal sealed class OnnxMiniLm : IDisposable
{
    private const string States = "last_hidden_state";

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    private OnnxMiniLm(byte[] model, int threads)
    {
        using SessionOptions options = new() { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"); // its threads sleep while ours work
        _session = new(model, options);
    }

    public static OnnxMiniLm Load(byte[] model, int threads) => new(model, threads);

    /// <summary>The same model, which also hands out the weights of all heads, one output per layer.</summary>
    public static (OnnxMiniLm Session, string[] Maps) LoadWithMaps(byte[] model)
    {
        string[] maps = OnnxModel.Outputs(model, "Softmax");
        return (new([.. model, .. OnnxModel.MoreOutputs(maps)], Environment.ProcessorCount), maps);
    }

    /// <summary>The final states of one text, tokens × features.</summary>
    public float[] Compute(int[] ids) => Compute(ids, [States])[0];

    /// <summary>The named outputs of one text.</summary>
    public float[][] Compute(int[] ids, string[] outputs)
    {
        long[] tokens = Array.ConvertAll(ids, id => (long)id);
        long[] ones = [.. ids.Select(_ => 1L)], zeros = new long[ids.Length];
        using OrtValue input = Row(tokens), mask = Row(ones), sentence = Row(zeros);
        using IDisposableReadOnlyCollection<OrtValue> results =
            _session.Run(_run, ["input_ids", "attention_mask", "token_type_ids"], [input, mask, sentence], outputs);
        return [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];

        static OrtValue Row(long[] numbers) => OrtValue.CreateTensorValueFromMemory(numbers, [1, numbers.Length]);
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
