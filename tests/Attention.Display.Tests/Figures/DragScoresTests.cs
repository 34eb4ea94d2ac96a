using Attention.Lib;
using static Attention.Display.Tests.Explored;

namespace Attention.Display.Tests;

/// <summary>Scores that the reader drags in a real browser, compared with the library's softmax.</summary>
[Collection(OneBrowser.Name)]
public sealed class DragScoresTests(Browser browser)
{
    [Fact]
    public async Task A_dragged_score_and_a_temperature_give_the_shares_of_the_librarys_softmax()
    {
        await using Gallery page = await Explored.Open(browser, "scores to drag");
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
        await using Gallery page = await Explored.Open(browser, "scores to drag");
        Assert.Equal(["s", "2", "2", "1", "−0.5"], await page.Eval<string[]>(
            "[...document.querySelectorAll('sup')].map(sup => sup.textContent)"));
        Assert.StartsWith("Share of", await page.Text("[data-says=share]"), StringComparison.Ordinal);
        Assert.Contains("e^2 ÷ (e^2 + e^1 + e^(−0.5))", await page.Text("[data-says=share]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_1_to_all_scores_moves_the_powers_and_no_share()
    {
        await using Gallery page = await Explored.Open(browser, "scores to drag");
        string before = await page.Text("[data-says=sum]");
        await page.ClickNth("button", 1);
        Assert.Equal(before, await page.Text("[data-says=sum]"));
        await AssertShares(page, [3, 2, 0.5], 1);
        await page.ClickNth("button", 1);
        await page.ClickNth("button", 1);
        Assert.Equal("true", await page.Eval<string>("String(document.querySelectorAll('button')[1].disabled)"));
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
}
