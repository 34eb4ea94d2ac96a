using MathNet.Numerics.LinearAlgebra;

namespace Attention.Course.Tests.Exercises;

public partial class LearnersCodeTests
{
    [Fact]
    public void Words_cut_instead_of_features_are_recognised_where_they_cannot_be_cut_evenly() =>
        Says(Exercise.SplitHeads, "splits the words", (x, heads) =>
            [
                .. Enumerable
                    .Range(0, heads)
                    .Select(h => x.SubMatrix(h * x.RowCount / heads, x.RowCount / heads, 0, x.ColumnCount)),
            ]
        );

    [Fact]
    public void Heads_that_overlap_are_recognised() => Says(Exercise.SplitHeads, "so the heads overlap", (x, heads) =>
        {
            var parts = new Matrix<float>[heads];
            for (int h = 0; h < heads; h++)
            {
                parts[h] = x.SubMatrix(0, x.RowCount, h, x.ColumnCount / heads);
            }

            return parts;
        });

    [Fact]
    public void Three_projections_of_one_shape_are_recognised_as_a_wrong_count() =>
        Says(Exercise.CountParameters, "dK counts three times and dV once.", (dModel, heads, dK, dV) =>
            heads * 3 * (dModel * dK) + dModel * heads * dV
        );
}
