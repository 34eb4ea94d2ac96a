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
                        { 1.5f },
                    }
                ),
                (
                    "large",
                    new float[,]
                    {
                        { -4.5f },
                    }
                ),
            ],
            oneScale: true
        );
        Assert.All(figure.Chart.Panels.Select(panel => (Cells)panel.Marks[0]), cells =>
            Assert.Equal((-4.5, 4.5, true), (cells.Low, cells.High, cells.Diverging))
        );
        Assert.All(figure.Chart.Panels, panel => Assert.True(panel.ColorBar));
        Assert.Equal("", figure.Chart.Note);
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

    [Fact]
    public void A_row_on_different_scales_says_so()
    {
        Figure figure = Heatmap.Row([("small", new float[,] { { 2.5f } }), ("large", new float[,] { { 4.5f } })]);
        Assert.Contains("Each panel has its own colour scale.", figure.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_panel_of_a_row_can_have_its_own_deepest_colour()
    {
        (Label, MatrixValues)[] two =
            [("scores", new float[,] { { 3.5f, 7 } }), ("shares", new float[,] { { 0.2f, 0.8f } })];
        Figure figure = Heatmap.Row(two, maxes: [null, 1]);
        Assert.Equal([7, 1], figure.Chart.Panels.Select(panel => panel.Cells!.High));
        Assert.Throws<ArgumentException>(() => Heatmap.Row(two, maxes: [1]));
    }

    [Fact]
    public void Matrices_in_a_chooser_can_be_other_things_than_heads_and_have_a_deepest_colour()
    {
        Figure figure = Heatmap.Heads(
            [new float[,] { { 0.2f } }, new float[,] { { 0.4f } }], max: 1, choice: "feature");
        Assert.All(figure.Chart.Panels, panel => Assert.Equal(1, panel.Cells!.High));
        Assert.Equal("feature", figure.Chart.Control!.Name);
        Assert.Equal("feature 0", figure.Chart.Panels[1].Title);
    }

    [Fact]
    public void A_score_of_minus_infinity_hides_its_weight_in_the_other_panel()
    {
        float[,] scores = { { 1, float.NegativeInfinity }, { 2, 3 } }, weights = { { 1, 0 }, { 0.3f, 0.7f } };
        Figure figure = Heatmap.Row([("scores", scores), ("weights", weights)]);
        Assert.Equal([false, true, false, false], figure.Chart.Panels[1].Cells!.Hidden);
    }

    [Fact]
    public void A_mask_of_0_and_1_beside_weights_has_no_decimals()
    {
        float[,] mask = { { 1, 0 }, { 1, 1 } }, weights = { { 1, 0 }, { 0.3f, 0.7f } };
        Figure figure = Heatmap.Row([("mask", mask), ("weights", weights)], decimals: 2);
        Assert.Equal(["1", "1.00"], figure.Chart.Panels.Select(panel => panel.Cells!.Text(0, 0)));
        Figure onOneScale = Heatmap.Row([("mask", mask), ("weights", weights)], decimals: 2, oneScale: true);
        Assert.Equal(["1.00", "1.00"], onOneScale.Chart.Panels.Select(panel => panel.Cells!.Text(0, 0)));
    }

    [Fact]
    public void Heads_have_their_numbers_also_where_those_of_one_head_are_very_small()
    {
        var heads = Enumerable.Range(0, 2).Select(h => MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(
            8, 8, (i, j) => h == 0 ? 0.1234 * (i + 1) : -0.00061 * (j + 1)));
        Cells[] cells =
            [.. Heatmap.Heads([.. heads.Select(head => (MatrixValues)head)]).Chart.Panels.Select(p => p.Cells!)];
        Assert.InRange(cells[0].FontSize, 10, 12);
        Assert.All(cells, each => Assert.Equal(2, each.Decimals));
    }

    [Fact]
    public void Where_three_panels_must_save_room_each_takes_what_its_numbers_need_and_rows_of_cells_go_on()
    {
        MatrixValues signed = Sample.Matrix(8, 8, -1), shares = Sample.Matrix(8, 8), zeros = new float[8, 8];
        Panel[] three = [.. Heatmap.Row([("mask", zeros), ("scores", signed), ("weights", shares)],
            Sample.Words, Sample.Words, rowAxis: "query", columnAxis: "key").Chart.Panels];
        double[] widths = [.. three.Select(panel => panel.Box.Width)];
        Assert.True(widths[0] < widths[2] && widths[2] < widths[1], string.Join(", ", widths));
        Assert.Single(three.Select(panel => (panel.Box.Top, panel.Box.Height)).Distinct());
        Assert.All(three, panel => Assert.Equal(12, panel.Cells!.FontSize));
        Panel[] two = [.. Heatmap.Row([("scores", signed), ("weights", shares)],
            Sample.Words, Sample.Words, rowAxis: "query", columnAxis: "key", decimals: 2).Chart.Panels];
        Assert.Equal(two[0].Box.Width, two[1].Box.Width);
    }

    [Fact]
    public void Numbers_of_cells_side_by_side_are_read_as_two_also_where_three_panels_must_save_room()
    {
        MatrixValues shares = Sample.Matrix(8, 8), others = Sample.Matrix(8, 8, high: 0.7);
        Figure[] figures =
        [
            Heatmap.Difference(shares, others, Sample.Words, Sample.Words, rowAxis: "query", columnAxis: "key"),
            Heatmap.Row([("a", shares), ("b", others), ("c", Sample.Matrix(8, 8, -1))], Sample.Words, Sample.Words,
                rowAxis: "query", columnAxis: "key"),
        ];
        Assert.All(figures.SelectMany(figure => figure.Chart.Panels), panel =>
        {
            Cells cells = panel.Cells!;

            // A sign before the next number keeps it apart by itself.
            double widest = Enumerable.Range(0, 64)
                .Max(at => TextSize.Width(cells.Text(at / 8, at % 8).TrimStart('−'), cells.FontSize));
            Assert.True(cells.FontSize > 0 && panel.Box.Width / 8 - widest >= 4, $"{panel.Title}: {widest}");
        });
    }

    [Fact]
    public void Every_panel_of_a_row_is_an_image_of_its_own_with_its_own_names()
    {
        string html = Sample.Figures()["row"].ToHtml();
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(html, "<img "));
        Assert.All(Sample.Figures()["row"].Chart.Panels, panel => Assert.False(panel.Y.Bare));
    }
}
