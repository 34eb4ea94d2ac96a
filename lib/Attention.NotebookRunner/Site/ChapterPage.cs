using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>The body of one notebook's page.</summary>
internal static class ChapterPage
{
    /// <summary>Around cells that give the answer to a question away.</summary>
    private const string Folded =
        "<details class=\"answer\"><summary>The answer<span>: guess first, or open it here</span></summary>\n";

    public static string Body(NotebookDocument notebook, MarkdownPage markdown, OutputHtml outputs)
    {
        var html = new StringBuilder();
        bool isFolded = false;
        foreach (Cell cell in notebook.Cells.Where(c => !c.Removes("cell")))
        {
            if (cell.Has("answer") != isFolded)
            {
                isFolded = !isFolded;
                html.Append(isFolded ? Folded : "</details>\n");
            }
            html.Append(cell.Type switch
            {
                "markdown" =>
                    $"<section class=\"text\">\n{markdown.ToHtml(cell.Source, cell.Json["attachments"] as JsonObject)}</section>\n",
                "code" => Code(cell, outputs),
                _ => $"<section class=\"cell\"><pre class=\"out\">{WebUtility.HtmlEncode(cell.Source)}</pre></section>\n",
            });
        }
        return html.Append(isFolded ? "</details>\n" : "").ToString();
    }

    private static string Code(Cell cell, OutputHtml outputs)
    {
        string code = cell.Language == KernelLanguage.CSharp ? CSharpColors.ToHtml(cell.Source)
            : WebUtility.HtmlEncode(cell.Source);
        string input = cell.Removes("input") ? "" : $"<pre class=\"code\"><code>{code}</code></pre>\n";
        string shown = cell.Removes("output") ? "" : string.Concat(Streams.Joined(cell.Outputs).Select(outputs.Of));
        string id = WebUtility.HtmlEncode("cell-" + cell.Id);
        string content = input + Note(cell) + shown;
        return cell.Has("exercise")
            ? $"<details open class=\"cell exercise\" id=\"{id}\"><summary>Exercise</summary>\n{content}</details>\n"
            : $"<section class=\"cell{(cell.Has("prediction") ? " asks" : "")}\" id=\"{id}\">\n{content}</section>\n";
    }

    private static string Note(Cell cell)
    {
        // The box of a question shows no result yet; the cell of its answer has the note.
        string? note = cell.Has("volatile") && !cell.Has("prediction") && cell.Outputs.Count > 0
                ? "This result depends on the computer: yours may show another."
            : cell.Has("optional") && cell.Outputs.Count == 0
                ? "Optional: this cell needs a package that was not at hand here. Run it in VS Code or Jupyter."
            : cell.Has("raises-exception") ? "This cell is meant to fail."
            : null;
        return note is null ? "" : $"<p class=\"note\">{note}</p>\n";
    }
}
