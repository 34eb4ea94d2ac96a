namespace Attention.Lib.Benchmarks.Peers;

/// <summary>The sizes of one attention: B, H and its key heads, L, S and D of the documentation.</summary>
internal sealed record AttentionShape(int Batch, int Heads, int Queries, int Keys, int Features)
{
    public int KeyHeads { get; init; } = Heads;

    /// <summary>
    /// A single query stands for decoding: then keys and values come from a cache, head by head, for every peer.
    /// </summary>
    public bool Cached => Queries == 1;

    public HeadTensor QueryHeads(float[] numbers) =>
        HeadTensor.TokenMajor(numbers, Batch, Heads, Queries, Features);

    public HeadTensor KeyValueHeads(float[] numbers) =>
        Cached
            ? HeadTensor.HeadMajor(numbers, Batch, KeyHeads, Keys, Features)
            : HeadTensor.TokenMajor(numbers, Batch, KeyHeads, Keys, Features);

    public override string ToString() =>
        $"{Batch} x {Heads}{(KeyHeads == Heads ? "" : $" ({KeyHeads} key heads)")}"
        + $" x {Queries}{(Keys == Queries ? "" : $" ({Keys} keys)")} x {Features}";
}
