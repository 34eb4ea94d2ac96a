using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter04
{
    public static Exercise<SelfAttention> BugHunt { get; } =
        new(Syllabus.BugHunt)
        {
            Task =
                "This function runs, but two of its lines are not what the formula says; "
                + "the class in text 2 makes the same two "
                + "mistakes. Find and mend both. Each head attends with its own part of the projected features.",
            Attempt = "SelfAttention",
            Starter = """
                Matrix<float> SelfAttention(
                    Matrix<float> X, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV, int heads)
                {
                    int n = X.RowCount, embedSize = X.ColumnCount, headDim = embedSize / heads;
                    (Matrix<float> Q, Matrix<float> K, Matrix<float> V) = (X, X, X);
                    Matrix<float> Head(Matrix<float> M, int h) => M.SubMatrix(0, n, h * headDim, headDim);
                    Matrix<float> S(int h) => Head(Q, h) * Head(K, h).Transpose() / MathF.Sqrt(embedSize);
                    Matrix<float> Attend(int h) => S(h).PointwiseExp().NormalizeRows(1) * Head(V, h);
                    return Enumerable.Range(0, heads).Select(Attend).Aggregate((a, b) => a.Append(b));
                }
                """,
            Solution = """
                Matrix<float> SelfAttention(
                    Matrix<float> X, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV, int heads)
                {
                    int n = X.RowCount, embedSize = X.ColumnCount, headDim = embedSize / heads;
                    // 1. apply the matrices
                    (Matrix<float> Q, Matrix<float> K, Matrix<float> V) = (X * WQ, X * WK, X * WV);
                    Matrix<float> Head(Matrix<float> M, int h) => M.SubMatrix(0, n, h * headDim, headDim);
                    // 2. divide by the root of a head's own width
                    Matrix<float> S(int h) => Head(Q, h) * Head(K, h).Transpose() / MathF.Sqrt(headDim);
                    Matrix<float> Attend(int h) => S(h).PointwiseExp().NormalizeRows(1) * Head(V, h);
                    return Enumerable.Range(0, heads).Select(Attend).Aggregate((a, b) => a.Append(b));
                }
                """,
            Hints =
            [
                "Ask of every parameter: where is it used? And of the scale: "
                    + "how many products does one score of a head add up?",
                "WQ, WK and WV are never used: project X with them before it is split into heads. "
                    + "A head's score is a sum over headDim features, not over embedSize.",
                "Two lines change: `(X * WQ, X * WK, X * WV)` and `MathF.Sqrt(headDim)`.",
            ],
            Insight =
                "A matrix that is made but never applied gives no error, only a model that cannot learn what to "
                    + "look for. Only a test that knows the answer finds it.",
            Inputs = ["X", "WQ", "WK", "WV", "heads"],
            Cases = CasesOfBugHunt,
            Reference = Mended,
            Untouched = (x, wq, wk, wv, heads) => Heads(x, x, x, heads, x.ColumnCount),
            WrongIdeas = WrongIdeasOfBugHunt,
        };

    /// <summary>The function without its two bugs.</summary>
    private static Matrix<float> Mended(
        Matrix<float> x, Matrix<float> wq, Matrix<float> wk, Matrix<float> wv, int heads) =>
        Heads(x * wq, x * wk, x * wv, heads, x.ColumnCount / heads);

    /// <summary>
    /// Every head attends with its own columns; its scores are divided by the root of <paramref name="scaleSquared"/>.
    /// </summary>
    private static Matrix<float> Heads(
        Matrix<float> q, Matrix<float> k, Matrix<float> v, int heads, float scaleSquared) =>
        Formulas.PerHead(heads, h =>
        {
            Matrix<float> scores = Formulas.Head(q, h, heads) * Formulas.Head(k, h, heads).Transpose();
            return Formulas.RowSoftmax(scores / MathF.Sqrt(scaleSquared)) * Formulas.Head(v, h, heads);
        });
}
