using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;

namespace Attention.Notebooks.Tests;

/// <summary>The headings of a page or notebook, by the ids under which links reach them.</summary>
internal static class MarkdownHeadings
{
    public static HashSet<string> Of(string path)
    {
        var page = new MarkdownPage(url => url);
        IEnumerable<string> texts = path.EndsWith(".ipynb", StringComparison.Ordinal)
            ? NotebookDocument.Read(path, path).Markdown().Select(cell => cell.Source)
            : [File.ReadAllText(path)];
        foreach (string text in texts)
        {
            page.ToHtml(text);
        }
        return [.. page.Headings.Select(heading => heading.Id)];
    }
}
