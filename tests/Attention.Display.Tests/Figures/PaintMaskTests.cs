using Attention.Lib;
using static Attention.Display.Tests.Explored;

namespace Attention.Display.Tests;

/// <summary>A mask that the reader paints in a real browser, compared with the library's attention.</summary>
[Collection(OneBrowser.Name)]
public sealed class PaintMaskTests(Browser browser)
{
    [Fact]
    public async Task A_painted_mask_gives_the_weights_of_the_librarys_attention()
    {
        await using Gallery page = await Explored.Open(browser, "mask to paint");
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
}
