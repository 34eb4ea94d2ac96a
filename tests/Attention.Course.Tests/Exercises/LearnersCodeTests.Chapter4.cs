using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises;

public partial class LearnersCodeTests
{
    [Fact]
    public void Softmax_over_the_queries_is_recognised_although_it_also_overflows() =>
        Says(Exercise.ScaledDotProduct, "takes softmax over the queries", (q, k, v) =>
            (q * k.Transpose() / MathF.Sqrt(k.ColumnCount)).PointwiseExp().NormalizeColumns(1) * v
        );

    [Fact]
    public void Weights_that_add_up_to_1_over_the_whole_matrix_are_recognised_although_they_also_overflow() =>
        Says(Exercise.ScaledDotProduct, "lets the whole matrix add up to 1", (q, k, v) =>
        {
            Matrix<float> powers = (q * k.Transpose() / MathF.Sqrt(k.ColumnCount)).PointwiseExp();
            return powers / powers.Enumerate().Sum() * v;
        });

    [Fact]
    public void A_layer_multiplied_from_the_left_is_recognised() =>
        Says(Exercise.BugHunt, "multiplies from the left", (x, wq, wk, wv, heads) =>
            wq * x * (wk * x).Transpose() is var scores && heads == 1
                ? (scores / MathF.Sqrt(x.ColumnCount)).PointwiseExp().NormalizeRows(1) * (wv * x)
                : throw new ArgumentException("Matrix dimensions must agree")
        );

    [Fact]
    public void The_root_of_the_width_of_the_values_is_recognised_as_the_wrong_scale() =>
        Says(Exercise.ScaledDotProduct, "scales by the width of the values", (q, k, v) =>
            (q * k.Transpose() / MathF.Sqrt(v.ColumnCount)).PointwiseExp().NormalizeRows(1) * v
        );

    [Fact]
    public void The_root_outside_the_brackets_is_recognised_as_a_division_after_softmax() =>
        Says(Exercise.ScaledDotProduct, "divided by √d_k after softmax", (q, k, v) =>
            (q * k.Transpose()).PointwiseExp().NormalizeRows(1) / MathF.Sqrt(k.ColumnCount) * v
        );

    [Fact]
    public void A_missing_transpose_is_answered_with_the_shapes() =>
        Says(Exercise.ScaledDotProduct, "op1 is", (q, k, v) =>
            (q * k).PointwiseExp().NormalizeRows(1) * v
        );

    [Fact]
    public void The_root_of_d_is_recognised_as_the_standard_deviation() =>
        Says(Exercise.ScoreVariance, "returns the standard deviation", (d, _, _) => Math.Sqrt(d));
}
