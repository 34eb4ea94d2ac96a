using BenchmarkDotNet.Attributes;

namespace Attention.Lib.Benchmarks;

/// <summary>
/// One more token after 4095: everything again, with a cache, and with a cache of fewer key heads. Eight heads of 128.
/// </summary>
[InProcess]
public class DecodingRungs
{
    private const int Past = 4095;
    private static readonly AttentionOptions OneThread = new() { DegreeOfParallelism = 1 };
    private readonly HeadTensor _all = Inputs.Heads(8, Past + 1, 1),
        _allOutput = Inputs.Heads(8, Past + 1, 2);
    private readonly HeadTensor _query = Inputs.Heads(8, 1, 3),
        _output = Inputs.Heads(8, 1, 4);
    private readonly HeadTensor _keys = Inputs.Heads(8, Past + 1, 5),
        _values = Inputs.Heads(8, Past + 1, 6);
    private readonly HeadTensor _sharedKeys = Inputs.Heads(2, Past + 1, 7),
        _sharedValues = Inputs.Heads(2, Past + 1, 8);

    [Benchmark(Baseline = true)]
    public void EverythingAgain() =>
        FlashAttention.Compute(_all, _keys, _values, AttentionMask.Causal(), _allOutput, OneThread);

    [Benchmark]
    public void OneQueryOverCachedKeys() =>
        FlashAttention.Compute(_query, _keys, _values, AttentionMask.Causal(Past), _output, OneThread);

    [Benchmark]
    public void GroupedQueries() =>
        FlashAttention.Compute(_query, _sharedKeys, _sharedValues, AttentionMask.Causal(Past), _output, OneThread);
}
