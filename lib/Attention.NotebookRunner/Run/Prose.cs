using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Run;

/// <summary>The checked numbers of a markdown cell, found in the text as a reader sees it.</summary>
internal sealed partial class Prose
{
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "li", "ul", "ol", "td", "th", "tr", "table", "blockquote", "details", "summary", "pre", "section",
        "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "figure", "figcaption",
    };

    private readonly StringBuilder _text = new();
    private readonly List<(int At, string Comment)> _comments = [];
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];
    private readonly string _source;

    private Prose(string source) => _source = source;

    public IReadOnlyList<ProseCheck> Checks { get; private set; } = [];

    /// <summary>Comments that are meant as checks and cannot be understood, a line each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What looks like a check and is none, a line each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public static Prose Read(Cell cell) => Read(cell.Source);

    public static Prose Read(string markdown)
    {
        var prose = new Prose(markdown);
        if (markdown.Contains('<', StringComparison.Ordinal))
        {
            string html = MarkdownForm.ToHtml(markdown);
            prose.Walk(new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + html).Body!);
            prose.Checks = prose.ToChecks();
        }
        return prose;
    }

    private void Walk(INode node)
    {
        foreach (INode child in node.ChildNodes)
        {
            switch (child)
            {
                case IComment comment:
                    Comment(comment.Data);
                    break;
                case IText text:
                    Text(text.Data, isCode: text.ParentElement?.LocalName == "code");
                    break;
                case IElement { LocalName: "script" or "style" or "template" }:
                    break;
                case IElement element when element.ClassList.Contains("math"):
                    _text.Append(Formula(element.TextContent));
                    break;
                case IElement element:
                    string around = Blocks.Contains(element.LocalName) || element.LocalName == "br" ? "\n" : "";
                    _text.Append(element.LocalName switch { "sup" => "^", "sub" => "_", _ => around });
                    Walk(element);
                    _text.Append(around);
                    break;
            }
        }
    }

    private void Comment(string data)
    {
        if (data.StartsWith('='))
        {
            _text.Append(NumberReading.Checked);
            _comments.Add((_text.Length, data));
        }
        else if (NearMissInComment().IsMatch(data) || (EndsInNumber() && EndsInFormat().IsMatch(data)))
        {
            _warnings.Add($"“<!--{Printable.Line(data, 40)}-->” is no check: write <!--= EXPRESSION -->");
        }
    }

    private bool EndsInNumber() => _text.Length > 0 && (char.IsAsciiDigit(_text[^1]) || _text[^1] == '%');

    private void Text(string text, bool isCode)
    {
        foreach (Match match in isCode ? [] : NearMissInText().Matches(text).AsEnumerable())
        {
            string found = Printable.Line(text[match.Index..], 40);
            (match.Value.StartsWith("<!--=", StringComparison.Ordinal) ? _problems : _warnings)
                .Add($"“{found}” is no check: write <!--= EXPRESSION -->");
        }
        _text.Append(text);
    }

    private ProseCheck[] ToChecks()
    {
        string text = _text.ToString();
        var checks = new List<ProseCheck>();
        int from = 0;
        foreach ((int at, string comment) in _comments)
        {
            string written = $"<!--{comment}-->";
            int found = _source.IndexOf(written, from, StringComparison.Ordinal);
            found = found < 0 ? _source.IndexOf(written, StringComparison.Ordinal) : found; // a footnote stands later
            if (found < 0)
            {
                _problems.Add($"“<!--{Printable.Line(comment, 40)}” is no check: it must end in -->");
                continue;
            }
            from = found + written.Length;
            int line = _source.AsSpan(0, found).Count('\n') + 1;
            // Cut this check's marker off; keep earlier markers, which end their numbers.
            var check = ProseCheck.Of(line, text[..(at - 1)], text[at..], comment[1..]);
            checks.Add(check);
            if (check.LacksPercent)
            {
                _warnings.Add(
                    $"line {line}: the text says percent, but {Printable.Line(check.Written, 60)} does not: "
                        + "multiply by 100, or use the format :P0");
            }
        }
        return [.. checks];
    }

    /// <summary>A formula as its number reads: without spacing commands and without the marks around it.</summary>
    private static string Formula(string tex) =>
        Spacing().Replace(tex, "").Replace("\\%", "%", StringComparison.Ordinal)
        .Replace("{,}", ",", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"\\[()\[\],;:! ]")]
    private static partial Regex Spacing();

    [GeneratedRegex(@"^([-–—−:\s]+=(?!=)|[-–—−:\s]*[＝﹦])\s*\S")]
    private static partial Regex NearMissInComment();

    [GeneratedRegex(@"\S\s+:[A-Za-z]\d{0,2}\s*$")]
    private static partial Regex EndsInFormat();

    [GeneratedRegex(@"<\s*(!\s*)?[-–—−]+\s*=")]
    private static partial Regex NearMissInText();
}
