using System.Net;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// Writes the readable site: a page per notebook, an index, one style sheet, one script. Plain files that open from the
/// disk, and that can be moved.
/// </summary>
/// <param name="folder">Where the pages go.</param>
/// <param name="root">The folder that pictures may come from.</param>
/// <param name="options">How the pages are written.</param>
internal sealed class SiteWriter(string folder, string root, SiteOptions options)
{
    private const long LargestReadme = 1 << 20;

    private readonly string _folder = Path.GetFullPath(folder);

    /// <returns>The path of the index.</returns>
    public string Write(IReadOnlyList<NotebookDocument> notebooks)
    {
        var frame = new PageFrame(_folder, options);
        frame.WriteShared();
        var names = new PageNames(notebooks, _folder);
        Page[] pages = [.. notebooks.Select(notebook => new Page(notebook, names, root, options.Frame ?? Frame.Of))];
        for (int i = 0; i < pages.Length; i++)
        {
            string around = Around(pages, i);
            frame.Write(names.Of(pages[i].Notebook), pages[i].Title.Text, $"""
                <nav class="contents"><details open><summary>Contents</summary>
                <p><a href="index.html">All chapters</a></p>
                <ul>
                {Contents(pages[i])}</ul></details></nav>
                <main>
                {around}
                {pages[i].Body}
                {around}
                </main>
                """);
        }
        frame.Write("index.html", "Contents", $"<main class=\"index\">\n{Index(pages, names)}</main>");
        return Path.Combine(_folder, "index.html");
    }

    /// <summary>The list of pages or, where the notebooks' folder has one, its README: the map of the course.</summary>
    private string Index(Page[] pages, PageNames names)
    {
        string readme = Path.Combine(Path.GetDirectoryName(pages[0].Notebook.Path)!, "README.md");
        if (FileFacts.Of(readme).Kind == FileKind.Regular && new FileInfo(readme).Length <= LargestReadme)
        {
            var images = new ImageSource(Path.GetDirectoryName(readme)!, root);
            return new MarkdownPage(url => names.Link(url, readme), images).ToHtml(File.ReadAllText(readme));
        }
        string items = string.Concat(pages.Select(page => $"<li><a href=\"{page.Href}\">{page.Title.Html}</a></li>\n"));
        return $"<h1>Contents</h1>\n<ol class=\"pages\">\n{items}</ol>\n";
    }

    private static string Contents(Page page) => string.Concat(page.Headings.Where(h => h.Level is 2 or 3)
        .Select(h => $"<li class=\"level{h.Level}\"><a href=\"#{WebUtility.HtmlEncode(h.Id)}\">{h.Html}</a></li>\n"));

    private static string Around(Page[] pages, int i)
    {
        string previous = i > 0
            ? $"<a rel=\"prev\" href=\"{pages[i - 1].Href}\">← {pages[i - 1].Title.Html}</a>"
            : "<a href=\"index.html\">← Contents</a>";
        string next = i + 1 < pages.Length
            ? $"<a rel=\"next\" href=\"{pages[i + 1].Href}\">{pages[i + 1].Title.Html} →</a>" : "";
        return $"<nav class=\"around\">{previous}{next}</nav>";
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
