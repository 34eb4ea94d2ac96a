using System.Buffers;
using Attention.Lib;
using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>One head of random numbers, and every way of computing its attention: what chapter 7 measures.</summary>
/// <remarks>Each way writes to <see cref="Output"/> and takes one core, unless its name says otherwise.</remarks>
public sealed class OneHead
{
    private static readonly AttentionOptions s_oneCore = new() { DegreeOfParallelism = 1 };
    private readonly Lazy<(Matrix<float> Queries, Matrix<float> Keys, Matrix<float> Values)> _mathNet;

    private OneHead(MatrixView queries, MatrixView keys, MatrixView values)
    {
        (Queries, Keys, Values, Output) = (queries, keys, values, new(queries.Rows, values.Columns));
        _mathNet = new(() => (Queries.ToMathNet(), Keys.ToMathNet(), Values.ToMathNet()));
    }

    /// <summary>Q: n × d.</summary>
    public MatrixView Queries { get; }

    /// <summary>K: n × d.</summary>
    public MatrixView Keys { get; }

    /// <summary>V: n × d.</summary>
    public MatrixView Values { get; }

    /// <summary>Z, where every way writes its result: n × d.</summary>
    public MatrixView Output { get; }

    /// <summary>The operations of both products: 4·n²·d.</summary>
    public double Flops => 4.0 * Queries.Rows * Queries.Rows * Queries.Columns;

    /// <summary>The operations that a causal mask leaves: 2·n·(n + 1)·d.</summary>
    public double CausalFlops => 2.0 * Queries.Rows * (Queries.Rows + 1) * Queries.Columns;

    /// <summary>Q, K and V read once, Z written once: 16·n·d.</summary>
    public double Bytes => 4.0 * sizeof(float) * Queries.Rows * Queries.Columns;

    /// <summary>The same, and an n × n matrix written once and read once: 8·n² more.</summary>
    public double BytesWithScores => Bytes + 2.0 * sizeof(float) * Queries.Rows * Queries.Rows;

    /// <summary>Random numbers with mean 0 and standard deviation 1, always the same.</summary>
    /// <param name="tokens">n.</param>
    /// <param name="features">d.</param>
    public static OneHead Random(int tokens, int features)
    {
        var random = new SplitMix64(seed: 7);
        MatrixView Normal() => new(random.Normal(tokens * features), tokens, features);
        return new(Normal(), Normal(), Normal());
    }

    /// <summary>The definition.</summary>
    public void Naive() => ScaledDotProductAttention.Naive(Queries, Keys, Values, AttentionMask.None, Output);

    /// <summary>Whole rows through vector registers, the weights in memory.</summary>
    public void Rows()
    {
        int tokens = Queries.Rows;
        float[] memory = ArrayPool<float>.Shared.Rent(tokens * tokens);
        MatrixView weights = new(memory, 0, tokens, tokens, tokens);
        Attention.Lib.Rungs.MultiplyWithFourSums(Queries, Keys, weights);
        for (int i = 0; i < tokens; i++)
        {
            Span<float> row = weights.Row(i), output = Output.Row(i);
            System.Numerics.Tensors.TensorPrimitives.Multiply(row, 1 / MathF.Sqrt(Queries.Columns), row);
            Softmax.Compute(row, row);
            output.Clear();
            for (int j = 0; j < tokens; j++)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(Values.Row(j), row[j], output, output);
            }
        }
        ArrayPool<float>.Shared.Return(memory);
    }

    /// <summary>Online softmax, one key at a time.</summary>
    public void Online() => Rungs.OnlineSoftmaxAttention(Queries, Keys, Values, Output);

    /// <summary>Online softmax and register tiles.</summary>
    public void Flash() => FlashAttention.Compute(Queries, Keys, Values, AttentionMask.None, Output, s_oneCore);

    /// <summary>The same on all cores.</summary>
    public void FlashOnAllCores() => FlashAttention.Compute(Queries, Keys, Values, AttentionMask.None, Output);

    /// <summary>The same on one core under a causal mask.</summary>
    public void Causal() => FlashAttention.Compute(Queries, Keys, Values, AttentionMask.Causal(), Output, s_oneCore);

    /// <summary>Causal attention, one token after the other through a <see cref="KeyValueCache"/>.</summary>
    public void WordByWord()
    {
        var cache = new KeyValueCache(batch: 1, heads: 1, capacity: Keys.Rows, features: Keys.Columns);
        for (int t = 0; t < Keys.Rows; t++)
        {
            cache.Append(Token(Keys, t), Token(Values, t));
            cache.Attend(Token(Queries, t), Token(Output, t), s_oneCore);
        }
    }

    /// <summary>Only the last token, its query against all keys: what one step with a cache computes.</summary>
    public void LastToken() => FlashAttention.Compute(
        Token(Queries, Keys.Rows - 1), Keys.SplitHeads(1), Values.SplitHeads(1), AttentionMask.None,
        Token(Output, Keys.Rows - 1), s_oneCore);

    /// <summary><see cref="Baselines.MathNet"/>, on as many cores as MathNet is told to use.</summary>
    public void MathNet()
    {
        (Matrix<float> queries, Matrix<float> keys, Matrix<float> values) = _mathNet.Value;
        Baselines.MathNet(queries, keys, values).ToRowMajor().CopyTo(Output);
    }

    /// <summary><see cref="Baselines.TensorPrimitives"/>.</summary>
    public void TensorPrimitives() => Baselines.TensorPrimitives(Queries, Keys, Values, Output);

    /// <summary>
    /// How far the results of two ways lie apart: the largest distance between elements of <see cref="Output"/> in the
    /// same place.
    /// </summary>
    /// <param name="one">A way that writes to <see cref="Output"/>, such as <see cref="Naive"/>.</param>
    /// <param name="other">Another one.</param>
    /// <returns>The distance; NaN if <paramref name="other"/> leaves an element unwritten.</returns>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public float Difference(Action one, Action other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        one();
        MatrixView first = new(Output.Rows, Output.Columns);
        Output.CopyTo(first);
        Output.Fill(float.NaN); // an element that is not written stays NaN
        other();
        return Ladder.LargestDifference(first, Output);
    }

    private static HeadTensor Token(MatrixView matrix, int t) => matrix.SliceRows(t, 1).SplitHeads(1);
}
