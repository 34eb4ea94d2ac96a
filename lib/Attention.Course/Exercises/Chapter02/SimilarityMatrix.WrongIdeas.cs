using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course;

internal static partial class Chapter02
{
    private static IReadOnlyList<WrongIdea<Func<Matrix<float>, Matrix<float>>>> WrongIdeasOfSimilarityMatrix =>
    [
        new(
            "compares features instead of words",
            "That is Xᵀ·X: it compares the columns, the features. "
                + "Take the dot products of the rows, the words.",
            x => x.Transpose() * x,
            x => Loops(x, x.ColumnCount, x.RowCount, (i, j, word) => x[word, i] * x[word, j])
        ),
        new(
            "multiplies X by itself",
            "That is X·X: the second factor runs down a column. Take row j instead: X[j, f], not X[f, j]. X "
                + "is n × d; only a square X could be multiplied by itself.",
            x => x * x,
            x => Loops(x, x.RowCount, x.ColumnCount, (i, j, f) => x[i, f] * x[f, j])
        ),
        new(
            "multiplies the columns of one with the rows of the other",
            "The first factor runs down a column: X[f, i]. The first index is a word, the second a feature: "
                + "X[i, f].",
            x => Loops(x, x.RowCount, x.ColumnCount, (i, j, f) => x[f, i] * x[j, f])
        ),
        new(
            "takes as many features as there are words",
            "Your third loop runs over as many features as there are words. Features are columns: "
                + "f < X.ColumnCount.",
            x => Loops(x, x.RowCount, x.RowCount, (i, j, f) => x[i, f] * x[j, f])
        ),
        new(
            "takes as many words as there are features",
            "Your loops over i and j run over as many words as there are features. Words are rows: "
                + "i < X.RowCount.",
            x => Loops(x, x.ColumnCount, x.ColumnCount, (i, j, f) => x[i, f] * x[j, f])
        ),
        new(
            "multiplies entry by entry",
            "You squared every entry. A score is a dot product of two rows: many products, added up.",
            x => x.PointwiseMultiply(x)
        ),
        new(
            "fills one triangle only",
            "Half of the matrix is 0. X·Xᵀ is symmetric, but both halves must be filled: copy S[i, j] to "
                + "S[j, i], or run j from 0.",
            x => Similarities(x).UpperTriangle(),
            x => Similarities(x).LowerTriangle(),
            x => Similarities(x).StrictlyUpperTriangle(),
            x => Similarities(x).StrictlyLowerTriangle()
        ),
        new(
            "leaves the diagonal out",
            "The diagonal is 0. A word asks itself, too: its score with itself is x·x.",
            x => Similarities(x).MapIndexed((i, j, score) => i == j ? 0 : score)
        ),
        new(
            "fills the diagonal only",
            "Only the diagonal is filled: every word asked itself alone. Use two loops, for i and for j.",
            x => Similarities(x).MapIndexed((i, j, score) => i == j ? score : 0)
        ),
        new(
            "keeps only the last product",
            "Each product replaced the one before. Add the products with +=.",
            x => x.Column(x.ColumnCount - 1).OuterProduct(x.Column(x.ColumnCount - 1))
        ),
        new(
            "keeps only the first product",
            "Only the product of feature 0 is there. Add up the products of all features.",
            x => x.Column(0).OuterProduct(x.Column(0))
        ),
        new(
            "leaves the first feature out",
            "The first feature is left out. In C# the first index is 0: the third loop starts at f = 0.",
            x => Loops(x, x.RowCount, x.ColumnCount, (i, j, f) => f == 0 ? 0 : x[i, f] * x[j, f])
        ),
        new(
            "leaves the last feature out",
            "The last feature is left out. The third loop runs while f < X.ColumnCount.",
            x =>
                Loops(x, x.RowCount, x.ColumnCount, (i, j, f) => f == x.ColumnCount - 1 ? 0 : x[i, f] * x[j, f])
        ),
        new(
            "does not reset the sum",
            "The sum of one score goes on into the next. It must start at 0 again for every i and j.",
            x => NotReset(x, perRow: false)
        ),
        new(
            "resets the sum for each row only",
            "The sum of one score goes on into the next of the same row. "
                + "It must start at 0 again for every j, too.",
            x => NotReset(x, perRow: true)
        ),
        new(
            "leaves the last word out",
            "The last row and column are 0. The loops over i and j run while they are smaller than X.RowCount.",
            x => Similarities(x).MapIndexed((i, j, s) => i == x.RowCount - 1 || j == x.RowCount - 1 ? 0 : s)
        ),
        new(
            "leaves the first word out",
            "The first row and column are 0. In C# the first index is 0: the loops over i and j start there.",
            x => Similarities(x).MapIndexed((i, j, s) => i == 0 || j == 0 ? 0 : s)
        ),
        new(
            "adds the features",
            "You added the features of the two rows. Each pair of features is multiplied; "
                + "only the products are added.",
            x => Loops(x, x.RowCount, x.ColumnCount, (i, j, f) => x[i, f] + x[j, f])
        ),
        new(
            "takes the cosine",
            "Those are cosines: you divided by the lengths. The raw scores keep them; "
                + "the cosine matrix is the next exercise.",
            x => Similarities(x.NormalizeRows(2))
        ),
        new(
            "takes the average",
            "You divided by the number of features. A dot product is the sum of the products, not their "
                + "average.",
            x => Similarities(x) / x.ColumnCount
        ),
        new(
            "measures the distances",
            "Those are the distances of the words. A score is the dot product of two rows.",
            x =>
                Matrix<float>.Build.Dense(x.RowCount, x.RowCount, (i, j) =>
                    (float)(x.Row(i) - x.Row(j)).L2Norm()
                )
        ),
        new("lets no score be negative", "Negative scores have become 0. A dot product may be negative.", x =>
            Similarities(x).PointwiseMaximum(0)
        ),
        new("drops the signs", "The signs of the scores are lost. A dot product may be negative.", x =>
            Similarities(x).PointwiseAbs()
        ),
        new("multiplies the sums",
            "You added up each row first and multiplied the two sums. Multiply feature by feature, "
                + "then add.",
            x => x.RowSums().OuterProduct(x.RowSums())),
        new("divides by the root of the number of features",
            "You divided by √d. That comes in chapter 4; a score here is the dot product itself.",
            x => Similarities(x) / MathF.Sqrt(x.ColumnCount)),
        new("leaves the last column out",
            "The last column is 0. The loop over j runs while j < X.RowCount.",
            x => Similarities(x).MapIndexed((_, j, score) => j == x.RowCount - 1 ? 0 : score)),
        new("leaves the last row out",
            "The last row is 0. The loop over i runs while i < X.RowCount.",
            x => Similarities(x).MapIndexed((i, _, score) => i == x.RowCount - 1 ? 0 : score)),
        new("subtracts the products",
            "The signs are turned around: you subtracted the products. Add them with +=.",
            x => -Similarities(x)),
        new("cuts to whole numbers",
            "Something is cut to a whole number on the way. Keep the sum and the products as float.",
            x => Loops(x, x.RowCount, x.ColumnCount, (i, j, f) => (int)(x[i, f] * x[j, f])),
            x => Similarities(x).Map(score => MathF.Truncate(score))),
        new("asks only itself",
            "Every row holds the same number: each word asked itself each time. The second factor is "
                + "row j.",
            x => Similarities(x).MapIndexed((i, _, _) => x.Row(i) * x.Row(i))),
    ];

    /// <summary>Three loops into an n × n matrix, which throw where the learner's own would.</summary>
    private static Matrix<float> Loops(Matrix<float> x, int words, int terms, Func<int, int, int, float> term)
    {
        Matrix<float> scores = Matrix<float>.Build.Dense(x.RowCount, x.RowCount);
        for (int i = 0; i < words; i++)
        {
            for (int j = 0; j < words; j++)
            {
                for (int k = 0; k < terms; k++)
                {
                    scores[i, j] += term(i, j, k);
                }
            }
        }

        return scores;
    }

    /// <summary>One running sum for all scores, or one per row.</summary>
    private static Matrix<float> NotReset(Matrix<float> x, bool perRow)
    {
        float sum = 0;
        return Matrix<float>.Build.DenseOfRows(
            Similarities(x)
                .EnumerateRows()
                .Select(row =>
                {
                    sum = perRow ? 0 : sum;
                    return row.Select(score => sum += score).ToArray();
                })
        );
    }
}
