using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter02
{
    public static Exercise<Func<Matrix<float>, Matrix<float>>> SimilarityMatrix { get; } = new(Syllabus.SimilarityMatrix)
    {
        Task = "Write X·Xᵀ with loops: the number in row i and column j is the dot product of row i of X with row j of X.",
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
            "Make a matrix of n × n zeros with Matrix<float>.Build.Dense. Two loops choose the rows i and j; a third one walks through the features and adds up.",
            "Inside the three loops: `S[i, j] += X[i, f] * X[j, f];`. The first index is always a word, the second a feature.",
        ],
        Insight = "n words give n × n scores, whatever the number of features is.",
        Inputs = ["X"],
        Cases =
        [
            new("two words with two features", Sample.Matrix(new float[,] { { 1, 2 }, { 3, 4 } })),
            new("three words with two features", Sample.Matrix(new float[,] { { 3, 4 }, { 4, 3 }, { 0, 1 } })),
            new("two words with three features", Sample.Matrix(new float[,] { { 1, 0, 2 }, { 0, 3, 1 } })),
            new("negative numbers", Sample.Matrix(new float[,] { { 1, -1 }, { -2, 1 }, { 0, -3 } })),
            new("a single word", Sample.Matrix(new float[,] { { 2, 1, 2 } })),
            new("the sentence", Corpus.Sentence.Vectors) { Given = "X = Corpus.Sentence.Vectors" },
        ],
        Reference = x => x * x.Transpose(),
        WrongIdeas =
        [
            new("compares features instead of words", "That is Xᵀ·X: it compares the columns, the features. Take the dot products of the rows, the words.",
                x => x.Transpose() * x)
            {
                Shows = (inputs, result) => inputs[0] is Matrix<float> x && x.RowCount == x.ColumnCount && Value.Same(result, x.Transpose() * x),
            },
            new("multiplies X by itself", "That is X·X: the second factor runs down a column. Take row j instead: X[j, f], not X[f, j]. X is n × d; only a square X could be multiplied by itself.",
                x => x * x)
            {
                Shows = (inputs, result) => inputs[0] is Matrix<float> x && x.RowCount == x.ColumnCount && Value.Same(result, x * x),
            },
            new("multiplies entry by entry", "You squared every entry. A score is a dot product of two rows: many products, added up.",
                x => x.PointwiseMultiply(x)),
            new("fills one triangle only", "Half of the matrix is 0. X·Xᵀ is symmetric, but both halves must be filled: copy S[i, j] to S[j, i], or run j from 0.",
                x => (x * x.Transpose()).UpperTriangle())
            {
                Shows = (inputs, result) => inputs[0] is Matrix<float> { RowCount: > 1 } x && result is Matrix<float> scores
                    && (IsHalf(scores, x * x.Transpose()) || IsHalf(scores.Transpose(), x * x.Transpose())),
            },
            new("fills the diagonal only", "Only the diagonal is filled: every word asked itself alone. Use two loops, for i and for j.",
                x => Matrix<float>.Build.DiagonalOfDiagonalVector((x * x.Transpose()).Diagonal())),
            new("keeps only the last product", "Each product replaced the one before. Add the products with +=.",
                x => x.Column(x.ColumnCount - 1).OuterProduct(x.Column(x.ColumnCount - 1))),
            new("takes the cosine", "Those are cosines: you divided by the lengths. The raw scores keep them; the cosine matrix is the next exercise.",
                x => x.NormalizeRows(2) * x.NormalizeRows(2).Transpose()),
        ],
    };

    /// <summary>Whether only the part above the diagonal is right, and nothing stands below it.</summary>
    private static bool IsHalf(Matrix<float> scores, Matrix<float> right)
        => scores.RowCount == right.RowCount && scores.ColumnCount == right.ColumnCount
            && scores.StrictlyLowerTriangle().Enumerate().All(score => score == 0)
            && Value.Same(scores.StrictlyUpperTriangle(), right.StrictlyUpperTriangle());
}
