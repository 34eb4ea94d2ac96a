using System.Globalization;
using System.Text.RegularExpressions;
using Attention.Lib;
using static Attention.Display.Tests.Explored;

namespace Attention.Display.Tests;

/// <summary>A sentence that the reader picks in a real browser, compared with the library's matrices.</summary>
[Collection(OneBrowser.Name)]
public sealed class WalkSentenceTests(Browser browser)
{
    [Theory]
    [InlineData("sentence to walk", new[] { 2, 2, 0 })]
    [InlineData("sentence to walk with projections", new[] { 4, 0, 1 })]
    public async Task A_picked_sentence_goes_through_the_same_matrices_as_in_the_library(string kind, int[] picked)
    {
        await using Gallery page = await Explored.Open(browser, kind);
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
        await using Gallery page = await Explored.Open(browser, "sentence to walk with projections");
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
        await using Gallery page = await Explored.Open(browser, kind);
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

    [Fact]
    public async Task Every_cell_of_a_walk_tells_its_arithmetic_and_it_comes_out_as_the_cell_says()
    {
        await using Gallery page = await Explored.Open(browser, "sentence to walk with projections");
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

    private static string[] Texts(MatrixView matrix) =>
        [.. from i in Enumerable.Range(0, matrix.Rows) from j in Enumerable.Range(0, matrix.Columns)
            select Text(matrix[i, j])];

    private static MatrixView Product(MatrixView x, float[,] w)
    {
        MatrixView product = new(x.Rows, w.GetLength(1));
        MatMul.Naive(x, View(w.GetLength(0), w.GetLength(1), (i, j) => w[i, j]), product);
        return product;
    }
}
