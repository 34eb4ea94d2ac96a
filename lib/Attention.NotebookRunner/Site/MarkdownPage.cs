using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Attention.NotebookRunner.Documents;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// Markdown as clean HTML: formulas as MathML, C# in colours, links as they lead from the page, pictures inside it.
/// Gathers the headings of one page.
/// </summary>
/// <param name="link">A link's address as the page needs it.</param>
/// <param name="images">Where pictures come from; null leaves their addresses as they are.</param>
internal sealed partial class MarkdownPage(Func<string, string> link, ImageSource? images = null)
{
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<string, int> _lastOf = [];
    private readonly List<Heading> _headings = [];

    public IReadOnlyList<Heading> Headings => _headings;

    /// <param name="markdown">The text.</param>
    /// <param name="attachments">Pictures that a notebook's cell brings.</param>
    /// <param name="isWholePage">Whether its highest heading is the page's title, of the first level.</param>
    public string ToHtml(string markdown, JsonObject? attachments = null, bool isWholePage = false)
    {
        var placeholders = new Placeholders();
        var found = new List<HeadingBlock>();
        if (Rendered(markdown, placeholders, found, isWholePage) is not { } html
            || SafeHtml.Clean(html) is not (IElement body, _))
        {
            return $"<pre class=\"code\"><code>{WebUtility.HtmlEncode(markdown)}</code></pre>\n"; // nested too deeply
        }
        foreach (IElement anchor in body.QuerySelectorAll("a[href]"))
        {
            anchor.SetAttribute("href", link(anchor.GetAttribute("href")!));
        }
        PagePictures.Resolve(body, images, attachments);
        foreach (HeadingBlock heading in found)
        {
            string id = heading.GetAttributes().Id!;
            IElement? element = body.QuerySelectorAll("h1,h2,h3,h4,h5,h6").FirstOrDefault(e => e.Id == id);
            string inner = element is null ? "" : placeholders.Fill(WithoutLinks(element));
            _headings.Add(new Heading(heading.Level, id, PlainText(inner), inner));
        }
        return placeholders.Fill(body.InnerHtml);
    }

    private string? Rendered(
        string markdown, Placeholders placeholders, List<HeadingBlock> headings, bool isWholePage)
    {
        if (MarkdownForm.Parse(markdown) is not { } document)
        {
            return null;
        }
        foreach (HeadingBlock heading in document.Descendants<HeadingBlock>())
        {
            heading.GetAttributes().Id = Unique(heading.GetAttributes().Id ?? "section");
            headings.Add(heading);
        }
        int tooLow = isWholePage && headings.Count > 0 ? headings.Min(heading => heading.Level) - 1 : 0;
        headings.ForEach(heading => heading.Level -= tooLow);
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        MarkdownForm.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new MathInlineRenderer(placeholders));
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new MathBlockRenderer(placeholders));
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new CodeRenderer(placeholders));
        renderer.Render(document);
        return writer.ToString();
    }

    private string Unique(string id)
    {
        string unique = id;
        int last = _lastOf.GetValueOrDefault(id, 1);
        while (!_ids.Add(unique))
        {
            unique = $"{id}-{++last}";
        }
        _lastOf[id] = last;
        return unique;
    }

    /// <summary>A heading is itself shown inside a link.</summary>
    private static string WithoutLinks(IElement heading)
    {
        var copy = (IElement)heading.Clone(deep: true);
        foreach (IElement element in copy.QuerySelectorAll("*").ToArray())
        {
            element.RemoveAttribute("id");
            if (element.LocalName is "a")
            {
                element.Replace([.. element.ChildNodes]);
            }
            else if (element.LocalName is "img" or "input" or "details" or "summary")
            {
                element.Remove();
            }
        }
        return copy.InnerHtml.Trim();
    }

    private static string PlainText(string html) =>
        WebUtility.HtmlDecode(Tags().Replace(Annotations().Replace(html, ""), "")).Trim();

    [GeneratedRegex("<annotation.*?</annotation>", RegexOptions.Singleline)]
    private static partial Regex Annotations();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    private sealed class MathInlineRenderer(Placeholders placeholders) : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj)
        {
            string tex = obj.Content.ToString();
            if (renderer.EnableHtmlForInline)
            {
                renderer.Write(placeholders.Add(TexMath.ToHtml(tex, display: obj.DelimiterCount > 1)));
            }
            else
            {
                renderer.WriteEscape(tex); // inside the text that stands for a picture
            }
        }
    }

    private sealed class MathBlockRenderer(Placeholders placeholders) : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) => renderer.EnsureLine()
            .Write(placeholders.Add(TexMath.ToHtml(obj.Lines.ToString(), display: true))).EnsureLine();
    }

    private sealed class CodeRenderer(Placeholders placeholders) : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock obj)
        {
            string code = obj.Lines.ToString();
            bool isCSharp = obj is FencedCodeBlock { Info: "csharp" or "cs" or "c#" };
            string html = isCSharp ? CSharpColors.ToHtml(code) : WebUtility.HtmlEncode(code);
            renderer.EnsureLine().Write(placeholders.Add($"<pre class=\"code\"><code>{html}</code></pre>"))
                .EnsureLine();
        }
    }
}
