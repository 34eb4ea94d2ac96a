using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter02
{
    public static Exercise<Func<Matrix<float>, Matrix<float>>> SimilarityMatrix { get; } =
        new(Syllabus.SimilarityMatrix)
        {
            Task =
                "Write X·Xᵀ with loops: the number in row i and column j is the dot product of row i of X with row j "
                + "of X.",
            Attempt = "MySimilarity",
            Starter = """
                Matrix<float> MySimilarity(Matrix<float> X)   // X: n × d
                {
                    throw new NotImplementedException();      // your code; the result is n × n
                }
                """,
            Solution = """
                Matrix<float> MySimilarity(Matrix<float> X)   // X: n × d
                {
                    var S = Matrix<float>.Build.Dense(X.RowCount, X.RowCount);
                    for (int i = 0; i < X.RowCount; i++)
                        for (int j = 0; j < X.RowCount; j++)
                            for (int f = 0; f < X.ColumnCount; f++)
                                S[i, j] += X[i, f] * X[j, f];
                    return S;
                }
                """,
            Hints =
            [
                "Every word asks every word: that is one dot product for each pair of rows.",
                "There are n = `X.RowCount` words. Make a matrix of n × n zeros with `Matrix<float>.Build.Dense(n, n)`. "
                    + "Two loops choose the rows i and j; a third one walks through the features and adds up.",
                "Inside the three loops: `S[i, j] += X[i, f] * X[j, f];`. "
                    + "The first index is always a word, the second a "
                    + "feature.",
            ],
            Insight = "n words give n × n scores, whatever the number of features is.",
            Inputs = ["X"],
            Cases = CasesOfSimilarityMatrix,
            Reference = Similarities,
            WrongIdeas = WrongIdeasOfSimilarityMatrix,
        };

    private static Matrix<float> Similarities(Matrix<float> x) => x * x.Transpose();
}
