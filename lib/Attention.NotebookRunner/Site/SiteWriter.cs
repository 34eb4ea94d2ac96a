using System.Net;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// Writes the readable site: a page per notebook and per file of text or C# that one of them leads to, a first page,
/// one style sheet, a few scripts. Plain files that open from the disk, and that can be moved.
/// </summary>
/// <param name="folder">Where the pages go.</param>
/// <param name="root">The folder that pictures may come from.</param>
/// <param name="options">How the pages are written.</param>
internal sealed class SiteWriter(string folder, string root, SiteOptions options)
{
    private readonly string _folder = Path.GetFullPath(folder);

    /// <returns>The path of the index.</returns>
    public string Write(IReadOnlyList<NotebookDocument> notebooks)
    {
        var layout = new PageLayout(_folder, options);
        layout.WriteShared();
        CourseMap? map = CourseMap.In(Path.GetDirectoryName(notebooks[0].Path)!);
        var names = new PageNames(notebooks, _folder, root, map);
        Page[] pages = [.. notebooks.Select(notebook => new Page(notebook, names, root, options.Frame ?? Frame.Of))];
        for (int i = 0; i < pages.Length; i++)
        {
            layout.Write(names.Of(pages[i].Notebook), pages[i].Title.Text, $"""
                <nav class="contents" aria-label="Contents"><details open><summary>Contents</summary>
                <p><a href="index.html">All chapters</a></p>
                <ul>
                {Contents(pages[i])}</ul></details></nav>
                <main>
                {Around(pages, i, "Previous and next")}
                {options.Note(pages[i].Notebook)}{pages[i].Body}
                {Around(pages, i, "Previous and next, at the end")}
                </main>
                """);
        }
        WriteIndex(layout, pages, names, map);
        while (names.NextText() is { } text)
        {
            if (PageNames.IsSource(text))
            {
                WriteSource(layout, names.OfText(text), text);
            }
            else
            {
                WriteText(layout, names.OfText(text), text, File.ReadAllText(text), names);
            }
        }
        return Path.Combine(_folder, "index.html");
    }

    /// <summary>
    /// The first page: what the map says, and a card for each notebook that lies beside it or has a picture for one.
    /// </summary>
    private void WriteIndex(PageLayout layout, Page[] pages, PageNames names, CourseMap? map)
    {
        string from = map?.Path ?? pages[0].Notebook.Path;
        MarkdownPage markdown = Markdown(from, names);
        string intro = markdown.ToHtml(map?.Intro ?? "# Contents");
        string title = markdown.Headings.FirstOrDefault(heading => heading.Level == 1)?.Text ?? "Contents";
        ILookup<bool, Page> isChapter = pages.ToLookup(page => map is null
            || Path.GetDirectoryName(page.Notebook.Path) == Path.GetDirectoryName(map.Path)
            || page.Notebook.Cells.Any(cell => cell.Has("cover")));
        string cards = string.Concat(isChapter[true].Select(page => ChapterCard.Of(
            page.Notebook, page.Href, page.Title.Html, text => Markdown(page.Notebook.Path, names).ToHtml(text))));
        string more = string.Concat(
            (map?.Sections ?? []).Select(section => Item(section.Page, WebUtility.HtmlEncode(section.Title)))
            .Concat(isChapter[false].Select(page => Item(page.Href, page.Title.Html))));
        layout.Write("index.html", title, $"""
            <main class="index">
            {intro}
            <p><a class="start" href="{pages[0].Href}">Start: {pages[0].Title.Html}</a></p>
            <ol class="cards">
            {cards}</ol>
            {(more.Length > 0 ? $"<h2>To look things up</h2>\n<ul>\n{more}</ul>" : "")}
            {markdown.ToHtml(map?.Rest ?? "")}
            </main>
            """);
        foreach (CourseMap.Section section in map?.Sections ?? [])
        {
            WriteText(layout, section.Page, map!.Path, section.Markdown, names);
        }
    }

    private void WriteText(PageLayout layout, string page, string from, string text, PageNames names)
    {
        MarkdownPage markdown = Markdown(from, names);
        string body = markdown.ToHtml(text, isWholePage: true);
        string title = markdown.Headings is [var first, ..] ? first.Text : Path.GetFileNameWithoutExtension(page);
        WriteAlone(layout, page, title, body);
    }

    private void WriteSource(PageLayout layout, string page, string path)
    {
        string name = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        string body = $"""
            <h1>{WebUtility.HtmlEncode(name)}</h1>
            <pre class="code"><code>{CSharpColors.ToHtml(File.ReadAllText(path))}</code></pre>
            """;
        WriteAlone(layout, page, name, body);
    }

    private static void WriteAlone(PageLayout layout, string page, string title, string body) =>
        layout.Write(page, title, $"""
            <main class="alone">
            <nav class="around"><a href="index.html">← All chapters</a></nav>
            {body}
            </main>
            """);

    private MarkdownPage Markdown(string from, PageNames names) =>
        new(url => names.Link(url, from), new ImageSource(Path.GetDirectoryName(from)!, root));

    private static string Item(string href, string title) => $"<li><a href=\"{href}\">{title}</a></li>\n";

    private static string Contents(Page page) => string.Concat(page.Headings.Where(h => h.Level is 2 or 3)
        .Select(h => $"<li class=\"level{h.Level}\"><a href=\"#{WebUtility.HtmlEncode(h.Id)}\">{h.Html}</a></li>\n"));

    private static string Around(Page[] pages, int i, string label)
    {
        string previous = i > 0
            ? $"<a rel=\"prev\" href=\"{pages[i - 1].Href}\">← {pages[i - 1].Title.Html}</a>"
            : "<a href=\"index.html\">← Contents</a>";
        string next = i + 1 < pages.Length
            ? $"<a rel=\"next\" href=\"{pages[i + 1].Href}\">{pages[i + 1].Title.Html} →</a>" : "";
        return $"<nav class=\"around\" aria-label=\"{label}\">{previous}{next}</nav>";
    }

    private sealed class Page
    {
        public Page(NotebookDocument notebook, PageNames names, string root, Func<string, string> frame)
        {
            string Link(string url) => names.Link(url, notebook.Path);
            var images = new ImageSource(Path.GetDirectoryName(notebook.Path)!, root);
            var markdown = new MarkdownPage(Link, images);
            (Notebook, Href) = (notebook, names.HrefOf(notebook));
            Body = ChapterPage.Body(notebook, markdown, new OutputHtml(Link, images, frame));
            Headings = markdown.Headings;
            Title = Headings.FirstOrDefault(h => h.Level == 1 && h.Text.Length > 0)
                ?? new Heading(1, "", notebook.Name, WebUtility.HtmlEncode(notebook.Name));
        }

        public NotebookDocument Notebook { get; }

        public string Href { get; }

        public string Body { get; }

        public IReadOnlyList<Heading> Headings { get; }

        public Heading Title { get; }
    }
}
