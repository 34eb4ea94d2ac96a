using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises;

public partial class LearnersCodeTests
{
    [Fact]
    public void Hidden_scores_of_zero_are_recognised_although_the_softmax_also_overflows() =>
        Says(Exercise.MaskedWeights, "multiplies the scores by 0", (s, length) =>
            s.MapIndexed((i, j, score) => j <= i && j < length ? score : 0).PointwiseExp().NormalizeRows(1)
        );

    [Fact]
    public void A_leak_test_that_changes_X_itself_is_recognised() =>
        Says(Exercise.LeakTest, "changes its input X", (layer, x) =>
        {
            Matrix<float> before = layer(x);
            x[x.RowCount - 1, 0] += 1;
            return !layer(x).Row(0).Equals(before.Row(0));
        });

    [Fact]
    public void A_leak_test_whose_changes_stay_in_X_from_row_to_row_is_recognised() =>
        Says(Exercise.LeakTest, "changes its input X", (layer, x) =>
        {
            Matrix<float> before = layer(x);
            for (int t = 0; t < x.RowCount; t++)
            {
                x.SetRow(t, x.Row(t) + 1);
                Matrix<float> after = layer(x);
                if (Enumerable.Range(0, t).Any(i => !after.Row(i).Equals(before.Row(i))))
                {
                    return true;
                }
            }

            return false;
        });

    [Fact]
    public void A_leak_test_with_a_generous_tolerance_is_recognised() =>
        Says(Exercise.LeakTest, "your tolerance is too generous", (layer, x) => Enumerable
                .Range(1, x.RowCount - 1)
                .Any(t =>
                {
                    Matrix<float> y = x.Clone();
                    y.SetRow(t, x.Row(t) + 1);
                    return (layer(y) - layer(x))
                        .SubMatrix(0, t, 0, x.ColumnCount)
                        .Enumerate()
                        .Any(move => MathF.Abs(move) > 1e-3f);
                }));

    [Fact]
    public void Weights_hidden_after_softmax_are_recognised_although_they_are_normalised_again() =>
        Says(Exercise.MaskedWeights, "counts hidden scores while dividing", (s, length) =>
            Matrix<float>
                .Build.DenseOfRows(
                    s.EnumerateRows()
                        .Select(row => row.Subtract(row.Maximum()).PointwiseExp())
                        .Select(row => row / row.Sum())
                )
                .MapIndexed((i, j, weight) => j <= i && j < length ? weight : 0)
                .NormalizeRows(1)
        );
}
