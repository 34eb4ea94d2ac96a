using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>A learner's walk through chapter 1, in a real browser with the real kernel.</summary>
[Collection(OneBrowser.Name)]
public sealed class LearnPageTests(LearnBrowser browser)
{
    private const string Chapter = "01-dot-products.html";

    internal const string Wrong = """
        float MyDot(float[] x, float[] y)
        {
            float sum = 0;
            for (int i = 0; i < x.Length; i++) sum += x[i] + y[i];
            return sum;
        }
        """;

    internal static readonly string Right = Wrong.Replace("x[i] + y[i]", "x[i] * y[i]", StringComparison.Ordinal);

    /// <summary>Without indentation, which the editor adds.</summary>
    private static string[] Words(string code) => code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task A_cell_runs_after_those_above_it_and_shows_its_result()
    {
        await using LearnPage page = await browser.OpenAsync(Chapter);

        await page.ClickAsync("hand-vectors", "Run");

        await page.StateAsync("hand-vectors", "done");
        await page.StateAsync("usings", "done");
        await Expect(page.Cell("hand-vectors").Locator(".outputs img, .outputs svg").First)
            .ToBeAttachedAsync(new() { Timeout = 60_000 });
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task An_exercise_tells_the_mistake_then_is_solved_and_stays_so_after_a_reload()
    {
        await using LearnPage page = await browser.OpenAsync(Chapter);
        ILocator solution = page.Page.Locator("summary:text-is('Solution')").First;
        ILocator second = page.Page.Locator("summary:has-text('Hint 2')").First;
        await page.FocusAsync("exercise-dot");
        await Expect(solution).ToBeHiddenAsync();
        await Expect(second).ToBeHiddenAsync();
        await page.Page.Locator("summary:has-text('Hint 1')").First.ClickAsync();
        await Expect(second).ToBeVisibleAsync();

        await page.TypeAsync("exercise-dot", Wrong);
        await page.ClickAsync("exercise-dot", "Check");
        await Expect(page.Cell("exercise-dot").Locator(".mark")).ToHaveTextAsync(
            " ○ tried", new() { Timeout = 180_000 });
        await Expect(solution).ToBeVisibleAsync();

        await page.TypeAsync("exercise-dot", Right);
        await page.ClickAsync("exercise-dot", "Check");
        await Expect(page.Cell("exercise-dot").Locator(".mark")).ToHaveTextAsync(
            " ✓ solved", new() { Timeout = 180_000 });
        await Expect(page.Cell("exercise-dot").Locator("a.next")).ToBeVisibleAsync();

        await page.Page.ReloadAsync();
        await Expect(page.Cell("exercise-dot").Locator(".mark")).ToHaveTextAsync(" ✓ solved");
        await Expect(solution).ToBeVisibleAsync();
        Assert.Equal(Words(Right), Words(await page.TextAsync("exercise-dot")));
        await page.Page.GotoAsync(new Uri(browser.Run.Address, "index.html").ToString());
        await Expect(page.Page.Locator(".chapter-progress").First).ToHaveTextAsync("1 of 4 solved");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_guess_in_the_page_goes_into_the_readers_record_and_shows_on_the_first_page()
    {
        await using LearnPage page = await browser.OpenAsync(Chapter);
        await page.ReadyAsync();
        ILocator question = page.Cell("by-hand").Locator(".prediction");
        await Expect(page.Cell("terms")).ToBeHiddenAsync();

        await question.GetByRole(AriaRole.Textbox).FillAsync("7");
        await question.GetByRole(AriaRole.Textbox).PressAsync("Enter");

        await Expect(question.Locator(".verdict")).ToContainTextAsync("24. You guessed 7.");
        await Expect(page.Cell("terms")).ToBeVisibleAsync();
        await page.Page.GotoAsync(new Uri(browser.Run.Address, "index.html").ToString());
        await Expect(page.Page.Locator(".card .progress").First).ToContainTextAsync("1 of");
        string record = await File.ReadAllTextAsync(
            browser.Repository[".attention", "progress.json"], TestContext.Current.CancellationToken);
        JsonNode guess = JsonNode.Parse(record)!["Predictions"]!["AppleSweet"]!;
        Assert.Equal(("7", false), ((string)guess["Guess"]!, (bool)guess["IsRight"]!));
        await page.Page.EvaluateAsync("() => localStorage.clear()"); // another browser of the same reader
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator(".card .progress").First).ToContainTextAsync("1 of");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task While_a_cell_runs_the_page_says_that_suggestions_come_later()
    {
        await using LearnPage page = await browser.OpenAsync(Chapter);
        await RunForeverAsync(page);

        await page.TypeAsync("hand-vectors", "Corpus");
        await page.Page.Keyboard.TypeAsync(".");

        await Expect(page.Page.Locator(".kernel-state")).ToContainTextAsync("suggestions come when the cell has ended");
        await page.ClickAsync("by-hand", "Stop");
        await page.StateAsync("by-hand", "stopped");
        await page.ReadyAsync();
        await page.ClickAsync("hand-vectors", "Reset");
        await AskAgainAsync(page);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_loop_without_end_is_stopped_and_the_page_says_what_happened()
    {
        await using LearnPage page = await browser.OpenAsync(Chapter);
        await RunForeverAsync(page);

        await page.ClickAsync("by-hand", "Stop");

        await page.StateAsync("by-hand", "stopped");
        await Expect(page.Page.Locator(".notice")).ToContainTextAsync(
            "The session was rebuilt", new() { Timeout = 180_000 });
        await AskAgainAsync(page);
        await Expect(page.Cell("by-hand").Locator(".view-lines")).ToContainTextAsync("guess");
        Assert.Empty(page.Errors);
    }

    private static async Task RunForeverAsync(LearnPage page)
    {
        await page.TypeAsync("by-hand", "while (true) { }");
        await page.Page.Keyboard.PressAsync("Shift+Enter");
        await page.StateAsync("by-hand", "running");
    }

    /// <summary>Leaves the session as another test expects it: with the question of this cell.</summary>
    private static async Task AskAgainAsync(LearnPage page)
    {
        await page.ClickAsync("by-hand", "Reset");
        await page.ClickAsync("by-hand", "Run");
        await page.StateAsync("by-hand", "done");
    }

    [Fact]
    public async Task The_editor_completes_names_of_the_session_and_marks_mistakes()
    {
        await using LearnPage page = await browser.OpenAsync(Chapter);
        await page.ClickAsync("goal", "Run"); // mistakes are marked where all cells further up have run
        await page.StateAsync("goal", "done");
        await page.TypeAsync("hand-vectors", "Corpus");

        await page.Page.Keyboard.TypeAsync(".");

        await Expect(page.Page.Locator(".suggest-widget .monaco-list-row").First)
            .ToBeVisibleAsync(new() { Timeout = 60_000 });
        string suggested = await page.Page.Locator(".suggest-widget").InnerTextAsync();
        Assert.Contains("Sentence", suggested, StringComparison.Ordinal);
        await page.Page.Keyboard.PressAsync("Escape");
        await page.TypeAsync("hand-vectors", "int wrong = nowhere;");
        await Expect(page.Cell("hand-vectors").Locator(".squiggly-error").First)
            .ToBeAttachedAsync(new() { Timeout = 60_000 });
        await page.ClickAsync("hand-vectors", "Reset");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Without_the_files_of_the_editor_a_plain_field_does_the_same()
    {
        await using LearnPage page = await browser.OpenAsync("index.html");
        await page.Page.RouteAsync("**/monaco/**", route => route.AbortAsync());
        await page.Page.GotoAsync(new Uri(browser.Run.Address, Chapter).ToString());
        await page.Cell("goal").ScrollIntoViewIfNeededAsync();
        ILocator field = page.Cell("goal").Locator("textarea.plain");

        await field.FillAsync("1 + 41");
        await field.PressAsync("Shift+Enter");

        await page.StateAsync("goal", "done");
        await page.UntilShownAsync("goal", "42");
        await page.ClickAsync("goal", "Reset");
    }

    [Fact]
    public async Task A_narrow_page_with_touch_has_a_plain_field_and_does_not_scroll_sideways()
    {
        await using LearnPage page = await browser.OpenAsync(Chapter, width: 390, hasTouch: true);
        await page.ReadyAsync();
        await page.Cell("goal").ScrollIntoViewIfNeededAsync();

        await Expect(page.Cell("goal").Locator("textarea.plain")).ToBeVisibleAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 390"));
    }
}
