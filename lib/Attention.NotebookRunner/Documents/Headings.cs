using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Attention.NotebookRunner.Documents;

/// <summary>The headings of markdown, as plain text.</summary>
internal static class Headings
{
    public static IEnumerable<(int Level, string Text)> Of(Cell cell) => cell.Type != "markdown"
        ? []
        : MarkdownForm.Parse(cell.Source)?.Descendants<HeadingBlock>().Select(heading => (heading.Level, Text(heading)))
            ?? [];

    /// <summary>The text of a heading without marks and tags. A formula gives its source.</summary>
    public static string Text(HeadingBlock heading) => heading.Inline is null
        ? ""
        : string.Concat(heading.Inline.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            MathInline math => math.Content.ToString(),
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            LineBreakInline => " ",
            _ => "",
        })).Trim();
}
