namespace Attention.Lib.Internal;

/// <summary>X W + b of every sequence, the heads of each token side by side, in pooled memory.</summary>
internal readonly struct Projection : IDisposable
{
    private readonly Scratch _scratch;
    private readonly int _tokens;
    private readonly int _columns;

    public Projection(int batch, int tokens, int heads, int features)
    {
        _scratch = new((long)batch * tokens * heads * features);
        (_tokens, _columns) = (tokens, heads * features);
        Heads = _scratch.Heads(batch, heads, tokens, features);
    }

    public Projection(
        in ReadOnlyHeadTensor x, in ProjectionWeights weights, ReadOnlyMemory<float> bias, int heads,
        in AttentionOptions options)
        : this(x.Batch, x.Tokens, heads, weights.Matrix.Columns / heads)
    {
        for (int batch = 0; batch < x.Batch; batch++)
        {
            MatrixView result = Rows(batch);
            weights.Multiply(x.Head(batch, 0), result, options);
            AddBias(result, bias.Span);
        }
    }

    public HeadTensor Heads { get; }

    /// <summary>All heads of one sequence: tokens × (heads · features).</summary>
    public MatrixView Rows(int batch) => _scratch.View(batch * _tokens, _tokens, _columns);

    public void Dispose() => _scratch.Dispose();

    /// <summary>Adds the bias to every row; an empty bias adds nothing.</summary>
    public static void AddBias(in MatrixView rows, ReadOnlySpan<float> bias)
    {
        for (int row = 0; row < rows.Rows && bias.Length > 0; row++)
        {
            AddScaled.Kernel<Simd128>(1, bias, rows.Row(row));
        }
    }
}
