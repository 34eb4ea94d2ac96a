namespace Attention.Lib;

/// <summary>What a <see cref="MultiHeadAttention"/> adds after each of its four products.</summary>
/// <param name="Query">b_Q: heads · head size numbers, or none for no bias.</param>
/// <param name="Key">b_K: key heads · head size numbers, or none.</param>
/// <param name="Value">b_V: key heads · value size numbers, or none.</param>
/// <param name="Output">b_O: one number per feature of the output, or none.</param>
public sealed record MultiHeadBiases(
    ReadOnlyMemory<float> Query = default,
    ReadOnlyMemory<float> Key = default,
    ReadOnlyMemory<float> Value = default,
    ReadOnlyMemory<float> Output = default)
{
    internal static MultiHeadBiases None { get; } = new();

    internal long Count => (long)Query.Length + Key.Length + Value.Length + Output.Length;
}
