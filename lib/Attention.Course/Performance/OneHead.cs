using Attention.Lib;

namespace Attention.Course;

/// <summary>One head of random numbers, and what its attention costs: what chapter 7 measures.</summary>
public sealed class OneHead
{
    private OneHead(MatrixView queries, MatrixView keys, MatrixView values)
        => (Queries, Keys, Values, Output) = (queries, keys, values, new(queries.Rows, values.Columns));

    /// <summary>Q: n × d.</summary>
    public MatrixView Queries { get; }

    /// <summary>K: n × d.</summary>
    public MatrixView Keys { get; }

    /// <summary>V: n × d.</summary>
    public MatrixView Values { get; }

    /// <summary>Z, where every rung writes its result: n × d.</summary>
    public MatrixView Output { get; }

    /// <summary>n.</summary>
    public int Tokens => Queries.Rows;

    /// <summary>Q, K and V as arrays, row after row.</summary>
    public (float[] Queries, float[] Keys, float[] Values) ToArrays() => (Copy(Queries), Copy(Keys), Copy(Values));

    /// <summary>Q, K, V and Z of one token: 1 × d each, as a key/value cache takes them.</summary>
    /// <param name="t">0 … n − 1.</param>
    public (HeadTensor Query, HeadTensor Key, HeadTensor Value, HeadTensor Output) Token(int t) =>
        (One(Queries, t), One(Keys, t), One(Values, t), One(Output, t));

    /// <summary>The operations of both products: 4·n²·d.</summary>
    public double Flops => 4.0 * Queries.Rows * Queries.Rows * Queries.Columns;

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

    /// <summary>
    /// How far the results of two rungs lie apart: the largest distance between elements of <see cref="Output"/> in the
    /// same place.
    /// </summary>
    /// <param name="one">A rung that writes to <see cref="Output"/>.</param>
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

    private static HeadTensor One(MatrixView matrix, int t) => matrix.SliceRows(t, 1).SplitHeads(1);

    private static float[] Copy(MatrixView matrix)
    {
        float[] numbers = new float[matrix.Rows * matrix.Columns];
        matrix.CopyTo(new(numbers, matrix.Rows, matrix.Columns));
        return numbers;
    }
}
