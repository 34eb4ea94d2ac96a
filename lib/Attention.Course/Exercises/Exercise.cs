using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

/// <summary>
/// All exercises of the course, by name: <c>Exercise.Dot.Check(MyDot)</c>, <c>Exercise.Dot.Hint(1)</c>.
/// </summary>
public static class Exercise
{
    /// <summary>Every exercise in the order of the chapters.</summary>
    public static IReadOnlyList<ExerciseText> All { get; } =
    [
        Dot,
        Norm,
        Cosine,
        RankedDifferently,
        SimilarityMatrix,
        CosineMatrix,
        Lengthen,
        StableSoftmax,
        RowSoftmax,
        Temperature,
        DesignProjections,
        ScaledDotProduct,
        ScoreVariance,
        BugHunt,
        CausalMask,
        PaddingMask,
        MaskedWeights,
        LeakTest,
        SplitHeads,
        MergeHeads,
        CountParameters,
        CrossAttention,
        WholeLayer,
        OnlineSoftmax,
        MemoryBound,
        LeavesTheCache,
        MergeBlocks,
        KeyHead,
        FlashHead,
        DecodingStep,
        PositionWaves,
        RotaryTurn,
        DistancePenalty,
        PreviousTokenHead,
        PronounRank,
        WithoutHead,
    ];

    /// <summary>1.1 · <c>float MyDot(float[] x, float[] y)</c>: multiply feature by feature, add up.</summary>
    public static Exercise<Func<float[], float[], float>> Dot => Chapter01.Dot;

    /// <summary>1.2 · <c>float MyNorm(float[] x)</c>: how long an arrow is, √(x·x).</summary>
    public static Exercise<Func<float[], float>> Norm => Chapter01.Norm;

    /// <summary>1.3 · <c>float MyCosine(float[] x, float[] y)</c>: direction alone.</summary>
    public static Exercise<Func<float[], float[], float>> Cosine => Chapter01.Cosine;

    /// <summary>
    /// 1.4 · <c>(asking, byDot, byCosine)</c>: a word that asks, and two words between which dot product and cosine
    /// disagree.
    /// </summary>
    public static Exercise<(string Asking, string ByDot, string ByCosine)> RankedDifferently =>
        Chapter01.RankedDifferently;

    /// <summary>
    /// 2.1 · <c>Matrix&lt;float&gt; MySimilarity(Matrix&lt;float&gt; X)</c>: all pairs at once, X·Xᵀ.
    /// </summary>
    public static Exercise<Func<Matrix<float>, Matrix<float>>> SimilarityMatrix => Chapter02.SimilarityMatrix;

    /// <summary>
    /// 2.2 · <c>Matrix&lt;float&gt; MyCosines(Matrix&lt;float&gt; X)</c>: the similarity matrix without lengths.
    /// </summary>
    public static Exercise<Func<Matrix<float>, Matrix<float>>> CosineMatrix => Chapter02.CosineMatrix;

    /// <summary>
    /// 2.3 · <c>Matrix&lt;float&gt; MyPrefer(Matrix&lt;float&gt; X, int i, int j)</c>: make row i prefer j by the
    /// length of one vector.
    /// </summary>
    public static Exercise<Func<Matrix<float>, int, int, Matrix<float>>> Lengthen => Chapter02.Lengthen;

    /// <summary>
    /// 3.1 · <c>float[] MySoftmax(float[] scores)</c>: shares of e^score that add up to 1, for scores of any size.
    /// </summary>
    public static Exercise<Func<float[], float[]>> StableSoftmax => Chapter03.StableSoftmax;

    /// <summary>
    /// 3.2 · <c>Matrix&lt;float&gt; MyRowSoftmax(Matrix&lt;float&gt; S)</c>: every row shares out its own 100 %.
    /// </summary>
    public static Exercise<Func<Matrix<float>, Matrix<float>>> RowSoftmax => Chapter03.RowSoftmax;

    /// <summary>
    /// 3.3 · <c>float MyTemperature(float[] scores, float share)</c>: the temperature at which the largest share is
    /// that share.
    /// </summary>
    public static Exercise<Func<float[], float, float>> Temperature => Chapter03.Temperature;

    /// <summary>4.0 · <c>(wq, wk)</c>: two projections by hand, with which a verb finds its object.</summary>
    public static Exercise<(float[,] WQ, float[,] WK)> DesignProjections => Chapter04.DesignProjections;

    /// <summary>
    /// 4.1 · <c>Matrix&lt;float&gt; MyAttention(Matrix&lt;float&gt; Q, Matrix&lt;float&gt; K, Matrix&lt;float&gt;
    /// V)</c>: the whole formula.
    /// </summary>
    public static Exercise<Func<Matrix<float>, Matrix<float>, Matrix<float>, Matrix<float>>> ScaledDotProduct =>
        Chapter04.ScaledDotProduct;

    /// <summary>
    /// 4.2 · <c>double MyVariance(int d, double varQ, double varK)</c>: how far scores scatter before they are scaled.
    /// </summary>
    public static Exercise<Func<int, double, double, double>> ScoreVariance => Chapter04.ScoreVariance;

    /// <summary>4.3 · <c>SelfAttention(X, WQ, WK, WV, heads)</c>: find the two bugs of a multi-head layer.</summary>
    public static Exercise<SelfAttention> BugHunt => Chapter04.BugHunt;

    /// <summary>5.1 · <c>bool[,] MyCausal(int n)</c>: no word sees a later word; true means "may attend".</summary>
    public static Exercise<Func<int, bool[,]>> CausalMask => Chapter05.CausalMask;

    /// <summary>
    /// 5.2 · <c>bool[,,] MyPadding(int[] lengths, int n)</c>: nobody reads the padding behind a short sentence.
    /// </summary>
    public static Exercise<Func<int[], int, bool[,,]>> PaddingMask => Chapter05.PaddingMask;

    /// <summary>
    /// 5.3 · <c>Matrix&lt;float&gt; MyMaskedWeights(Matrix&lt;float&gt; S, int length)</c>: causal and padding at once.
    /// </summary>
    public static Exercise<Func<Matrix<float>, int, Matrix<float>>> MaskedWeights => Chapter05.MaskedWeights;

    /// <summary>
    /// 5.4 · <c>bool MyLeakTest(Func&lt;Matrix&lt;float&gt;, Matrix&lt;float&gt;&gt; layer, Matrix&lt;float&gt; X)</c>:
    /// does this layer read the future?
    /// </summary>
    public static Exercise<LeakTester> LeakTest => Chapter05.LeakTest;

    /// <summary>
    /// 6.1 · <c>Matrix&lt;float&gt;[] MySplit(Matrix&lt;float&gt; X, int heads)</c>: each head gets its share of the
    /// features of every word.
    /// </summary>
    public static Exercise<Func<Matrix<float>, int, Matrix<float>[]>> SplitHeads => Chapter06.SplitHeads;

    /// <summary>
    /// 6.2 · <c>Matrix&lt;float&gt; MyMerge(Matrix&lt;float&gt;[] Z)</c>: the heads side by side again.
    /// </summary>
    public static Exercise<Func<Matrix<float>[], Matrix<float>>> MergeHeads => Chapter06.MergeHeads;

    /// <summary>
    /// 6.3 · <c>int MyCount(int dModel, int heads, int dK, int dV)</c>: how many numbers a multi-head layer learns.
    /// </summary>
    public static Exercise<Func<int, int, int, int, int>> CountParameters => Chapter06.CountParameters;

    /// <summary>6.4 · <c>MyCross(X, C, WQ, WK, WV)</c>: the same function with two inputs.</summary>
    public static Exercise<Cross> CrossAttention => Chapter06.CrossAttention;

    /// <summary>6.5 · <c>MyLayer(X, WQ, WK, WV, WO, heads, B)</c>: project, cut, attend, join, project back.</summary>
    public static Exercise<Layer> WholeLayer => Chapter06.WholeLayer;

    /// <summary>7.1 · <c>MyStep(state, score, value)</c>: one more key, without keeping the scores before it.</summary>
    public static Exercise<OnlineStep> OnlineSoftmax => Chapter07.OnlineSoftmax;

    /// <summary>
    /// 7.2 · <c>bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)</c>: whether memory
    /// is the limit.
    /// </summary>
    public static Exercise<Func<double, double, double, double, bool>> MemoryBound => Chapter07.MemoryBound;

    /// <summary>
    /// 7.3 · <c>int MyFirstTooLarge(int cacheBytes)</c>: the n at which stored scores leave the cache.
    /// </summary>
    public static Exercise<Func<int, int>> LeavesTheCache => Chapter07.LeavesTheCache;

    /// <summary>7.4 · <c>MyMerge(a, b)</c>: the states of two blocks of keys become that of all keys.</summary>
    public static Exercise<Merger> MergeBlocks => Chapter07.MergeBlocks;

    /// <summary>
    /// 7.5 · <c>int MyKeyHead(int h, int queryHeads, int keyHeads)</c>: which key head serves a query head.
    /// </summary>
    public static Exercise<Func<int, int, int, int>> KeyHead => Chapter07.KeyHead;

    /// <summary>7.6 · <c>MyFlash(Q, K, V)</c>: attention over keys and values that come in blocks.</summary>
    public static Exercise<Func<Matrix<float>, Matrix<float>[], Matrix<float>[], Matrix<float>>> FlashHead =>
        Chapter07.FlashHead;

    /// <summary>7.7 · <c>MyDecode(keys, values, q, k, v)</c>: the next word, with a cache.</summary>
    public static Exercise<Decode> DecodingStep => Chapter07.DecodingStep;

    /// <summary>8.1 · <c>float[] MyWaves(int p, int d)</c>: the features that say where a word stands.</summary>
    public static Exercise<Func<int, int, float[]>> PositionWaves => Chapter08.PositionWaves;

    /// <summary>8.2 · <c>float[] MyTurn(float[] x, int p)</c>: a query or key, turned to its position.</summary>
    public static Exercise<Func<float[], int, float[]>> RotaryTurn => Chapter08.RotaryTurn;

    /// <summary>
    /// 8.3 · <c>Matrix&lt;float&gt; MyPenalty(int n, float slope)</c>: what distant words lose, and no future.
    /// </summary>
    public static Exercise<Func<int, float, Matrix<float>>> DistancePenalty => Chapter08.DistancePenalty;

    /// <summary>
    /// 9.1 · <c>int MyPreviousHead(Matrix&lt;float&gt;[] maps)</c>: the head that reads the token before.
    /// </summary>
    public static Exercise<Func<Matrix<float>[], int>> PreviousTokenHead => Chapter09.PreviousTokenHead;

    /// <summary>
    /// 9.2 · <c>int MyRank(float[] weights, int pronoun, int antecedent)</c>: how many words are ahead, and one.
    /// </summary>
    public static Exercise<Func<float[], int, int, int>> PronounRank => Chapter09.PronounRank;

    /// <summary>9.3 · <c>MyWithout(Y, Z, WO, h)</c>: the output of a layer without one of its heads.</summary>
    public static Exercise<Func<Matrix<float>, Matrix<float>, Matrix<float>, int, Matrix<float>>> WithoutHead =>
        Chapter09.WithoutHead;
}
