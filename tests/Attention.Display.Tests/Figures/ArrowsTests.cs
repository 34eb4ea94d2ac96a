using Attention.Display.Model;

namespace Attention.Display.Tests;

public class ArrowsTests
{
    [Fact]
    public void One_unit_is_as_long_to_the_right_as_upwards_also_while_an_arrow_turns()
    {
        Figure figure = Slider.Of("angle", [0, 45, 90], angle =>
            Arrows.Of([("q", [3 * double.CosPi(angle / 180), 3 * double.SinPi(angle / 180)])])
        );
        foreach (Panel panel in figure.Chart.Control!.PanelsPerStep.Select(step => step[0]))
        {
            Assert.Equal(
                panel.Box.Width / (panel.X.End - panel.X.Start),
                panel.Box.Height / (panel.Y.End - panel.Y.Start),
                1e-9
            );
        }
    }

    [Fact]
    public void A_projection_says_what_it_shows() =>
        Assert.EndsWith(
            "q reaches 2.12 along k; times the length of k, 4.24, that is q·k = 9.",
            Arrows.Of([("q", [2, 1]), ("k", [3, 3])], project: true).AltText,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(3, 4, 4, 3, "projection 4.8")]
    [InlineData(4, 3, 3, 4, "projection 4.8")]
    [InlineData(-3, 1, 2, 1, "projection −2.24")]
    [InlineData(-1, 2, 2, 1, "projection 0")]
    [InlineData(-0.7, 2.1, 0.3, 0.1, "projection 0")]
    [InlineData(3, 3, 1, 1, "projection 4.24")]
    [InlineData(3, 2.9, 4, 4, "projection 4.17")]
    [InlineData(0, 0, 0, 2, "projection 0")]
    public void A_projection_is_a_bar_beside_the_second_arrow_as_long_as_the_number_at_it(
        double qx,
        double qy,
        double kx,
        double ky,
        string text
    )
    {
        Figure figure = Arrows.Of([("q", [qx, qy]), ("k", [kx, ky])], project: true);
        Panel panel = figure.Chart.Panels[0];
        Words label = Assert.Single(panel.Marks.OfType<Words>(), words =>
            words.Texts[0].StartsWith("projection", StringComparison.Ordinal)
        );
        Assert.Equal(text, label.Texts[0]);
        Line bar = Assert.Single(panel.Marks.OfType<Line>(), line => line.Width == 4);
        double length = Math.Sqrt(kx * kx + ky * ky);
        double Along(int i) => (bar.Xs[i] * kx + bar.Ys[i] * ky) / length;
        double Beside(double x, double y) => (y * kx - x * ky) / length;
        double reach = (qx * kx + qy * ky) / length;
        Assert.All([0, 0, reach / 2, reach, reach], (along, i) => Assert.Equal(along, Along(i), 1e-9));

        // Away from the first arrow, and clear of the second with its head of ± 5.5 pixels; all of it in the panel.
        double pixels = panel.Box.Height / (panel.Y.End - panel.Y.Start);
        Assert.All([1, 2, 3], i => Assert.InRange(Math.Abs(Beside(bar.Xs[i], bar.Ys[i])) * pixels, 8, 14.1));
        Assert.True(Beside(bar.Xs[2], bar.Ys[2]) * Beside(qx, qy) <= 1e-9);
        Assert.All(bar.Xs.Zip(bar.Ys, panel.Place), p =>
            Assert.True(p.X > panel.Box.Left && p.X < panel.Box.Right && p.Y > panel.Box.Top && p.Y < panel.Box.Bottom)
        );
        Assert.Contains(text, figure.ToSvg(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 4, 4, 3)]
    [InlineData(-3, 1, 2, 1)]
    [InlineData(-1, 2, 2, 1)]
    [InlineData(0.2, 2, 2, 0)]
    public void The_mark_of_the_right_angle_is_a_square_between_the_dashed_line_and_the_line_of_the_second(
        double qx,
        double qy,
        double kx,
        double ky
    )
    {
        Line[] lines =
        [
            .. Arrows.Of([("q", [qx, qy]), ("k", [kx, ky])], project: true).Chart.Panels[0].Marks.OfType<Line>(),
        ];
        Line dashed = Assert.Single(lines, line => line.Dash is not null),
            mark = Assert.Single(lines, line => line.Xs.Count == 3);
        (double X, double Y) foot = (dashed.Xs[1], dashed.Ys[1]);
        Assert.Equal((qx, qy), (dashed.Xs[0], dashed.Ys[0]));
        Assert.Equal(0, (qx - foot.X) * kx + (qy - foot.Y) * ky, 1e-9);
        (double ax, double ay, double bx, double by) = (
            mark.Xs[0] - foot.X,
            mark.Ys[0] - foot.Y,
            mark.Xs[2] - foot.X,
            mark.Ys[2] - foot.Y
        );
        Assert.Equal(0, ax * bx + ay * by, 1e-9);
        Assert.Equal(ax * ax + ay * ay, bx * bx + by * by, 1e-9);
        Assert.True(ax * ax + ay * ay > 0 && bx * (qx - foot.X) + by * (qy - foot.Y) > 0);
        Assert.Equal(foot.X + ax + bx, mark.Xs[1], 1e-9);
        Assert.Equal(foot.Y + ay + by, mark.Ys[1], 1e-9);
    }

    [Fact]
    public void Names_of_moving_points_keep_clear_of_each_other_though_the_points_lie_close()
    {
        Figure figure = Arrows.Moves(
            new double[,]
            {
                { 0.39, -0.31 },
                { 0.38, -0.58 },
                { 0.37, -0.18 },
                { 0.4, 0.47 },
                { 0.4, 0.47 },
                { 0.42, 0.87 },
            },
            new double[,]
            {
                { 0.258, 0.116 },
                { 0.257, 0.03 },
                { 0.271, 0.151 },
                { 0.236, 0.306 },
                { 0.236, 0.306 },
                { 0.22, 0.39 },
            },
            [("我", "I"), ("喜欢", "like"), ("吃", "eat"), ("苹果", "apple"), ("苹果", "apple"), ("甜", "sweet")]
        );
        (string, Box)[] names = figure.NamesAtItsPoints();
        Assert.Equal(6, names.Length);
        NamesAtPoints.AssertApart(names);
    }
}
