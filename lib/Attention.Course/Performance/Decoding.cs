using Attention.Lib;

namespace Attention.Course;

/// <summary>
/// One new token against the keys and values of many: what a language model does for every word it writes.
/// </summary>
public sealed class Decoding
{
    private const int Period = 1 << 20;

    private static readonly AttentionOptions s_oneCore = new() { DegreeOfParallelism = 1 };
    private readonly HeadTensor _queries, _keys, _values;

    private Decoding(HeadTensor queries, HeadTensor keys, HeadTensor values, MatrixView output)
        => (_queries, _keys, _values, Output) = (queries, keys, values, output);

    /// <summary>Where <see cref="Attend"/> writes: 1 × (query heads · features).</summary>
    public MatrixView Output { get; }

    /// <summary>4 · query heads · tokens · features.</summary>
    public double Flops => 4.0 * _queries.Heads * _keys.Tokens * _keys.Features;

    /// <summary>Every key and value read once: 8 · key heads · tokens · features.</summary>
    public double Bytes => 2.0 * sizeof(float) * _keys.Heads * _keys.Tokens * _keys.Features;

    /// <summary>
    /// Random numbers with mean 0 and standard deviation 1, always the same. After 2²⁰ of them they begin anew: to make
    /// them takes longer than to read them.
    /// </summary>
    /// <param name="tokens">How many keys there are.</param>
    /// <param name="features">The head size.</param>
    /// <param name="queryHeads">A multiple of <paramref name="keyHeads"/>.</param>
    /// <param name="keyHeads">How many heads keys and values have.</param>
    public static Decoding Random(int tokens, int features, int queryHeads, int keyHeads)
    {
        var random = new SplitMix64(seed: 7);
        return new(
            Normal(queryHeads, 1), Normal(keyHeads, tokens), Normal(keyHeads, tokens), new(1, queryHeads * features));

        HeadTensor Normal(int heads, int rows)
        {
            int length = heads * rows * features;
            float[] numbers = random.Normal(Math.Min(length, Period));
            if (length > Period)
            {
                Array.Resize(ref numbers, length);
                for (int start = Period; start < length; start += Period)
                {
                    Array.Copy(numbers, 0, numbers, start, Math.Min(Period, length - start));
                }
            }

            return HeadTensor.HeadMajor(numbers, 1, heads, rows, features);
        }
    }

    /// <summary>
    /// The same numbers without sharing: every query head gets its own copy of the keys and values it used. Same
    /// output.
    /// </summary>
    public Decoding WithoutSharing() => new(_queries, Copies(_keys), Copies(_values), Output);

    /// <summary>The attention of the new token, on one core.</summary>
    public void Attend() =>
        FlashAttention.Compute(
            _queries, _keys, _values, AttentionMask.None, Output.SplitHeads(_queries.Heads), s_oneCore);

    private HeadTensor Copies(HeadTensor shared)
    {
        HeadTensor copies = new(1, _queries.Heads, shared.Tokens, shared.Features);
        for (int head = 0; head < copies.Heads; head++)
        {
            shared.Head(0, head * shared.Heads / copies.Heads).CopyTo(copies.Head(0, head));
        }

        return copies;
    }
}
