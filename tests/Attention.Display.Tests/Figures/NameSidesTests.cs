using Attention.Display.Model;

namespace Attention.Display.Tests;

public class NameSidesTests
{
    [Fact]
    public void In_the_roofline_of_chapter_7_no_name_lies_under_another_or_on_a_dot_though_the_dots_lie_close()
    {
        RooflineDot[] dots =
        [
            new("plain loops", 21.3, 2.74, 118), new("tiled products", 21.3, 32.2, 118),
            new("vector eˣ", 21.3, 73.4, 118), new("merged blocks", 64, 45.7, 118), new("flash", 64, 96, 118),
            new("MathNet, managed", 21.3, 3.07, 118), new("TensorPrimitives", 64, 9.93, 118),
            new("8 key heads", 0.5, 7.58, 13.6, Group: 1), new("2 key heads", 2, 12.9, 54.4, Group: 1),
        ];
        Figure figure = Roofline.Of(
            118, [("L1 cache", 224), ("L2 cache", 117), ("memory", 27.2)], dots, "Attention and decoding on one core",
            groups: ["attention", "decoding"]);
        Panel panel = figure.Chart.Panels[0];
        (string Name, Box Box)[] names = figure.NamesAtItsPoints();
        Assert.Contains("tiled products", names.Select(name => name.Name));
        NamesAtPoints.AssertApart(names, dots.Select(dot => (
            dot.Name.Text, Square(panel.Place(dot.FlopsPerByte, dot.Gflops)))));
        Assert.All(names, name => Assert.InRange(name.Box.Right, 0, figure.Chart.Width));

        static Box Square((double X, double Y) place) => new(place.X - 5, place.Y - 5, 10, 10);
    }

    [Fact]
    public void A_name_stands_nearest_to_its_own_dot()
    {
        RooflineDot[] dots =
        [
            new("plain loops", 21.3, 1.97, 118), new("tiled products", 21.3, 23.9, 118),
            new("vector eˣ", 21.3, 48.3, 118), new("merged blocks", 64, 51.5, 118), new("flash", 64, 89.1, 118),
            new("MathNet, managed", 21.3, 2.64, 118), new("TensorPrimitives", 64, 7.37, 118),
        ];
        Figure figure = Roofline.Of(118, [("L1 cache", 224), ("memory", 26.4)], dots, "Attention on one core");
        Panel panel = figure.Chart.Panels[0];

        (string Name, Box Box)[] names =
            [.. figure.NamesAtItsPoints().Where(name => dots.Any(dot => dot.Name.Text == name.Name))];

        Assert.Equal(dots.Length, names.Length);
        foreach ((string name, Box box) in names)
        {
            RooflineDot nearest = dots.MinBy(dot => box.Distance(panel.Place(dot.FlopsPerByte, dot.Gflops)))!;
            Assert.Equal(name, nearest.Name.Text);
        }
    }

    [Fact]
    public void A_name_steps_aside_where_another_has_no_other_free_place()
    {
        // The first would like to stand to the right, where the second, between walls, has its only free side.
        Box above = new(95, 0, 400, 119), below = new(95, 141, 400, 60), right = new(122, 0, 400, 200);
        var sides = new NameSides(
            [(40, 130), (120, 130)], [(1, 0), (0, 0)], ["first", "second"], new(0, 0, 500, 200),
            [above, below, right]);
        int[] greedy = sides.OneAfterTheOther(), chosen = sides.Choose();
        Assert.True(Total(sides, greedy) > 10);
        Assert.InRange(Total(sides, chosen), -1, 1);
        Assert.Equal((-1, 0), NameSides.All[chosen[1]]);
    }

    [Fact]
    public void Names_never_cover_more_than_where_the_first_choice_put_them_and_none_could_choose_better()
    {
        var random = new Random(22);
        int better = 0;
        for (int set = 0; set < 300; set++)
        {
            int count = random.Next(2, 9);
            (double, double)[] Places(double left, double top, double width, double height) =>
            [
                .. Enumerable.Range(0, count).Select(_ =>
                    (left + width * random.NextDouble(), top + height * random.NextDouble())),
            ];
            (double X, double Y)[] points = Places(0, 0, 180, 90);
            var sides = new NameSides(
                points, Places(-1, -1, 2, 2),
                [.. points.Select(_ => new string('n', random.Next(1, 12)))], new(-60, -30, 300, 150),
                [.. points.Select(point => new Box(point.X - 5, point.Y - 5, 10, 10))]);
            int[] greedy = sides.OneAfterTheOther(), chosen = sides.Choose();
            Assert.True(Total(sides, chosen) <= Total(sides, greedy) + 1e-6, $"set {set}");
            better += Total(sides, chosen) < Total(sides, greedy) - 1 ? 1 : 0;
            for (int i = 0; i < count; i++)
            {
                double least = NameSides.All.Index().Min(side => sides.Cost(i, side.Index, chosen));
                Assert.Equal(least, sides.Cost(i, chosen[i], chosen), 2e-6);
            }
        }

        Assert.True(better > 50, $"better in {better} of 300 sets");
    }

    [Fact]
    public void Names_of_arrows_whose_tips_lie_close_keep_clear_of_each_other_and_inside_the_picture()
    {
        Figure figure = Arrows.Of(
            [("apple", [0.9, 0.8]), ("pear", [0.92, 0.78]), ("sweet", [0.9, 0.1]), ("x", [-0.5, 0.02]),
            ("y", [-0.52, -0.02])]);
        NamesAtPoints.AssertApart(figure.NamesAtItsPoints());
        Figure wide = Arrows.Of([("a name that is longer than the room beside it", [4, 0])]);
        Box name = Assert.Single(wide.NamesAtItsPoints()).Box;
        Assert.InRange(name.Right, name.Left, wide.Chart.Panels[0].Area.Right);
        Assert.True(name.Left >= wide.Chart.Panels[0].Box.Left);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 0.99)]
    [InlineData(4, 4.01)]
    [InlineData(2, 0)]
    public void The_name_of_an_arrow_stands_beside_the_arrow_that_nearly_covers_it(double x, double y)
    {
        Figure figure = Arrows.Of([("q", [x, y]), ("k", [2, 2])], project: true);
        Panel panel = figure.Chart.Panels[0];
        (double X, double Y) start = panel.Place(0, 0);
        NamesAtPoints.AssertApart(figure.NamesAtItsPoints(), new[] { (x, y), (2, 2) }.SelectMany(tip =>
        {
            (double X, double Y) end = panel.Place(tip.Item1, tip.Item2);
            return Enumerable.Range(0, 101).Select(part => part / 100d).Select(share => ("arrow", new Box(
                start.X + share * (end.X - start.X) - 1, start.Y + share * (end.Y - start.Y) - 1, 2, 2)));
        }));
    }

    /// <summary>What all names cover, each pair of them once.</summary>
    private static double Total(NameSides sides, int[] chosen) =>
        chosen.Select((side, i) => sides.Cost(i, side, chosen[..i])).Sum();
}
