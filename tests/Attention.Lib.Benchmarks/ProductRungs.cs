using Attention.Course;
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

    private readonly float[] _queryNumbers = new float[256 * 1024],
        _keyNumbers = new float[256 * 1024],
        _scoreNumbers = new float[256 * 256];
    private readonly PackedKeys _packed;

    public ProductRungs()
    {
        _queries.CopyTo(new(_queryNumbers, 256, 1024));
        _keys.CopyTo(new(_keyNumbers, 256, 1024));
        _packed = new(_keys);
    }

    [Benchmark(Baseline = true)]
    public void Definition() => MatMul.Naive(_queries, _keysTransposed, _scores);

    [Benchmark]
    public void PlainLoops() => Rungs.PlainProduct(_queryNumbers, _keyNumbers, _scoreNumbers, depth: 1024);

    [Benchmark]
    public void Rows() => Rungs.AlongRows(_queryNumbers, _keyNumbers, _scoreNumbers, depth: 1024);

    [Benchmark]
    public void OneSum() => Rungs.OneSum(_queries, _keys, _scores);

    [Benchmark]
    public void FourSums() => Rungs.FourSums(_queries, _keys, _scores);

    [Benchmark]
    public void OneQuery() => Rungs.OneQuery(_queries, _packed, _scores);

    [Benchmark]
    public void Tile() => Rungs.RegisterTile(_queries, _packed, _scores);

    [Benchmark]
    public void RegisterTiles() => MatMul.ComputeTransposed(_queries, _keys, _scores, degreeOfParallelism: 1);
}
