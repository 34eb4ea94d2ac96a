using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter02
{
    public static Exercise<Func<Matrix<float>, Matrix<float>>> CosineMatrix { get; } = new(Syllabus.CosineMatrix)
    {
        Task = "Write the matrix of all cosines: row i, column j holds the cosine of row i of X and row j of X. No row of X is zero.",
        Attempt = "MyCosines",
        Starter = """
            Matrix<float> MyCosines(Matrix<float> X)   // X: n × d
            {
                throw new NotImplementedException();   // your code; the result is n × n
            }
            """,
        Solution = """
            Matrix<float> MyCosines(Matrix<float> X)   // X: n × d
            {
                Matrix<float> U = X.NormalizeRows(2);  // every row divided by its length
                return U * U.Transpose();
            }
            """,
        Hints =
        [
            "The cosine does not change when a word gets longer or shorter. So make all words equally long first.",
            "Divide every row of X by its own length, X.Row(i).L2Norm(). Then multiply the result by its own transpose.",
            "`U * U.Transpose()`, where U has the rows of X at length 1: `X.NormalizeRows(2)`.",
        ],
        Insight = "With cosines the diagonal is 1 and nothing is larger: no word prefers another one to itself.",
        Inputs = ["X"],
        Cases =
        [
            new("two words", Sample.Matrix(new float[,] { { 3, 4 }, { 6, 0 } })),
            new("three words", Sample.Matrix(new float[,] { { 3, 4 }, { 4, 3 }, { 0, 2 } })),
            new("opposite words", Sample.Matrix(new float[,] { { 1, 2, 2 }, { -2, -4, -4 } })),
            new("a single word", Sample.Matrix(new float[,] { { 2, 1, 2 } })),
            new("the sentence", Corpus.Sentence.Vectors) { Given = "X = Corpus.Sentence.Vectors" },
        ],
        Reference = x => x.NormalizeRows(2) * x.NormalizeRows(2).Transpose(),
        WrongIdeas =
        [
            new("keeps the lengths", "Those are the raw scores X·Xᵀ. Divide each one by the lengths of both of its words.",
                x => x * x.Transpose()),
            new("divides by the asking word only", "You divided by the length of the word in the row only. Divide by the length of the word in the column, too; then the matrix is symmetric.",
                x => x.NormalizeRows(2) * x.Transpose()),
            new("divides by the answering word only", "You divided by the length of the word in the column only. Divide by the length of the word in the row, too; then the matrix is symmetric.",
                x => x * x.NormalizeRows(2).Transpose()),
            new("normalises the features", "You brought the columns of X, the features, to length 1. Bring the rows, the words, to length 1.",
                x => x.NormalizeColumns(2) * x.NormalizeColumns(2).Transpose()),
            new("divides by the squares", "You divided by x·x and y·y, the squares of the lengths. Take the roots first.",
                x => Divided(x * x.Transpose(), (s, i, j) => s[i, i] * s[j, j])),
            new("divides rows by their sum", "You divided every row by the sum of its features. The length is the root of the sum of the squares: NormalizeRows(2), not 1.",
                x => x.NormalizeRows(1) * x.NormalizeRows(1).Transpose()),
            new("divides by the largest score", "You divided the whole matrix by its largest score. Each score has its own divisor: the two lengths of its words.",
                x => x * x.Transpose() / (x * x.Transpose()).Enumerate().Max()),
        ],
    };

    private static Matrix<float> Divided(Matrix<float> scores, Func<Matrix<float>, int, int, float> divisor)
        => scores.MapIndexed((i, j, score) => score / divisor(scores, i, j));
}
