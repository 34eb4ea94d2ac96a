using System.Net;

namespace Attention.NotebookRunner.Site;

/// <summary>
/// HTML of an output that needs its own script or style. It stands in a frame of an origin of its own, which reaches
/// neither the page, nor its storage, nor the network.
/// </summary>
internal static class Frame
{
    public const string Policy =
        "default-src 'none'; img-src data:; font-src data:; media-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    /// <summary>Tells the page how high the content is; site.js takes it as a number and as nothing else.</summary>
    private const string Height =
        "<script>new ResizeObserver(()=>parent.postMessage(document.documentElement.scrollHeight,'*')).observe(document.documentElement)</script>";

    public static string Of(string html) => Element($"srcdoc=\"{WebUtility.HtmlEncode(Document(html))}\"");

    /// <summary>The page inside the frame.</summary>
    public static string Document(string html) =>
        $"<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">{Height}{html}";

    /// <summary>The frame.</summary>
    /// <param name="source">The attribute that says what it holds.</param>
    public static string Element(string source) =>
        $"<iframe class=\"out frame\" title=\"Output\" sandbox=\"allow-scripts\" loading=\"lazy\" {source}></iframe>\n"
        + "<p class=\"note\">This output brings a script or a style of its own. It is shown apart from the page, without network.</p>\n";
}
