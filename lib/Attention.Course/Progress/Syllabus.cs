namespace Attention.Course;

/// <summary>Which exercises there are, in the order of the chapters: what <see cref="Progress"/> lists.</summary>
internal static class Syllabus
{
    public static IReadOnlyList<SyllabusEntry> All { get; } =
    [
        Dot, Norm, Cosine, RankedDifferently,
        SimilarityMatrix, CosineMatrix, Lengthen,
        StableSoftmax, RowSoftmax, Temperature,
        ScaledDotProduct, ScoreVariance, BugHunt,
        CausalMask, PaddingMask, MaskedWeights, LeakTest,
        SplitHeads, MergeHeads, CountParameters, CrossAttention, WholeLayer,
        OnlineSoftmax, MemoryBound, LeavesTheCache,
    ];

    public static SyllabusEntry Dot => new("1.1", nameof(Dot), "the dot product");

    public static SyllabusEntry Norm => new("1.2", nameof(Norm), "the length of a vector");

    public static SyllabusEntry Cosine => new("1.3", nameof(Cosine), "the cosine of two vectors");

    public static SyllabusEntry RankedDifferently => new("1.4", nameof(RankedDifferently), "two judges, two winners");

    public static SyllabusEntry SimilarityMatrix => new("2.1", nameof(SimilarityMatrix), "X·Xᵀ by loops");

    public static SyllabusEntry CosineMatrix => new("2.2", nameof(CosineMatrix), "the cosine matrix");

    public static SyllabusEntry Lengthen => new("2.3", nameof(Lengthen), "make row i prefer j");

    public static SyllabusEntry StableSoftmax => new("3.1", nameof(StableSoftmax), "a softmax that does not overflow");

    public static SyllabusEntry RowSoftmax => new("3.2", nameof(RowSoftmax), "softmax row by row");

    public static SyllabusEntry Temperature => new("3.3", nameof(Temperature), "the temperature for 90 %");

    public static SyllabusEntry ScaledDotProduct => new("4.1", nameof(ScaledDotProduct), "scaled dot-product attention");

    public static SyllabusEntry ScoreVariance => new("4.2", nameof(ScoreVariance), "the variance of q·k");

    public static SyllabusEntry BugHunt => new("4.3", nameof(BugHunt), "the bugs in the class of text 2");

    public static SyllabusEntry CausalMask => new("5.1", nameof(CausalMask), "a causal mask");

    public static SyllabusEntry PaddingMask => new("5.2", nameof(PaddingMask), "a padding mask from lengths");

    public static SyllabusEntry MaskedWeights => new("5.3", nameof(MaskedWeights), "weights under both masks");

    public static SyllabusEntry LeakTest => new("5.4", nameof(LeakTest), "a leak test");

    public static SyllabusEntry SplitHeads => new("6.1", nameof(SplitHeads), "splitting into heads");

    public static SyllabusEntry MergeHeads => new("6.2", nameof(MergeHeads), "merging the heads");

    public static SyllabusEntry CountParameters => new("6.3", nameof(CountParameters), "the parameters of a multi-head layer");

    public static SyllabusEntry CrossAttention => new("6.4", nameof(CrossAttention), "cross-attention");

    public static SyllabusEntry WholeLayer => new("6.5", nameof(WholeLayer), "the whole layer");

    public static SyllabusEntry OnlineSoftmax => new("7.1", nameof(OnlineSoftmax), "one step of online softmax");

    public static SyllabusEntry MemoryBound => new("7.2", nameof(MemoryBound), "which variant is memory-bound");

    public static SyllabusEntry LeavesTheCache => new("7.3", nameof(LeavesTheCache), "the n at which stored scores leave the cache");
}

/// <summary>One exercise as the list of exercises shows it.</summary>
/// <param name="Number">Chapter and place in it: <c>3.1</c>.</param>
/// <param name="Name">The property of <c>Exercise</c> that holds it: <c>StableSoftmax</c>.</param>
/// <param name="Title">What it is called in sentences: <c>a softmax that does not overflow</c>.</param>
internal sealed record SyllabusEntry(string Number, string Name, string Title)
{
    /// <summary>The chapter it belongs to, from 1 on.</summary>
    public int Chapter => Version.Parse(Number).Major;
}
