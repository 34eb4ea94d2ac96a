using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Attention.FrontEnds.Tests;
using Attention.NotebookRunner.Commands;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;
using Microsoft.Playwright;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>
/// The first page of a site: what the course is for, a card for each chapter, pages to look things up.
/// </summary>
public sealed class FirstPageTests(Chromium browser) : IClassFixture<Chromium>, IDisposable
{
    private const string Map = """
        # The course

        What it is for.

        <!-- cards -->
        ## The chapters

        [One](01-one.ipynb)

        ## How it is made

        See [the words](#glossary) and [authors](../docs/authors.md).

        <!-- page: words -->
        ## Glossary

        A word is a word.
        """;

    private readonly TemporaryRepository _repository = new();

    [Fact]
    public void The_map_stands_around_the_cards_and_a_marked_section_has_a_page_of_its_own()
    {
        IDocument page = Write();
        Assert.Equal("The course", page.Title);
        Assert.Equal("What it is for.", page.QuerySelector("main > p")!.TextContent);
        Assert.Equal(
            ["To look things up", "How it is made"], page.QuerySelectorAll("main > h2").Select(h => h.TextContent));
        Assert.DoesNotContain("A word is a word.", page.Body!.TextContent);
        Assert.Contains("<a href=\"words.html\">Glossary</a>", page.Body.InnerHtml);
        Assert.Contains("A word is a word.", File.ReadAllText(_repository["site", "words.html"]));
        Assert.Equal("01-one.html", page.QuerySelector("a.start")!.GetAttribute("href"));
    }

    [Fact]
    public void A_card_tells_the_title_the_minutes_the_goal_the_picture_and_what_is_asked()
    {
        IElement card = Write().QuerySelector(".card")!;
        Assert.Equal("01-one.html", card.QuerySelector("h2 a")!.GetAttribute("href"));
        Assert.Equal("1 · One", card.QuerySelector("h2")!.TextContent);
        Assert.Equal("About 25 minutes, and 20 more for the exercises.", card.QuerySelector(".minutes")!.TextContent);
        Assert.Equal(["compute it;", "say it."], card.QuerySelectorAll("li").Select(item => item.TextContent.Trim()));
        Assert.Equal("data:image/png;base64,AAAA", card.QuerySelector(".cover img")!.GetAttribute("src"));
        Assert.Equal("First Second", card.GetAttribute("data-predictions"));
        Assert.True(card.QuerySelector(".progress")!.HasAttribute("hidden"));
    }

    [Fact]
    public void Of_the_extras_a_notebook_with_a_picture_for_a_card_has_one_and_another_is_listed()
    {
        IDocument page = Write();
        Assert.Equal(
            ["01-one.html", "02-two.html", "chapter.html"],
            page.QuerySelectorAll(".card").Select(card => card.GetAttribute("data-page")));
        Assert.Contains("<li><a href=\"page.html\">A page</a></li>", page.Body!.InnerHtml);
    }

    [Fact]
    public void A_markdown_file_that_is_linked_becomes_a_page_and_so_does_what_it_links_to()
    {
        Assert.Contains("href=\"docs-authors.html\"", Write().Body!.InnerHtml);
        Assert.Contains("href=\"docs-more.html#part\"", File.ReadAllText(_repository["site", "docs-authors.html"]));
        Assert.Contains("href=\"index.html\"", File.ReadAllText(_repository["site", "docs-more.html"]));
        Assert.Contains("href=\"words.html\"", File.ReadAllText(_repository["site", "docs-more.html"]));
    }

    [Fact]
    public async Task A_card_tells_how_many_guesses_were_made_in_this_browser()
    {
        Write();
        IPage page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(_repository["site", "01-one.html"]).AbsoluteUri);
        await page.FillAsync(".prediction input >> nth=0", "24");
        await page.PressAsync(".prediction input >> nth=0", "Enter");
        await page.GotoAsync(new Uri(_repository["site", "index.html"]).AbsoluteUri);
        Assert.Equal("1 of 2 guesses made", await page.TextContentAsync(".card >> nth=0 >> .progress"));
        Assert.False(await page.IsVisibleAsync(".card >> nth=1 >> .progress"));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task On_a_phone_nothing_of_the_courses_first_page_is_wider_than_the_screen(ColorScheme scheme)
    {
        WriteCourse();
        IPage page = await browser.NewPageAsync();
        await page.SetViewportSizeAsync(390, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.GotoAsync(new Uri(_repository["site", "index.html"]).AbsoluteUri);
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await page.Locator(".card:not(:has(.cover img))").CountAsync());
    }

    /// <summary>Pictures are laid out for this room; it is the same where an answer folds open.</summary>
    [Theory]
    [InlineData(1280, 972)]
    [InlineData(390, 366)]
    public async Task A_chapter_leaves_its_pictures_the_room_that_they_are_made_for(int window, int room)
    {
        WriteCourse();
        IPage page = await browser.NewPageAsync();
        await page.SetViewportSizeAsync(window, 844);
        await page.GotoAsync(new Uri(_repository["site", "05-masking.html"]).AbsoluteUri);
        int[] widths = await page.EvaluateAsync<int[]>("""
            () => {
                document.querySelectorAll('details.answer').forEach(answer => { answer.open = true; });
                return [...document.querySelectorAll('.attention-figure')].map(figure => figure.clientWidth);
            }
            """);
        Assert.True(widths.Length > 5);
        Assert.All(widths, width => Assert.Equal(room, width));
        Assert.Equal(0, await page.EvaluateAsync<int>("""
            () => {
                const button = document.querySelector('.theme').getBoundingClientRect();
                return [...document.querySelectorAll('main pre, main .attention-figure')]
                    .map(part => part.getBoundingClientRect())
                    .filter(part => getComputedStyle(document.querySelector('.theme')).position == 'fixed'
                        && part.left < button.right && part.right > button.left).length;
            }
            """));
    }

    [Theory]
    [InlineData(1200, 0)]
    [InlineData(390, 2)]
    public async Task Wide_tables_and_code_of_a_text_are_seen_whole_and_on_a_phone_they_scroll_in_their_box(
        int window, int scrolling)
    {
        string line = string.Join(' ', Enumerable.Repeat("command", 12)), cells = string.Join("|", new string[9]);
        Write($"""
            # Authors

            ```
            {line}
            ```

            |work{cells.Replace("|", "|a long name")}|
            |-{cells.Replace("|", "|-")}|
            |1 x 8 x 1024 x 64{cells.Replace("|", "|1.00")}|
            """);
        IPage page = await browser.NewPageAsync();
        await page.SetViewportSizeAsync(window, 844);
        await page.GotoAsync(new Uri(_repository["site", "docs-authors.html"]).AbsoluteUri);
        Assert.Equal(window, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(scrolling, await page.EvaluateAsync<int>("""
            [...document.querySelectorAll('table, pre')].filter(box => box.scrollWidth > box.clientWidth).length
            """));
    }

    [Fact]
    public void Every_link_of_the_courses_site_leads_to_a_page_of_it_and_none_to_a_markdown_file()
    {
        WriteCourse();
        string[] pages = Directory.GetFiles(_repository["site"], "*.html");
        Assert.Contains(_repository["site", "glossary.html"], pages);
        Assert.Contains(_repository["site", "notation.html"], pages);
        foreach (string page in pages)
        {
            IDocument document = new HtmlParser().ParseDocument(File.ReadAllText(page));
            string[] links = [.. document.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!)
                .Where(href => !Uri.IsWellFormedUriString(href, UriKind.Absolute))];
            Assert.All(links, href => Assert.DoesNotMatch(@"\.(md|ipynb)($|[#?])", href));
            Assert.All(links, href => Assert.False(href.StartsWith("..", StringComparison.Ordinal), href));
            Assert.All(links, href =>
            {
                string[] parts = href.Split('#');
                string target = parts[0].Length == 0 ? page
                    : Path.Combine(_repository["site"], Uri.UnescapeDataString(parts[0]));
                Assert.True(File.Exists(target), $"{Path.GetFileName(page)}: {href}");
                Assert.True(
                    parts.Length == 1 || new HtmlParser().ParseDocument(File.ReadAllText(target))
                        .GetElementById(Uri.UnescapeDataString(parts[1])) is not null,
                    $"{Path.GetFileName(page)}: {href} has no such heading");
            });
        }
    }

    public void Dispose() => _repository.Dispose();

    /// <summary>The pages of this repository's own course.</summary>
    private void WriteCourse()
    {
        Repository course = Repository.Find()!;
        NotebookDocument[] notebooks = [.. course.Notebooks().Select(path => NotebookDocument.Read(path, path))];
        new SiteWriter(_repository["site"], course.Root, new SiteOptions()).Write(notebooks);
    }

    private IDocument Write(string authors = "# Authors\n\n[more](more.md#part)")
    {
        File.WriteAllText(_repository["notebooks", "README.md"], Map);
        Directory.CreateDirectory(_repository["docs"]);
        Directory.CreateDirectory(_repository["notebooks", "extras"]);
        File.WriteAllText(_repository["docs", "authors.md"], authors);
        File.WriteAllText(
            _repository["docs", "more.md"],
            "# More\n\n## Part\n\n[map](../notebooks/README.md), [words](../notebooks/README.md#glossary)");
        JsonObject cover = Code("chart", "cover"), asking = Code("ask", "prediction");
        cover["outputs"] = new JsonArray(SiteTests.Display("application/vnd.plotly.v1+json", new JsonObject()));
        cover["outputs"]![0]!["data"]!["text/html"] = "<img alt=\"\" src=\"data:image/png;base64,AAAA\">";
        asking["outputs"] = new JsonArray(Question("First"), Question("Second"));
        string[] paths =
        [
            _repository.Write(
                "01-one",
                Text("# 1 · One\n\n*About 25 minutes, and 20 more for the exercises. You know C#.*"),
                Text("After this chapter you can\n\n- compute it;\n- say it."),
                cover, asking, Code("your code", "exercise")),
            _repository.Write("02-two", Text("# 2 · Two")),
            _repository.Write("extras/chapter", Text("# 3 · Three"), cover.DeepClone().AsObject()),
            _repository.Write("extras/page", Text("# A page")),
        ];
        new SiteWriter(_repository["site"], _repository.Root, new SiteOptions())
            .Write([.. paths.Select(path => NotebookDocument.Read(path, path))]);
        return new HtmlParser().ParseDocument(File.ReadAllText(_repository["site", "index.html"]));
    }

    private static JsonObject Question(string name)
    {
        static JsonObject Known(int number) => new()
        {
            ["from"] = number,
            ["to"] = number,
            ["spellings"] = new JsonArray(),
            ["reason"] = "So.",
        };
        return SiteTests.Display(PredictionField.MimeType, new JsonObject
        {
            ["name"] = name,
            ["question"] = "How much?",
            ["kind"] = "number",
            ["choices"] = new JsonArray(),
            ["unit"] = "",
            ["answer"] = "24",
            ["right"] = Known(24),
            ["wrong"] = new JsonArray(Known(1)),
        });
    }
}
