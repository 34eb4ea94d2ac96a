using System.Net;
using System.Text;
using Attention.NotebookRunner.Documents;
using Attention.Shared;

namespace Attention.NotebookRunner.Site;

/// <summary>Writes the readable site: a page per notebook, an index, one style sheet, one script. Plain files that open from the disk.</summary>
internal static class SiteWriter
{
    private const string PlotlyCdn = "https://cdn.plot.ly/plotly-3.0.1.min.js";
    private const string PlotlyFile = "plotly.min.js";

    /// <summary>Writes all pages. A <paramref name="plotly"/>.js is laid beside them; without one they ask the network for it, and stay static where there is none.</summary>
    /// <returns>The path of the index.</returns>
    public static string Write(IReadOnlyList<NotebookDocument> notebooks, string folder, string? plotly)
    {
        folder = Path.GetFullPath(folder);
        foreach (string asset in new[] { "site.css", "site.js" })
        {
            using Stream resource = typeof(SiteWriter).Assembly.GetManifestResourceStream(asset)!;
            using var copy = new MemoryStream();
            resource.CopyTo(copy);
            AtomicFile.Write(Path.Combine(folder, asset), copy.ToArray());
        }
        if (plotly is not null)
        {
            AtomicFile.Write(Path.Combine(folder, PlotlyFile), File.ReadAllBytes(plotly));
        }
        Dictionary<string, string> pages = notebooks.ToDictionary(n => n.Path, n => n.Name + ".html");
        for (int i = 0; i < notebooks.Count; i++)
        {
            NotebookDocument notebook = notebooks[i];
            var markdown = new MarkdownPage(url => Link(url, notebook.Path, folder, pages));
            string body = ChapterPage.Body(notebook, markdown);
            string script = ChapterPage.HasCharts(notebook) ? $"<script async src=\"{(plotly is null ? PlotlyCdn : PlotlyFile)}\"></script>\n" : "";
            string around = Around(notebooks, i);
            string contents = string.Concat(markdown.Headings.Where(h => h.Level is 2 or 3)
                .Select(h => $"<li class=\"level{h.Level}\"><a href=\"#{WebUtility.HtmlEncode(h.Id)}\">{WebUtility.HtmlEncode(h.Text)}</a></li>\n"));
            Save(pages[notebook.Path], notebook.Title, script, $"""
                <nav class="contents"><details open><summary>Contents</summary>
                <p><a href="index.html">All chapters</a></p>
                <ul>
                {contents}</ul></details></nav>
                <main>
                {around}
                {body}
                {around}
                </main>
                """);
        }
        Save("index.html", "Contents", "", $"<main class=\"index\">\n{Index(notebooks, folder, pages)}</main>");
        return Path.Combine(folder, "index.html");

        void Save(string name, string title, string head, string body) => AtomicFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <link rel="stylesheet" href="site.css">
            <script src="site.js"></script>
            {head}</head>
            <body>
            {body}
            </body>
            </html>

            """.ReplaceLineEndings("\n")));
    }

    /// <summary>The list of pages and, where the notebooks' folder has one, its README: the map of the course.</summary>
    private static string Index(IReadOnlyList<NotebookDocument> notebooks, string folder, Dictionary<string, string> pages)
    {
        string items = string.Concat(notebooks.Select(n => $"<li><a href=\"{Href(n.Name)}.html\">{WebUtility.HtmlEncode(n.Title)}</a></li>\n"));
        string? readme = notebooks.Count == 0 ? null : Path.Combine(Path.GetDirectoryName(notebooks[0].Path)!, "README.md");
        return readme is not null && File.Exists(readme)
            ? new MarkdownPage(url => Link(url, readme, folder, pages)).ToHtml(File.ReadAllText(readme))
            : $"<h1>Contents</h1>\n<ol class=\"pages\">\n{items}</ol>\n";
    }

    private static string Around(IReadOnlyList<NotebookDocument> notebooks, int i)
    {
        string previous = i > 0 ? $"<a rel=\"prev\" href=\"{Href(notebooks[i - 1].Name)}.html\">← {WebUtility.HtmlEncode(notebooks[i - 1].Title)}</a>" : "<a href=\"index.html\">← Contents</a>";
        string next = i + 1 < notebooks.Count ? $"<a rel=\"next\" href=\"{Href(notebooks[i + 1].Name)}.html\">{WebUtility.HtmlEncode(notebooks[i + 1].Title)} →</a>" : "";
        return $"<nav class=\"around\">{previous}{next}</nav>";
    }

    /// <summary>A link of a notebook, as it leads from the page: to the other page, or to the file where it lies.</summary>
    private static string Link(string url, string from, string folder, Dictionary<string, string> pages)
    {
        int cut = url.IndexOfAny(['#', '?']);
        string path = cut < 0 ? url : url[..cut];
        if (path.Length == 0 || path.Contains(':', StringComparison.Ordinal) || path.StartsWith('/'))
        {
            return url;
        }
        string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, Uri.UnescapeDataString(path)));
        string rest = url[path.Length..];
        return pages.TryGetValue(target, out string? page) ? Href(page) + rest
            : Path.Exists(target) ? string.Join('/', Path.GetRelativePath(folder, target).Split(Path.DirectorySeparatorChar).Select(Href)) + rest
            : url;
    }

    private static string Href(string name) => Uri.EscapeDataString(name);
}
