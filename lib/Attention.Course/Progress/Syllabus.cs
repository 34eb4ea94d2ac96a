namespace Attention.Course;

/// <summary>Which exercises there are, in the order of the chapters: what <see cref="Progress"/> lists.</summary>
internal static class Syllabus
{
    public static IReadOnlyList<SyllabusEntry> All { get; } =
    [
        Dot, Norm, Cosine, RankedDifferently,
        SimilarityMatrix, CosineMatrix, Lengthen,
        StableSoftmax, RowSoftmax, Temperature,
        DesignProjections, ScaledDotProduct, ScoreVariance, BugHunt,
        CausalMask, PaddingMask, MaskedWeights, LeakTest,
        SplitHeads, MergeHeads, CountParameters, CrossAttention, WholeLayer,
        OnlineSoftmax, MemoryBound, LeavesTheCache, MergeBlocks, KeyHead, FlashHead, DecodingStep,
        PositionWaves, RotaryTurn, DistancePenalty,
        PreviousTokenHead, PronounRank, WithoutHead,
    ];

    public static SyllabusEntry Dot
        => new("1.1", nameof(Dot), "the dot product", Difficulty.Easy, Minutes: 5);

    public static SyllabusEntry Norm
        => new("1.2", nameof(Norm), "the length of a vector", Difficulty.Easy, Minutes: 3);

    public static SyllabusEntry Cosine
        => new("1.3", nameof(Cosine), "the cosine of two vectors", Difficulty.Easy, Minutes: 5);

    public static SyllabusEntry RankedDifferently
        => new("1.4", nameof(RankedDifferently), "two judges, two winners", Difficulty.Medium, Minutes: 10);

    public static SyllabusEntry SimilarityMatrix
        => new("2.1", nameof(SimilarityMatrix), "X·Xᵀ by loops", Difficulty.Easy, Minutes: 8);

    public static SyllabusEntry CosineMatrix
        => new("2.2", nameof(CosineMatrix), "the cosine matrix", Difficulty.Easy, Minutes: 5);

    public static SyllabusEntry Lengthen
        => new("2.3", nameof(Lengthen), "make row i prefer j", Difficulty.Medium, Minutes: 10);

    public static SyllabusEntry StableSoftmax
        => new("3.1", nameof(StableSoftmax), "a softmax that does not overflow", Difficulty.Medium, Minutes: 10);

    public static SyllabusEntry RowSoftmax
        => new("3.2", nameof(RowSoftmax), "softmax row by row", Difficulty.Easy, Minutes: 5);

    public static SyllabusEntry Temperature
        => new("3.3", nameof(Temperature), "the temperature for 90 %", Difficulty.Hard, Minutes: 15);

    public static SyllabusEntry DesignProjections
        => new("4.0", nameof(DesignProjections), "a verb that finds its object", Difficulty.Easy, Minutes: 5);

    public static SyllabusEntry ScaledDotProduct
        => new("4.1", nameof(ScaledDotProduct), "scaled dot-product attention", Difficulty.Medium, Minutes: 10);

    public static SyllabusEntry ScoreVariance
        => new("4.2", nameof(ScoreVariance), "the variance of q·k", Difficulty.Medium, Minutes: 8);

    public static SyllabusEntry BugHunt
        => new("4.3", nameof(BugHunt), "the bugs in the class of text 2", Difficulty.Hard, Minutes: 10);

    public static SyllabusEntry CausalMask
        => new("5.1", nameof(CausalMask), "a causal mask", Difficulty.Easy, Minutes: 5);

    public static SyllabusEntry PaddingMask
        => new("5.2", nameof(PaddingMask), "a padding mask from lengths", Difficulty.Easy, Minutes: 7);

    public static SyllabusEntry MaskedWeights
        => new("5.3", nameof(MaskedWeights), "weights under both masks", Difficulty.Hard, Minutes: 12);

    public static SyllabusEntry LeakTest
        => new("5.4", nameof(LeakTest), "a leak test", Difficulty.Hard, Minutes: 15);

    public static SyllabusEntry SplitHeads
        => new("6.1", nameof(SplitHeads), "splitting into heads", Difficulty.Easy, Minutes: 7);

    public static SyllabusEntry MergeHeads
        => new("6.2", nameof(MergeHeads), "merging the heads", Difficulty.Easy, Minutes: 4);

    public static SyllabusEntry CountParameters
        => new("6.3", nameof(CountParameters), "the parameters of a multi-head layer", Difficulty.Medium, Minutes: 6);

    public static SyllabusEntry CrossAttention
        => new("6.4", nameof(CrossAttention), "cross-attention", Difficulty.Medium, Minutes: 8);

    public static SyllabusEntry WholeLayer
        => new("6.5", nameof(WholeLayer), "the whole layer", Difficulty.Hard, Minutes: 15);

    public static SyllabusEntry OnlineSoftmax
        => new("7.1", nameof(OnlineSoftmax), "one step of online softmax", Difficulty.Hard, Minutes: 15);

    public static SyllabusEntry MemoryBound
        => new("7.2", nameof(MemoryBound), "which variant is memory-bound", Difficulty.Medium, Minutes: 5);

    public static SyllabusEntry LeavesTheCache
        => new("7.3", nameof(LeavesTheCache), "the n at which stored scores leave the cache", Difficulty.Easy,
            Minutes: 5);

    public static SyllabusEntry MergeBlocks
        => new("7.4", nameof(MergeBlocks), "the merge of two blocks", Difficulty.Medium, Minutes: 10);

    public static SyllabusEntry KeyHead
        => new("7.5", nameof(KeyHead), "the key head of a query head", Difficulty.Easy, Minutes: 3);

    public static SyllabusEntry FlashHead
        => new("7.6", nameof(FlashHead), "flash attention for one head", Difficulty.Hard, Minutes: 20);

    public static SyllabusEntry DecodingStep
        => new("7.7", nameof(DecodingStep), "one decoding step", Difficulty.Medium, Minutes: 10);

    public static SyllabusEntry PositionWaves
        => new("8.1", nameof(PositionWaves), "sinusoidal positions", Difficulty.Medium, Minutes: 8);

    public static SyllabusEntry RotaryTurn
        => new("8.2", nameof(RotaryTurn), "rotary positions", Difficulty.Medium, Minutes: 10);

    public static SyllabusEntry DistancePenalty
        => new("8.3", nameof(DistancePenalty), "a penalty for distance", Difficulty.Easy, Minutes: 5);

    public static SyllabusEntry PreviousTokenHead
        => new("9.1", nameof(PreviousTokenHead), "the head that reads the token before", Difficulty.Easy, Minutes: 8);

    public static SyllabusEntry PronounRank
        => new("9.2", nameof(PronounRank), "the rank of an antecedent", Difficulty.Easy, Minutes: 8);

    public static SyllabusEntry WithoutHead
        => new("9.3", nameof(WithoutHead), "the output without one head", Difficulty.Medium, Minutes: 8);
}

/// <summary>How hard an exercise is for somebody who has read its chapter.</summary>
public enum Difficulty
{
    /// <summary>The chapter has shown nearly the same.</summary>
    Easy,

    /// <summary>The chapter gives the idea but not the steps.</summary>
    Medium,

    /// <summary>Several ideas must be put together.</summary>
    Hard,
}

/// <summary>One exercise as the list of exercises shows it.</summary>
/// <param name="Number">Chapter and place in it: <c>3.1</c>.</param>
/// <param name="Name">The property of <c>Exercise</c> that holds it: <c>StableSoftmax</c>.</param>
/// <param name="Title">What it is called in sentences: <c>a softmax that does not overflow</c>.</param>
/// <param name="Difficulty">How hard it is.</param>
/// <param name="Minutes">About how long it takes.</param>
internal sealed record SyllabusEntry(string Number, string Name, string Title, Difficulty Difficulty, int Minutes)
{
    /// <summary>The chapter it belongs to, from 1 on.</summary>
    public int Chapter => Version.Parse(Number).Major;

    /// <summary>Difficulty and minutes in words: <c>easy, about 5 minutes</c>.</summary>
    public string Effort => $"{Difficulty.ToString().ToLowerInvariant()}, about {Minutes} minutes";
}
