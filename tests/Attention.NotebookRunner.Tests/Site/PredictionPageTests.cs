using System.Text.Json.Nodes;
using Attention.FrontEnds.Tests;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;
using Microsoft.Playwright;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Guess first, in a page alone: no kernel and no server judges.</summary>
public sealed class PredictionPageTests(Chromium browser) : IClassFixture<Chromium>, IDisposable
{
    private const string Field = ".prediction input", Veil = "details.answer", Secret = "text=the secret is 24";

    private readonly TemporaryRepository _repository = new();

    [Fact]
    public async Task The_answer_is_folded_up_and_a_right_guess_gets_its_reason_and_unfolds_it()
    {
        IPage page = await OpenAsync();
        Assert.Equal("Guess first. How much?", await page.TextContentAsync(".question"));
        Assert.False(await page.IsVisibleAsync(Secret));

        await page.FillAsync(Field, " 23.6 ");
        await page.ClickAsync(".prediction button");

        Assert.Equal("24 kg. Your guess was right. Four times six.", await page.TextContentAsync(".verdict"));
        Assert.True(await page.IsVisibleAsync(Secret));
    }

    [Theory]
    [InlineData("10", "24 kg. You guessed 10. That is the sum.")]
    [InlineData("10 kg", "24 kg. You guessed 10 kg. That is the sum.")]
    [InlineData("-3", "24 kg. You guessed -3. Four times six.")]
    public async Task A_wrong_guess_typed_by_keyboard_gets_its_own_reason_or_that_of_the_answer(
        string guess, string verdict)
    {
        IPage page = await OpenAsync();
        await page.FocusAsync(Field);
        await page.Keyboard.TypeAsync(guess);
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(verdict, await page.TextContentAsync(".verdict"));
        Assert.True(await page.IsVisibleAsync(Secret));
    }

    [Fact]
    public async Task A_question_writes_subscripts_below_the_line()
    {
        IPage page = await OpenAsync(Question("With d_model = 2 < 3 and the file_name: what is d_k?", "24"));
        Assert.Equal(
            "<b>Guess first.</b> With d<sub>model</sub> = 2 &lt; 3 and the file_name: what is d<sub>k</sub>?",
            await page.InnerHTMLAsync(".question"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("1,5")]
    public async Task What_is_no_number_unfolds_nothing(string guess)
    {
        IPage page = await OpenAsync();
        await page.FillAsync(Field, guess);
        await page.PressAsync(Field, "Enter");
        Assert.Equal("Write a number, such as 0.5.", await page.TextContentAsync(".verdict"));
        Assert.False(await page.IsVisibleAsync(Secret));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_asks_to_be_shown_opens_the_answer_by_a_click_or_by_keyboard(bool byKeyboard)
    {
        IPage page = await OpenAsync();
        if (byKeyboard)
        {
            await page.FocusAsync(".prediction button"); // the next stop of the tabulator is the answer
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await page.ClickAsync($"{Veil} > summary");
        }
        Assert.True(await page.IsVisibleAsync(Secret));
        Assert.Equal("", await page.TextContentAsync(".verdict"));
    }

    [Fact]
    public async Task An_answer_below_two_questions_unfolds_after_both_and_a_choice_is_a_button()
    {
        JsonObject choice = Question("Which?", "sweet", ["sweet", "甜"], ["apple", "sweet"]);
        IPage page = await OpenAsync(Question(), choice);
        await page.ClickAsync("button:text-is('sweet')");
        Assert.Equal("sweet. Your guess was right. Four times six.", await page.TextContentAsync(".verdict >> nth=1"));
        Assert.False(await page.IsVisibleAsync(Secret));
        await page.FillAsync(Field, "10");
        await page.PressAsync(Field, "Enter");
        Assert.True(await page.IsVisibleAsync(Secret));
    }

    [Fact]
    public async Task A_guess_is_remembered_when_the_page_is_loaded_again()
    {
        IPage page = await OpenAsync();
        await page.FillAsync(Field, "10");
        await page.PressAsync(Field, "Enter");
        await page.ReloadAsync();
        Assert.Equal("24 kg. You guessed 10. That is the sum.", await page.TextContentAsync(".verdict"));
        Assert.True(await page.IsVisibleAsync(Secret));
    }

    [Theory]
    [InlineData("", false)]                                              // stopped, reset, or not yet run
    [InlineData("<pre class='out fail'>CS1002: ; expected</pre>", false)]
    [InlineData("<pre class='out'>24 kg. Your guess was right.</pre>", true)] // the guess stood in the code
    public async Task An_answer_stays_folded_up_while_its_cell_has_no_question_and_no_verdict(
        string outputs, bool isShown)
    {
        IPage page = await OpenAsync();
        await page.EvaluateAsync(
            "html => { document.querySelector('.prediction').outerHTML = html; dispatchEvent(new Event('outputs')); }",
            outputs);
        Assert.Equal(isShown, await page.IsVisibleAsync(Secret));
    }

    [Fact]
    public async Task A_guess_is_told_to_whoever_listens()
    {
        IPage page = await OpenAsync();
        await page.EvaluateAsync("addEventListener('attention:guess', e => { window.told = JSON.stringify(e.detail) })");
        await page.FillAsync(Field, "24");
        await page.PressAsync(Field, "Enter");
        Assert.Equal(
            """{"name":"Name","guess":"24","isRight":true}""",
            await page.EvaluateAsync<string>("window.told"));
    }

    [Fact]
    public void Without_scripts_the_page_holds_the_question_and_the_answer_folded_up()
    {
        string page = File.ReadAllText(Write(Question()));
        Assert.Contains("<b>Guess first.</b> How much?</p>", page);
        Assert.Contains("<details class=\"answer\"><summary>", page);
        Assert.True(page.IndexOf("<details class=\"answer\">", StringComparison.Ordinal)
            < page.IndexOf("It is 24.", StringComparison.Ordinal));
        Assert.True(page.IndexOf("It is 24.", StringComparison.Ordinal)
            < page.IndexOf("</details>\n<section class=\"text\">", StringComparison.Ordinal));
    }

    [Fact]
    public void A_question_that_holds_markup_is_text_and_data_and_nothing_else()
    {
        string page = File.ReadAllText(Write(Question("</script><img src=x onerror=alert(1)>?", "</script>")));
        Assert.DoesNotContain("<img", page);
        Assert.Equal(page.Split("<script").Length, page.Split("</script>").Length);
    }

    public void Dispose() => _repository.Dispose();

    private async Task<IPage> OpenAsync(params JsonObject[] questions)
    {
        string path = Write(questions.Length > 0 ? questions : [Question()]);
        IPage page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        return page;
    }

    private string Write(params JsonObject[] questions)
    {
        JsonObject asking = Code("Predict.Name.Judge(guess, 24)", "prediction");
        asking["outputs"] = new JsonArray([.. questions.Select(question =>
            SiteTests.Display("application/vnd.attention.prediction+json", question))]);
        string notebook = _repository.Write(
            "01", Text("# One"), asking, Code("the secret is 24", "answer"), Text("It is 24.", "answer"), Text("Next."));
        new SiteWriter(_repository["site"], _repository.Root, new SiteOptions())
            .Write([NotebookDocument.Read(notebook, notebook)]);
        return _repository["site", "01.html"];
    }

    private static JsonObject Question() => new()
    {
        ["name"] = "Name",
        ["question"] = "How much?",
        ["kind"] = "number",
        ["choices"] = new JsonArray(),
        ["unit"] = " kg",
        ["answer"] = "24 kg",
        ["right"] = Known(23.5, 24.5, "Four times six."),
        ["wrong"] = new JsonArray(Known(9.8, 10.2, "That is the sum.")),
    };

    private static JsonObject Question(
        string question, string answer, string[]? spellings = null, string[]? choices = null) => new()
        {
            ["name"] = "Word",
            ["question"] = question,
            ["kind"] = "word",
            ["choices"] = new JsonArray([.. (choices ?? []).Select(choice => (JsonNode)choice)]),
            ["unit"] = "",
            ["answer"] = answer,
            ["right"] = new JsonObject
            {
                ["spellings"] = new JsonArray([.. (spellings ?? [answer]).Select(spelling => (JsonNode)spelling)]),
                ["reason"] = "Four times six.",
            },
            ["wrong"] = new JsonArray(),
        };

    private static JsonObject Known(double from, double to, string reason) => new()
    {
        ["from"] = from,
        ["to"] = to,
        ["spellings"] = new JsonArray(),
        ["reason"] = reason,
    };
}
