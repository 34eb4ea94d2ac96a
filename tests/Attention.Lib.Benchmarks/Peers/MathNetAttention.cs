using MathNet.Numerics.LinearAlgebra;

namespace Attention.Lib.Benchmarks.Peers;

/// <summary>Attention as the notebooks write it: MathNet matrices, head by head, the weights in memory.</summary>
internal sealed class MathNetAttention(HeadTensor queries, HeadTensor keys, HeadTensor values, bool causal)
{
    private readonly Matrix<float>[] _queries = Split(queries), _keys = Split(keys), _values = Split(values);
    private readonly Matrix<float>[] _outputs = new Matrix<float>[queries.Heads];

    public void Compute()
    {
        float scale = 1 / MathF.Sqrt(queries.Features);
        for (int head = 0; head < _outputs.Length; head++)
        {
            Matrix<float> scores = _queries[head].TransposeAndMultiply(_keys[head]);
            for (int i = 0; i < scores.RowCount; i++)
            {
                float max = float.NegativeInfinity, sum = 0;
                int seen = causal ? i + 1 : scores.ColumnCount;
                for (int j = 0; j < seen; j++)
                {
                    max = MathF.Max(max, scores[i, j]);
                }

                for (int j = 0; j < scores.ColumnCount; j++)
                {
                    float weight = j < seen ? MathF.Exp(scale * (scores[i, j] - max)) : 0;
                    scores[i, j] = weight;
                    sum += weight;
                }

                for (int j = 0; j < seen; j++)
                {
                    scores[i, j] /= sum;
                }
            }

            _outputs[head] = scores * _values[head];
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

    private static Matrix<float>[] Split(HeadTensor heads) => [.. Enumerable.Range(0, heads.Heads).Select(head => heads.Head(0, head).ToMathNet())];
}
