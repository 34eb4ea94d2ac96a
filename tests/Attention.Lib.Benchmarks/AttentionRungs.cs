using Attention.Course;
using BenchmarkDotNet.Attributes;

namespace Attention.Lib.Benchmarks;

/// <summary>One head of attention, from the definition to all cores: 1024 queries and keys of 64 features.</summary>
[InProcess, MemoryDiagnoser]
public class AttentionRungs
{
    private static readonly AttentionOptions OneThread = new() { DegreeOfParallelism = 1 };
    private readonly MatrixView _queries = Inputs.Matrix(1024, 64, 1),
        _keys = Inputs.Matrix(1024, 64, 2),
        _values = Inputs.Matrix(1024, 64, 3);
    private readonly MatrixView _output = new(1024, 64);

    [Benchmark(Baseline = true)]
    public void Naive() => ScaledDotProductAttention.Naive(_queries, _keys, _values, AttentionMask.None, _output);

    [Benchmark]
    public void WeightsInMemory() =>
        ScaledDotProductAttention.Compute(_queries, _keys, _values, AttentionMask.None, _output, OneThread);

    [Benchmark]
    public void MergedBlocks() => Rungs.MergedBlocks(_queries, _keys, _values, _output);

    [Benchmark]
    public void Flash() => FlashAttention.Compute(_queries, _keys, _values, AttentionMask.None, _output, OneThread);

    [Benchmark]
    public void FlashCausal() =>
        FlashAttention.Compute(_queries, _keys, _values, AttentionMask.Causal(), _output, OneThread);

    [Benchmark]
    public void FlashAllCores() => FlashAttention.Compute(_queries, _keys, _values, AttentionMask.None, _output);
}
