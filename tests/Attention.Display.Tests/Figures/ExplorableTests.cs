using System.Text.RegularExpressions;

namespace Attention.Display.Tests;

/// <summary>What holds for every picture that answers while the reader drags, in a real browser.</summary>
[Collection(OneBrowser.Name)]
public sealed partial class ExplorableTests(Browser browser)
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

    [Theory]
    [InlineData("mask to paint")]
    [InlineData("sentence to walk")]
    public async Task Dragging_over_the_cells_selects_no_text(string kind)
    {
        await using Gallery page = await Explored.Open(browser, kind);
        await page.Drag("[role=gridcell] >> nth=0", 150, 60);
        Assert.Equal("", await page.Eval<string>("String(getSelection())"));
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

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
