using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>The body of one notebook's page.</summary>
internal static partial class ChapterPage
{
    public static string Body(NotebookDocument notebook, MarkdownPage markdown)
    {
        var html = new StringBuilder();
        foreach (Cell cell in notebook.Cells)
        {
            string id = WebUtility.HtmlEncode("cell-" + cell.Id);
            html.Append(cell.Type switch
            {
                "markdown" => $"<section class=\"text\">\n{markdown.ToHtml(cell.Source)}</section>\n",
                "code" when cell.Has("exercise") => $"<details open class=\"cell exercise\" id=\"{id}\"><summary>Exercise</summary>\n{Code(cell)}</details>\n",
                "code" => $"<section class=\"cell\" id=\"{id}\">\n{Code(cell)}</section>\n",
                _ => "",
            });
        }
        return html.ToString();
    }

    public static bool HasCharts(NotebookDocument notebook) =>
        notebook.Cells.Where(c => c.Type == "code").SelectMany(c => c.Outputs).Any(o => o?["data"]?["application/vnd.plotly.v1+json"] is not null);

    private static string Code(Cell cell)
    {
        string code = cell.Language == "csharp" ? CSharpColors.ToHtml(cell.Source) : WebUtility.HtmlEncode(cell.Source);
        string note = cell.Has("volatile") ? "<p class=\"note\">This result depends on the computer: yours may show another.</p>\n"
            : cell.Has("optional") && cell.Outputs.Count == 0 ? "<p class=\"note\">Optional: this cell needs a package that was not at hand here. Run it in VS Code or Jupyter.</p>\n"
            : cell.Has("raises-exception") ? "<p class=\"note\">This cell is meant to fail.</p>\n" : "";
        return $"<pre class=\"code\"><code>{code}</code></pre>\n{note}{string.Concat(cell.Outputs.Select(Output))}";
    }

    private static string Output(JsonNode? output) => (string?)output?["output_type"] switch
    {
        "stream" => $"<pre class=\"out {((string?)output["name"] == "stderr" ? "err" : "")}\">{Escaped(output["text"])}</pre>\n",
        "error" => $"<pre class=\"out fail\"><b>{Escaped(output["ename"])}</b>\n{WebUtility.HtmlEncode(Plain(string.Join('\n', (output["traceback"] as JsonArray ?? []).Select(l => (string?)l))))}</pre>\n",
        "display_data" or "execute_result" => Data(output["data"]),
        _ => "",
    };

    /// <summary>The richest form a page can show.</summary>
    private static string Data(JsonNode? data) =>
        data?["text/html"] is { } html ? $"<div class=\"out rich\">{Cell.Joined(html)}</div>\n"
        : data?["image/svg+xml"] is { } svg ? $"<div class=\"out rich\"><img alt=\"\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Cell.Joined(svg) ?? ""))}\"></div>\n"
        : data?["image/png"] is { } png ? $"<div class=\"out rich\"><img alt=\"\" src=\"data:image/png;base64,{WebUtility.HtmlEncode(Cell.Joined(png)?.Trim())}\"></div>\n"
        : $"<pre class=\"out\">{Escaped(data?["text/plain"])}</pre>\n";

    private static string Escaped(JsonNode? text) => WebUtility.HtmlEncode(Plain(Cell.Joined(text) ?? ""));

    private static string Plain(string text) => TerminalColors().Replace(text, "");

    [GeneratedRegex(@"\x1b\[[0-9;]*[A-Za-z]")]
    private static partial Regex TerminalColors();
}
