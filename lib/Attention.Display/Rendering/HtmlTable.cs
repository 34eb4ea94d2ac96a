using System.Text;
using Attention.Display.Model;

namespace Attention.Display.Rendering;

/// <summary>
/// A table for a web page, in the colours of the page. A wide one scrolls: its row names stay, and a shade at its edge
/// shows that there is more.
/// </summary>
internal static class HtmlTable
{
    /// <summary>The page's own background in VS Code, JupyterLab, the course's site, and elsewhere.</summary>
    private const string Page =
        "var(--vscode-notebook-editorBackground,var(--jp-layout-color0,var(--page,Canvas)))";

    private const string Line = "border:0;border-bottom:1px solid rgba(128,128,128,.35)";

    /// <summary>
    /// A shade stays at each side. A cover that scrolls with the table hides the shade where the table ends.
    /// </summary>
    private const string Edges =
        "background:linear-gradient(90deg," + Page + " 40%,transparent) 0 0/48px 100% no-repeat local,"
        + "linear-gradient(270deg," + Page + " 40%,transparent) 100% 0/48px 100% no-repeat local,"
        + "linear-gradient(90deg,rgba(128,128,128,.55),transparent) 0 0/14px 100% no-repeat scroll,"
        + "linear-gradient(270deg,rgba(128,128,128,.55),transparent) 100% 0/14px 100% no-repeat scroll";

    public static string Of(NumberTable table)
    {
        var html = new StringBuilder();
        if (table.Title.Length > 0)
        {
            html.Append($"<div style=\"margin:8px 0 2px\"><b>{Marked(table.Title)}</b></div>");
        }

        html.Append($"<div tabindex=\"0\" style=\"overflow-x:auto;max-width:100%;{Edges}\">")
            .Append($"<table aria-label=\"{Escape.Html(table.Title)}\" class=\"attention-table\"")
            .Append(" style=\"display:table;width:auto;border-collapse:collapse;margin:4px 0 8px;background:none;")
            .Append("font-variant-numeric:tabular-nums\">");
        html.Append($"<thead><tr><td style=\"{Line};{RowName}\"></td>");
        foreach (Label name in table.Columns.Take(table.ShownColumns))
        {
            html.Append(
                $"<th scope=\"col\" style=\"{Line};text-align:right;padding:3px 10px\">{Name(name, "<br>")}</th>");
        }

        html.Append("</tr></thead><tbody>");
        for (int i = 0; i < table.ShownRows; i++)
        {
            html.Append($"<tr><th scope=\"row\" style=\"{Line};{RowName}\">{Name(table.Rows[i], " ")}</th>");
            for (int j = 0; j < table.ShownColumns; j++)
            {
                string cell = Escape.Html(table.Cell(i, j));
                html.Append($"<td style=\"{Line};text-align:right;padding:3px 10px;white-space:nowrap\">{cell}</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table></div>");
        return html.Append(table.Omitted.Length > 0
            ? $"<p style=\"margin:0 0 8px;font-size:.9em;opacity:.8\">{Escape.Html(table.Omitted)}</p>" : "")
                .ToString();
    }

    /// <summary>The numbers of a picture: a table without lines, which takes few bytes.</summary>
    public static string Plain(NumberTable table)
    {
        var html = new StringBuilder("<div tabindex=\"0\" style=\"overflow-x:auto;max-width:100%\">");
        html.Append(table.Title.Length > 0 ? $"<p style=\"margin:6px 0 0\">{Marked(table.Title)}</p>" : "")
            .Append(
                "<table cellpadding=\"3\" style=\"display:table;width:auto;font-size:.85em;text-align:right\"><tr><td></td>");
        html.AppendJoin(
            "", table.Columns.Take(table.ShownColumns)
            .Select(name => $"<th scope=\"col\">{Marked(name.OneLine())}</th>"));
        for (int i = 0; i < table.ShownRows; i++)
        {
            html.Append($"</tr><tr><th scope=\"row\">{Marked(table.Rows[i].OneLine())}</th>");
            html.AppendJoin(
                "", Enumerable.Range(0, table.ShownColumns).Select(j => $"<td>{Escape.Html(table.Cell(i, j))}</td>"));
        }

        return html.Append($"</tr></table></div>{Escape.Html(table.Omitted)}").ToString();
    }

    private static string RowName => $"text-align:left;padding:3px 10px 3px 0;position:sticky;left:0;background:{Page}";

    private static string Name(Label label, string between) => Marked(label.Text) + (label.Gloss?.Length > 0
        ? $"{between}<span style=\"font-weight:400;opacity:.75\">{Marked(label.Gloss)}</span>" : "");

    private static string Marked(string text) => Subscripts.ToMarkup(text, Escape.Html);
}
