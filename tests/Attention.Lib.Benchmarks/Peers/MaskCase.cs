namespace Attention.Lib.Benchmarks.Peers;

/// <summary>One mask, for us and, as flags (true: seen) or a table that is added, for ONNX Runtime.</summary>
internal sealed record MaskCase(string Name, AttentionMask Mask)
{
    public static readonly MaskCase None = new("", AttentionMask.None);

    public static readonly MaskCase CausalMask = new("causal", AttentionMask.Causal()) { Causal = true };

    public bool Causal { get; init; }

    public bool[]? Seen { get; init; }

    public float[]? Bias { get; init; }

    /// <summary>The softcap, 0 for none.</summary>
    public float Softcap { get; init; }

    /// <summary>Whether everybody can do it: no mask, or the causal one.</summary>
    public bool Plain => Seen is null && Bias is null && Softcap == 0;

    public static MaskCase Padding(int tokens, int seen) =>
        new("half the keys are padding", AttentionMask.Padding(seen)) { Seen = Table(tokens, (_, key) => key < seen) };

    public static MaskCase Window(int tokens, int window) =>
        new($"sliding window {window}", AttentionMask.SlidingWindow(window - 1, 0))
        {
            Seen = Table(tokens, (query, key) => key <= query && query - key < window),
        };

    public static MaskCase Boolean(int tokens)
    {
        var random = new Random(5);
        bool[] seen = Table(tokens, (_, _) => random.Next(10) > 0);
        return new("boolean mask, a tenth hidden", AttentionMask.Boolean(seen, tokens, tokens)) { Seen = seen };
    }

    public static MaskCase BiasTable(int tokens)
    {
        float[] bias = Inputs.Random(tokens * tokens, 6);
        return new("bias table", AttentionMask.Bias(new MatrixView(bias, tokens, tokens))) { Bias = bias };
    }

    /// <summary>How many pairs of a query and a key the mask leaves visible.</summary>
    public double VisiblePairs(int queries, int keys) =>
        Seen is not null ? Seen.Count(seen => seen)
        : Causal ? Enumerable.Range(0, queries).Sum(query => (double)Math.Min(query + 1, keys))
        : (double)queries * keys;

    public static MaskCase Capped(float cap) => new($"softcap {cap}", AttentionMask.None) { Softcap = cap };

    private static bool[] Table(int tokens, Func<int, int, bool> seen) =>
        [.. Enumerable.Range(0, tokens * tokens).Select(at => seen(at / tokens, at % tokens))];
}
