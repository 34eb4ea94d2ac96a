using Attention.Display.Model;

namespace Attention.Display.Tests;

public class HeatmapGroupTests
{
    [Fact]
    public void A_row_on_one_scale_gives_equal_numbers_equal_colours()
    {
        Figure figure = Heatmap.Row(
            [
                (
                    "small",
                    new float[,]
                    {
                        { 1 },
                    }
                ),
                (
                    "large",
                    new float[,]
                    {
                        { -4 },
                    }
                ),
            ],
            oneScale: true
        );
        Assert.All(figure.Chart.Panels.Select(panel => (Cells)panel.Marks[0]), cells =>
            Assert.Equal((-4, 4, true), (cells.Low, cells.High, cells.Diverging))
        );
        Assert.Single(figure.Chart.Panels, panel => panel.ColorBar);
    }

    [Fact]
    public void A_difference_is_zero_where_both_are_hidden_and_shows_got_minus_expected()
    {
        Figure figure = Heatmap.Difference(
            new[,]
            {
                { float.NegativeInfinity, 1 },
            },
            new[,]
            {
                { float.NegativeInfinity, 3 },
            }
        );
        var apart = (Cells)figure.Chart.Panels[2].Marks[0];
        Assert.Equal((0, 2), (apart.Values[0, 0], apart.Values[0, 1]));
        Assert.EndsWith("3 − 1 = 2", apart.Hovers[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Matrices_of_different_shape_are_refused_naming_both() =>
        Assert.Contains(
            "b is 1 × 2 but a is 2 × 1",
            Assert
                .Throws<ArgumentException>(() => Heatmap.Row([("a", new float[2, 1]), ("b", new float[1, 2])]))
                .Message,
            StringComparison.Ordinal
        );
}
