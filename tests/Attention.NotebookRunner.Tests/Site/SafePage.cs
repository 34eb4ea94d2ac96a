using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Tests;

/// <summary>The page of a notebook, and what must hold for every page.</summary>
internal sealed class SafePage : IDisposable
{
    /// <summary>A picture of one pixel.</summary>
    public const string Pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    public TemporaryRepository Repository { get; } = new();

    public static JsonObject Cell(JsonObject output)
    {
        JsonObject cell = TemporaryRepository.Code("1");
        cell["outputs"] = new JsonArray(output);
        return cell;
    }

    public static IHtmlDocument Parse(string page) =>
        new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument(page);

    /// <summary>
    /// As a browser reads the page: no script but the page's own, and nothing that could run or load something.
    /// </summary>
    public static void AssertHarmless(string page)
    {
        IHtmlDocument document = Parse(page);
        foreach (IElement element in document.QuerySelectorAll("*"))
        {
            Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(element.Attributes, a =>
                a.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
            Assert.True(
                element.GetAttribute("href")?.TrimStart()
                .StartsWith("data:", StringComparison.OrdinalIgnoreCase) != true, "a link to data");
            Assert.DoesNotContain("url(", element.GetAttribute("style") ?? "", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("(?i)position: *(fixed|absolute)", element.GetAttribute("style") ?? "");
        }
        Assert.All(document.QuerySelectorAll("script"), script => Assert.True(
            script.GetAttribute("src") is "site.js" or "guess.js" or "control.js" or "wide.js" or "figure.js"
                or "explore.js" or "turn-arrows.js" or "drag-scores.js" or "walk-sentence.js" or "paint-mask.js"
                || script.GetAttribute("type") == "application/json"
                || script.GetAttribute("src")?.StartsWith("https://cdn.plot.ly/", StringComparison.Ordinal) == true,
            script.OuterHtml));
        Assert.All(
            document.QuerySelectorAll("iframe"), frame => Assert.Equal("allow-scripts", frame.GetAttribute("sandbox")));
        Assert.Empty(document.QuerySelectorAll(
            "main form, main object, main embed, main base, main meta, main link, main style, main svg, "
                + "main noscript, main template, main video, main [name], main [srcset], main .theme"));
    }

    public string Of(params JsonObject[] cells)
    {
        string path = Repository.Write("a", cells);
        new SiteWriter(Repository["site"], Repository.Root, new SiteOptions())
            .Write([NotebookDocument.Read(path, path)]);
        return File.ReadAllText(Repository["site", "a.html"], Encoding.UTF8);
    }

    public void Dispose() => Repository.Dispose();
}
