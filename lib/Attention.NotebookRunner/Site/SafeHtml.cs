using AngleSharp.Css.Dom;
using AngleSharp.Dom;
using Attention.NotebookRunner.Documents;
using Ganss.Xss;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// The one place where HTML of a notebook is cleaned. What comes out holds no script, no handler, no frame, no form, no
/// style that could reach beyond its place, and no address but of the web, of mail and of the page itself.
/// </summary>
internal static class SafeHtml
{
    private static readonly string[] Tags =
    [
        "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center",
        "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption",
        "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "input", "ins",
        "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small",
        "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
        "tr", "tt", "u", "ul", "var", "wbr",
    ];

    /// <summary>Elements that go with all they hold. Of other unknown ones the text stays.</summary>
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "noscript", "template", "title",
        "head", "svg", "math", "audio", "video", "canvas", "textarea", "select", "button", "form", "xmp", "plaintext",
        "noembed",
    };

    private static readonly string[] Attributes =
    [
        "align", "alt", "cite", "class", "color", "colspan", "datetime", "dir", "headers", "height", "href", "id",
        "lang", "open", "reversed", "role", "rowspan", "scope", "span", "src", "start", "style", "title", "valign",
        "value", "width", "type", "checked", "disabled", "tabindex", "aria-label", "cellpadding",
    ];

    private static readonly string[] Styles =
    [
        "align-items", "background", "background-attachment", "background-clip", "background-color",
        "background-image", "background-origin", "background-position", "background-position-x",
        "background-position-y", "background-repeat", "background-repeat-x", "background-repeat-y",
        "background-size", "column-gap", "cursor", "flex", "flex-basis", "flex-grow", "flex-shrink", "flex-wrap",
        "gap", "left", "position", "row-gap", "border", "border-bottom", "border-bottom-color", "border-bottom-style",
        "border-bottom-width", "border-collapse", "border-color", "border-left", "border-left-color",
        "border-left-style", "border-left-width", "border-radius", "border-top-left-radius",
        "border-top-right-radius", "border-bottom-left-radius", "border-bottom-right-radius", "border-right",
        "border-right-color",
        "border-right-style", "border-right-width", "border-spacing", "border-style", "border-top", "border-top-color",
        "border-top-style", "border-top-width", "border-width", "break-inside", "caption-side", "color", "display",
        "font", "font-family", "font-size", "font-style", "font-variant", "font-variant-numeric", "font-weight",
        "height", "letter-spacing", "line-height", "list-style", "list-style-type", "margin", "margin-bottom",
        "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "opacity",
        "overflow", "overflow-x", "overflow-y", "padding", "padding-bottom", "padding-left", "padding-right",
        "padding-top", "text-align", "text-decoration", "text-indent", "vertical-align", "white-space", "width",
    ];

    /// <summary>
    /// Classes of markdown's own and of this project's outputs. Others could imitate parts of the page.
    /// </summary>
    private static readonly HashSet<string> Classes =
    [
        "footnotes", "footnote-ref", "footnote-back-ref", "contains-task-list", "task-list-item", "attention-table",
        "attention-feedback", "attention-figure", "attention-panels", "attention-panel", "attention-twin",
        "attention-caption", "attention-picture",
    ];

    /// <summary>Cleans HTML. Null where it is nested too deeply to be read.</summary>
    /// <returns>The element that holds it, and whether something that could be seen, or could act, was left
    /// out.</returns>
    public static (IElement Body, bool IsWhole)? Clean(string html)
    {
        if (HtmlNesting.IsTooDeep(html) || CssNesting.IsTooDeep(html))
        {
            return null;
        }
        bool isWhole = true;
        HtmlSanitizer sanitizer = New();
        sanitizer.RemovingTag += (_, removed) =>
        {
            isWhole = false;
            if (Dropped.Contains(removed.Tag.LocalName))
            {
                removed.Tag.TextContent = "";
            }
        };
        sanitizer.RemovingAttribute += (_, removed) =>
            isWhole &= removed.Attribute.Name.StartsWith("data-", StringComparison.Ordinal)
                || removed.Attribute.Name == "border";
        sanitizer.RemovingStyle += (_, _) => isWhole = false;
        IElement body = sanitizer.SanitizeDom(html).Body!;
        foreach (IElement element in body.QuerySelectorAll("*").ToArray())
        {
            Restrict(element);
            bool isEmpty = string.IsNullOrWhiteSpace(element.TextContent) && element.QuerySelector("img") is null;
            if (element.LocalName == "th" && isEmpty)
            {
                AsPlainCell(element);
            }
        }
        return (body, isWhole);
    }

    /// <summary>The empty corner of a table would be announced as the header of its row or column.</summary>
    private static void AsPlainCell(IElement header)
    {
        IElement cell = header.Owner!.CreateElement("td");
        foreach (IAttr attribute in header.Attributes.Where(attribute => attribute.Name != "scope"))
        {
            cell.SetAttribute(attribute.Name, attribute.Value);
        }
        cell.Append([.. header.ChildNodes]);
        header.Replace(cell);
    }

    private static HtmlSanitizer New() => new(new HtmlSanitizerOptions
    {
        AllowedTags = Tags.ToHashSet(StringComparer.OrdinalIgnoreCase),
        AllowedAttributes = Attributes.ToHashSet(StringComparer.OrdinalIgnoreCase),
        AllowedCssProperties = Styles.ToHashSet(StringComparer.OrdinalIgnoreCase),
        AllowedSchemes =
            new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto", "data", "attachment" },
        UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src", "cite" },
    })
    {
        KeepChildNodes = true,
    };

    private static void Restrict(IElement element)
    {
        foreach (string name in element.ClassList.Where(name => !Classes.Contains(name)).ToArray())
        {
            element.ClassList.Remove(name);
        }
        if (element.ClassList.Length == 0)
        {
            element.RemoveAttribute("class");
        }
        if (element.GetAttribute("style")?.Contains("url", StringComparison.OrdinalIgnoreCase) == true)
        {
            element.RemoveAttribute("style"); // could load an external resource
        }
        if (element.GetStyle()?.GetPropertyValue("position") is { Length: > 0 } position
            and not ("relative" or "sticky"))
        {
            element.RemoveAttribute("style"); // could cover the page
        }
        if (element.GetAttribute("tabindex") is not (null or "0"))
        {
            element.RemoveAttribute("tabindex"); // would change the tab order
        }
        if (element.LocalName == "input" && element.GetAttribute("type") != "checkbox")
        {
            element.Remove();
        }
        if (element.LocalName is not ("input" or "ol" or "li")) // type and value say how a list is numbered, too
        {
            Array.ForEach(["type", "checked", "disabled", "value"], name => element.RemoveAttribute(name));
        }
        bool isData =
            element.GetAttribute("href")?.TrimStart().StartsWith("data:", StringComparison.OrdinalIgnoreCase) == true;
        if (isData)
        {
            element.RemoveAttribute("href"); // data: URLs only for images
        }
    }
}
