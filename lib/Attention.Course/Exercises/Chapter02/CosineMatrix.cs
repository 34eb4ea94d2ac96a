using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter02
{
    public static Exercise<Func<Matrix<float>, Matrix<float>>> CosineMatrix { get; } =
        new(Syllabus.CosineMatrix)
        {
            Task =
                "Write the matrix of all cosines: row i, column j holds the cosine of row i of X and row j of X. "
                + "No row of X is zero.",
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
                "Divide every row of X by its own length, X.Row(i).L2Norm(). "
                    + "Then multiply the result by its own transpose.",
                "`U * U.Transpose()`, where U has the rows of X at length 1: `X.NormalizeRows(2)`.",
            ],
            Insight = "With cosines the diagonal is 1 and nothing is larger: no word prefers another one to itself.",
            Inputs = ["X"],
            Cases =
            [
                new(
                    "two words",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 3, 4 },
                            { 6, 0 },
                        }
                    )
                ),
                new(
                    "a single word",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 2, 1, 2 },
                        }
                    )
                ),
                new(
                    "short words",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 0.03f, 0.04f },
                            { -0.2f, 0.15f },
                        }
                    )
                ),
                new(
                    "three words",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 3, 4 },
                            { 4, 3 },
                            { 0, 2 },
                        }
                    )
                ),
                new(
                    "opposite words",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2, 2 },
                            { -2, -4, -4 },
                        }
                    )
                ),
                new(
                    "as many words as features",
                    Sample.Matrix(
                        new float[,]
                        {
                            { 1, 2, 3 },
                            { 2, -1, 1 },
                            { 0, 1, -4 },
                        }
                    )
                ),
                new("the sentence", Corpus.Sentence.Vectors) { Given = "X = Corpus.Sentence.Vectors" },
            ],
            Reference = Cosines,
            WrongIdeas =
            [
                new(
                    "keeps the lengths",
                    "Those are the raw scores X·Xᵀ. Divide each one by the lengths of both of its words.",
                    Similarities
                ),
                new(
                    "divides by the asking word only",
                    "You divided by the length of the word in the row only. "
                        + "Divide by the length of the word in the column, too; "
                        + "then the matrix is symmetric.",
                    x => x.NormalizeRows(2) * x.Transpose()
                ),
                new(
                    "divides by the answering word only",
                    "You divided by the length of the word in the column only. "
                        + "Divide by the length of the word in the row, too; "
                        + "then the matrix is symmetric.",
                    x => x * x.NormalizeRows(2).Transpose()
                ),
                new(
                    "forgets the brackets",
                    "a / b * c divides by b only and multiplies by c. Put the two lengths in brackets: a / (b * c).",
                    x => Similarities(x).MapIndexed((i, j, s) => s / Length(x, i) * Length(x, j)),
                    x => Similarities(x).MapIndexed((i, j, s) => s / Length(x, j) * Length(x, i))
                ),
                new("multiplies by the lengths", "You multiplied each score by both lengths. Divide it by them.", x =>
                    Similarities(x).MapIndexed((i, j, s) => s * Length(x, i) * Length(x, j))
                ),
                new(
                    "compares features instead of words",
                    "The columns of X, the features, were compared. Compare the rows, the words: U * U.Transpose().",
                    x => x.NormalizeRows(2).Transpose() * x.NormalizeRows(2),
                    x => x.NormalizeColumns(2).Transpose() * x.NormalizeColumns(2)
                ),
                new(
                    "normalises the features",
                    "You brought the columns of X, the features, to length 1. Bring the rows, the words, to length 1.",
                    x => Similarities(x.NormalizeColumns(2))
                ),
                new(
                    "divides by the squares",
                    "You divided by x·x and y·y, the squares of the lengths. Take the roots first.",
                    x =>
                        Similarities(x)
                            .MapIndexed((i, j, s) => s / (Length(x, i) * Length(x, i) * Length(x, j) * Length(x, j)))
                ),
                new(
                    "divides by the diagonal",
                    "You divided every score by its diagonal element, x·x: that is the square of one length. "
                        + "Divide by the lengths of both words.",
                    x => Similarities(x).MapIndexed((i, _, s) => s / (Length(x, i) * Length(x, i))),
                    x => Similarities(x).MapIndexed((_, j, s) => s / (Length(x, j) * Length(x, j)))
                ),
                new(
                    "divides rows by their sum",
                    "You divided every row by the sum of its features, or of their sizes. "
                        + "The length is the root of the sum of the squares: "
                        + "NormalizeRows(2), not 1.",
                    x => Similarities(x.NormalizeRows(1)),
                    x => Similarities(x.MapIndexed((i, _, v) => v / x.Row(i).Sum()))
                ),
                new(
                    "divides by the largest score",
                    "You divided the whole matrix by its largest score. Each score has its own divisor: "
                        + "the two lengths of its words.",
                    x => Similarities(x) / Similarities(x).Enumerate().Max()
                ),
                new(
                    "divides by the sum of the lengths",
                    "You divided by the sum of the two lengths. Divide by their product.",
                    x => Similarities(x).MapIndexed((i, j, s) => s / (Length(x, i) + Length(x, j)))
                ),
                new(
                    "normalises the scores instead of the words",
                    "You brought the rows of the scores to length 1. Bring the rows of X to length 1, before they are "
                        + "multiplied.",
                    x => Similarities(x).NormalizeRows(2)
                ),
                new(
                    "returns the cosine distances",
                    "You returned 1 − cosine, which is called the cosine distance: 0 for the same direction. "
                        + "The cosine is 1 there; do not subtract it from 1.",
                    x => 1 - Cosines(x)
                ),
                new(
                    "returns the words of length 1",
                    "Those are the words at length 1. Multiply them by their own transpose: "
                        + "that gives one cosine for each pair.",
                    x => x.NormalizeRows(2)
                ),
                new("drops the signs", "The signs are lost: words in opposite directions have cosine −1.", x =>
                    Cosines(x).PointwiseAbs()
                ),
                new(
                    "lets no cosine be negative",
                    "Negative cosines have become 0: words in opposite directions have cosine −1.",
                    x => Cosines(x).PointwiseMaximum(0)
                ),
                new("squares the cosines", "You squared the cosines; their signs are lost.", x =>
                    Cosines(x).PointwisePower(2)
                ),
                new("leaves the diagonal out", "The diagonal is 0. The cosine of a word with itself is 1.", x =>
                    Cosines(x).MapIndexed((i, j, s) => i == j ? 0 : s)
                ),
                new(
                    "fills one triangle only",
                    "Half of the matrix is 0. The cosine matrix is symmetric; both halves must be filled.",
                    x => Cosines(x).UpperTriangle(),
                    x => Cosines(x).LowerTriangle()
                ),
                new("divides by the largest feature",
                    "You divided every row by its largest feature. Divide it by its length: NormalizeRows(2).",
                    x => Similarities(x.NormalizeRows(double.PositiveInfinity))),
                new("divides by the length of the whole matrix",
                    "You divided all rows by one length, that of the whole matrix. Each row has a length of "
                        + "its own.",
                    x => Similarities(x / (float)x.FrobeniusNorm())),
                new("returns the angles",
                    "Those are the angles. The cosines are what you had before MathF.Acos.",
                    x => Cosines(x).Map(cosine => MathF.Acos(Math.Clamp(cosine, -1, 1)))),
                new("subtracts the means",
                    "You subtracted the mean of each row first: those are correlations. The cosine takes the "
                        + "words as they are.",
                    x => Cosines(x.MapIndexed((i, _, value) => value - x.Row(i).Average()))),
                new("divides short words by 1",
                    "Right for long words. Where the lengths, or their product, are below 1 you divided by "
                        + "1; short words have a cosine, too.",
                    x => Similarities(x).MapIndexed((i, j, s) => s / MathF.Max(1, Length(x, i) * Length(x, j))),
                    x => Similarities(x)
                        .MapIndexed((i, j, s) => s / (MathF.Max(1, Length(x, i)) * MathF.Max(1, Length(x, j))))),
                new("makes shares of the scores",
                    "You divided every row of scores by the sum of its scores, or of their sizes. Divide each score "
                        + "by the lengths of both of its words.",
                    x => Similarities(x) is var s ? s.MapIndexed((i, _, score) => score / s.Row(i).Sum()) : x,
                    x => Similarities(x).NormalizeRows(1)),
                new("takes the root of the sum",
                    "You divided by the root of x·x + y·y. Divide by the product of the two lengths.",
                    x => Similarities(x) is var s
                        ? s.MapIndexed((i, j, score) => score / MathF.Sqrt(s[i, i] + s[j, j]))
                        : x),
            ],
        };

    private static Matrix<float> Cosines(Matrix<float> x) => Similarities(x.NormalizeRows(2));

    private static float Length(Matrix<float> x, int row) => (float)x.Row(row).L2Norm();
}
