namespace Attention.NotebookRunner.Site;

/// <summary>Files for the browser that the build takes out of packages and lays beside this program.</summary>
internal static class BrowserFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Browser");

    /// <summary>The editor Monaco.</summary>
    public static string Monaco { get; } = Path.Combine(Folder, "monaco");

    /// <summary>plotly.js; null when it is not there.</summary>
    public static string? Plotly =>
        Path.Combine(Folder, "plotly.min.js") is var path && File.Exists(path) ? path : null;
}
