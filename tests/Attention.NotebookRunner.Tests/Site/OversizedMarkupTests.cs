using static Attention.NotebookRunner.Tests.SafePage;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>HTML on which a parser would recurse or multiply without end is shown as its source.</summary>
public sealed class OversizedMarkupTests : IDisposable
{
    private readonly SafePage _page = new();

    /// <summary>The parser of styles recurses per bracket.</summary>
    [Theory]
    [InlineData("<p style=\"width:", "calc((", "\">")]
    [InlineData("<p style=\"width:", "calc&#40;(", "\">")]
    [InlineData("<template><p style=\"width:", "calc((", "\">")]
    [InlineData("<style>a{width:", "calc((", "}</style>")]
    [InlineData("<style>@supports ", "(", "{}</style>")]
    [InlineData("<style>", ":not(", "{}</style>")]
    [InlineData("<svg><style>@supports ", "(", "{}</style></svg>")]
    public void A_style_nested_without_end_is_shown_as_its_source(string start, string part, string end)
    {
        string html = start + string.Concat(Enumerable.Repeat(part, 50_000)) + end + "read";
        string page = _page.Of(Cell(SiteTests.Display("text/html", html)), Text(html));
        Assert.Contains("read", Parse(page).QuerySelector("main pre.out")!.TextContent);
    }

    [Theory]
    [InlineData("<p>", "</p>")]
    [InlineData("<div>", "</div>")]
    [InlineData("", "")]
    public void Text_in_which_each_paragraph_opens_many_elements_again_is_shown_as_its_source(string start, string end)
    {
        string bold = string.Concat(Enumerable.Range(0, 150).Select(i => $"<b id={i}>"));
        string html = start + bold + end + string.Concat(Enumerable.Repeat("<p>x", 50_000));
        string page = _page.Of(Cell(SiteTests.Display("text/html", html)));
        Assert.NotNull(Parse(page).QuerySelector("main pre.out"));
    }

    [Fact]
    public void A_large_table_in_bold_text_is_a_table()
    {
        string html = $"<b><i><table>{string.Concat(Enumerable.Repeat("<tr><td><b>x</b><td>y", 5_000))}</table>";
        string page = _page.Of(Cell(SiteTests.Display("text/html", html)));
        Assert.Equal(10_000, Parse(page).QuerySelectorAll("main td").Length);
    }

    public void Dispose() => _page.Dispose();
}
