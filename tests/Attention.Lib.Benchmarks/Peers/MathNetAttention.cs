using Attention.Course;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>Attention as the notebooks write it: MathNet matrices, head by head, the weights in memory.</summary>
internal sealed class MathNetAttention(HeadTensor queries, HeadTensor keys, HeadTensor values, bool causal)
{
    private readonly Matrix<float>[] _queries = Split(queries),
        _keys = Split(keys),
        _values = Split(values);
    private readonly Matrix<float>[] _outputs = new Matrix<float>[queries.Heads];

    public void Compute()
    {
        for (int head = 0; head < _outputs.Length; head++)
        {
            _outputs[head] = Baselines.MathNet(_queries[head], _keys[head], _values[head], causal);
        }
    }

    public float[] Output()
    {
        var all = new float[queries.Tokens * queries.Heads * values.Features];
        var heads = HeadTensor.TokenMajor(all, 1, queries.Heads, queries.Tokens, values.Features);
        for (int head = 0; head < _outputs.Length; head++)
        {
            _outputs[head].ToRowMajor().CopyTo(heads.Head(0, head));
        }

        return all;
    }

    private static Matrix<float>[] Split(HeadTensor heads) =>
        [.. Enumerable.Range(0, heads.Heads).Select(head => heads.Head(0, head).ToMathNet())];
}
