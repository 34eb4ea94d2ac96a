using System.Net;
using System.Text.Json.Nodes;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>The outputs of a cell as HTML, each in the richest form that a page can show safely.</summary>
/// <param name="link">A link's address as the page needs it.</param>
/// <param name="images">Where pictures come from.</param>
/// <param name="frame">Shows HTML that needs a script of its own.</param>
internal sealed class OutputHtml(Func<string, string> link, ImageSource images, Func<string, string> frame)
{
    public string Of(JsonNode? output) => Cell.Text(output!["output_type"]) switch
    {
        "stream" => Text(Cell.Joined(output["text"]), Cell.Text(output["name"]) == "stderr" ? "out err" : "out"),
        "error" => Error(output),
        _ => Data(output["data"]!.AsObject(), output["metadata"] as JsonObject ?? []),
    };

    private static string Error(JsonNode output)
    {
        string trace = string.Join('\n', output["traceback"]!.AsArray().Select(Cell.Text));
        string name = WebUtility.HtmlEncode(Cell.Text(output["ename"])!);
        string text = TerminalText.ToHtml(trace.Length > 0 ? trace : Cell.Text(output["evalue"])!);
        return $"<pre class=\"out fail\"><b>{name}</b>\n{text}</pre>\n";
    }

    private string Data(JsonObject data, JsonObject metadata)
    {
        if (PredictionField.Of(data) is { } question)
        {
            return question;
        }
        if (DisplayFigure.Of(data) is { } figure)
        {
            return figure;
        }
        if (PlotlyOutput.Of(data) is { } chart)
        {
            return chart.ToHtml();
        }
        if (Cell.Joined(data["text/html"]) is { } html)
        {
            return Html(html);
        }
        foreach ((string mimeType, JsonNode? content) in data)
        {
            if (ImageSource.IsShown(mimeType) && ImageSource.OfOutput(mimeType, Cell.Joined(content)!) is { } address)
            {
                return Picture(address, Cell.Joined(data["text/plain"]), metadata[mimeType] as JsonObject);
            }
        }
        return Cell.Joined(data["text/markdown"]) is { } markdown
                ? $"<div class=\"out rich\">{new MarkdownPage(link, images).ToHtml(markdown)}</div>\n"
            : Cell.Joined(data["text/latex"]) is { } tex ? Formula(tex)
            : data.FirstOrDefault(d => NotebookForm.IsJson(d.Key)) is { Key: not null } json
                ? Text(NotebookJson.Write(json.Value).TrimEnd(), "out")
            : Cell.Joined(data["text/plain"]) is { } plain ? Text(plain, "out")
            : Unknown(data);
    }

    /// <summary>HTML that is whole when it is cleaned stands in the page; what needs more stands in a frame.</summary>
    private string Html(string html)
    {
        if (SafeHtml.Clean(html) is not var (body, isWhole))
        {
            return Text(html, "out"); // nested too deeply
        }
        if (!isWhole)
        {
            return frame(html);
        }
        foreach (AngleSharp.Dom.IElement element in body.QuerySelectorAll("[id]"))
        {
            element.RemoveAttribute("id"); // it would be a second one, when two outputs hold the same
        }
        PagePictures.Resolve(body, images, null);
        return $"<div class=\"out rich\">{body.InnerHtml}</div>\n";
    }

    private static string Picture(string address, string? alt, JsonObject? size)
    {
        string Size(string name) =>
            size?[name] is JsonValue value && value.TryGetValue(out int pixels) && pixels is > 0 and < 10_000
                ? $" {name}=\"{pixels}\"" : "";
        string text = WebUtility.HtmlEncode(Printable.Line(alt ?? "", 200));
        return $"<div class=\"out rich\"><img alt=\"{text}\"{Size("width")}{Size("height")} src=\"{WebUtility.HtmlEncode(address)}\"></div>\n";
    }

    private static string Formula(string tex)
    {
        tex = tex.Trim();
        foreach ((string open, string close) in new[] { ("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$") })
        {
            bool isWrapped = tex.Length >= open.Length + close.Length
                && tex.StartsWith(open, StringComparison.Ordinal) && tex.EndsWith(close, StringComparison.Ordinal);
            if (isWrapped)
            {
                tex = tex[open.Length..^close.Length];
                break;
            }
        }
        return $"<div class=\"out rich\">{TexMath.ToHtml(tex.Replace("\\displaystyle", "", StringComparison.Ordinal), display: true)}</div>\n";
    }

    private static string Text(string? text, string kind) =>
        $"<pre class=\"{kind}\">{TerminalText.ToHtml(text ?? "")}</pre>\n";

    private static string Unknown(JsonObject data)
    {
        string types = data.Count == 0 ? "no content" : string.Join(", ", data.Select(d => d.Key));
        string shown = WebUtility.HtmlEncode(Printable.Line(types, 200));
        return $"<p class=\"note\">An output that a page cannot show: {shown}. A notebook editor may.</p>\n";
    }
}
