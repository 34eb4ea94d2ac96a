using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Attention.NotebookRunner.Documents;

/// <summary>
/// Refuses styles whose brackets are nested so deeply that their parser, which recurses per level, would overflow the
/// stack or take minutes.
/// </summary>
internal static class CssNesting
{
    private const int Deepest = 50;

    /// <summary>Looks into all styles of a page. One without styles, as most outputs are, is not parsed.</summary>
    public static bool IsTooDeep(string html) =>
        html.Contains("style", StringComparison.OrdinalIgnoreCase) && IsTooDeep(new HtmlParser().ParseDocument(html));

    /// <summary>Looks into a document and into the templates in it.</summary>
    private static bool IsTooDeep(IParentNode part) =>
        part.QuerySelectorAll("style").Any(style => HasDeepBrackets(style.TextContent))
        || part.QuerySelectorAll("[style]").Any(element => HasDeepBrackets(element.GetAttribute("style")!))
        || part.QuerySelectorAll("template").OfType<IHtmlTemplateElement>().Any(one => IsTooDeep(one.Content));

    private static bool HasDeepBrackets(string css)
    {
        int depth = 0;
        foreach (char c in css)
        {
            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' && depth > 0 ? -1 : 0;
            if (depth > Deepest)
            {
                return true;
            }
        }
        return false;
    }
}
