using Attention.Lib;
using static Attention.Display.Tests.Explored;

namespace Attention.Display.Tests;

/// <summary>Two arrows that the reader turns in a real browser, compared with the library.</summary>
[Collection(OneBrowser.Name)]
public sealed class TurnArrowsTests(Browser browser)
{
    [Fact]
    public async Task A_dragged_arrow_tells_the_dot_product_shadow_and_cosine_of_its_place()
    {
        await using Gallery page = await Explored.Open(browser, "arrows to turn");
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
        await using Gallery page = await Explored.Open(browser, "arrows to turn");
        string[] texts = await page.Eval<string[]>(
            "[...document.querySelectorAll('[data-tip]')[0].closest('svg').querySelectorAll('text')]"
                + ".map(text => text.textContent)");
        Assert.Contains("−2", texts);
        Assert.Equal(2, texts.Count(text => text == "2"));
    }

    [Fact]
    public async Task The_name_of_an_arrow_stands_beside_the_circle_at_its_tip()
    {
        string html = TurnArrows.Of(("apple", [3, 4]), ("pineapple", [4, 3])).ToHtml();
        await using Gallery page = await browser.Open([html], plotly: null);
        foreach (string key in new[] { "", "ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowLeft" })
        {
            if (key.Length > 0)
            {
                await page.Press("[data-tip='1']", key);
            }

            // From the middle of each circle to the nearest point of its name.
            double[] distances = await page.Eval<double[]>("""
                [...document.querySelectorAll('[data-tip]')].map(tip => {
                  const box = tip.previousElementSibling.getBBox(), x = +tip.getAttribute('cx'), y = +tip.getAttribute('cy');
                  return Math.hypot(Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height));
                })
                """);
            Assert.All(distances, distance => Assert.InRange(distance, 13, 32));
        }
    }

    [Fact]
    public async Task The_arrow_keys_move_a_tip_in_steps_and_with_shift_in_small_ones()
    {
        await using Gallery page = await Explored.Open(browser, "arrows to turn");
        await page.Press("[data-tip='0']", "ArrowRight");
        await page.Press("[data-tip='0']", "Shift+ArrowDown");
        await AssertArrows(page, [2.5, 0.9], [3, 3]);
        Assert.Equal("(2.5, 0.9), q · k is 10.2", await page.Eval<string>(
            "document.querySelector('[data-tip=\"0\"]').getAttribute('aria-valuetext')"));
    }

    /// <summary>The lines hold what the library computes from the vectors, written with three digits.</summary>
    private static async Task AssertArrows(Gallery page, double[] q, double[] k)
    {
        double product = Dot.Naive<double>(q, k), length = Math.Sqrt(Dot.Naive<double>(k, k));
        double cosine = product / length / Math.Sqrt(Dot.Naive<double>(q, q));
        double dot = Numbers(await page.Text("[data-says=dot]"))[^1];
        Assert.Equal(product, dot, tolerance: 0.006 * Math.Abs(product) + 1e-9);
        string shadow = await page.Text("[data-says=shadow]");
        Assert.Equal(product / length, Numbers(shadow)[0], tolerance: 0.006 * Math.Abs(product / length) + 1e-9);
        Assert.Equal(product < 0, shadow.Contains("against", StringComparison.Ordinal));
        double[] told = Numbers(await page.Text("[data-says=cosine]"));
        Assert.Equal(cosine, told[^2], tolerance: 0.006 * Math.Abs(cosine) + 1e-9);
        Assert.Equal(Math.Acos(Math.Clamp(cosine, -1, 1)) * 180 / Math.PI, told[^1], tolerance: 0.51);
    }

    private static async Task<double[]> Vector(Gallery page, int arrow) => Numbers(await page.Eval<string>(
        $"document.querySelector('[data-tip=\"{arrow}\"]').getAttribute('aria-valuetext')"))[..2];
}
