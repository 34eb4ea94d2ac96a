using System.Net;
using System.Text;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

internal static class SiteWriter
{
    /// <returns>The path of the index.</returns>
    public static string Write(IReadOnlyList<NotebookDocument> notebooks, string folder)
    {
        var index = new StringBuilder("<!DOCTYPE html><meta charset=utf-8><ul>");
        foreach (NotebookDocument n in notebooks)
        {
            var page = new StringBuilder($"<!DOCTYPE html><meta charset=utf-8><title>{WebUtility.HtmlEncode(n.Title)}</title><body>");
            foreach (Cell c in n.Cells)
            {
                page.Append(c.Type == "markdown" ? Markdig.Markdown.ToHtml(c.Source) : $"<pre>{WebUtility.HtmlEncode(c.Source)}</pre>");
                if (c.Type == "code")
                {
                    foreach (var o in c.Outputs)
                    {
                        page.Append(o?["data"]?["text/html"] is { } html ? Cell.Joined(html) : $"<pre>{WebUtility.HtmlEncode(Cell.Joined(o?["text"] ?? o?["traceback"] ?? o?["data"]?["text/plain"]))}</pre>");
                    }
                }
            }
            AtomicFile.Write(Path.Combine(folder, n.Name + ".html"), Encoding.UTF8.GetBytes(page.ToString()));
            index.Append($"<li><a href='{n.Name}.html'>{WebUtility.HtmlEncode(n.Title)}</a>");
        }
        string path = Path.GetFullPath(Path.Combine(folder, "index.html"));
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(index.ToString()));
        return path;
    }
}
