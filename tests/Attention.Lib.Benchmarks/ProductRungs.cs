using BenchmarkDotNet.Attributes;

namespace Attention.Lib.Benchmarks;

/// <summary>Q Kᵀ, from the definition to the register tile: 256 queries and keys of 1024 features.</summary>
[InProcess]
public class ProductRungs
{
    private readonly MatrixView _queries = Inputs.Matrix(256, 1024, 1),
        _keys = Inputs.Matrix(256, 1024, 2),
        _scores = new(256, 256);
    private readonly MatrixView _keysTransposed = Inputs.Matrix(1024, 256, 3);

    [Benchmark(Baseline = true)]
    public void Columns() => MatMul.Naive(_queries, _keysTransposed, _scores);

    [Benchmark]
    public void DownColumns() => Rungs.MultiplyDownColumns(_queries, _keysTransposed, _scores);

    [Benchmark]
    public void Rows() => MatMul.NaiveTransposed(_queries, _keys, _scores);

    [Benchmark]
    public void OneSum() => Rungs.MultiplyWithOneSum(_queries, _keys, _scores);

    [Benchmark]
    public void FourSums() => Rungs.MultiplyWithFourSums(_queries, _keys, _scores);

    [Benchmark]
    public void RegisterTiles() => MatMul.ComputeTransposed(_queries, _keys, _scores, degreeOfParallelism: 1);
}
