using System.Net;
using System.Text;
using Attention.NotebookRunner.Documents;

namespace Attention.NotebookRunner.Site;

/// <summary>What stands around the content of every page: head, style and scripts.</summary>
internal sealed class PageLayout(string folder, SiteOptions options)
{
    private const string PlotlyCdn = "https://cdn.plot.ly/plotly-3.0.1.min.js";
    private const string PlotlyFile = "plotly.min.js";

    private static readonly string[] Scripts =
    [
        "site.js", "guess.js", "control.js", "wide.js", "figure.js", "explore.js", "turn-arrows.js", "drag-scores.js",
        "walk-sentence.js", "paint-mask.js",
    ];

    /// <summary>
    /// Protects the page if the cleaning misses something: no handler in an attribute runs, no frame loads an address,
    /// nothing is sent.
    /// </summary>
    private string Policy =>
        $"script-src-attr 'none'; frame-src {(options.Frame is null ? "'none'" : "'self'")}; object-src 'none'; "
        + "base-uri 'none'; form-action 'none'";

    /// <summary>Writes the files that the pages share.</summary>
    public void WriteShared()
    {
        if (options.SingleFile)
        {
            return;
        }
        foreach (string name in Scripts.Prepend("site.css"))
        {
            FileReplacement.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(Resource(name)));
        }
        if (options.Plotly is not null)
        {
            FileReplacement.Write(Path.Combine(folder, PlotlyFile), File.ReadAllBytes(options.Plotly));
        }
    }

    public void Write(string name, string title, string body)
    {
        string page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <title>{WebUtility.HtmlEncode(title)}</title>
            {Style()}
            {Script()}
            {(body.Contains("class=\"plotly-chart\"", StringComparison.Ordinal) ? Plotly() : "")}{options.Head(name)}</head>
            <body>
            {body}
            </body>
            </html>

            """;
        FileReplacement.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(page));
    }

    private string Style() => options.SingleFile
        ? $"<style>\n{Resource("site.css")}</style>"
        : "<link rel=\"stylesheet\" href=\"site.css\">";

    /// <summary>
    /// All scripts of a page. Scripts inside outputs are dropped; figures are made live by this program's copies.
    /// </summary>
    private string Script() => string.Join('\n', Scripts.Select(name => options.SingleFile
        ? $"<script>\n{Resource(name)}</script>"
        : $"<script src=\"{name}\"></script>"));

    private string Plotly() => options.Plotly is null ? $"<script async src=\"{PlotlyCdn}\"></script>\n"
        : !options.SingleFile ? $"<script async src=\"{PlotlyFile}\"></script>\n"
        // Its text may hold the end tag of a script, or the beginning of a comment, inside a string.
        : $"<script src=\"data:text/javascript;base64,{Convert.ToBase64String(File.ReadAllBytes(options.Plotly))}\"></script>\n";

    private static string Resource(string name)
    {
        using Stream resource = typeof(PageLayout).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
