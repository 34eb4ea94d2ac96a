using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises;

public partial class LearnersCodeTests
{
    [Fact]
    public void X_times_X_by_the_library_is_recognised() =>
        Says(Exercise.SimilarityMatrix, "multiplies X by itself", x => x * x);

    [Fact]
    public void X_times_X_by_loops_is_recognised() => Says(Exercise.SimilarityMatrix, "multiplies X by itself", x =>
        {
            var scores = Matrix<float>.Build.Dense(x.RowCount, x.RowCount);
            for (int i = 0; i < x.RowCount; i++)
            {
                for (int j = 0; j < x.RowCount; j++)
                {
                    for (int f = 0; f < x.ColumnCount; f++)
                    {
                        scores[i, j] += x[i, f] * x[f, j];
                    }
                }
            }

            return scores;
        });

    [Fact]
    public void Features_compared_by_loops_are_recognised_in_a_matrix_of_the_right_size() =>
        Says(Exercise.SimilarityMatrix, "compares features instead of words", x =>
        {
            var scores = Matrix<float>.Build.Dense(x.RowCount, x.RowCount);
            for (int i = 0; i < x.ColumnCount; i++)
            {
                for (int j = 0; j < x.ColumnCount; j++)
                {
                    for (int word = 0; word < x.RowCount; word++)
                    {
                        scores[i, j] += x[word, i] * x[word, j];
                    }
                }
            }

            return scores;
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_triangle_without_its_diagonal_is_recognised_as_half_a_matrix(bool isLower) =>
        Says(Exercise.SimilarityMatrix, "fills one triangle only", x =>
            isLower ? (x * x.Transpose()).StrictlyLowerTriangle() : (x * x.Transpose()).StrictlyUpperTriangle()
        );

    [Fact]
    public void A_fixed_factor_of_two_is_recognised() => Says(Exercise.Lengthen, "uses one factor for all", (x, _, j) =>
        {
            Matrix<float> y = x.Clone();
            y.SetRow(j, x.Row(j) * 2);
            return y;
        });

    [Fact]
    public void A_shorter_query_is_recognised_and_the_case_with_a_third_word_in_the_lead_fails()
    {
        static Matrix<float> Shortened(Matrix<float> x, int i, int j)
        {
            Matrix<float> y = x.Clone();
            y.SetRow(i, x.Row(i) * 0.1f);
            return y;
        }

        Says(Exercise.Lengthen, "lengthens the vector that asks", Shortened);
        Assert.Contains(Exercise.Lengthen.Check(Shortened).Paragraphs, text =>
            text.Contains("a third word that is in the lead", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void A_fixed_factor_is_recognised_although_it_is_enough_in_most_cases(float factor) =>
        Says(Exercise.Lengthen, "uses one factor for all", (x, _, j) =>
        {
            Matrix<float> y = x.Clone();
            y.SetRow(j, x.Row(j) * factor);
            return y;
        });

    [Fact]
    public void Any_factor_that_is_large_enough_is_accepted() =>
        Assert.True(
            Exercise
                .Lengthen.Check(
                    (x, i, j) =>
                    {
                        Matrix<float> y = x.Clone();
                        y.SetRow(j, x.Row(j) * (1 + 7 * (x * x.Row(i)).Maximum() / (x.Row(i) * x.Row(j))));
                        return y;
                    }
                )
                .IsSolved
        );
}
