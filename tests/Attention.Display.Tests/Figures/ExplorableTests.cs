using System.Globalization;
using System.Text.RegularExpressions;
using Attention.Lib;

namespace Attention.Display.Tests;

/// <summary>Pictures that answer while the reader drags, in a real browser, compared with the library.</summary>
public sealed partial class ExplorableTests(Browser browser) : IClassFixture<Browser>
{
    public static TheoryData<string> Kinds => [.. Sample.Explorables().Keys];

    [Fact]
    public async Task Every_kind_is_live_at_every_width_without_an_error_and_without_a_network()
    {
        Dictionary<string, Explorable> all = Sample.Explorables();
        foreach (int width in new[] { 390, 1280 })
        {
            await using Gallery page =
                await browser.Open(all.Values.Select(one => one.ToHtml()), plotly: null, width);
            Assert.Equal(all.Count, await page.Count("[role=group][aria-label]:has([data-says])"));
            Assert.Equal(0, await page.Count("img:visible"));
            Assert.Equal(width, await page.Eval<int>("document.documentElement.scrollWidth"));
            Assert.Empty(page.Errors);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_scripts_three_states_and_their_numbers_stand_there_and_no_control(string kind)
    {
        Explorable one = Sample.Explorables()[kind];
        string html = Script().Replace(one.ToHtml(), "");
        Assert.DoesNotMatch("<(input|select|button|canvas)", html);
        await using Gallery page = await browser.Open([html], plotly: null);
        Assert.Equal(3, await page.Count("img:visible"));
        Assert.Equal(3, await page.Eval<int>("document.querySelectorAll('details table').length"));
        Assert.Equal(3, await page.Count(".attention-caption:visible"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_has_two_forms_says_what_it_shows_and_is_the_same_in_every_run(string kind)
    {
        Explorable one = Sample.Explorables()[kind];
        Assert.Equal(["text/html", "text/plain"], Kernel.Show(one).Keys);
        Assert.Equal(one.ToHtml(), Sample.Explorables()[kind].ToHtml());
        Assert.DoesNotMatch(@"\sid=", one.ToHtml());
        Assert.EndsWith(".", one.AltText, StringComparison.Ordinal);
        Assert.Matches("[0-9]", one.ToPlainText());
        Assert.DoesNotMatch(@"[0-9]\.[0-9]{5}", one.ToPlainText());
    }

    [Fact]
    public async Task A_dragged_arrow_tells_the_dot_product_shadow_and_cosine_of_its_place()
    {
        await using Gallery page = await Open("arrows to turn");
        await AssertArrows(page, [2, 1], [3, 3]);
        (int Arrow, double Right, double Up)[] drags = [(0, -60, 40), (1, 25, -120), (0, -40, -90)];
        foreach ((int arrow, double right, double up) in drags)
        {
            await page.Drag($"[data-tip='{arrow}']", right, -up);
            double[][] at = [.. await Task.WhenAll(Vector(page, 0), Vector(page, 1))];
            await AssertArrows(page, at[0], at[1]);
        }
    }

    [Fact]
    public async Task The_grid_below_the_arrows_has_numbers()
    {
        await using Gallery page = await Open("arrows to turn");
        string[] texts = await page.Eval<string[]>(
            "[...document.querySelectorAll('[data-tip]')[0].closest('svg').querySelectorAll('text')]"
                + ".map(text => text.textContent)");
        Assert.Contains("−2", texts);
        Assert.Equal(2, texts.Count(text => text == "2"));
    }

    [Fact]
    public async Task The_arrow_keys_move_a_tip_in_steps_and_with_shift_in_small_ones()
    {
        await using Gallery page = await Open("arrows to turn");
        await page.Press("[data-tip='0']", "ArrowRight");
        await page.Press("[data-tip='0']", "Shift+ArrowDown");
        await AssertArrows(page, [2.5, 0.9], [3, 3]);
        Assert.Equal("(2.5, 0.9), q · k is 10.2", await page.Eval<string>(
            "document.querySelector('[data-tip=\"0\"]').getAttribute('aria-valuetext')"));
    }

    [Fact]
    public async Task A_dragged_score_and_a_temperature_give_the_shares_of_the_librarys_softmax()
    {
        await using Gallery page = await Open("scores to drag");
        await AssertShares(page, [2, 1, -0.5], 1);
        await page.Drag("input[type=range] >> nth=1", 30, 0);
        double dragged = await page.Eval<double>("+document.querySelectorAll('input')[1].value");
        Assert.NotEqual(1, dragged);
        await AssertShares(page, [2, dragged, -0.5], 1);
        await page.Press("input[type=range] >> nth=0", "ArrowLeft");
        await AssertShares(page, [1.9, dragged, -0.5], 1);
        await page.Press("input[type=range] >> nth=3", "Home");
        await AssertShares(page, [1.9, dragged, -0.5], 0.1);
    }

    [Fact]
    public async Task Powers_of_e_are_raised_and_keep_their_sign_in_the_text()
    {
        await using Gallery page = await Open("scores to drag");
        Assert.Equal(["s", "2", "2", "1", "−0.5"], await page.Eval<string[]>(
            "[...document.querySelectorAll('sup')].map(sup => sup.textContent)"));
        Assert.StartsWith("Share of", await page.Text("[data-says=share]"), StringComparison.Ordinal);
        Assert.Contains("e^2 ÷ (e^2 + e^1 + e^(−0.5))", await page.Text("[data-says=share]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_1_to_all_scores_moves_the_powers_and_no_share()
    {
        await using Gallery page = await Open("scores to drag");
        string before = await page.Text("[data-says=sum]");
        await page.ClickNth("button", 1);
        Assert.Equal(before, await page.Text("[data-says=sum]"));
        await AssertShares(page, [3, 2, 0.5], 1);
        await page.ClickNth("button", 1);
        await page.ClickNth("button", 1);
        Assert.Equal("true", await page.Eval<string>("String(document.querySelectorAll('button')[1].disabled)"));
    }

    [Fact]
    public async Task A_painted_mask_gives_the_weights_of_the_librarys_attention()
    {
        await using Gallery page = await Open("mask to paint");
        var hidden = new HashSet<(int Row, int Column)>();
        await AssertWeights(page, hidden);
        foreach ((int row, int column) in new[] { (0, 1), (0, 4), (3, 3), (0, 1) })
        {
            await page.ClickNth("[role=gridcell]", 5 * row + column);
            _ = hidden.Remove((row, column)) || hidden.Add((row, column));
            await AssertWeights(page, hidden);
        }

        await page.Press("[role=gridcell] >> nth=1", " ");
        await page.Press("[role=gridcell] >> nth=1", "ArrowDown");
        await page.Press("[role=gridcell]:focus", "Enter");
        hidden.UnionWith([(0, 1), (1, 1)]);
        await AssertWeights(page, hidden);
        await page.ClickNth("button", 1);
        await AssertWeights(page, [.. Pairs(5).Where(pair => pair.Column > pair.Row)]);
        for (int column = 0; column < 5; column++)
        {
            if (column <= 2)
            {
                await page.ClickNth("[role=gridcell]", 10 + column);
            }
        }

        Assert.Contains("reads nothing", await page.Text("[data-says=row]"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sentence to walk", new[] { 2, 2, 0 })]
    [InlineData("sentence to walk with projections", new[] { 4, 0, 1 })]
    public async Task A_picked_sentence_goes_through_the_same_matrices_as_in_the_library(string kind, int[] picked)
    {
        await using Gallery page = await Open(kind);
        bool projects = kind.EndsWith("projections", StringComparison.Ordinal);
        foreach (int[] words in new[] { [0, 3, 2], picked })
        {
            for (int place = 0; place < 3; place++)
            {
                await page.Choose($"select >> nth={place}", $"{words[place]}");
            }

            float[,] all = Sample.Matrix(5, 3, -1);
            MatrixView x = View(3, 3, (i, j) => all[words[i], j]);
            MatrixView q = projects ? Product(x, Sample.Matrix(3, 2, -1)) : x;
            MatrixView k = projects ? Product(x, Sample.Matrix(3, 2, -1, 2)) : x;
            MatrixView v = projects ? Product(x, Sample.Matrix(3, 4)) : x;
            MatrixView weights = new(3, 3), result = new(3, v.Columns);
            ScaledDotProductAttention.Compute(
                q, k, v, AttentionMask.None, result, new() { Scale = projects ? null : 1 },
                weights: weights);
            string[] cells = await page.Eval<string[]>(
                "[...document.querySelectorAll('[role=gridcell]')].map(cell => cell.textContent)");
            string[] expected = [.. Texts(weights), .. Texts(result)];
            Assert.Equal(expected, cells[^expected.Length..]);
            Assert.Equal(Texts(x), cells[..9]);
        }
    }

    [Fact]
    public async Task Equal_numbers_in_all_vectors_of_a_walk_have_equal_colours_and_a_line_names_the_deepest()
    {
        await using Gallery page = await Open("sentence to walk with projections");
        double[][] depths = await page.Eval<double[][]>(
            """
            [...document.querySelectorAll('table[role=grid]')].map(table => {
              const size = cell => Math.abs(cell.textContent.replace('−', '-'));
              const cell = [...table.querySelectorAll('[role=gridcell]')]
                .toSorted((a, b) => size(b) - size(a))[0];
              const color = getComputedStyle(cell).backgroundColor.match(/[\d.]+/g);
              return [size(cell), color.length > 3 ? +color[3] : 1];
            })
            """);
        string said = await page.Eval<string>(
            "[...document.querySelectorAll('p')].find(p => p.textContent.includes('deepest')).textContent");
        Match deepest = Regex.Match(said, @"(\S+) in X, Q, K, V, Z; (\S+) in S; 1 in A\.$");
        Assert.True(deepest.Success, said);
        (double vectors, double scores) = (
            double.Parse(deepest.Groups[1].Value, CultureInfo.InvariantCulture),
            double.Parse(deepest.Groups[2].Value, CultureInfo.InvariantCulture));
        double[] ranges = [vectors, vectors, vectors, vectors, scores, 1, vectors];
        Assert.Equal(7, depths.Length);
        Assert.All(depths.Zip(ranges), pair =>
            Assert.Equal(Math.Min(1, pair.First[0] / pair.Second), pair.First[1], 0.02));
        Assert.Equal(depths.Take(4).Append(depths[6]).Max(depth => depth[0]), vectors, 0.01);
    }

    [Theory]
    [InlineData("sentence to walk")]
    [InlineData("sentence to walk with projections")]
    public async Task Titles_and_rows_of_grids_side_by_side_stand_at_one_height(string kind)
    {
        await using Gallery page = await Open(kind);
        int[][] places = await page.Eval<int[][]>(
            """
            [...document.querySelectorAll('table[role=grid]')].map(table => {
              const top = element => element.getBoundingClientRect().top, rows = top(table.tBodies[0]);
              return [Math.round(rows), Math.round(rows - top(table.previousElementSibling))];
            })
            """);
        Assert.Single(places.Select(place => place[1]).Distinct());
        Assert.True(places.Select(place => place[0]).Distinct().Count() < places.Length, "none stand side by side");
    }

    [Theory]
    [InlineData("mask to paint")]
    [InlineData("sentence to walk")]
    public async Task Dragging_over_the_cells_selects_no_text(string kind)
    {
        await using Gallery page = await Open(kind);
        await page.Drag("[role=gridcell] >> nth=0", 150, 60);
        Assert.Equal("", await page.Eval<string>("String(getSelection())"));
    }

    [Fact]
    public async Task Every_cell_of_a_walk_tells_its_arithmetic_and_it_comes_out_as_the_cell_says()
    {
        await using Gallery page = await Open("sentence to walk with projections");
        string[] told = await page.Eval<string[]>(
            """
            [...document.querySelectorAll('[role=gridcell]')].map(cell => {
              cell.focus();
              return cell.textContent + '|' + document.querySelector('[data-says=cell]').textContent;
            })
            """);
        Assert.Equal(9 + 6 + 6 + 12 + 9 + 9 + 12, told.Length);
        Assert.All(told, text =>
        {
            string[] parts = text.Split('|');
            Assert.Contains(
                Numbers(parts[1].Replace("√2", "", StringComparison.Ordinal)),
                number => Math.Abs(number - Numbers(parts[0])[0]) <= 0.0051);
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TurnArrows.Of(("q", [1, 2, 3]), ("k", [1, 2])));
        Assert.Throws<ArgumentException>(() => TurnArrows.Of(("q", [1, 2]), ("k", [0, 0])));
        Assert.Throws<ArgumentException>(() => DragScores.Of([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DragScores.Of([5.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DragScores.Of([double.NaN]));
        Assert.Throws<ArgumentException>(() => PaintMask.Of(new float[2, 3]));
        Assert.Throws<ArgumentException>(() => PaintMask.Of(new[,] { { 1, 2, 3 }, { 1, 2, 3 }, { 1, 2, double.NaN } }));
        Assert.Throws<ArgumentException>(() => WalkSentence.Of(Sample.Words[..5], Sample.Matrix(5, 3), ["我", "car"]));
        Assert.Throws<ArgumentException>(() => WalkSentence.Of(Sample.Words[..5], Sample.Matrix(5, 3), ["我"]));
        Assert.Throws<ArgumentException>(() => WalkSentence.Of(
            Sample.Words[..5], Sample.Matrix(5, 3), ["我", "吃"],
            projections: (Sample.Matrix(3, 2), Sample.Matrix(3, 3), Sample.Matrix(3, 2))));
        Assert.Throws<ArgumentOutOfRangeException>(() => WalkSentence.Of(
            Sample.Words[..5], Sample.Matrix(5, 3), ["我", "吃"], last: FlowStep.Masked));
    }

    [Fact]
    public async Task Hostile_names_run_nothing()
    {
        string[] hostile = [.. EscapeTests.HostileTexts.Select(text => text.Data)];
        await using Gallery page = await browser.Open(
            hostile.SelectMany(text => new[]
            {
                TurnArrows.Of((text, [1, 2]), (text, [2, 1]), text, text, text),
                DragScores.Of([1, 2], [text, text], text),
                PaintMask.Of(new float[3, 3], [text, text, text], text),
                WalkSentence.Of([text, "b"], Sample.Matrix(2, 2), ["b", "b"], [text, text], text),
            }).Select(one => one.ToHtml()),
            plotly: null);
        Assert.Empty(page.Errors);
        Assert.Empty(page.Dialogs);
        Assert.Equal(0, await page.Count("img[src=x], svg a, [onerror], [onload]"));
    }

    private static async Task AssertShares(Gallery page, double[] scores, double temperature)
    {
        var shares = new double[scores.Length];
        Softmax.Naive<double>(Array.ConvertAll(scores, score => score / temperature), shares);
        double[] told = Numbers(await page.Text("[data-says=sum]"))[..scores.Length];
        Assert.All(shares.Zip(told), pair => Assert.Equal(pair.First, pair.Second, Rounding(pair.First)));
        string[] powers = await page.Eval<string[]>(
            "[...document.querySelectorAll('input[aria-label^=Score]')].map(i => i.parentElement.nextSibling.innerText)");
        Assert.All(powers.Zip(scores), pair =>
        {
            double power = Math.Exp(pair.Second / temperature);
            Assert.Equal(power, Numbers(pair.First)[0], Rounding(power));
        });
    }

    /// <summary>The error of a number that is written with three digits, or two where it has an exponent.</summary>
    private static double Rounding(double value) => (value is < 1e-3 or >= 1e6 ? 0.06 : 0.006) * value;

    private static async Task AssertWeights(Gallery page, HashSet<(int Row, int Column)> hidden)
    {
        float[,] scores = Sample.Matrix(5, 5, -2, 2);
        MatrixView weights = new(5, 5), bias =
            View(5, 5, (i, j) => hidden.Contains((i, j)) ? float.NegativeInfinity : 0);
        // Keys that make the scores the products of queries with them: the identity.
        ScaledDotProductAttention.Compute(
            View(5, 5, (i, j) => scores[i, j]), View(5, 5, (i, j) => i == j ? 1 : 0), new MatrixView(5, 1),
            AttentionMask.Bias(bias), new MatrixView(5, 1), new() { Scale = 1 }, weights: weights);
        string[] expected =
            [.. Pairs(5).Select(pair => hidden.Contains(pair) ? "" : Text(weights[pair.Row, pair.Column]))];
        Assert.Equal(expected, await page.Eval<string[]>(
            "[...document.querySelectorAll('[role=gridcell]')].map(cell => cell.textContent)"));
    }

    private static IEnumerable<(int Row, int Column)> Pairs(int n) =>
        from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) select (i, j);

    private static string[] Texts(MatrixView matrix) =>
        [.. from i in Enumerable.Range(0, matrix.Rows) from j in Enumerable.Range(0, matrix.Columns)
            select Text(matrix[i, j])];

    private static string Text(double value) =>
        value.ToString("F2", CultureInfo.InvariantCulture).Replace('-', '−');

    private static MatrixView View(int rows, int columns, Func<int, int, float> value)
    {
        MatrixView made = new(rows, columns);
        foreach ((int i, int j) in from i in Enumerable.Range(0, rows)
                                   from j in Enumerable.Range(0, columns)
                                   select (i, j))
        {
            made[i, j] = value(i, j);
        }

        return made;
    }

    private static MatrixView Product(MatrixView x, float[,] w)
    {
        MatrixView product = new(x.Rows, w.GetLength(1));
        MatMul.Naive(x, View(w.GetLength(0), w.GetLength(1), (i, j) => w[i, j]), product);
        return product;
    }

    /// <summary>The lines hold what the library computes from the vectors, written with three digits.</summary>
    private static async Task AssertArrows(Gallery page, double[] q, double[] k)
    {
        double product = Dot.Naive<double>(q, k), length = Math.Sqrt(Dot.Naive<double>(k, k));
        double cosine = product / length / Math.Sqrt(Dot.Naive<double>(q, q));
        Assert.Equal(product, Last(await page.Text("[data-says=dot]")), tolerance: 0.006 * Math.Abs(product) + 1e-9);
        string shadow = await page.Text("[data-says=shadow]");
        Assert.Equal(product / length, Numbers(shadow)[0], tolerance: 0.006 * Math.Abs(product / length) + 1e-9);
        Assert.Equal(product < 0, shadow.Contains("against", StringComparison.Ordinal));
        double[] told = Numbers(await page.Text("[data-says=cosine]"));
        Assert.Equal(cosine, told[^2], tolerance: 0.006 * Math.Abs(cosine) + 1e-9);
        Assert.Equal(Math.Acos(Math.Clamp(cosine, -1, 1)) * 180 / Math.PI, told[^1], tolerance: 0.51);
    }

    private static async Task<double[]> Vector(Gallery page, int arrow) => Numbers(await page.Eval<string>(
        $"document.querySelector('[data-tip=\"{arrow}\"]').getAttribute('aria-valuetext')"))[..2];

    private async Task<Gallery> Open(string kind) =>
        await browser.Open([Sample.Explorables()[kind].ToHtml()], plotly: null);

    private static double Last(string text) => Numbers(text)[^1];

    private static double[] Numbers(string text) => [.. Number().Matches(text.Replace('−', '-'))
        .Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?\d+(\.\d+)?(e-?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
