using System.Net;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Attention.NotebookRunner.Site;

/// <summary>A section that the table of contents names.</summary>
internal sealed record Heading(int Level, string Id, string Text);

/// <summary>Markdown as HTML: formulas as MathML, C# in colours, links as they lead from the page. Gathers the headings of one page.</summary>
internal sealed class MarkdownPage(Func<string, string> link)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseEmphasisExtras().UseFootnotes().UseAutoLinks().UseTaskLists().UseMathematics().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private readonly HashSet<string> _ids = [];
    private readonly List<Heading> _headings = [];

    public IReadOnlyList<Heading> Headings => _headings;

    public string ToHtml(string markdown)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (HeadingBlock heading in document.Descendants<HeadingBlock>())
        {
            string id = Unique(heading.GetAttributes().Id ?? "section");
            heading.GetAttributes().Id = id;
            _headings.Add(new Heading(heading.Level, id, PlainText(heading.Inline!)));
        }
        foreach (LinkInline target in document.Descendants<LinkInline>().Where(l => l.Url is not null))
        {
            target.Url = link(target.Url!);
        }
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new MathInlineRenderer());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new MathBlockRenderer());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new CodeRenderer());
        renderer.Render(document);
        return writer.ToString();
    }

    private string Unique(string id)
    {
        string unique = id;
        for (int n = 2; !_ids.Add(unique); n++)
        {
            unique = $"{id}-{n}";
        }
        return unique;
    }

    private static string PlainText(ContainerInline inline) => string.Concat(inline.Descendants().Select(i => i switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        MathInline math => math.Content.ToString(),
        _ => "",
    }));

    private sealed class MathInlineRenderer : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) => renderer.Write(TexMath.ToHtml(obj.Content.ToString(), display: obj.DelimiterCount > 1));
    }

    private sealed class MathBlockRenderer : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) => renderer.EnsureLine().Write(TexMath.ToHtml(obj.Lines.ToString(), display: true)).EnsureLine();
    }

    private sealed class CodeRenderer : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock obj)
        {
            string code = obj.Lines.ToString();
            bool isCSharp = obj is FencedCodeBlock { Info: "csharp" or "cs" or "c#" };
            renderer.EnsureLine().Write("<pre class=\"code\"><code>").Write(isCSharp ? CSharpColors.ToHtml(code) : WebUtility.HtmlEncode(code)).Write("</code></pre>").EnsureLine();
        }
    }
}
