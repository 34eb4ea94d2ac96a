using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Attention.Display.Internal;
using Attention.Shared;

namespace Attention.Display.Tests;

/// <summary>What holds for figures of every kind, and for each kind by itself.</summary>
public partial class FigureTests
{
    public static TheoryData<string> Kinds => [.. Sample.Figures().Keys];

    [Fact]
    public void Every_kind_is_among_the_samples_of_these_tests_and_in_the_gallery()
    {
        string root = RepositoryFolder.Above(AppContext.BaseDirectory)!;
        string samples = File.ReadAllText(Path.Combine(root, "tests", "Attention.Display.Tests", "Sample.cs"));
        string gallery = File.ReadAllText(Path.Combine(root, "notebooks", "extras", "gallery.ipynb"));
        var makers = typeof(Figure).Assembly.ExportedTypes.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)).Where(method => method.ReturnType.IsAssignableTo(typeof(IDisplay))).ToLookup(method => $"{method.DeclaringType!.Name}.{method.Name}(", method => method.ReturnType);
        Assert.NotEmpty(makers);
        Assert.All(makers, maker => Assert.Contains(maker.Key, gallery, StringComparison.Ordinal));
        Assert.All(makers.Where(maker => maker.Contains(typeof(Figure))), maker => Assert.Contains(maker.Key, samples, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_static_picture_is_plain_SVG_whose_shapes_all_lie_inside_it(string kind)
    {
        var svg = XDocument.Parse(Sample.Figures()[kind].ToSvg());
        (double width, double height) = ((double)svg.Root!.Attribute("width")!, (double)svg.Root.Attribute("height")!);
        foreach (XElement element in svg.Root.Elements())
        {
            Assert.Matches("^(rect|line|path|text)$", element.Name.LocalName);
            Assert.DoesNotMatch("NaN|∞|Infinity|E[+-]", string.Concat(element.Attributes().Select(a => a.Value)));
            if (element.Name.LocalName is "rect" or "text")
            {
                double x = (double)element.Attribute("x")!, y = (double)element.Attribute("y")!;
                double half = TextSize.Width(element.Value, (double?)element.Attribute("font-size") ?? (double)svg.Root.Attribute("font-size")!) / 2;
                double left = element.Attribute("transform") is not null ? 0 : ((string?)element.Attribute("text-anchor") ?? "middle") switch { "start" => 0, "end" => 2 * half, _ => half };
                bool rectangle = element.Name.LocalName == "rect";
                Assert.InRange(rectangle ? x : x - left, -0.5, width);
                Assert.InRange(rectangle ? x + (double)element.Attribute("width")! : x - left + (element.Attribute("transform") is null ? 2 * half : 0), 0, width + 0.5);
                Assert.InRange(y, -0.5, height);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_live_chart_uses_only_what_every_plotly_understands(string kind)
    {
        string json = Sample.Figures()[kind].ToPlotlyJson();
        JsonElement figure = JsonDocument.Parse(json).RootElement;
        Assert.DoesNotContain("titlefont", json, StringComparison.Ordinal);
        Assert.DoesNotContain("heatmapgl", json, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN\":", json, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, figure.GetProperty("layout").GetProperty("title").GetProperty("text").ValueKind);
        Assert.True(figure.GetProperty("layout").GetProperty("width").GetDouble() > 50);
        Assert.True(figure.GetProperty("layout").GetProperty("height").GetDouble() > 50);
        Assert.All(Colors().Matches(json), color => Assert.Matches("^\"#[0-9a-f]{6}\"$", color.Value));
        Assert.All(figure.GetProperty("data").EnumerateArray(), trace => Assert.Matches("^(heatmap|scatter|bar)$", trace.GetProperty("type").GetString()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_picture_says_in_words_and_as_text_what_it_shows(string kind)
    {
        Figure figure = Sample.Figures()[kind];
        Assert.Matches("[0-9]", figure.AltText);
        Assert.Matches("[0-9]", figure.ToPlainText());
        Assert.DoesNotMatch(@"[0-9]\.[0-9]{5}", figure.AltText + figure.ToPlainText());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_equal_figures_have_equal_bytes_and_share_no_element_id(string kind)
    {
        string html = Sample.Figures()[kind].ToHtml();
        Assert.Equal(html, Sample.Figures()[kind].ToHtml());
        Assert.DoesNotMatch(@"\sid=", html);
    }

    [Fact]
    public void The_JSON_stands_once_in_the_HTML()
    {
        Figure figure = Sample.Heatmap();
        Assert.Equal(2, figure.ToHtml().Split(figure.ToPlotlyJson()).Length);
    }

    [Fact]
    public void A_slider_keeps_axes_and_colours_still_and_holds_only_what_changes()
    {
        Figure figure = Slider.Of("step", [0, 1, 2], step => Heatmap.Of(new[,] { { (float)step, 0 }, { 0, -2 * (float)step } }), start: 1);
        JsonElement json = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;
        Assert.Equal(1, json.GetProperty("layout").GetProperty("sliders")[0].GetProperty("active").GetInt32());
        JsonElement[] frames = [.. json.GetProperty("frames").EnumerateArray()];
        Assert.Equal(["0", "1", "2"], frames.Select(frame => frame.GetProperty("name").GetString()!));
        Assert.Equal("[[2,0],[0,-4]]", frames[2].GetProperty("data")[0].GetProperty("z").GetRawText());
        Assert.All(frames, frame => Assert.Equal(["z", "text"], frame.GetProperty("data")[0].EnumerateObject().Select(property => property.Name)));
        Assert.Equal((-4, 4), (json.GetProperty("data")[0].GetProperty("zmin").GetDouble(), json.GetProperty("data")[0].GetProperty("zmax").GetDouble()));
        Assert.EndsWith("Slider “step”: 0, 1, 2; shown: 1.", figure.AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slider_over_figures_of_different_kinds_is_refused()
        => Assert.Throws<ArgumentException>(() => Slider.Of("n", [1, 2], n => n == 1 ? Bars.Of([1]) : Heatmap.Of(new float[1, 1])));

    [Fact]
    public void A_slider_that_starts_beside_its_positions_is_refused()
        => Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => Slider.Of("t", [1, 2], t => Bars.Of([t]), start: 1.5)).Message, StringComparison.Ordinal);

    [Fact]
    public void One_unit_is_as_long_to_the_right_as_upwards_also_while_an_arrow_turns()
    {
        Figure figure = Slider.Of("angle", [0, 45, 90], angle => Arrows.Of([("q", [3 * double.CosPi(angle / 180), 3 * double.SinPi(angle / 180)])]));
        foreach (Panel panel in figure.Chart.Control!.PanelsPerStep.Select(step => step[0]))
        {
            Assert.Equal(panel.Box.Width / (panel.X.End - panel.X.Start), panel.Box.Height / (panel.Y.End - panel.Y.Start), 1e-9);
        }
    }

    [Fact]
    public void A_projection_says_what_it_shows()
        => Assert.EndsWith("q reaches 2.12 along k; times the length of k, 4.24, that is q·k = 9.", Arrows.Of([("q", [2, 1]), ("k", [3, 3])], project: true).AltText, StringComparison.Ordinal);

    [Theory]
    [InlineData(3, 4, 4, 3, "shadow 4.8")]
    [InlineData(4, 3, 3, 4, "shadow 4.8")]
    [InlineData(-3, 1, 2, 1, "shadow −2.24")]
    [InlineData(-1, 2, 2, 1, "shadow 0")]
    [InlineData(-0.7, 2.1, 0.3, 0.1, "shadow 0")]
    [InlineData(3, 3, 1, 1, "shadow 4.24")]
    [InlineData(3, 2.9, 4, 4, "shadow 4.17")]
    [InlineData(0, 0, 0, 2, "shadow 0")]
    public void A_shadow_is_a_bar_beside_the_second_arrow_as_long_as_the_number_at_it(double qx, double qy, double kx, double ky, string text)
    {
        Figure figure = Arrows.Of([("q", [qx, qy]), ("k", [kx, ky])], project: true);
        Panel panel = figure.Chart.Panels[0];
        Words label = Assert.Single(panel.Marks.OfType<Words>(), words => words.Texts[0].StartsWith("shadow", StringComparison.Ordinal));
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
        Assert.All(bar.Xs.Zip(bar.Ys, panel.Place), p => Assert.True(p.X > panel.Box.Left && p.X < panel.Box.Right && p.Y > panel.Box.Top && p.Y < panel.Box.Bottom));
        Assert.Contains(text, figure.ToSvg(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 4, 4, 3)]
    [InlineData(-3, 1, 2, 1)]
    [InlineData(-1, 2, 2, 1)]
    [InlineData(0.2, 2, 2, 0)]
    public void The_mark_of_the_right_angle_is_a_square_between_the_dashed_line_and_the_line_of_the_second(double qx, double qy, double kx, double ky)
    {
        Line[] lines = [.. Arrows.Of([("q", [qx, qy]), ("k", [kx, ky])], project: true).Chart.Panels[0].Marks.OfType<Line>()];
        Line dashed = Assert.Single(lines, line => line.Dash is not null), mark = Assert.Single(lines, line => line.Xs.Count == 3);
        (double X, double Y) foot = (dashed.Xs[1], dashed.Ys[1]);
        Assert.Equal((qx, qy), (dashed.Xs[0], dashed.Ys[0]));
        Assert.Equal(0, (qx - foot.X) * kx + (qy - foot.Y) * ky, 1e-9);
        (double ax, double ay, double bx, double by) = (mark.Xs[0] - foot.X, mark.Ys[0] - foot.Y, mark.Xs[2] - foot.X, mark.Ys[2] - foot.Y);
        Assert.Equal(0, ax * bx + ay * by, 1e-9);
        Assert.Equal(ax * ax + ay * ay, bx * bx + by * by, 1e-9);
        Assert.True(ax * ax + ay * ay > 0 && bx * (qx - foot.X) + by * (qy - foot.Y) > 0);
        Assert.Equal(foot.X + ax + bx, mark.Xs[1], 1e-9);
        Assert.Equal(foot.Y + ay + by, mark.Ys[1], 1e-9);
    }

    [Fact]
    public void Of_two_arrows_that_nearly_cover_each_other_the_shorter_has_its_name_aside()
    {
        (string, string) Sides(double qx, double qy)
        {
            Words[] names = [.. Arrows.Of([("q", [qx, qy]), ("k", [2, 2])], project: true).Chart.Panels[0].Marks.OfType<Words>().TakeLast(2)];
            return (names[0].Side, names[1].Side);
        }

        Assert.Equal(("top right", "top right"), Sides(1, 3));
        Assert.Equal(("bottom right", "top right"), Sides(1, 0.99));
        Assert.Equal(("top right", "top left"), Sides(4, 4.01));
    }

    [Fact]
    public void Names_of_moving_points_keep_clear_of_each_other_though_the_points_lie_close()
    {
        Figure figure = Arrows.Moves(
            new double[,] { { 0.39, -0.31 }, { 0.38, -0.58 }, { 0.37, -0.18 }, { 0.4, 0.47 }, { 0.4, 0.47 }, { 0.42, 0.87 } },
            new double[,] { { 0.258, 0.116 }, { 0.257, 0.03 }, { 0.271, 0.151 }, { 0.236, 0.306 }, { 0.236, 0.306 }, { 0.22, 0.39 } },
            [("我", "I"), ("喜欢", "like"), ("吃", "eat"), ("苹果", "apple"), ("苹果", "apple"), ("甜", "sweet")]);
        Box[] names = [.. XDocument.Parse(figure.ToSvg()).Descendants().Where(e => e.Name.LocalName == "text" && (string?)e.Attribute("font-size") == "13").Select(Written)];
        Assert.Equal(6, names.Length);
        Assert.All(names, (one, i) => Assert.DoesNotContain(names.Skip(i + 1), other => one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom));

        static Box Written(XElement text)
        {
            double width = TextSize.Width(text.Value, 13), x = (double)text.Attribute("x")!;
            double left = (string?)text.Attribute("text-anchor") switch { "end" => x - width, "start" => x, _ => x - width / 2 };
            return new(left, (double)text.Attribute("y")! - 12, width, 15);
        }
    }

    [Fact]
    public void A_row_on_one_scale_gives_equal_numbers_equal_colours()
    {
        Figure figure = Heatmap.Row([("small", new float[,] { { 1 } }), ("large", new float[,] { { -4 } })], oneScale: true);
        Assert.All(figure.Chart.Panels.Select(panel => (Cells)panel.Marks[0]), cells => Assert.Equal((-4, 4, true), (cells.Low, cells.High, cells.Diverging)));
        Assert.Single(figure.Chart.Panels, panel => panel.ColorBar);
    }

    [Fact]
    public void A_difference_is_zero_where_both_are_hidden_and_shows_got_minus_expected()
    {
        Figure figure = Heatmap.Difference(new[,] { { float.NegativeInfinity, 1 } }, new[,] { { float.NegativeInfinity, 3 } });
        var apart = (Cells)figure.Chart.Panels[2].Marks[0];
        Assert.Equal((0, 2), (apart.Values[0, 0], apart.Values[0, 1]));
        Assert.EndsWith("3 − 1 = 2", apart.Hovers[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Matrices_of_different_shape_are_refused_naming_both()
        => Assert.Contains("b is 1 × 2 but a is 2 × 1", Assert.Throws<ArgumentException>(() => Heatmap.Row([("a", new float[2, 1]), ("b", new float[1, 2])])).Message, StringComparison.Ordinal);

    [Fact]
    public void Series_of_different_length_are_refused_naming_both()
        => Assert.Contains("b has 1 values but a has 2", Assert.Throws<ArgumentException>(() => Bars.Of([("a", [1, 2]), ("b", [1])])).Message, StringComparison.Ordinal);

    [Fact]
    public void What_has_no_logarithm_leaves_a_gap_in_the_line()
    {
        Figure figure = Lines.Of([1, 10, 100], [("y", [1, 0, 3])], logX: true, logY: true);
        Assert.Equal("[1,null,3]", JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data")[0].GetProperty("y").GetRawText());
        Assert.Equal(2, MoveTo().Count(XDocument.Parse(figure.ToSvg()).Descendants().Last(e => (string?)e.Attribute("stroke") == Palette.Series[0] && e.Attribute("d")!.Value.Contains('M') && !e.Attribute("d")!.Value.Contains('h')).Attribute("d")!.Value));
    }

    [Fact]
    public void A_place_on_the_axis_is_not_rounded_and_a_value_is()
    {
        Figure figure = Lines.Of([1024, 16384], [("y", [1024, 16384])]);
        Assert.All(["1024", "16384", "1020", "16400"], number => Assert.Contains(number, figure.ToPlainText(), StringComparison.Ordinal));
        Assert.Contains("from 1024 to 16384. y: from 1020 to 16400", figure.AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_dots_that_lie_together_take_different_sides()
    {
        static string Side(string name) => JsonDocument.Parse(Roofline.Of(100, 20, [("flash", 128, 80), ("all cores", 128, 81), ("causal", 64, 75)]).ToPlotlyJson())
            .RootElement.GetProperty("data").EnumerateArray().First(d => d.TryGetProperty("text", out var text) && text.GetRawText().Contains(name, StringComparison.Ordinal) && d.TryGetProperty("textposition", out _))
            .GetProperty("textposition").GetString()!;
        Assert.Equal(3, new[] { Side("flash"), Side("all cores"), Side("causal") }.Distinct().Count());
    }

    [Fact]
    public void A_speed_up_is_the_first_time_divided_by_the_others()
        => Assert.Equal("Speed-up against naive: naive ×1  (12 ms), SIMD ×8  (1.5 ms).", SpeedUp.Of([("naive", 12), ("SIMD", 1.5)]).AltText);

    [Fact]
    public void The_roof_is_memory_until_the_ridge_and_arithmetic_beyond()
    {
        Figure figure = Roofline.Of(100, 20, [("half", 1, 10), ("third", 50, 33.3)]);
        Assert.Contains("ridge at 5 flops per byte", figure.AltText, StringComparison.Ordinal);
        Assert.Contains("half: 10 GFLOP/s at 1 flops per byte, 50 % of the roof", figure.AltText, StringComparison.Ordinal);
        Assert.Contains("third: 33.3 GFLOP/s at 50 flops per byte, 33.3 % of the roof", figure.AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_strip_is_drawn_to_scale()
    {
        ShapeStrip strip = ShapeStrip.Of("heads", new Shape("X", 2, 4), new Shape("Z", 2, 3, Times: 8, Via: "8 heads"), new Shape("concat", 2, 24), new Shape("Y", 2, 4, Via: "· W"));
        XElement[] cells = [.. XDocument.Parse(strip.ToSvg()).Root!.Elements().Where(e => e.Name.LocalName == "rect").Skip(1)];
        Assert.Equal(8 + 48 + 48 + 8, cells.Length);
        Assert.Single(cells.Select(cell => ((string)cell.Attribute("width")!, (string)cell.Attribute("height")!)).Distinct());
        Assert.Equal(8, cells[8..56].Select(cell => (string)cell.Attribute("fill")!).Distinct().Count());
        Assert.Equal(cells[8..56].Select(cell => (string)cell.Attribute("fill")!).Order(), cells[56..104].Select(cell => (string)cell.Attribute("fill")!).Order());
        Assert.Equal("Shapes “heads”: X 2 × 4 → (8 heads) Z 8 × (2 × 3) → concat 2 × 24 → (· W) Y 2 × 4.", strip.AltText);
        Assert.Equal(["text/html", "text/plain"], Kernel.Show(strip).Keys);
    }

    [Fact]
    public void A_long_table_says_what_it_leaves_out()
    {
        Table table = Table.Of(new float[100, 30]);
        const string Said = "… of 100 rows × 30 columns the first 20 × 16 are shown";
        Assert.Contains(Said, table.ToHtml(), StringComparison.Ordinal);
        Assert.EndsWith(Said, table.ToPlainText(), StringComparison.Ordinal);
        Assert.Equal(20 * 16, Regex.Count(table.ToHtml(), "<td style=\"[^\"]*right"));
        Assert.DoesNotContain("…", Table.Of(new float[20, 16]).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_a_table_align_in_a_terminal_also_under_Chinese_names()
        => Assert.Equal("    甜    dot\n我   1   0.50\nab  −2  −0.25", Table.Of(new[,] { { 1, 0.5f }, { -2, -0.25f } }, ["我", "ab"], ["甜", "dot"]).ToPlainText());

    [Theory]
    [InlineData(0.123456, "0.1235")]
    [InlineData(-0.00001, "0")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(2.5e9, "2.5e9")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_have_at_most_four_decimals(double value, string text) => Assert.Equal(text, Number.Short(value));

    [Fact]
    public void Decimals_are_as_many_as_the_numbers_need()
    {
        Assert.Equal(0, Number.Decimals([1, -20, 3]));
        Assert.Equal(1, Number.Decimals([0.5, 2]));
        Assert.Equal(2, Number.Decimals([0.333, 2]));
        Assert.Equal(4, Number.Decimals([0.00123, 0]));
        Assert.Equal(0, Number.Decimals([double.NaN]));
    }

    [Fact]
    public void A_Chinese_character_is_counted_twice_as_wide_as_a_Latin_one_at_least_as_wide_as_drawn()
    {
        Assert.Equal(24, TextSize.Width("苹果", 12));
        Assert.True(TextSize.Width("ab", 12) < 24);
        Assert.Equal(4, TextSize.Cells("苹果"));
        Assert.Equal("苹果…", TextSize.Fit("苹果苹果苹果", 12, 40));
    }

    [GeneratedRegex("\"#[^\"]*\"")]
    private static partial Regex Colors();

    [GeneratedRegex("M")]
    private static partial Regex MoveTo();
}
